"""Who has a page: people of whom something is public, in the register or in an item they appear in."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import get_language

from delegations.models import Person, has_public_fact

from .models import Appearance, PressItem


def with_page(now=None):
    """People of whom a fact is public, or who appear in a published item of the language of the address."""
    items = PressItem.objects.published(now).in_language(get_language())
    appears = Exists(items.filter(appearances__person=OuterRef("pk")))
    return Person.objects.filter(Q(appears) | has_public_fact())


def people_in_press(items):
    """People who appear in some of `items`, by the names for sorting."""
    appears = Appearance.objects.filter(person=OuterRef("pk"), item__in=items.order_by().values("pk"))
    return Person.objects.filter(Exists(appears))


def items_with(person, now=None):
    """The published items a person appears in, newest first, each with `voices`: their own appearances in it."""
    published = PressItem.objects.published(now).in_language(get_language())
    own = Prefetch("appearances", Appearance.objects.filter(person=person), to_attr="voices")
    mine = Appearance.objects.filter(person=person, item=OuterRef("pk"))
    return published.filter(Exists(mine)).for_list().prefetch_related(own)
