"""What an editor should look at before an item goes out: it may be right as it is, so nothing is refused."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import body, speakers, transcript

# A small letter and a capital without a space between them: two words that ran together.
_RUN_TOGETHER = re.compile(r"\w*[^\W\d_A-ZА-ЯЁ](?=[A-ZА-ЯЁ])[A-ZА-ЯЁ][^\W\d_]+")
_TWO_SPACES = re.compile(r"\S+ {2,}\S+")


def remarks(item):
    """Sentences about what is worth a look, each with the field it is about: (field name, sentence)."""
    if not item.standfirst:
        yield "standfirst", _("There is no standfirst: lists show the headline alone.")
    blocks = body.parse(item.body)
    yield from _about_exchanges(item, transcript.exchanges(blocks))
    for name in ("title", "standfirst", "byline", "republished_from"):
        yield from _about_words(name, getattr(item, name))
    for block in blocks:
        yield from _about_words("body", block.text)
    for block in body.parse(item.reference_note):
        yield from _about_words("reference_note", block.text)


def _about_exchanges(item, exchanges):
    untitled = sum(not exchange.short_title for exchange in exchanges)
    if untitled:
        sentence = ngettext(
            "%(count)d exchange has no short title: the list of questions says “Question 1” and so on.",
            "%(count)d exchanges have no short title: the list of questions says “Question 1” and so on.",
            untitled,
        )
        yield "body", sentence % {"count": untitled}
    for exchange in exchanges:
        if not exchange.answers:
            yield "body", _("This prompt has no answer: “%(text)s”.") % {"text": _short(exchange.prompt_text)}
    yield from _about_speakers(exchanges, list(item.appearances.all()))


def _about_speakers(exchanges, listed):
    """Whether every turn can be given to one of the speakers listed, and every speaker has a turn."""
    if exchanges and not listed:
        yield "body", _("Nobody is listed under Speakers: the page cannot say who answers.")
    # Each name once, in the order of the text; turns without a name are all asked about together.
    voices = dict.fromkeys((turn.speaker, "" if turn.speaker else role) for turn, role in speakers.turns(exchanges))
    heard = []
    for label, role in voices:
        found = speakers.candidates(label, role, listed)
        heard += found
        names = ", ".join(f"“{voice.label}”" for voice in found)
        if label and not found:
            yield "body", _("%(name)s speaks in the text and is not listed under Speakers.") % {"name": label}
        elif not found and listed and role == transcript.ANSWER:
            yield "body", _("Everybody listed under Speakers asks: the page cannot say who answers.")
        elif label and len(found) > 1:
            sentence = _("“%(name)s” in the text may be any of %(names)s: write it as one of them.")
            yield "body", sentence % {"name": label, "names": names}
        elif len(found) > 1 and role == transcript.PROMPT:
            yield "body", _("Who puts the prompts without a name? It may be %(names)s.") % {"names": names}
        elif len(found) > 1:
            yield "body", _("Who gives the answers without a name? It may be %(names)s.") % {"names": names}
    for voice in listed if exchanges else []:
        if voice not in heard:
            sentence = _("%(name)s is listed under Speakers and does not speak in the text.")
            yield "appearances", sentence % {"name": voice.label}


def _about_words(name, text):
    for found in _RUN_TOGETHER.findall(text):
        yield name, _("Is a space missing in “%(text)s”?") % {"text": found}
    for found in _TWO_SPACES.findall(text.replace("\n", " \n")):
        yield name, _("Two spaces stand in “%(text)s”.") % {"text": " ".join(found.split())}


def _short(text):
    return text if len(text) <= 60 else f"{text[:60].rpartition(' ')[0]} …"
