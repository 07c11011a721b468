"""Delegations and people by what somebody types: any name recorded of them, in any script and transliteration."""

from functools import lru_cache

from django.db import connection
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from .facts import read
from .models import ChamberName, CountryName, Delegation, DelegationName, Person, Post
from .names import name_key

MAX_FOUND = 5
MIN_LETTERS = 3  # fewer begin too many names
MAX_WORDS = 8  # nobody's name has more
MAX_LETTERS = 400
MIN_INFLECTED = 4  # letters of a word that endings are told apart from


def is_a_name(typed: str) -> bool:
    """Whether something may be looked for as a name: it has letters enough, and not too many words."""
    words = name_key(typed[:MAX_LETTERS]).split()
    return len(words) <= MAX_WORDS and sum(map(len, words)) >= MIN_LETTERS


def delegations_called(typed: str, names: list[tuple[int, str]]) -> list[Delegation]:
    """Those of whom one of some names has every word typed, or begins with it, or is said whole in what was typed.

    So that "who represents Kazakhstan?" leads there, in cases of a language too; each with its `representative` as
    known today, a Reading or None. One query, none where there is none. See `public_names`.
    """
    wanted, may_be_a_name = name_key(typed[:MAX_LETTERS]).split(), is_a_name(typed)
    found = {
        delegation
        for delegation, name in names
        if (words := _words_of(name))
        and (all(_is_said(word, wanted) for word in words) or may_be_a_name and _has_all(words, wanted))
    }
    return _with_representatives(sorted(found)) if found else []


def _with_representatives(numbers):
    """Delegations by name, a few, each with its `representative` as known today: a Reading, or None. One query."""
    held = FilteredRelation("posts__appointments", condition=Q(posts__kind=Post.Kind.PLENIPOTENTIARY))
    rows = Delegation.objects.public().filter(pk__in=numbers).annotate(held=held)
    told, today = {}, timezone.localdate()
    for row in rows.select_related("held__person", "held__post", "held__source").order_by("name", "pk", "held__pk"):
        own = told.setdefault(row, [])
        # There is none where the join found nothing.
        if (appointment := getattr(row, "held", None)) and appointment.is_told():
            own.append(appointment)
    for delegation, own in told.items():
        delegation.representative = read(own, today)
    return list(told)[:MAX_FOUND]


def _has_all(words, wanted):
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _is_said(word, wanted):
    """Whether a word of a name is among some, whatever its ending is there."""
    if len(word) < MIN_INFLECTED:
        return word in wanted
    stem, longest = word[: max(MIN_INFLECTED, len(word) - 1)], len(word) + 2
    return any(each.startswith(stem) and len(each) <= longest for each in wanted)


def people_called(typed: str) -> list[int]:
    """The numbers of the people, public or not, of whom a spelling has every word typed, or begins with it, by name."""
    words = name_key(typed).split()
    with connection.cursor() as cursor:
        cursor.execute(_people_query(len(words)), [each for word in words for each in (f"% {word}%", f"%\n{word}%")])
        return [number for (number,) in cursor.fetchall()]


@lru_cache(maxsize=MAX_WORDS)
def _people_query(count):
    """The query for so many words, which takes longer to put together than to answer."""
    found = Person.objects.called(" ".join(["word"] * count)).values_list("pk")
    return found.query.sql_with_params()[0]


@lru_cache(maxsize=1000)
def _words_of(name):
    return name_key(name).split()


def public_names() -> list[tuple[int, str]]:
    """Every name of every delegation, as (number, name): what is recorded today and what the public may know of
    earlier names. One query.
    """
    sql, params = _names_query(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@lru_cache(maxsize=1)
def _names_query(today):
    """The query, which takes longer to put together than to answer; it is the same all day."""

    def pairs(rows, delegation, *fields):
        return [rows.order_by().values_list(F(delegation), F(field)) for field in fields]

    own = Delegation.objects.all()
    first, *others = [
        *pairs(own, "pk", "name", "parliament"),
        *pairs(own.exclude(country=None), "pk", "country__name", "country__official_name"),
        *pairs(DelegationName.objects.public(today), "delegation", "name", "parliament"),
        *pairs(CountryName.objects.public(today).exclude(country__delegation=None), "country__delegation", "name"),
        *pairs(ChamberName.objects.public(today), "chamber__delegation", "name"),
        *pairs(own.exclude(chambers=None), "pk", "chambers__name"),
    ]
    return first.union(*others).query.sql_with_params()
