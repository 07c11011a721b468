"""Writing and asking the index. Whoever asks passes the items that may be seen: nothing else is found or counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from .asking import Asked, Term
from .models import Entry, parts_of, place_of
from .words import as_token
from .writing import BEGINNINGS, SHORT, Unit, tokens_of

MAX_COUNTED = 200
HEADLINE, PHRASE, TEXT = range(3)
OLDEST, NEWEST = -(2**63), 2**63 - 1


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

    @property
    def places(self) -> tuple[int, int]:
        """The first and the last place."""
        first = place_of(self.since) if self.since else OLDEST
        return first, place_of(self.until) - 1 if self.until else NEWEST


def find(asked: Asked, items, within: Within, limit: int, before: Place | None = None, by_date=False) -> list[Place]:
    """The first places of an answer, or those after one: all words in the headline, then as a phrase, then anywhere.

    `items` is a queryset of those that may be seen, or the statement that `gate` makes of one. Within a tier the newest
    come first, in `by_date` in one tier.
    """
    visible = _gate(items)
    if not asked.include or not visible:
        return []
    wording = _wording(within.facets)
    first, last = within.places
    parts = []
    for tier, expression in [(TEXT, wording.all(asked))] if by_date else wording.tiers(asked):
        if before and tier < before.tier:
            continue
        end = min(last, max(before.place - 1, OLDEST)) if before and tier == before.tier else last
        parts.append((tier, expression, end))
    selects = [wording.newest(tier, expression, (first, end), visible, limit) for tier, expression, end in parts]
    return [Place(*row) for row in _run(selects, limit, wording.is_lazy)] if selects else []


def count(asked: Asked, items, within: Within) -> int:
    """How many there are, at most one more than MAX_COUNTED."""
    visible = _gate(items)
    if not asked.include or not visible:
        return 0
    wording = _wording(within.facets)
    sql, params = wording.some(TEXT, wording.all(asked), within.places, visible, MAX_COUNTED + 1)
    return _rows(f"SELECT count(*) FROM ({sql}) found", params)[0][0]


def finding(queries: list[Asked], items, within: Within) -> list[Asked]:
    """Those of some queries that find anything."""
    wording, visible = _wording(within.facets), _gate(items)
    parts = [
        wording.some(number, wording.all(asked), within.places, visible, 1)
        for number, asked in enumerate(queries)
        if asked.include and visible
    ]
    return [queries[number] for number, *_rest in _run(parts, len(parts))] if parts else []


def gate(items):
    """The items of a queryset that a row `e` is of: the condition that it is one of those that may be seen."""
    return items.order_by().filter(pk=RawSQL("e.item", ())).values("pk")


def _gate(items):
    """The condition as a statement and its parameters; None when nothing may be seen."""
    try:
        return items if isinstance(items, tuple) else gate(items).query.sql_with_params()
    except EmptyResultSet:
        return None


def _run(parts, limit, is_lazy=False):
    """The rows of some queries by tier and place; `is_lazy`: one is asked only when those before left room."""
    union = " UNION ALL ".join(f"SELECT * FROM ({sql}) part" for sql, _params in parts)
    params = [value for _sql, values in parts for value in values]
    if is_lazy:
        names = [f"part{number}" for number in range(len(parts))]
        so_far = [" + ".join(f"(SELECT count(*) FROM {name})" for name in names[:n]) or "0" for n in range(len(parts))]
        parts_sql = ", ".join(
            f"{name} AS MATERIALIZED (SELECT * FROM ({sql}) part WHERE {counts} < {int(limit)})"
            for name, counts, (sql, _values) in zip(names, so_far, parts, strict=True)
        )
        union = " UNION ALL ".join(f"SELECT * FROM {name}" for name in names)
        sql = f"WITH {parts_sql} SELECT tier, place, item FROM ({union}) found ORDER BY tier, place DESC LIMIT %s"
        return _rows(sql, [*params, limit])
    return _rows(f"SELECT tier, place, item FROM ({union}) found ORDER BY tier, place DESC LIMIT %s", [*params, limit])


def _rows(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _wording(facets):
    return (_Fts5 if connection.vendor == "sqlite" else _Tsquery)(facets)


class _Wording:
    """A query in the words of a database. Every token was made by us of letters and digits: nothing needs escaping."""

    is_lazy = False

    def __init__(self, facets):
        self.facets = facets

    def all(self, asked, *more):
        """Everything that is asked for, anywhere in the item or as `more` says, and the filters."""
        parts = more or [self.term(term) for term in asked.include]
        unwanted = [self.term(term) for term in asked.exclude]
        return self.but(self.both(*parts, *(self.sequence([facet]) for facet in self.facets)), *unwanted)

    def tiers(self, asked):
        """The tiers with their expressions, none in two of them."""
        headline = self.both(*(self.term(term, is_headline=True) for term in asked.include))
        yield HEADLINE, self.all(asked, headline)
        apart = [headline]
        if asked.phrase:
            phrase = self.sequence([f"s{stem}" for stem in asked.phrase])
            yield PHRASE, self.but(self.all(asked, phrase), *apart)
            apart.append(phrase)
        yield TEXT, self.but(self.all(asked), *apart)

    def term(self, term: Term, is_headline=False):
        """One thing that is asked for."""
        if term.beginning:
            mark, token = "g" if is_headline else "f", as_token(term.beginning)
            if len(term.beginning) in SHORT:
                return self.sequence([BEGINNINGS[mark] + token])
            return self.beginning(mark + token)
        mark = "h" if is_headline else "s"
        return self.either(*(self.sequence([mark + stem for stem in way]) for way in term.ways))


class _Fts5(_Wording):
    """SQLite reads a word's list of items in the order of places, from either end: no sorting, whatever is common."""

    def newest(self, tier, expression, places, gate, limit):
        sql, params = self.some(tier, expression, places, gate, limit)
        return sql.replace(" LIMIT", " ORDER BY search_words.rowid DESC LIMIT"), params

    def some(self, tier, expression, places, gate, limit):
        condition, values = gate
        # CROSS JOIN: the words come first, whatever SQLite thinks of the gate.
        sql = (
            f"SELECT {tier} AS tier, e.place, e.item FROM search_words CROSS JOIN search_entry e"
            " ON e.place = search_words.rowid WHERE search_words MATCH %s AND search_words.rowid BETWEEN %s AND %s"
            f" AND EXISTS ({condition}) LIMIT %s"
        )
        return sql, [expression, *places, *values, limit]

    def sequence(self, tokens):
        return f'"{" ".join(tokens)}"'

    def beginning(self, token):
        return f'"{token}" *'

    def both(self, *parts):
        return f"({' AND '.join(parts)})"

    def either(self, *parts):
        return f"({' OR '.join(parts)})"

    def but(self, part, *unwanted):
        return f"({part} NOT {self.either(*unwanted)})" if unwanted else part


