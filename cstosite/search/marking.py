"""Where in a text the words of a query stand, and a passage around them."""

from collections.abc import Iterable

from . import words as w
from .asking import Asked, Term

AROUND = 12  # words before the first word that is marked
LENGTH = 44  # words of a passage

Pieces = list[tuple[str, bool]]  # a text in pieces, each with whether it is marked


def places(term: Term, text: str, stems: list[str]) -> set[int]:
    """The numbers of the words of a text that a term finds; `stems` are those the index has of it."""
    if term.beginning:
        return _beginning(term.beginning, text)
    found, line = set(), f" {' '.join(stems)} "
    for way in term.ways:
        wanted = [f"s{stem}" for stem in way]
        if f" {' '.join(wanted)} " in line:
            first = wanted[0]
            for number, stem in enumerate(stems):
                if stem == first and stems[number : number + len(wanted)] == wanted:
                    found.update(range(number, number + len(wanted)))
        elif len(way) == 1 and (len(term.ways) > 1 or len(way[0]) > 5):
            found |= _compound(text, lambda token, stem=way[0]: w.stem(token) == stem)
    return found


def _beginning(beginning, text):
    numbers = {number for number, word in enumerate(w.words(text)) if w.fold(word.raw).startswith(beginning)}
    return numbers | _compound(text, lambda token: w.fold(token).startswith(beginning))


def _compound(text, fits):
    """The words of compounds that are one word of the query: "counterterrorism" is found in "counter-terrorism"."""
    if not _may_hold_compounds(text):
        return set()
    found = w.words(text)
    number = {word: place for place, word in enumerate(found)}
    groups = [group for group in w.compounds(text, found) if fits(w.joined(group))]
    return {number[word] for group in groups for word in group}


def _may_hold_compounds(text):
    return any(hyphen in text for hyphen in w.HYPHENS) or any(w.capitals_inside(raw) for raw in text.split())


def marked(asked: Asked, text: str, stems: list[str]) -> Pieces:
    """A whole text, with the words found marked."""
    found = w.words(text)
    return _pieces(text, found, _all_places(asked, text, stems), 0, len(found))


def passage(asked: Asked, text: str, stems: list[str], skip: int = 0) -> Pieces:
    """The words around a place where many words of the query stand, marked; [] when none does.

    `skip` words at the beginning of the text are not shown: they are shown elsewhere.
    """
    by_term = [places(term, text, stems) for term in asked.include]
    everything = sorted(place for place in set().union(*by_term) if place >= skip)
    if not everything:
        return []
    found = w.words(text)

    def held(first):
        window = range(first, first + LENGTH - AROUND)
        return sum(any(place in window for place in each) for each in by_term), sum(p in window for p in everything)

    # The first of the best; what comes late in a long text is looked at too, but not everything of a common word.
    best = max(everything[:200], key=lambda place: (held(place), -place))
    first = max(skip, best - AROUND)
    return _pieces(text, found, set(everything), first, min(len(found), first + LENGTH))


def _all_places(asked, text, stems):
    return set().union(*(places(term, text, stems) for term in asked.include))


def _pieces(text, found, marks, first, last) -> Pieces:
    """The text from one word to another, cut where marked words begin and end, in one line."""
    if first >= last:
        return [(" ".join(text.split()), False)] if text and not marks else []
    is_start, is_end = first == 0, last == len(found)
    place = 0 if is_start else found[first].start
    pieces: Pieces = [] if is_start else [("… ", False)]
    for number in range(first, last):
        if number not in marks:
            continue
        word = found[number]
        if place < word.start:
            pieces.append((text[place : word.start], False))
        pieces.append((text[word.start : word.end], True))
        place = word.end
    end = len(text) if is_end else found[last - 1].end
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


def holds(term: Term, text: str, stems: list[str]) -> bool:
    """Whether a text has what is asked for."""
    if term.beginning:
        return bool(_beginning(term.beginning, text))
    line = f" {' '.join(stems)} "
    if any(f" {' '.join(f's{stem}' for stem in way)} " in line for way in term.ways):
        return True
    return bool(places(term, text, stems))
