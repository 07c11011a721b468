"""Who has a page: people of whom something is public, in the register or in an item they appear in."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from cstosite.shared import prepared
from delegations import finding
from delegations.finding import MAX_FOUND, is_a_name
from delegations.models import Person, has_public_fact

from . import body, speakers, transcript
from .listing import newest_in
from .models import Appearance, PressItem, is_listed
from .models.listed import PERSON
from .transcript import ANSWER, Exchange

ASKED_FIRST = 32


def with_page(now=None):
    """People of whom a fact is public, or who appear in a published item of the language of the address."""
    return Person.objects.filter(Q(is_listed(PERSON, get_language(), now)) | has_public_fact())


def with_page_or_404(slug, now=None):
    """The one of them with an address; Http404 where there is none."""
    now = now or timezone.now()
    found = prepared.objects(_with_slug, get_language(), timezone.localdate(now), now=now, text=slug)
    if not found:
        raise Http404("Nobody has a page of that address.")
    return found[0]


def _with_slug(_language, _today, now, text):
    return with_page(now).filter(slug=text)


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
    called = [
        Person.objects.called(word).order_by().values_list("pk", "sort_name") for word in words if is_a_name(word)
    ]
    found = called[0].union(*called[1:]).order_by("sort_name") if called else []
    return _public([number for number, _name in found], now)


def _public(numbers, now):
    # Most words are nobody's name, a few are that of hundreds: whether somebody has a page is asked of the first.
    now, found = now or timezone.now(), []
    for some in (numbers[:ASKED_FIRST], numbers[ASKED_FIRST:]):
        if some and len(found) < MAX_FOUND:
            found += prepared.objects(_among, get_language(), timezone.localdate(now), now=now, numbers=some)
    return found[:MAX_FOUND]


def _among(_language, _today, now, numbers):
    return with_page(now).filter(pk__in=numbers)[:MAX_FOUND]
