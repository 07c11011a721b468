"""From the turns to a role for every line of the talk."""

import re
from itertools import takewhile

from .ends import is_closing, is_note
from .lines import HEADINGS, Line
from .reading import Reading
from .result import ANSWER, CONTINUED, NARRATION, NOTE, PROMPT
from .words import THANKS, ends_sentence

ASIDE = re.compile(r"\([^()]{,100}\)\.?|\[[^\[\]]{,100}\]\.?")  # "(Laughs.)"


def roles_of_the_talk(reading: Reading) -> list[str]:
    """The lede up to the first prompt, then the turns, each with the unmarked lines that go on with it."""
    lines, turns = reading.lines, reading.turns
    _drop_turns_before(reading, min(reading.prompts))
    roles = [turns[i].role if i in turns else NARRATION for i in range(len(lines))]
    answers_are_marked = ANSWER in roles
    opened = [i for i in sorted(turns) if turns[i].role]
    for i, end in zip(opened, [*opened[1:], len(lines)], strict=True):
        following = roles[end] if end < len(lines) else ""
        plain = _lines_that_go_on(reading, roles, range(i + 1, end))
        if not following:
            _leave_closing_lines(reading, plain, least=roles[i] != ANSWER)
        prompted = _length_of_prompt(reading, i, plain, following) if roles[i] != ANSWER else 0
        for k, j in enumerate(plain):
            roles[j] = CONTINUED if k < prompted else ANSWER
        if prompted < len(plain) and roles[i] != ANSWER and answers_are_marked:
            reading.doubt("unmarked-answer", plain[prompted])
    if reading.marked_by in ("dashes", "items"):
        _doubt_statements(reading, roles)
    return roles


def _drop_turns_before(reading: Reading, first: int) -> None:
    for i in [i for i in reading.turns if i < first]:
        if reading.turns[i].role:
            reading.doubt("answer-first", i)
        elif i == first - 1:
            continue  # the name of the first who asks, on its own line
        del reading.turns[i]


def _lines_that_go_on(reading: Reading, roles: list[str], run: range) -> list[int]:
    """The unmarked lines that go on with the turn before them; headings, scenes and notes stay outside it."""
    plain, outside = [], ""
    for i in run:
        line = reading.lines[i]
        if i in reading.turns:
            continue
        if outside:
            roles[i] = outside
        elif line.is_ornament:
            outside = NARRATION
        elif is_note(line):
            roles[i] = outside = NOTE
            reading.doubt("note-inside", i)
        elif not _is_heading(line) and not ASIDE.fullmatch(line.text.strip()):
            plain.append(i)
    return plain


def _is_heading(line: Line) -> bool:
    return line.tag in HEADINGS or (line.strong and not ends_sentence(line.text))


def _leave_closing_lines(reading: Reading, plain: list[int], least: int) -> None:
    while len(plain) > least and is_closing(reading.lines[plain[-1]]):
        reading.doubt("closing-line", plain.pop())


def _length_of_prompt(reading: Reading, i: int, plain: list[int], following: str) -> int:
    """How many of the unmarked lines after a prompt are still the prompt."""
    lines = reading.lines
    if following == ANSWER:
        if lines[i].asks and plain and not lines[plain[-1]].ends_asking:
            reading.doubt("unsure-turn", plain[0])
        return len(plain)
    if not lines[i].asks:
        return next((k for k, j in enumerate(plain[:4], start=1) if lines[j].ends_asking), 0)
    more = list(takewhile(lambda j: lines[j].ends_asking, plain[:-1]))
    for j in more:
        reading.doubt("question-in-answer", j)
    return len(more)


def _doubt_statements(reading: Reading, roles: list[str]) -> None:
    """Where the mark says only that somebody speaks, a prompt that does not ask is one by its place."""
    for i, role in enumerate(roles):
        if role == PROMPT:
            goes_on = takewhile(lambda j: roles[j] == CONTINUED, range(i + 1, len(roles)))
            prompt = [reading.lines[j] for j in (i, *goes_on)]
            if not any(line.asks or THANKS.search(line.words[:200]) for line in prompt):
                reading.doubt("statement-prompt", i)
