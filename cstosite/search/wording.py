"""Queries in the words of a database, and how each reads few rows of many."""

from itertools import pairwise
from typing import NamedTuple

from django.db import connection

from .asking import Term
from .words import as_token
from .writing import BEGINNINGS, SHORT, pair

HEADLINE, PHRASE, TEXT = range(3)
OLDEST, NEWEST = -(2**63), 2**63 - 1
ROOM = "0 = 0"  # in a statement, what SQLite looks at before it reads any word


class Wording:
    """A query in the words of a database. Every token was made by us of letters and digits: nothing needs escaping."""

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
            if term.forms:
                return self.either(*(self.sequence([mark + form]) for form in term.forms))
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

    def part(self, tier, expression, places, gate, limit):
        """The statement for the first places of a tier, from the newest to the oldest, and its parameters."""
        condition, values = gate
        # CROSS JOIN: the words come first, whatever SQLite thinks of the gate.
        sql = (
            f"SELECT {tier} AS tier, e.place, e.item FROM search_words CROSS JOIN search_entry e"
            f" ON e.place = search_words.rowid WHERE search_words MATCH CASE WHEN {ROOM} THEN %s ELSE 'znone' END"
            " AND search_words.rowid BETWEEN %s AND %s"
            f" AND EXISTS ({condition}) ORDER BY search_words.rowid DESC LIMIT %s"
        )
        return sql, [expression, *places, *values, limit]

    def sequence(self, tokens):
        pairs = " AND ".join(pair(*neighbours) for neighbours in pairwise(tokens)) or tokens[0]
        return f'({pairs} AND "{" ".join(tokens)}")' if len(tokens) > 2 else pairs

    def beginning(self, token):
        return f'"{token}" *'

    @staticmethod
    def forms(token):
        """The condition that a form begins with a token, and its parameters."""
        return "token BETWEEN %s AND %s", [token, f"{token}\U0010ffff"]

    def both(self, *parts):
        return f"({' AND '.join(parts)})"

    def either(self, *parts):
        return f"({' OR '.join(parts)})"

    def but(self, part, *unwanted):
        return f"({part} NOT {self.either(*unwanted)})" if unwanted else part


class Expression(NamedTuple):
    """A query of PostgreSQL, and what of it lists of items tell: all but phrases of three words and more.

    What has few items by the lists is read from the newest on, for whether it has the phrase.
    """

    whole: str
    listed: str


class Tsquery(Wording):
    """PostgreSQL gathers the items of a word in no order: they are asked for from the newest stretch of time to the
    oldest, each some times as long, until there are enough. A stretch is a word like others, and what has few items is
    looked up first: a word of every item costs as much as the stretch has items. No text is read again, but for phrases
    of three words and more. See migrations/0006_fewer_steps.py.
    """

    def part(self, tier, expression, places, gate, limit):
        """The statement for the first places of a tier, from the newest to the oldest, and its parameters."""
        gate = connection.ops.compose_sql(*gate)
        if expression.whole != expression.listed:
            read = "SELECT p.vector @@ %s::tsquery FROM search_entry p WHERE p.place = e.place"
            gate += f" AND ({connection.ops.compose_sql(read, [expression.whole])})"
        sql = f"SELECT {tier} AS tier, e.place, e.item FROM search_newest(%s::tsquery, %s, %s, %s, %s) e"
        return sql, [expression.listed, *places, gate, limit]

    def sequence(self, tokens):
        pairs = " & ".join(pair(*neighbours) for neighbours in pairwise(tokens)) or tokens[0]
        phrase = f" & ({' <-> '.join(tokens)})" if len(tokens) > 2 else ""
        return Expression(f"({pairs}{phrase})", f"({pairs})")

    def beginning(self, token):
        return Expression(f"{token}:*", f"{token}:*")

    @staticmethod
    def forms(token):
        """The condition that a form begins with a token, and its parameters."""
        return "token LIKE %s", [f"{token}%"]

    def both(self, *parts):
        return Expression(*(f"({' & '.join(each)})" for each in zip(*parts, strict=True)))

    def either(self, *parts):
        return Expression(*(f"({' | '.join(each)})" for each in zip(*parts, strict=True)))

    def but(self, part, *unwanted):
        if not unwanted:
            return part
        # What has the pairs of a phrase may still not have the phrase.
        listed = [each.listed for each in unwanted if each.listed == each.whole]
        return Expression(
            f"({part.whole} & !{self.either(*unwanted).whole})",
            f"({part.listed}{''.join(f' & !{each}' for each in listed)})",
        )
