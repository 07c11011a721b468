"""Where the talk is over: the byline, the note and what else stands below the last answer."""

from collections.abc import Sequence

from .lines import Line
from .result import BYLINE, NARRATION, NOTE
from .words import BEGINS_NOTE, ends_sentence
from .words import BYLINE as BYLINE_WORDS


def end_of_talk(lines: Sequence[Line]) -> int:
    """Where the byline or the note begins that no question follows: no dash is a turn any more."""
    asking = [i for i, line in enumerate(lines) if "?" in line.text]
    for i in range(asking[-1] + 1 if asking else len(lines), len(lines)):
        if is_note(lines[i]) or is_byline(lines[i]):
            return i
    return len(lines)


def roles_after_the_talk(lines: Sequence[Line]) -> list[str]:
    """The byline is a line; the note goes on to the end of the text."""
    roles: list[str] = []
    for line in lines:
        if is_note(line) or (roles and roles[-1] == NOTE):
            roles.append(NOTE)
        else:
            roles.append(BYLINE if is_byline(line) else NARRATION)
    return roles


def is_note(line: Line) -> bool:
    """Does a note for reference begin here?"""
    return bool(BEGINS_NOTE.match(line.text)) and not line.dash


def is_byline(line: Line) -> bool:
    """Does it say who wrote, recorded or published the text?"""
    return len(line.text) <= 160 and bool(BYLINE_WORDS.match(line.text)) and not line.dash


def is_closing(line: Line) -> bool:
    """Does it close the text: a name, a place and date, an address, and no sentence?"""
    return len(line.text) <= 100 and line.tag != "li" and not ends_sentence(line.text)