class _Tsquery(_Wording):
    """PostgreSQL gathers the items of a word in no order, or reads the newest items one by one: what is common is among
    the newest few, what is not is gathered. Left to itself it often guesses wrong, and then reads every item.
    """

    NEWEST = 150
    is_lazy = True

    def newest(self, tier, expression, places, gate, limit):
        condition, values = gate
        sql = (
            "WITH newest AS MATERIALIZED (SELECT e.place, e.item FROM (SELECT place, item, vector FROM search_entry"
            f" WHERE place BETWEEN %s AND %s ORDER BY place DESC LIMIT {self.NEWEST}) e"
            f" WHERE e.vector @@ %s::tsquery AND EXISTS ({condition}) ORDER BY e.place DESC LIMIT %s)"
            f" SELECT {tier} AS tier, place, item FROM newest WHERE (SELECT count(*) FROM newest) = %s"
            f" UNION ALL SELECT {tier}, place, item FROM ({self._gathered(condition)}"
            # An order that no index has.
            " ORDER BY e.place + 0 DESC LIMIT %s) others WHERE (SELECT count(*) FROM newest) < %s"
        )
        return sql, [*places, expression, *values, limit, limit, expression, *places, *values, limit, limit]

    def some(self, tier, expression, places, gate, limit):
        condition, values = gate
        sql = f"SELECT {tier} AS tier, place, item FROM ({self._gathered(condition)} LIMIT %s) part"
        return sql, [expression, *places, *values, limit]

    def _gathered(self, condition):
        # OFFSET 0: planned for all of them, not for the first few.
        return (
            "SELECT e.place, e.item FROM (SELECT place, item FROM search_entry WHERE vector @@ %s::tsquery"
            f" AND place BETWEEN %s AND %s OFFSET 0) e WHERE EXISTS ({condition})"
        )

    def sequence(self, tokens):
        return f"({' <-> '.join(tokens)})"

    def beginning(self, token):
        return f"{token}:*"

    def both(self, *parts):
        return f"({' & '.join(parts)})"

    def either(self, *parts):
        return f"({' | '.join(parts)})"

    def but(self, part, *unwanted):
        return f"({part} & !{self.either(*unwanted)})" if unwanted else part


def entries(items: Iterable[int]) -> dict[int, Entry]:
    """The rows of some items, by item."""
    return {each.item: each for each in Entry.objects.filter(item__in=list(items))}


def every_item() -> Iterator[int]:
    """The items there are rows of."""
    return Entry.objects.order_by().values_list("item", flat=True).iterator()
