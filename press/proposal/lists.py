"""Dashes that are bullets: the items of a list inside a turn."""

from collections.abc import Sequence

from .reading import Reading

SHORT = 120


def without_list_items(reading: Reading, marked: Sequence[int]) -> list[int]:
    """The marks that are turns; an item begins small or ends in ";", or is one of short sentences after a colon."""
    lines, kept, known = reading.lines, [], set(marked)
    small_is_usual = sum(lines[i].words[:1].islower() for i in marked) * 5 >= len(marked) * 3
    sentences = False  # is this inside a list of short sentences
    for i in marked:
        words, before = lines[i].words, lines[i - 1].text.rstrip() if i else ""
        small = words[:1].islower() and not small_is_usual
        goes_on = before.endswith((";", ",")) and i - 1 in known
        open_ended = words.rstrip().endswith((";", ","))
        follows = i + 1 in known and not lines[i + 1].asks and len(lines[i + 1].words) <= SHORT
        opens = before.endswith(":") and follows
        sentences = len(words) <= SHORT and not lines[i].asks and (opens or (sentences and i - 1 in known))
        if lines[i].asks or not (small or goes_on or open_ended or sentences):
            kept.append(i)
        elif not (goes_on or open_ended) and (opens or not sentences):
            reading.doubt("list-or-turns", i)
    return kept
