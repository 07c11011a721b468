"""The best of the readings, or none, and then why not."""

from collections import Counter
from collections.abc import Iterator, Sequence

from .dashes import by_dashes, by_items
from .ends import end_of_talk, roles_after_the_talk
from .labels import by_labels
from .lines import Line, read_lines
from .numbers import by_numbers
from .pieces import to_pieces
from .reading import Reading
from .result import Doubt, Paragraph, Piece, Proposal
from .roles import roles_of_the_talk
from .weight import by_bold, by_headings

READINGS = (by_labels, by_dashes, by_items, by_numbers, by_bold, by_headings)


def propose(paragraphs: Sequence[Paragraph | str]) -> Proposal:
    """Propose a role for every part of a pasted text, and say what could not be known.

    When the marks do not make an interview every paragraph comes back whole, with role "" (nothing was
    decided) and a doubt that says why. It raises nothing, whatever the strings hold, and takes linear time.
    """
    given = tuple(Paragraph(each) if isinstance(each, str) else Paragraph(*each) for each in paragraphs)
    lines = list(read_lines(given))
    end = end_of_talk(lines)
    readings = [read(lines[:end]) for read in READINGS]
    best = max(readings, key=lambda reading: reading.score)
    if not best.score:
        pieces = tuple(Piece(i, 0, len(each.text), "", each.text) for i, each in enumerate(given))
        return Proposal(given, pieces, doubts=tuple(_why_not(lines, readings)))
    roles = roles_of_the_talk(best) + roles_after_the_talk(lines[end:])
    pieces = tuple(to_pieces(given, best.lines + lines[end:], best.turns, roles))
    doubts = sorted(dict.fromkeys(best.doubts), key=lambda doubt: doubt.source)
    return Proposal(given, pieces, True, tuple(doubts), best.marked_by)


def _why_not(lines: Sequence[Line], readings: Sequence[Reading]) -> list[Doubt]:
    reasons = [Doubt(reading.failure) for reading in readings if reading.failure]
    if not reasons:
        marks = Counter(mark for line in lines for mark in _kinds_of_mark(line))
        reasons.append(Doubt("undecided-marks" if max(marks.values(), default=0) > 1 else "no-marks"))
    questions = [line.source for line in lines if line.ends_asking]
    return [*reasons, Doubt("unmarked-questions", questions[0])] if len(questions) > 1 else reasons


def _kinds_of_mark(line: Line) -> Iterator[str]:
    if line.dash:
        yield "dash"
    if line.number:
        yield "number"
    if line.label:
        yield f"label {line.label.key}"
