"""What is recognised on a page, and the account of its lines."""

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from ..proposal import Doubt, Piece, Proposal

PANEL, TITLE, DATE, STANDFIRST = "panel", "title", "date", "standfirst"
BODY, BYLINE, NOTE, UNPLACED = "body", "byline", "note", "unplaced"
PARTS = (PANEL, TITLE, DATE, STANDFIRST, BODY, BYLINE, NOTE, UNPLACED)

# What a person should look at, beside what the proposal of roles doubts. The sentences stand in press/page_loading.py.
DOUBTS = ("no-title", "no-date", "no-turns", "no-speaker", "name-case", "joined-lines", "unplaced")


class Line(NamedTuple):
    """A printed line that shows anything: its number in the text, from 1, and the part it belongs to."""

    number: int
    text: str
    part: str


@dataclass(frozen=True)
class PageText:
    """What was recognised. `lines` is the account: every line that is not blank, once, in the order printed."""

    lines: tuple[Line, ...]
    proposal: Proposal
    title: str = ""
    day: date | None = None
    clock: time | None = None  # only where the page has one
    standfirst: str = ""
    speaker: str = ""  # who is interviewed
    office: str = ""  # as printed
    byline: str = ""
    note: tuple[str, ...] = ()
    language: str = "en"
    doubts: tuple[str, ...] = ()  # of DOUBTS

    @property
    def is_interview(self) -> bool:
        """Whether the marks in the text make it one; else it is taken for a press release."""
        return self.proposal.is_interview

    @property
    def body(self) -> tuple[Piece, ...]:
        """The pieces of the body, with their roles."""
        return tuple(piece for piece in self.proposal.pieces if piece.role not in (BYLINE, NOTE))

    def part(self, name: str) -> tuple[str, ...]:
        """The lines of one part."""
        return tuple(line.text for line in self.lines if line.part == name)

    @property
    def panel(self) -> tuple[str, ...]:
        """The lines about delegations, which are the register's matter."""
        return self.part(PANEL)

    @property
    def unplaced(self) -> tuple[Line, ...]:
        """The lines that could not be placed."""
        return tuple(line for line in self.lines if line.part == UNPLACED)

    @property
    def doubts_of_roles(self) -> list[tuple[Doubt, str]]:
        """The doubts of the proposal, each with the paragraph it is about, or "" for the whole text."""
        texts = self.proposal.paragraphs
        return [(doubt, "" if doubt.source is None else texts[doubt.source].text) for doubt in self.proposal.doubts]
