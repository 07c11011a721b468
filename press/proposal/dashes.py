"""Turns by dashes, or by the list items a word processor made of them: the same mark on prompts and answers."""

import re
from collections.abc import Sequence

from .alternation import tell_apart
from .lines import DASH, Line, split
from .lists import without_list_items
from .reading import Reading, Turn
from .result import ANSWER, PROMPT, Doubt
from .signs import D, S
from .words import REPORTS, ends_asking

INNER = re.compile(rf"[.!?…][»”\"'’)\]]*[{S}]{{1,9}}(?=[{D}]{{1,2}}[{S}])")


def by_dashes(lines: list[Line]) -> Reading:
    """A line may hold a question and its answer ("Who? – We."); it is cut when most marked lines are like that.

    One alone may be an answer that asks itself something ("Why? – Because ..."), so a person is asked.
    """
    places = [_places(line) for line in lines]
    both = sum(map(bool, places))
    marked = sum(bool(line.dash or cut) for line, cut in zip(lines, places, strict=True))
    usual = both > 1 and both * 5 >= marked * 3
    reading = Reading("dashes", [])
    for line, cut in zip(lines, places, strict=True):
        reading.lines += split(line, cut if usual else [])
        if cut and (usual or line.dash):
            reading.doubts.append(Doubt("cut-inside" if usual else "dash-inside", line.source))
    _read_turns(reading, [i for i, line in enumerate(reading.lines) if line.dash and not line.is_ornament])
    return reading


def by_items(lines: list[Line]) -> Reading:
    """Items are turns when every third asks; else they are lists."""
    reading = Reading("items", lines)
    items = [i for i, line in enumerate(lines) if line.tag == "li" or line.bullet]
    if sum(lines[i].asks for i in items) * 3 >= len(items):
        _read_turns(reading, items)
    return reading


def _places(line: Line) -> list[int]:
    """Where a question stands before a dash inside the line, or after it."""
    at = [0]
    for match in INNER.finditer(line.text):
        dash = DASH.match(line.text, match.end())
        if dash and dash.end() < len(line.text) and not line.text[dash.end()].islower():
            at.append(match.start() + len(match.group().rstrip()))
    asks = [ends_asking(line.text[start:end]) for start, end in zip(at, [*at[1:], len(line.text)], strict=True)]
    return [place for k, place in enumerate(at) if k and (asks[k - 1] or asks[k])] if asks[0] else []


def _read_turns(reading: Reading, marked: Sequence[int]) -> None:
    """Prompt or answer, for marks that look the same on both, or stand on one of them only."""
    lines = reading.lines
    marked = without_list_items(reading, marked)
    if len(marked) < 2:
        return
    if sum(bool(REPORTS.search(lines[i].text)) for i in marked) * 2 >= len(marked):
        reading.failure = "quoted-speech"
        return
    known = set(marked)
    ends = [*marked[1:], len(lines)]
    gaps = [end - i - 1 for i, end in zip(marked, ends, strict=True)]  # unmarked lines after each
    led = [i > 0 and i - 1 not in known and lines[i - 1].ends_asking for i in marked]
    # A lead-in may come before the question: "Some are dry." - "Which ones?"
    asking = [any(line.asks for line in lines[i : min(i + 3, end)]) for i, end in zip(marked, ends, strict=True)]
    if sum(led) * 10 >= len(marked) * 7:
        roles, unsure = [ANSWER] * len(marked), set()
    elif sum(gap > 0 for gap in gaps) * 5 >= len(marked) * 4 and sum(asking) * 5 > len(marked) * 3:
        roles, unsure = [PROMPT] * len(marked), set()
    else:
        roles, unsure = tell_apart([lines[i] for i in marked], gaps, led)
    for k, i in enumerate(marked):
        reading.turns[i] = Turn(roles[k], lines[i].dash or lines[i].bullet)
    reading.take_unmarked_prompts()
    for k, i in enumerate(marked):
        retold = k > 0 and roles[k - 1] == ANSWER and lines[i - 1].text.rstrip().endswith(":")
        if k in unsure or retold:
            reading.doubt("unsure-turn", i)
        if k and roles[k] == roles[k - 1] and i - 1 == marked[k - 1]:
            reading.doubt("two-prompts" if roles[k] == PROMPT else "two-answers", i)
