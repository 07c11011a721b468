"""The press as data: what its pages show, with identifiers, whole addresses and dates as far as they are known.

Nothing is told that a page does not tell. What is not known is None.
"""

from cstosite.shared import pictures
from cstosite.shared.richtext import absolute_links
from cstosite.shared.twins import absolute, address_of, day, moment, partial
from delegations.as_data import (
    chamber_seats_as_dict,
    country_as_dict,
    delegation_as_dict,
    office_as_dict,
    person_as_dict,
    seats_as_dict,
)
from delegations.templatetags.delegations import on_the_day, since_in_words

from . import body, citing, media, quoting, speakers
from .addresses import exchange_address
from .models import Correction, Kind, PressItem, Topic
from .templatetags.press import element
from .transcript import ANSWER, PROMPT, Exchange


def summary_as_dict(item: PressItem) -> dict:
    """A line of a list."""
    return {
        "id": str(item.uuid),
        "url": absolute(item.get_absolute_url()),
        "kind": item.kind,
        "kind_name": str(item.kind_name),
        "language": item.language,
        "title": item.title,
        "standfirst": item.standfirst or None,
        "published_at": moment(item.published_at),
        "updated_at": moment(item.updated_at),
        "given_on": partial(item.given_on),
        "countries": [country_as_dict(country) for country in item.countries.all()],
    }


def topic_as_dict(topic: Topic) -> dict:
    """A subject."""
    address = absolute(topic.get_absolute_url())
    return {"id": str(topic.uuid), "slug": topic.slug, "name": topic.name, "url": address}


def voice_as_dict(voice) -> dict:
    """Who speaks in an item, under the name in the text and in the office as printed that day."""
    return {
        "name": voice.label,
        "office": voice.office or None,
        "asks": voice.is_interviewer,
        "person": person_as_dict(voice.person) if voice.person else None,
    }


def turn_as_dict(item: PressItem, turn, role: str) -> dict:
    """One speaker's words; name, person and office are None where nobody can be told."""
    voices = item.appearances.all()
    voice = speakers.resolve(turn.speaker, role, voices)
    return {
        "speaker": speakers.name_shown(turn, role, voices) or None,
        "person": person_as_dict(voice.person) if voice and voice.person else None,
        "office": quoting.office(turn, role, voices) or None,
        "text": turn.text,
        "html": _html(item, turn),
    }


def _html(item, part):
    html = "\n".join(str(element(block)) for block in part.blocks)
    return absolute_links(html, absolute(item.get_absolute_url()))


def segment_as_dict(item: PressItem, segment, numbers: dict[str, int]) -> dict:
    """A part of the text: narration, or an exchange; one that goes on after narration has no prompt again."""
    if not isinstance(segment, Exchange):
        return {"type": "narration", "text": segment.text, "html": _html(item, segment)}
    return {
        "type": "exchange",
        "anchor": segment.anchor,
        "number": numbers[segment.anchor],
        "url": absolute(exchange_address(item, segment.anchor)),
        "short_title": segment.short_title or None,
        "continues": segment.continues,
        "prompt": None if segment.continues else turn_as_dict(item, segment.prompt, PROMPT),
        "answers": [turn_as_dict(item, turn, ANSWER) for turn in segment.answers],
    }


def correction_as_dict(correction: Correction) -> dict:
    """What the public is told of a change."""
    return {
        "what": correction.what,
        "at": moment(correction.at),
        "note": correction.note,
        "was": correction.was or None,
    }


def picture_as_dict(use) -> dict:
    """A picture of an item in all its renditions; sizes in pixels."""
    kept = use.picture
    return {
        "alt": None if use.is_decorative else use.alt or None,
        "is_decorative": use.is_decorative,
        "caption": use.caption or None,
        "credit": use.credit or None,
        "url": absolute(media.address(kept, kept.original)),
        "width": kept.width,
        "height": kept.height,
        "renditions": [
            {
                "url": absolute(media.address(kept, f"{width}.{extension}")),
                "type": media.TYPES[extension],
                "width": width,
                "height": height,
            }
            for extension in kept.formats.split(",")
            for width, height in pictures.sizes(kept.width, kept.height)
        ],
    }


def document_as_dict(use) -> dict:
    """A document of an item."""
    file = use.document
    address = absolute(media.address(file, file.NAME))
    return {"title": use.title, "url": address, "type": media.TYPES["pdf"], "bytes": file.size}


def delegations_as_dicts(item: PressItem) -> list[dict]:
    """The delegations of an item's countries on the item's day, each beside what is known today."""
    return [
        delegation_as_dict(then.delegation)
        | {
            "url": absolute(f"{then.delegation.get_absolute_url()}?on={item.day}"),
            "day": day(item.day),
            "is_day_it_was_given": item.is_day_given,
            "on_that_day": _seats(then),
            "today": _seats(now),
            "since": since_in_words(then, now) if then.seats is not None or now.seats is None else None,
        }
        for then, now in on_the_day(item.countries.all(), item.day)
    ]


