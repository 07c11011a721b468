"""The tokens of an item, as one text that both databases index: words in their order, then what is looked up as a set.

The first letter of a token says what it is: s a stem in the text, h one in the headline, f and g words as they are
written in text and headline, p and o short beginnings of those, w two stems that are neighbours, k what the item is
filtered by; z stands where there is no word, so that no phrase reaches across.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import md5
from itertools import pairwise
from typing import NamedTuple

from . import words as w

GAP, NOTHING = "zgap", "znil"
# What PostgreSQL keeps of one text: so many places, so many of one word, so many bytes; it takes 1 MB.
# The same holds on SQLite.
MAX_PLACES, MAX_REPEATED, MAX_BYTES = 16_000, 255, 900_000
# Beginnings of so many letters are tokens themselves: of those a database would have to gather too many words.
SHORT = range(2, 5)


FORM = "f"
BEGINNINGS = {FORM: "p", "g": "o"}
STEMS = {"s", "h"}


class Unit(NamedTuple):
    """A part of an item that is found as one: an exchange, by its anchor, or what stands outside them, without one.

    `voices` are the names before its answers, as printed.
    """

    text: str
    anchor: str = ""
    title: str = ""
    voices: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All that it is found by."""
        return f"{self.title}\n{self.text}" if self.title else self.text


def facet(name: str, value) -> str:
    """What an item is filtered by, as a token: ("country", "kz")."""
    return "k" + "".join(char for char in f"{name}{value}".lower() if char.isascii() and char.isalnum())


def pair(one: str, next_one: str) -> str:
    """Two neighbours as one token: of common words few stand side by side, and a phrase is found by its pairs."""
    return "w" + md5(f"{one} {next_one}".encode(), usedforsecurity=False).hexdigest()[:10]


class _Writer:
    """Collects tokens within what PostgreSQL takes."""

    def __init__(self):
        self.tokens, self.count, self.size, self.known = [], Counter(), 0, set()

    def _takes(self, token):
        size = 2 if token in self.known else len(token.encode()) + 8
        if self.size + size > MAX_BYTES:
            return False
        self.size += size
        self.known.add(token)
        return True

    def put(self, token):
        """A word in its place, a stand-in where that cannot be; what has no place is returned, to be in a set."""
        if token[0] == "z":
            self.tokens.append(token)
            return ""
        if len(self.tokens) >= MAX_PLACES:
            return token
        self.count[token] += 1
        is_kept = self.count[token] <= MAX_REPEATED and self._takes(token)
        self.tokens.append(token if is_kept else NOTHING)
        return ""

    def put_set(self, tokens):
        """Tokens whose place says nothing."""
        self.tokens += [token for token in sorted(tokens - self.known) if self._takes(token)]


def tokens_of(title: str, units: Iterable[Unit]) -> str:
    """An item's words; `segments` takes the beginning apart again."""
    writer, rest = _Writer(), set()
    for marks, text in [("fg", title), *(("f", unit.words) for unit in units)]:
        found = w.words(text)
        rest |= _put_stems(writer, found)
        writer.put(GAP)
        groups = [w.joined(group) for group in w.compounds(text, found)]
        rest |= {f"s{w.stem(group)}" for group in groups}
        forms = {w.fold(raw) for raw in {word.raw for word in found}.union(groups)} - {""}
        for mark in marks:
            rest |= _forms(mark, forms)
    # A headline's stems once more, by themselves: what has all words in its headline comes first.
    found = w.words(title)
    for word in found:
        writer.put(f"h{word.stem}" if word.stem else NOTHING)
    rest |= {f"h{w.stem(w.joined(group))}" for group in w.compounds(title, found)}
    pairs = {pair(one, two) for one, two in pairwise(writer.tokens) if one[0] == two[0] in STEMS}
    writer.put_set(pairs)
    writer.put_set(rest)
    return " ".join(writer.tokens)


def _forms(mark, forms):
    """Words as they are written, and their beginnings."""
    short = {form[:length] for form in forms for length in SHORT}
    return {mark + w.as_token(form) for form in forms} | {BEGINNINGS[mark] + w.as_token(form) for form in short}


def _put_stems(writer, found):
    stems = (w.stem(word.raw) for word in found)
    return {token for token in [writer.put(f"s{stem}" if stem else NOTHING) for stem in stems] if token}


def segments(tokens: str, units: int) -> list[str]:
    """The stems of the headline and of each unit, one for each of its words, as they were put in their places.

    Each a line with a blank before and after every stem.
    """
    return [f"{part} " for part in f" {tokens}".replace(f" {GAP}", "\n").split("\n", units + 1)[: units + 1]]
