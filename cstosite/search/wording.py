"""Queries in the words of a database, and how each reads few rows of many."""

from hashlib import md5
from itertools import pairwise

from .asking import Term
from .words import as_token
from .writing import BEGINNINGS, SHORT

HEADLINE, PHRASE, TEXT = range(3)
OLDEST, NEWEST = -(2**63), 2**63 - 1
ROOM = "0 = 0"  # in a statement, what SQLite looks at before it reads any word


class Wording:
    """A query in the words of a database. Every token was made by us of letters and digits: nothing needs escaping."""

    def __init__(self, facets, steps, rows):
        self.facets, self.steps, self.rows = facets, steps, rows

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

    def one_after_the_other(self, parts, limit):
        """One statement of several, each asked only when those before it left room."""
        names = [f"part{number}" for number in range(len(parts))]
        so_far = [" + ".join(f"(SELECT count(*) FROM {name})" for name in names[:n]) or "0" for n in range(len(parts))]
        named = ", ".join(
            f"{name} AS MATERIALIZED (SELECT * FROM ({sql.replace(ROOM, f'{counts} < {int(limit)}')}) part"
            f" WHERE {counts} < {int(limit)})"
            for name, counts, (sql, _values) in zip(names, so_far, parts, strict=True)
        )
        union = " UNION ALL ".join(f"SELECT * FROM {name}" for name in names)
        sql = f"WITH {named} SELECT tier, place, item FROM ({union}) found"
        return sql, [value for _sql, values in parts for value in values]


class Fts5(Wording):
    """SQLite reads a word's list of items in the order of places, from either end: no sorting, whatever is common."""

    def parts(self, tier, expression, places, gate, limit):
        """Statements for the first places of a tier, from the newest to the oldest."""
        condition, values = gate
        # CROSS JOIN: the words come first, whatever SQLite thinks of the gate.
        sql = (
            f"SELECT {tier} AS tier, e.place, e.item FROM search_words CROSS JOIN search_entry e"
            f" ON e.place = search_words.rowid WHERE search_words MATCH CASE WHEN {ROOM} THEN %s ELSE 'znone' END"
            " AND search_words.rowid BETWEEN %s AND %s"
            f" AND EXISTS ({condition}) ORDER BY search_words.rowid DESC LIMIT %s"
        )
        return [(sql, [expression, *places, *values, limit])]

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


class Tsquery(Wording):
    """PostgreSQL gathers the items of a word in no order: they are asked for from the newest stretch of time to the
    oldest, each some times as long, until there are enough. A stretch is a word like others, and what has few items is
    looked up first: a word of every item costs as much as the stretch has items. No text is read again, but for phrases
    of three words and more. See migrations/0003_pairs.py.
    """

    STEPS = [0, 50, 300, 3000, 30_000]  # so many items are newer than a stretch
    SIZES, MAX_TOGETHER = range(41, 60, 3), 8  # bits of a place that stretches of one length differ in

    def parts(self, tier, expression, places, gate, limit):
        """Statements for the first places of a tier, from the newest to the oldest."""
        condition, values = gate
        sql = (
            f"SELECT {tier} AS tier, e.place, e.item FROM search_gather(%s::tsquery, %s, %s) e"
            # OFFSET 0: of each row by itself, not of all items first.
            f" WHERE EXISTS ({condition} OFFSET 0) ORDER BY e.place DESC LIMIT %s"
        )
        return [
            (sql, [self.both(expression, *self._stretch(first, last)), first, last, *values, limit])
            for first, last in self._steps(*places)
        ]

    def _steps(self, first, last):
        """Where stretches begin and end, the newest first; the first begins with the newest item there is."""
        if (first, last) not in self.steps:
            newer = "SELECT place FROM search_entry WHERE place BETWEEN %s AND %s ORDER BY place DESC LIMIT 1 OFFSET"
            sql = f"SELECT {', '.join(f'({newer} {number})' for number in self.STEPS)}"
            (row,) = self.rows(sql, [first, last] * len(self.STEPS))
            begins = [place for place in row if place is not None]
            ends = [begins[0], *(place - 1 for place in begins[1:])] if begins else []
            self.steps[first, last] = list(zip([*begins[1:], first], ends, strict=True)) if begins else []
        return self.steps[first, last]

    def _stretch(self, first, last):
        """The words for a stretch; none where nearly everything is in it."""
        for bits in self.SIZES if first != OLDEST else ():
            if (last >> bits) - (first >> bits) < self.MAX_TOGETHER:
                numbers = range(first >> bits, (last >> bits) + 1)
                return [self.either(*(f"t{bits}n{number + 2 ** (63 - bits)}" for number in numbers))]
        return []

    def sequence(self, tokens):
        pairs = [f"w{md5(f'{a} {b}'.encode()).hexdigest()[:12]}" for a, b in pairwise(tokens)]
        if len(tokens) < 3:
            return f"({' & '.join(pairs or tokens)})"
        return f"({' & '.join(pairs)} & ({' <-> '.join(tokens)}))"

    def beginning(self, token):
        return f"{token}:*"

    def both(self, *parts):
        return f"({' & '.join(parts)})"

    def either(self, *parts):
        return f"({' | '.join(parts)})"

    def but(self, part, *unwanted):
        return f"({part} & !{self.either(*unwanted)})" if unwanted else part