def _seats(entry):
    return {"seats": seats_as_dict(entry), "chambers": [chamber_seats_as_dict(chamber) for chamber in entry.chambers]}


def item_as_dict(context: dict) -> dict:
    """One item whole, from what its page is made of."""
    item, segments = context["item"], context["item"].segments
    address = absolute(item.get_absolute_url())
    anchors = [each.anchor for each in segments if isinstance(each, Exchange) and not each.continues]
    numbers = {anchor: number for number, anchor in enumerate(anchors, start=1)}
    return summary_as_dict(item) | {
        "topics": [topic_as_dict(topic) for topic in item.topics.all()],
        "appearances": [voice_as_dict(voice) for voice in item.appearances.all()],
        "corrections": [correction_as_dict(correction) for correction in item.corrections.all()],
        "body": [segment_as_dict(item, segment, numbers) for segment in segments],
        "byline": item.byline or None,
        "republished_from": _origin_as_dict(item),
        "note": _note_as_dict(item, address),
        "pictures": [picture_as_dict(use) for use in item.pictures.all()],
        "documents": [document_as_dict(use) for use in item.documents.all()],
        "delegations": delegations_as_dicts(item),
        "citation": citing.reference(item, address),
        "earlier": _link(context["earlier"]),
        "later": _link(context["later"]),
        "related": [_link(other) for other in context["related"]],
    }


def _origin_as_dict(item):
    return {"name": item.republished_from, "url": item.republished_url or None} if item.republished_from else None


def _note_as_dict(item, address):
    if not item.reference_note:
        return None
    text = "\n\n".join(block.text for block in body.parse(item.reference_note))
    return {"text": text, "html": absolute_links(item.reference_note, address)}


def _link(item):
    return item and {"id": str(item.uuid), "title": item.title, "url": absolute(item.get_absolute_url())}


def exchange_as_dict(context: dict) -> dict:
    """One exchange, with what interrupts it, the sentence that quotes it and the item it stands in."""
    item, exchange = context["item"], context["exchange"]
    numbers, address = {exchange.anchor: context["number"]}, absolute(exchange_address(item, exchange.anchor))
    return {
        "url": address,
        "anchor": exchange.anchor,
        "number": context["number"],
        "of": len(context["exchanges"]),
        "short_title": exchange.short_title or None,
        "body": [segment_as_dict(item, segment, numbers) for segment in context["segments"]],
        "quotation": citing.quotation(item, exchange, address),
        "citation": citing.reference(item, address),
        "item": summary_as_dict(item),
        "corrections": [correction_as_dict(correction) for correction in item.corrections.all()],
        "byline": item.byline or None,
        "republished_from": _origin_as_dict(item),
        "earlier": _exchange_link(item, context["earlier"]),
        "later": _exchange_link(item, context["later"]),
    }


def _exchange_link(item, exchange):
    if exchange is None:
        return None
    address = absolute(exchange_address(item, exchange.anchor))
    return {"anchor": exchange.anchor, "short_title": exchange.short_title or None, "url": address}


def list_as_dict(context: dict) -> dict:
    """A part of the press list; `next` is where it goes on."""
    listing = context["listing"]
    names = ("kind", "country", "person", "topic", "year")
    return {
        "url": absolute(listing.address),
        "filters": {name: getattr(listing, name) or None for name in names},
        "kinds": [{"kind": kind.value, "name": str(Kind(kind).plural), "items": n} for kind, n in context["kinds"]],
        "items": [summary_as_dict(item) for item in context["items"]],
        "next": twin_or_none(context["older"]),
    }


def topic_page_as_dict(context: dict) -> dict:
    """A subject with its newest items."""
    topic = context["topic"]
    return topic_as_dict(topic) | {
        "description": topic.description or None,
        "items": [summary_as_dict(item) for item in context["items"]],
        "more": twin_or_none(context["more"]),
    }


def person_page_as_dict(context: dict) -> dict:
    """A person: offices over time, the newest items they appear in, and what they answered there."""
    person = context["person"]
    return person_as_dict(person) | {
        "slug": person.slug,
        "other_names": person.other_spellings,
        "offices": [office_as_dict(office) for office in context["offices"]],
        "items": [_heard_as_dict(each) for each in context["heard"]],
        "more": twin_or_none(context["more"]),
    }


def _heard_as_dict(each):
    answers = [
        {
            "anchor": exchange.anchor,
            "url": absolute(exchange_address(each.item, exchange.anchor)),
            "short_title": exchange.short_title or None,
            "prompt": exchange.prompt_text,
            "first_paragraph": words,
        }
        for exchange, words in each.answers
    ]
    voices = [{"name": v.label, "office": v.office or None, "asks": v.is_interviewer} for v in each.voices]
    return summary_as_dict(each.item) | {"appearances": voices, "answers": answers}


def twin_or_none(page: str) -> str | None:
    """The whole address of the twin of a page that there may be."""
    return absolute(address_of(page)) if page else None
