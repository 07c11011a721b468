"""Writing and asking the index. Whoever asks passes the items that may be seen: nothing else is found or counted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL

from .asking import Asked
from .models import Entry, Form, parts_of, place_of
from .wording import NEWEST, OLDEST, TEXT, Fts5, Tsquery
from .words import as_token
from .writing import SHORT, Unit, tokens_of

MAX_COUNTED = 100
MAX_FORMS = 100  # of one beginning


@transaction.atomic
def put(item: int, moment: datetime | None, identifier: UUID, title: str, units: list[Unit], facets: Iterable[str]):
    """Replace what is known of an item; one without a moment has no place yet, and is not known at all."""
    remove([item])
    if moment is not None:
        row = entry(item, moment, identifier, title, units, facets, _is_taken)
        row.save(force_insert=True)
        Form.know([row.tokens])


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


def expanded(asked: Asked) -> Asked:
    """The same with the forms of each long beginning, where they are few: all of a beginning are gathered anew."""
    long = {term.beginning for term in asked.include + asked.exclude if len(term.beginning) >= SHORT.stop}
    if not long:
        return asked
    wording, selects, params = _wording(Within()), [], []
    for beginning in sorted(long):
        condition, values = wording.forms(as_token(beginning))
        selects.append(f"SELECT * FROM (SELECT %s, token FROM search_form WHERE {condition} LIMIT {MAX_FORMS + 1}) few")
        params += [beginning, *values]
    found = defaultdict(list)
    for beginning, token in _rows(" UNION ALL ".join(selects), params):
        found[beginning].append(token)
    return asked.with_forms({each: tuple(forms) for each, forms in found.items() if len(forms) <= MAX_FORMS})


class Place(NamedTuple):
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

    @property
    def places(self) -> tuple[int, int]:
        """The first and the last place."""
        first = place_of(self.since) if self.since else OLDEST
        return first, place_of(self.until) - 1 if self.until else NEWEST


def find(
    asked: Asked, items, within: Within, limit: int, before: Place | None = None, by_date=False, known=()
) -> list[Place]:
    """The first places of an answer, or those after one: all words in the headline, then as a phrase, then anywhere.

    `items` is a queryset of those that may be seen, or the statement that `gate` makes of one. Within a tier the newest
    come first, in `by_date` in one tier. `known` is the answer by date, where it is known: see `newest`.
    """
    visible = _gate(items)
    if not asked.include or asked.is_contradictory or not visible:
        return []
    wording = _wording(within)
    (first, last), parts = within.places, []
    tiers = [(TEXT, wording.all(asked))] if by_date else list(wording.tiers(asked))
    if known:
        # What is in no other tier is the rest of them. The others cost as much again, but not among a few.
        del tiers[-1]
        if len(known) <= MAX_COUNTED:
            first, last = known[-1].place, known[0].place
    for tier, expression in tiers:
        if before and tier < before.tier:
            continue
        end = min(last, max(before.place - 1, OLDEST)) if before and tier == before.tier else last
        parts.append(wording.part(tier, expression, (first, end), visible, limit))
    if not parts:
        return []
    found, params = wording.one_after_the_other(parts, limit)
    places = [Place(*row) for row in _rows(f"{found} ORDER BY tier, place DESC LIMIT %s", [*params, limit])]
    nearer = {each.place for each in places}
    return [*places, *(each for each in known if each.place not in nearer)][:limit]


def newest(asked: Asked, items, within: Within) -> list[Place]:
    """The newest places in one tier, at most one more than MAX_COUNTED."""
    return find(asked, items, within, MAX_COUNTED + 1, by_date=True)


def finding(queries: list[Asked], items, within: Within) -> list[Asked]:
    """Those of some queries that find anything."""
    parts = _first_places(queries, items, within)
    selects = (f"SELECT {number} WHERE EXISTS ({sql})" for number, (sql, _values) in enumerate(parts))
    found = _rows(" UNION ALL ".join(selects), [value for _sql, values in parts for value in values]) if parts else []
    return [queries[number] for (number,) in found]


def furthest(chains: list[list[Asked]], items, within: Within) -> list[Asked]:
    """Of each chain of queries, each of which asks for more than the one before, the last that finds anything."""
    columns, params = [], []
    for chain in chains:
        parts = _first_places([asked for asked in chain if not asked.is_contradictory], items, within)
        column = str(len(parts))
        for number, (sql, _values) in reversed(list(enumerate(parts))):
            column = f"CASE WHEN EXISTS ({sql}) THEN {column} ELSE {number} END"
        columns.append(column)
        params += [value for _sql, values in parts for value in values]
    (counts,) = _rows(f"SELECT {', '.join(columns)}", params)
    return [chain[count - 1] for chain, count in zip(chains, counts, strict=True) if count]


def _first_places(queries, items, within):
    """A statement for the first place of each query, and its parameters; none when nothing may be seen."""
    wording, visible = _wording(within), _gate(items)
    if not visible:
        return []
    return [wording.part(TEXT, wording.all(asked), within.places, visible, 1) for asked in queries]


def _wording(within):
    return (Fts5 if connection.vendor == "sqlite" else Tsquery)(within.facets)


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


def with_entry(items):
    """A queryset of items, each with the `tokens` and `parts` of its row, None where it has none; see `units_of`."""
    of_item = Entry.objects.filter(item=OuterRef("pk"))
    return items.annotate(tokens=Subquery(of_item.values("tokens")), parts=Subquery(of_item.values("parts")))


def every_item() -> Iterator[int]:
    """The items there are rows of."""
    return Entry.objects.order_by().values_list("item", flat=True).iterator()
