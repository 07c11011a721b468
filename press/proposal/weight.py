"""Turns by weight: prompts are set in bold or as headings, answers are not."""

from itertools import groupby

from .lines import HEADINGS, Line
from .reading import Reading, Turn
from .result import CONTINUED, PROMPT
from .words import ends_sentence


def by_bold(lines: list[Line]) -> Reading:
    """Prompts are the bold paragraphs."""
    return _by_weight(lines, [line.strong for line in lines])


def by_headings(lines: list[Line]) -> Reading:
    """Prompts are the headings."""
    return _by_weight(lines, [line.tag in HEADINGS for line in lines])


def _by_weight(lines: list[Line], heavy: list[bool]) -> Reading:
    """Heavy lines in a row are one prompt, but for a heading among them; before the first question is the lede."""
    reading = Reading("weight", lines)
    asked = False
    for is_heavy, group in groupby(range(len(lines)), key=heavy.__getitem__):
        said = [i for i in group if is_heavy and ends_sentence(lines[i].text)]
        asked = asked or any(lines[i].asks for i in said)
        for i in said if asked else []:
            reading.turns[i] = Turn(PROMPT if i == said[0] else CONTINUED)
    return reading
