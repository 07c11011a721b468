"""Where in a text the words of a query stand, and a passage around them."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, repeat

from . import words as w
from .asking import Asked, Term
from .writing import NOTHING

AROUND = 12  # words before the first word that is marked
LENGTH = 44  # words of a passage

# What ASCII has that stands inside words and is no part of them.
_JOINERS = dict.fromkeys(map(ord, w.APOSTROPHES + w.HYPHENS))

Pieces = list[tuple[str, bool]]  # a text in pieces, each with whether it is marked


def places(term: Term, text: str, line: str) -> set[int]:
    """The numbers of the words of a text that a term finds; `line` has the stems that the index has of it."""
    if term.beginning:
        return _beginning(term.beginning, text, line)
    found = set()
    for way, wanted in zip(term.ways, term.in_lines, strict=True):
        numbers = _standing(wanted, line) if wanted in line else []
        found.update(number + n for number in numbers for n in range(len(way)))
        if not numbers and len(way) == 1 and (len(term.ways) > 1 or len(way[0]) > 5):
            found |= _compound(text, lambda token, stem=way[0]: w.stem(token) == stem)
    return found


def _standing(wanted, line):
    """The number of each word with which `wanted` begins in a line of stems."""
    numbers, number, seen, place = [], -1, 0, line.find(wanted)
    while place >= 0:
        number += line.count(" ", seen, place + 1)
        numbers.append(number)
        seen, place = place + 1, line.find(wanted, place + 1)
    return numbers


def _beginning(beginning, text, line):
    # Of most texts it is known sooner that they have none: without accents, what is not in them is not in any word.
    if text.isascii() and beginning not in text.lower().translate(_JOINERS):
        return set()
    # A word and its stem begin with one letter; what has no stem in its place is looked at too.
    first, stems = (f"s{w.as_token(beginning[0])}", NOTHING), chain(line.split(), repeat(NOTHING))
    numbers = {
        number
        for number, ((start, end), token) in enumerate(zip(_spans(text), stems, strict=False))
        if token.startswith(first) and w.fold(text[start:end]).startswith(beginning)
    }
    return numbers | _compound(text, lambda token: w.fold(token).startswith(beginning))


@lru_cache(maxsize=64)
def _spans(text):
    """Several beginnings are looked for in one text, and it is asked again for the passage."""
    return w.spans_of(text)


def _compound(text, fits):
    """The words of compounds that are one word of the query: "counterterrorism" is found in "counter-terrorism"."""
    return {number for joined, numbers in _compounds(text) if fits(joined) for number in numbers}


@lru_cache(maxsize=256)
def _compounds(text):
    """The compounds of a text: each as one word, with the numbers of its words."""
    if not w.may_hold_compounds(text):
        return []
    found = w.words(text)
    number = {word: place for place, word in enumerate(found)}
    return [(w.joined(group), [number[word] for word in group]) for group in w.compounds(text, found)]


def marked(asked: Asked, text: str, line: str) -> Pieces:
    """A whole text, with the words found marked."""
    marks = set().union(*[places(term, text, line) for term in asked.include])
    if not marks:
        return [(_line(text), False)] if text else []
    found = w.spans_of(text)
    return _pieces(text, found, marks, 0, len(found))


def passage(asked: Asked, text: str, line: str, skip: int = 0) -> Pieces:
    """The words around a place where many words of the query stand, marked; [] when none does.

    `skip` words at the beginning of the text are not shown: they are shown elsewhere.
    """
    by_term = [sorted(places(term, text, line)) for term in asked.include]
    everything = sorted(place for place in set().union(*by_term) if place >= skip)
    if not everything:
        return []
    first = max(skip, _best(by_term, everything) - AROUND)
    # One more than is shown: whether the text goes on.
    found = w.spans_of(text, first + LENGTH + 1)
    return _pieces(text, found, set(everything), first, min(len(found), first + LENGTH))


def _best(by_term, everything):
    """The place from which on there are most terms, then most words; `by_term` and `everything` are in order."""
    if everything[-1] - everything[0] < LENGTH - AROUND:
        return everything[0]

    def within(numbers, first):
        return bisect_left(numbers, first + LENGTH - AROUND) - bisect_left(numbers, first)

    def held(first):
        return sum(within(each, first) > 0 for each in by_term), within(everything, first)

    # The first of the best; what comes late in a long text is looked at too, but not everything of a common word.
    return max(everything[:200], key=lambda place: (held(place), -place))


def _pieces(text, found, marks, first, last) -> Pieces:
    """The text from one word to another, cut where marked words begin and end, in one line; `found` are their spans."""
    if first >= last:
        return []
    is_start, is_end = first == 0, last == len(found)
    place = 0 if is_start else found[first][0]
    pieces: Pieces = [] if is_start else [("… ", False)]
    for number in range(first, last):
        if number not in marks:
            continue
        start, end = found[number]
        if place < start:
            pieces.append((text[place:start], False))
        pieces.append((text[start:end], True))
        place = end
    end = len(text) if is_end else found[last - 1][1]
    pieces.append((text[place:end], False))
    if not is_end:
        pieces.append((" …", False))
    return [(_line(piece), is_mark) for piece, is_mark in _merged(pieces) if piece]


def _merged(pieces: Iterable[tuple[str, bool]]) -> Pieces:
    """Neighbours marked alike in one; a blank between two marked words of one phrase stays outside the marks."""
    merged: Pieces = []
    for text, is_mark in pieces:
        if merged and merged[-1][1] == is_mark:
            merged[-1] = (merged[-1][0] + text, is_mark)
        else:
            merged.append((text, is_mark))
    return merged


def _line(text):
    """White space in one line, edges kept."""
    inner = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if inner and text[-1:].isspace() else ''}"


def lacking(terms: Iterable[Term], text: str, line: str) -> list[Term]:
    """Those of some terms that a text does not have."""
    return [term for term in terms if not any(way in line for way in term.in_lines) and not places(term, text, line)]


def line_of(text: str) -> str:
    """The line of a text that the index has none of."""
    return f" {' '.join(f's{word.stem}' for word in w.words(text))} "
