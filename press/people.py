"""Who has a page: people of whom something is public, in the register or in an item they appear in."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language

from delegations import finding
from delegations.finding import MAX_FOUND, is_a_name
from delegations.models import Person, has_public_fact

from . import body, speakers, transcript
from .listing import newest_in
from .models import Appearance, PressItem, is_listed
from .models.listed import PERSON
from .transcript import ANSWER, Exchange


def with_page(now=None):
    """People of whom a fact is public, or who appear in a published item of the language of the address."""
    return Person.objects.filter(Q(is_listed(PERSON, get_language(), now)) | has_public_fact())


def people_in_press(language=None, now=None):
    """People who appear in a public item, of a language or of any, by the names for sorting."""
    return Person.objects.filter(is_listed(PERSON, language, now))


def items_with(person, number, now=None):
    """The newest published items a person appears in, so many, with everybody who appears in them."""
    return newest_in(PERSON, person, number, now).prefetch_related("appearances")


@dataclass(frozen=True)
class Heard:
    """An item as one person's page shows it: who they were in it, and the exchanges in which they answer."""

    item: PressItem
    voices: list[Appearance]
    answers: list[tuple[Exchange, str]]


def heard(person, items) -> list[Heard]:
    """Each of some items with a person's own appearances in it, and what they answered: the first paragraph of it."""
    return [_heard(person, item) for item in items]


def _heard(person, item):
    everybody = list(item.appearances.all())
    own = [voice for voice in everybody if voice.person_id == person.pk]
    answers = []
    for exchange in transcript.exchanges(body.parse(item.body)):
        said = [turn for turn in exchange.answers if speakers.resolve(turn.speaker, ANSWER, everybody) in own]
        if said:
            answers.append((exchange, said[0].blocks[0].text))
    return Heard(item, own, answers)


def people_called(typed, now=None):
    """Those with a page of whom a spelling has every word typed, or begins with it; a few of them."""
    return _public(finding.people_called(typed), now) if is_a_name(typed) else []


def people_called_any(words, now=None):
    """Those with a page of whom a spelling has any of the words typed; a few of them."""
    called = [Person.objects.called(word).order_by() for word in words if is_a_name(word)]
    return _public(list(called[0].union(*called[1:]).values_list("pk", flat=True)), now) if called else []


def _public(numbers, now):
    # Most words are nobody's name: whether somebody has a page is asked of those only whom it may matter of.
    return list(with_page(now).filter(pk__in=numbers)[:MAX_FOUND]) if numbers else []
