"""Who has a page: people of whom something is public, in the register or in an item they appear in."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from delegations.finding import MAX_FOUND, is_a_name
from delegations.models import Person, has_public_fact

from . import body, speakers, transcript
from .models import Appearance, PressItem
from .transcript import ANSWER, Exchange


def with_page(now=None):
    """People of whom a fact is public, or who appear in a published item of the language of the address."""
    items = PressItem.objects.published(now).in_language(get_language())
    # One inside the other: a database that knows nothing of its tables yet goes from the person to the items, too.
    heard = Appearance.objects.filter(Exists(items.filter(pk=OuterRef("item"))), person=OuterRef("pk"))
    return Person.objects.filter(Q(Exists(heard)) | has_public_fact())


def people_in_press(items):
    """People who appear in some of `items`, by the names for sorting."""
    appears = Appearance.objects.filter(Exists(items.filter(pk=OuterRef("item")).order_by()), person=OuterRef("pk"))
    return Person.objects.filter(Exists(appears))


def items_with(person, now=None):
    """The published items a person appears in, newest first, with everybody who appears in them."""
    published = PressItem.objects.published(now).in_language(get_language())
    mine = Appearance.objects.filter(person=person, item=OuterRef("pk"))
    return published.filter(Exists(mine)).for_list().prefetch_related("appearances")


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
    return _public(Person.objects.called(typed), now) if is_a_name(typed) else []


def people_called_any(words, now=None):
    """Those with a page of whom a spelling has any of the words typed; a few of them."""
    called = [Person.objects.called(word).order_by() for word in words if is_a_name(word)]
    return _public(called[0].union(*called[1:]), now) if called else []


def _public(people, now):
    # Most words are nobody's name: whether somebody has a page is asked of those only whom it may matter of.
    numbers = list(people.values_list("pk", flat=True))
    return list(with_page(now).filter(pk__in=numbers)[:MAX_FOUND]) if numbers else []
