"""Turns by numbers: prompts are numbered on from 1, answers carry no mark."""

from .lines import Line
from .reading import Reading, Turn
from .result import PROMPT


def by_numbers(lines: list[Line]) -> Reading:
    """A list inside an answer breaks the order, or does not ask where a prompt of that number does."""
    reading, expected = Reading("numbers", lines), 1
    asking = {line.number for line in lines if line.asks}
    for i, line in enumerate(lines):
        if line.number == expected and (line.asks or expected not in asking):
            reading.turns[i] = Turn(PROMPT, line.number_end)
            expected += 1
    return reading
