"""Delegations and people by what somebody types: any name recorded of them, in any script and transliteration."""

from django.db.models import F

from .models import ChamberName, CountryName, Delegation, DelegationName
from .names import name_key

MAX_FOUND = 5
MIN_LETTERS = 3  # a word of fewer begins too many names


def is_a_name(typed: str) -> bool:
    """Whether something may be looked for as a name: it has letters, and each word enough of them."""
    key = name_key(typed)
    return bool(key) and len(key.replace(" ", "")) >= MIN_LETTERS


def delegations_called(typed: str) -> list[Delegation]:
    """Those of whom one public name, of country, parliament or chamber, has every word typed, or begins with it.

    What is recorded today and what the public may know of earlier names, in two queries.
    """
    wanted = name_key(typed).split()
    if not is_a_name(typed):
        return []
    words = {}
    for delegation, name in _names():
        words.setdefault(delegation, []).append(name_key(name).split())
    found = [
        delegation
        for delegation, names in words.items()
        if any(all(any(word.startswith(w) for word in name) for w in wanted) for name in names)
    ]
    return list(Delegation.objects.public().filter(pk__in=found).order_by("name")[:MAX_FOUND]) if found else []


def _names():
    """Every name of every delegation, as (number, name), in one query."""

    def pairs(rows, delegation, *fields):
        return [rows.order_by().values_list(F(delegation), F(field)) for field in fields]

    own = Delegation.objects.all()
    first, *others = [
        *pairs(own, "pk", "name", "parliament"),
        *pairs(own.exclude(country=None), "pk", "country__name", "country__official_name"),
        *pairs(DelegationName.objects.public(), "delegation", "name", "parliament"),
        *pairs(CountryName.objects.public().exclude(country__delegation=None), "country__delegation", "name"),
        *pairs(ChamberName.objects.public(), "chamber__delegation", "name"),
        *pairs(own.exclude(chambers=None), "pk", "chambers__name"),
    ]
    return first.union(*others)
