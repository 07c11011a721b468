"""Items, exchanges and people as search engines read them (schema.org). Dates are those of the feeds."""

from django.conf import settings
from django.utils.text import Truncator

from cstosite.shared.linked_data import assembly, said
from cstosite.shared.twins import absolute, moment
from delegations.linked import person, roles_of

from . import body, media, speakers, transcript
from .addresses import exchange_address
from .models import Correction, Kind
from .transcript import ANSWER

# Of a question without a title, so many words name it.
WORDS = 14


def article(item):
    """An item: who published it when, in what language, what was corrected; of an interview, who answers what.

    The words themselves stand on the page and are not repeated.
    """
    address, voices = absolute(item.get_absolute_url()), list(item.appearances.all())
    is_interview = item.kind == Kind.INTERVIEW
    corrections = [
        {"@type": "CorrectionComment", "text": each.note, "datePublished": moment(each.at)}
        for each in item.corrections.all()
        if each.what == Correction.What.CORRECTED
    ]
    asked = [voice for voice in voices if voice.person and not voice.is_interviewer]
    exchanges = transcript.exchanges(body.parse(item.body))
    return said(
        type_="NewsArticle",
        id_=f"{address}#item",
        mainEntityOfPage=address,
        headline=item.title,
        description=item.standfirst,
        genre="Interview" if is_interview else None,
        inLanguage=item.language,
        datePublished=moment(item.published_at),
        dateModified=moment(item.updated_at),
        author=_author(item, voices),
        publisher=assembly(),
        isBasedOn=item.republished_url,
        image=[_picture(use) for use in item.pictures.all()],
        about=[person(voice.person, jobTitle=voice.office) for voice in asked] if is_interview else None,
        correction=corrections,
        hasPart=[_question(item, exchange, voices) for exchange in exchanges],
    )


def _author(item, voices):
    """Who signs: the assembly or a service of it by its name, a speaker, or whoever the byline says."""
    if not item.byline:
        return assembly()
    if item.byline.startswith(settings.SITE_NAME):
        return {"@type": "Organization", "name": item.byline}
    signed = speakers.resolve(item.byline, ANSWER, voices)
    return person(signed.person) if signed and signed.person else {"@type": "Thing", "name": item.byline}


def _picture(use):
    kept = use.picture
    address = absolute(media.address(kept, kept.original))
    return said(type_="ImageObject", url=address, width=kept.width, height=kept.height, creditText=use.credit)


def _question(item, exchange, voices):
    address = absolute(exchange_address(item, exchange.anchor))
    answers = [said(type_="Answer", url=address, author=_voice(turn, voices)) for turn in exchange.answers]
    return said(
        type_="Question",
        name=exchange.short_title or Truncator(exchange.prompt_text).words(WORDS),
        url=address,
        acceptedAnswer=answers[0] if len(answers) == 1 else answers,
    )


def _voice(turn, voices):
    """Who speaks, as far as it can be told."""
    voice, name = speakers.resolve(turn.speaker, ANSWER, voices), speakers.name_shown(turn, ANSWER, voices)
    if voice and voice.person:
        return person(voice.person)
    return {"@type": "Thing", "name": name} if name else None


def quotation(item, exchange):
    """An exchange with the words of the one named voice that answers; None where there is no such voice."""
    voices = item.appearances.all()
    if len(exchange.answers) != 1 or not (name := speakers.name_shown(exchange.answers[0], ANSWER, voices)):
        return None
    voice = speakers.resolve(exchange.answers[0].speaker, ANSWER, voices)
    address = absolute(item.get_absolute_url())
    creator = {"@type": "Thing", "name": name}
    if voice and voice.person:
        creator = person(voice.person, jobTitle=voice.office) | {"name": name}
    return {
        "@type": "Quotation",
        "text": exchange.answer_text,
        "creator": creator,
        "inLanguage": item.language,
        "url": absolute(exchange_address(item, exchange.anchor)),
        "isPartOf": said(
            type_="NewsArticle",
            id_=f"{address}#item",
            headline=item.title,
            datePublished=moment(item.published_at),
            dateModified=moment(item.updated_at),
            isBasedOn=item.republished_url,
            url=address,
        ),
    }


def profile(someone, offices):
    """A person's page: names and offices over time."""
    address = absolute(someone.get_absolute_url())
    about = person(
        someone,
        identifier=str(someone.uuid),
        alternateName=someone.other_spellings,
        memberOf=roles_of(offices),
    )
    return {"@type": "ProfilePage", "@id": address, "url": address, "mainEntity": about}
