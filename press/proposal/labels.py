"""Turns by speakers' labels: one that comes back is a speaker, and its share of questions says whether it asks."""

import re
from collections import Counter

from .ends import is_note
from .lines import DASH, Line, split
from .reading import Reading, Turn
from .result import ANSWER, PROMPT
from .signs import S
from .speakers import find_label
from .words import THANKS, asks, ends_sentence

SENTENCE = re.compile(rf"[.!?…][»”\"')\]]*[{S}]{{1,9}}")


def by_labels(lines: list[Line]) -> Reading:
    """The turns of those who are speakers for certain, and of one who answers a prompt but speaks only once."""
    lines = _cut(lines)
    reading = Reading("labels", lines)
    labelled = [i for i, line in enumerate(lines) if line.label and not is_note(line)]
    counts = Counter(lines[i].label.key for i in labelled)
    known = [i for i in labelled if _is_speaker(lines[i], counts)]
    askers = _askers(reading, known, counts)
    certain, previous, prompted = set(known), "", False
    for i in labelled:
        line, label = lines[i], lines[i].label
        role = PROMPT if label.key in askers else ANSWER
        if i not in certain:
            if ":" not in line.text[: label.end]:
                continue
            if previous != PROMPT:
                if prompted:
                    reading.doubt("label-once", i)
                continue
            role = PROMPT if asks(line.said) else ANSWER
        if role == ANSWER and not prompted and not ends_sentence(line.text):
            continue  # a headline: "Name: what was said"
        previous, prompted = role, prompted or role == PROMPT
        if line.said:
            reading.turns[i] = Turn(role, label.end, label.name)
        elif i + 1 < len(lines):
            reading.turns[i] = Turn("", len(line.text.rstrip()))
            reading.turns[i + 1] = Turn(role, 0, label.name)
    reading.take_unmarked_prompts()
    return reading


def _is_speaker(line: Line, counts: Counter[str]) -> bool:
    """Is this a speaker's label for certain: one of its kind, or one that comes back, if only as initials?"""
    label = line.label
    if label.kind in ("q", "a"):
        return bool(counts["q"] and counts["a"]) or counts[label.key] > 1
    mark = line.text[: label.end].rstrip()
    if ":" in mark and DASH.match(mark[-1]):
        return True  # "Vera Lind: – ..." is nothing else
    initials = "".join(word[0] for word in label.name.split()).casefold()
    return label.kind == "asks" or counts[label.key] > 1 or counts[initials] > 0


def _askers(reading: Reading, known: list[int], counts: Counter[str]) -> set[str]:
    """The keys of those who ask: an office that does, and a name that asks half the time, beside an office more."""
    lines = reading.lines
    asked: Counter[str] = Counter()
    for i, end in zip(known, [*known, len(lines)][1:], strict=True):
        last = lines[end - 1]
        thanks = THANKS.search(lines[i].said[:200])
        asked[lines[i].label.key] += bool(asks(lines[i].said) or thanks or (last.ends_asking and not last.dash))
    names = {lines[i].label.key for i in known if lines[i].label.kind == "name"}
    askers = {lines[i].label.key for i in known if lines[i].label.kind in ("q", "asks")}
    more = 1 if askers else 0
    askers |= {key for key in names if asked[key] * 2 >= counts[key] + more}
    if len(names) > 1 and len(askers) in (0, len(names)):
        reading.failure = "who-asks"
    return askers


def _cut(lines: list[Line]) -> list[Line]:
    """ "Q: Will it? A: It will." on one line, made two; only in a line that begins with a label."""
    names = {line.label.key for line in lines if line.label}
    return [part for line in lines for part in split(line, _places(line, names) if line.label else [])]


def _places(line: Line, names: set[str]) -> list[int]:
    places = []
    for match in SENTENCE.finditer(line.text, line.label.end):
        label = find_label(line.text, match.end())
        if label and ":" in line.text[match.end() : label.end] and (label.kind != "name" or label.key in names):
            places.append(match.start() + len(match.group().rstrip()))
    return places
