"""Words of a text, in any script, as the index knows them: folded, and stemmed by the script they are written in.

Every token is made of small letters and digits that both databases take for one word, whatever was typed.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, pairwise
from threading import Lock
from typing import NamedTuple

import snowballstemmer

MAX_LETTERS = 40  # of a token; what is longer is cut, in texts and in queries alike

APOSTROPHES = "'’‘ʼʻ`´ʹ′＇ʾʿ"
HYPHENS = "-‐‑"
# They stand inside words and are no part of them: soft hyphens, joiners, direction marks.
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"


def _ranges(characters):
    """Code points in order, as the inside of a character class."""
    found = []
    for code in characters:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


_MARKS = _ranges(code for code in range(0x300, 0x1E8FF) if unicodedata.category(chr(code))[0] == "M")
# A Chinese or Japanese character is a word by itself: nothing says where a longer one ends.
_IDEOGRAPHS = "\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
_INSIDE = f"{APOSTROPHES}{_INVISIBLE}{_MARKS}"
# The first branch finds nothing that the others would not; it finds most words, many times as fast.
_WORD = re.compile(
    rf"[A-Za-z0-9А-Яа-яЁё]+(?=[ .,;:!?\n])|[{_IDEOGRAPHS}]"
    rf"|(?:(?![{_IDEOGRAPHS}])[^\W_])(?:[{_INSIDE}]*(?![{_IDEOGRAPHS}])[^\W_])*[{_MARKS}]*"
)
_POSSESSIVE = re.compile(rf"(?<=[a-z0-9])[{APOSTROPHES}]s$")
# Letters that are no other letter with a mark, and those people write in their place.
_ALIKE = str.maketrans(
    {
        **{"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h"},
        **{"қ": "к", "ғ": "г", "ң": "н", "ү": "у", "ұ": "у", "ө": "о", "ә": "а", "һ": "х", "і": "и", "ҷ": "ч"},
        **{"ҳ": "х", "ҥ": "н", "ѓ": "г", "ќ": "к", "є": "е", "ґ": "г", "җ": "ж"},
    }
)
# Beyond this plane every letter is taken for one that may join: ranges of so many are slow to look through.
_PLANE, _BEYOND = range(0x10000), "\U00010000-\U0010ffff"
_SMALL = _ranges(code for code in _PLANE if chr(code).islower())
_CAPITAL = _ranges(code for code in _PLANE if chr(code).isupper())
_JOINED = re.compile(f"[{HYPHENS}{_BEYOND}{_CAPITAL}](?:(?<=[{HYPHENS}{_BEYOND}])|(?<=[{_SMALL}][{_CAPITAL}]))")
_RUN_TOGETHER = re.compile(f"[{_CAPITAL}](?<=[{_SMALL}][{_CAPITAL}])|[{_BEYOND}]")
_PLAIN = re.compile(r"[a-z0-9а-яђ-џ]*")
_STEMMERS = {"latin": snowballstemmer.stemmer("english"), "cyrillic": snowballstemmer.stemmer("russian")}
_STEMMING = Lock()  # a stemmer keeps the word it works on


class Word(NamedTuple):
    """A word where it stands in a text."""

    start: int
    end: int
    raw: str

    @property
    def stem(self) -> str:
        """The token its inflections have in common."""
        return stem(self.raw)

    @property
    def form(self) -> str:
        """The token of the word as it is written."""
        return form(self.raw)


@lru_cache(maxsize=64)
def words(text: str) -> tuple[Word, ...]:
    """Every word of a text; one that was run together ("YerlanKoshanov") is several, one with an apostrophe is one."""
    return tuple(Word(start, end, text[start:end]) for start, end in spans_of(text))


def spans_of(text: str, most: int | None = None) -> list[tuple[int, int]]:
    """Where each word begins and ends, one after the other; of a long text the first so many."""
    spans = [match.span() for match in islice(_WORD.finditer(text), most)]
    if not spans or not _RUN_TOGETHER.search(text, 0, spans[-1][1]):
        return spans
    return [span for start, end in spans for span in pairwise([start, *_capitals_inside(text, start, end), end])]


def _capitals_inside(text, start, end):
    """Where in a word a small letter is followed by a capital: two words were run together there."""
    return [place for place in range(start + 1, end) if text[place - 1].islower() and text[place].isupper()]


def may_hold_compounds(text: str) -> bool:
    """Whether there can be any in a text; most have none, which is known sooner."""
    return bool(_JOINED.search(text))


def compounds(text: str, found: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The words of `found` that were run together or joined by hyphens in the text, each group whole."""
    groups, group = [], list(found[:1])
    for before, word in pairwise(found):
        between = text[before.end : word.start]
        if between in HYPHENS and not _is_ideograph(before, word):
            group.append(word)
            continue
        groups.append(tuple(group))
        group = [word]
    return [each for each in [*groups, tuple(group)] if len(each) > 1]


def _is_ideograph(*two):
    return any(len(word.raw) == 1 and ord(word.raw) >= 0x3041 for word in two)


def joined(group: tuple[Word, ...]) -> str:
    """A compound as one word: "counter-terrorism" is "counterterrorism" too."""
    return "".join(word.raw for word in group)


@lru_cache(maxsize=200_000)
def fold(raw: str) -> str:
    """A word without letter case, marks, apostrophes and the English possessive; "" when nothing is left."""
    # In two passes: what compatibility forms stand for may have case and marks of its own.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", raw).casefold())
    text = _POSSESSIVE.sub("", text)
    letters = []
    for char in text:
        if char == "\u0306" and letters and letters[-1] == "и":
            letters[-1] = "й"  # a letter of its own, and endings are known by it
        elif char.isalnum() and char not in APOSTROPHES and unicodedata.category(char)[0] != "M":
            letters.append(char)
    return "".join(letters).translate(_ALIKE)[:MAX_LETTERS]


@lru_cache(maxsize=200_000)
def stem(raw: str) -> str:
    """The token that the inflections of a word have in common."""
    folded = fold(raw)
    script = "cyrillic" if re.search("[а-я]", folded) else "latin" if re.search("[a-z]", folded) else ""
    if not script:
        return as_token(folded)
    with _STEMMING:
        return as_token(_STEMMERS[script].stemWord(folded))


def form(raw: str) -> str:
    """The token of a word as it is written."""
    return as_token(fold(raw))


@lru_cache(maxsize=200_000)
def as_token(folded):
    """The letters that both databases surely know, others by their numbers."""
    if _PLAIN.fullmatch(folded):
        return folded
    return "".join(char if _PLAIN.fullmatch(char) else f"q{ord(char):x}q" for char in folded)
