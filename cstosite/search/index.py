"""Writing and asking the index. Whoever asks passes the items that may be seen: nothing else is found or counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from cstosite.shared import prepared

from .asking import Asked
from .models import Entry, parts_of, place_of
from .wording import NEWEST, OLDEST, TEXT, Fts5, Tsquery
from .writing import Unit, tokens_of

MAX_COUNTED = 100


@transaction.atomic
def put(item: int, moment: datetime | None, identifier: UUID, title: str, units: list[Unit], facets: Iterable[str]):
    """Replace what is known of an item; one without a moment has no place yet, and is not known at all."""
    remove([item])
    if moment is not None:
        entry(item, moment, identifier, title, units, facets, _is_taken).save(force_insert=True)


def entry(item, moment, identifier, title, units, facets, is_taken=lambda place: False) -> Entry:
    """The row of an item, not saved."""
    place = place_of(moment, identifier)
    while is_taken(place):
        place += 1
    facets = " ".join(sorted(facets))
    return Entry(place=place, item=item, tokens=tokens_of(title, units), facets=facets, parts=parts_of(units))


def _is_taken(place):
    return Entry.objects.filter(place=place).exists()


def refile(item: int, facets: Iterable[str]):
    """Say anew what an item is filtered by."""
    Entry.objects.filter(item=item).update(facets=" ".join(sorted(facets)))


def remove(items: Iterable[int]):
    """Forget items."""
    Entry.objects.filter(item__in=list(items)).delete()


@dataclass(frozen=True)
class Place:
    """Where an item stands in an answer: its tier, and its place in the order of time."""

    tier: int
    place: int
    item: int = 0


@dataclass(frozen=True)
class Within:
    """What a search is narrowed to: every facet, and from the first moment up to, not with, the second."""

    facets: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    steps: dict = field(default_factory=dict, compare=False)  # what a database needs to know once

    @property
    def places(self) -> tuple[int, int]:
        """The first and the last place."""
        first = place_of(self.since) if self.since else OLDEST
        return first, place_of(self.until) - 1 if self.until else NEWEST


def find(
    asked: Asked, items, within: Within, limit: int, before: Place | None = None, by_date=False, among=None
) -> list[Place]:
    """The first places of an answer, or those after one: all words in the headline, then as a phrase, then anywhere.

    `items` is a queryset of those that may be seen, or the statement that `gate` makes of one. Within a tier the newest
    come first, in `by_date` in one tier. `among` are the first and the last place of an answer, where they are known.
    """
    visible = _gate(items)
    if not asked.include or not visible:
        return []
    wording, parts = _wording(within), []
    first, last = among or within.places
    if among:
        within.steps[among] = [among]
    for tier, expression in [(TEXT, wording.all(asked))] if by_date else wording.tiers(asked):
        if before and tier < before.tier:
            continue
        end = min(last, max(before.place - 1, OLDEST)) if before and tier == before.tier else last
        parts += wording.parts(tier, expression, (first, end), visible, limit)
    if not parts:
        return []
    found, params = wording.one_after_the_other(parts, limit)
    return [Place(*row) for row in _rows(f"{found} ORDER BY tier, place DESC LIMIT %s", [*params, limit])]


def newest(asked: Asked, items, within: Within) -> list[Place]:
    """The newest places in one tier, at most one more than MAX_COUNTED."""
    return find(asked, items, within, MAX_COUNTED + 1, by_date=True)


def finding(queries: list[Asked], items, within: Within) -> list[Asked]:
    """Those of some queries that find anything."""
    wording, visible = _wording(within), _gate(items)
    selects, params = [], []
    for number, asked in enumerate(queries if visible else []):
        parts = wording.parts(TEXT, wording.all(asked), within.places, visible, 1) if asked.include else []
        if parts:
            selects.append(f"SELECT {number} WHERE {' OR '.join(f'EXISTS ({sql})' for sql, _values in parts)}")
            params += [value for _sql, values in parts for value in values]
    return [queries[number] for (number,) in _rows(" UNION ALL ".join(selects), params)] if selects else []


def _wording(within):
    return (Fts5 if connection.vendor == "sqlite" else Tsquery)(within.facets, within.steps, _rows)


def gate(items):
    """The items of a queryset that a row `e` is of: the condition that it is one of those that may be seen."""
    return items.order_by().filter(pk=RawSQL("e.item", ())).values("pk")


def _gate(items):
    """The condition as a statement and its parameters; None when nothing may be seen."""
    try:
        return items if isinstance(items, tuple) else gate(items).query.sql_with_params()
    except EmptyResultSet:
        return None


def _rows(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def entries(items: Iterable[int]) -> dict[int, Entry]:
    """The rows of some items, by item."""
    return {each.item: each for each in prepared.objects(_entries, datetime.now(UTC), numbers=list(items))}


def _entries(_now, items):
    return Entry.objects.filter(item__in=items)


def every_item() -> Iterator[int]:
    """The items there are rows of."""
    return Entry.objects.order_by().values_list("item", flat=True).iterator()
