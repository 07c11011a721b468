"""What goes in, what comes out, and an account of every character between the two."""

from dataclasses import dataclass
from typing import NamedTuple

PROMPT, CONTINUED, ANSWER, NARRATION = "prompt", "prompt-continued", "answer", "narration"
BYLINE, NOTE = "byline", "note"

# What could not be known, for a person to decide; the sentences are constants, to be translated.
DOUBTS = {
    "no-marks": "Nothing in this text marks who speaks, so it was left as it is.",
    "unmarked-questions": "Questions stand here without a mark; set the roles by hand if it is an interview.",
    "undecided-marks": "The dashes, labels or numbers do not show who asks, so nothing was changed.",
    "quoted-speech": "The dashes look like quoted speech in a report, not like the turns of an interview.",
    "who-asks": "Speakers are named, but it could not be seen which of them asks.",
    "statement-prompt": "Taken as a prompt by its place only: it does not ask anything.",
    "unsure-turn": "This could be a prompt or an answer.",
    "two-prompts": "Two prompts stand in a row here: is an answer missing?",
    "two-answers": "Two answers stand in a row here: is the second one a prompt?",
    "unmarked-prompt": "Taken as a prompt although it carries no mark: it asks, and an answer follows.",
    "unmarked-answer": "Taken as the answer although it carries no mark.",
    "question-in-answer": "This question without a mark could belong to the prompt or to the answer.",
    "dash-inside": "Does an answer begin at the dash inside this paragraph? It was not cut.",
    "cut-inside": "This paragraph was cut at a dash, as a question and its answer.",
    "list-or-turns": "Taken as the items of a list, not as turns.",
    "label-once": "Is this a speaker's name? It stands here only once, so it was left in the text.",
    "answer-first": "Somebody speaks here before the first prompt; taken as narration.",
    "note-inside": "A note stands between the turns; only this part of the text was taken as the note.",
    "closing-line": "Taken as a closing line, not as a part of the last answer.",
}


class Paragraph(NamedTuple):
    """One pasted paragraph; `strong` when the whole of it is bold."""

    text: str
    tag: str = "p"
    strong: bool = False


class Doubt(NamedTuple):
    """What could not be known, and at which paragraph; None means the whole text."""

    code: str
    source: int | None = None

    @property
    def message(self) -> str:
        return DOUBTS[self.code]


class Piece(NamedTuple):
    """A part of one source paragraph, from `start` to `end`: its marker, then its text, nothing left out.

    White space around a mark, and a line break a paragraph is cut at, belong to the marker. Roles are
    "prompt", "prompt-continued", "answer", "narration", "byline" and "note"; "" is a blank paragraph, a mark
    that stands alone, or a text about which nothing was decided.
    """

    source: int
    start: int
    end: int
    marker: str
    text: str
    role: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Proposal:
    """The pieces in order, whether they make an interview, and what a person should look at."""

    paragraphs: tuple[Paragraph, ...]
    pieces: tuple[Piece, ...]
    is_interview: bool = False
    doubts: tuple[Doubt, ...] = ()
    marked_by: str = ""  # "labels", "dashes", "items", "numbers", "weight", or "" when nothing was decided

    @property
    def unaccounted(self) -> int:
        """Characters of the source that are in no piece, or in one that does not say the same; always 0."""
        reached, kept = [0] * len(self.paragraphs), 0
        for piece in self.pieces:
            same = self.paragraphs[piece.source].text[piece.start : piece.end] == piece.marker + piece.text
            if same and piece.start == reached[piece.source]:
                kept += piece.end - piece.start
                reached[piece.source] = piece.end
        return sum(len(paragraph.text) for paragraph in self.paragraphs) - kept
