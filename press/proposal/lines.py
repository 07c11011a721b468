"""Paragraphs to printed lines, each with the marks it begins with; every pattern takes linear time on any text."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .result import Paragraph
from .signs import D, S
from .speakers import Label, find_label
from .words import asks, ends_asking

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

BREAK = re.compile(rf"[\n\r\v\f\x85\u2028\u2029][{S}]*")
SPACE = re.compile(rf"[{S}]*")
DASH = re.compile(rf"[{D}]{{1,3}}(?![{D}\d])[{S}]*")
BULLET = re.compile(rf"[•·▪◦●∙‣*][{S}]+")
CLOCK = re.compile(rf"[\[(]?\d{{1,2}}:\d\d(?::\d\d)?[\])]?[{S}]+")  # [00:12], of a machine's transcript
NUMBER = re.compile(
    rf"""
    (?: (?: № | No\.? | \# )? [{S}]? (\d{{1,3}}) [{S}]? [.):] (?!\d) [{S}]*    # 1.  1)  № 1.
      | № [{S}]? (\d{{1,3}}) [{S}]+                                            # № 1
    )
    """,
    re.VERBOSE,
)


class Line(NamedTuple):
    """A printed line of a paragraph, the marks it begins with, and how it is set."""

    source: int  # which paragraph
    start: int  # where it begins there, its line break and white space included
    body: int  # where its first visible character stands
    text: str  # from there on
    tag: str
    strong: bool
    dash: int  # length of the dash it begins with, white space and a clock time before it included
    bullet: int  # the same of a bullet
    number: int  # 0 for none
    number_end: int
    label: Label | None
    words: str  # what is left without a dash, a bullet or a number
    ends_asking: bool
    asks: bool  # ends asking, or bids somebody speak

    @property
    def said(self) -> str:
        """What is left without a speaker's label."""
        return self.text[self.label.end :].strip() if self.label else self.text

    @property
    def is_ornament(self) -> bool:
        """Is it a dividing line, without a letter or a figure?"""
        return not any(map(str.isalnum, self.text))


def read_lines(paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    """The lines that show anything, in order."""
    for source, (text, tag, strong) in enumerate(paragraphs):
        starts = [0, *(match.start() for match in BREAK.finditer(text))]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            body = SPACE.match(text, start, end).end()
            if body < end:
                yield _read(source, start, body, text[body:end], tag, strong)


def split(line: Line, places: list[int]) -> Iterator[Line]:
    """A line cut at places in its text, white space going to what follows."""
    if not places:
        yield line
        return
    for place, end in zip([0, *places], [*places, len(line.text)], strict=True):
        start = line.body + place if place else line.start
        body = SPACE.match(line.text, place, end).end()
        yield _read(line.source, start, line.body + body, line.text[body:end], line.tag, line.strong)


def _read(source: int, start: int, body: int, text: str, tag: str, strong: bool) -> Line:
    clock = _length(CLOCK, text)
    dash = _length(DASH, text, clock)
    bullet = _length(BULLET, text)
    numbered = None if dash else NUMBER.match(text, clock)
    number, number_end = (int(numbered[1] or numbered[2]), numbered.end()) if numbered else (0, 0)
    label = find_label(text, dash or clock)
    words = text[max(dash, bullet, number_end) :]
    marks = (dash, bullet, number, number_end, label)
    return Line(source, start, body, text, tag, strong, *marks, words, ends_asking(words), asks(words))


def _length(pattern: re.Pattern[str], text: str, start: int = 0) -> int:
    match = pattern.match(text, start)
    return match.end() if match else 0
