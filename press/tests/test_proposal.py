"""Pasted text to proposed roles: golden pairs, then properties and hostile texts."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.proposal import DOUBTS, Doubt, Paragraph, Piece, Proposal, propose

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.txt"))


def read_paragraphs(text: str) -> list[Paragraph]:
    """A paragraph on each line: "[b] " in front means bold, "[h3] " a tag, ⏎ stands for a soft line break."""
    paragraphs = []
    for line in text.removesuffix("\n").split("\n"):
        mark, words = re.fullmatch(r"(?:\[(b|h\d|li)\] )?(.*)", line).groups()
        tag = mark if mark not in (None, "b") else "p"
        paragraphs.append(Paragraph(words.replace("⏎", "\n"), tag, mark == "b"))
    return paragraphs


def visible(text: str) -> str:
    shown = text.replace("\n", "⏎")
    return "".join(c if c in " –—⏎№" or c.isalnum() or c.isascii() else f"<{ord(c):04X}>" for c in shown)


def write_proposal(proposal: Proposal) -> str:
    """A line for each piece, `paragraph role|marker|speaker|text`, then the doubts."""
    marks = proposal.marked_by
    lines = [f"# an interview, marked by {marks}" if proposal.is_interview else "# no interview"]
    for piece in proposal.pieces:
        text = piece.text.replace("\n", "⏎")
        role = piece.role or "-"
        lines.append(f"{piece.source + 1:>2} {role:<16} |{visible(piece.marker)}|{piece.speaker}|{text}")
    for doubt in proposal.doubts:
        where = "the whole text" if doubt.source is None else f"paragraph {doubt.source + 1}"
        lines.append(f"? {where}: {doubt.code}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_golden_text_gets_the_roles_an_editor_would_give(name):
    proposal = propose(read_paragraphs((GOLDEN / f"{name}.txt").read_text("utf-8")))
    expected = GOLDEN / f"{name}.expected"
    if os.environ.get("REGENERATE_GOLDEN") == "1":
        expected.write_text(write_proposal(proposal), "utf-8")
    assert proposal.unaccounted == 0
    assert write_proposal(proposal) == expected.read_text("utf-8")


def test_there_are_golden_texts_in_both_languages_and_every_expectation_has_its_text():
    assert len(NAMES) >= 22
    assert sum(name.startswith("ru-") for name in NAMES) >= 8
    assert {path.stem for path in GOLDEN.glob("*.expected")} == set(NAMES)


def roles_of(*paragraphs) -> list[str]:
    return [piece.role for piece in propose(paragraphs).pieces]


def test_the_seed_interview_has_three_exchanges_a_byline_and_a_note():
    proposal = propose(read_paragraphs((GOLDEN / "seed-interview.txt").read_text("utf-8")))
    roles = [piece.role for piece in proposal.pieces]
    first, second, third = ["prompt", "answer"], ["prompt", *["answer"] * 4], ["prompt", "answer", "answer"]
    assert roles == [*first, *second, *third, "byline", "note"]
    assert [(doubt.code, doubt.source) for doubt in proposal.doubts] == [("statement-prompt", 7)]


def test_every_doubt_has_a_sentence_and_a_known_code():
    assert all(sentence.endswith((".", "?")) for sentence in DOUBTS.values())
    assert Doubt("two-prompts", 3).message == DOUBTS["two-prompts"]
    for name in NAMES:
        for doubt in propose(read_paragraphs((GOLDEN / f"{name}.txt").read_text("utf-8"))).doubts:
            assert doubt.message


def test_a_text_that_is_no_interview_comes_back_whole_with_a_reason():
    proposal = propose(["The session opened.", "", "  It closed – on Friday.\n– Late."])
    assert not proposal.is_interview
    assert [(piece.marker, piece.text, piece.role) for piece in proposal.pieces] == [
        ("", "The session opened.", ""),
        ("", "", ""),
        ("", "  It closed – on Friday.\n– Late.", ""),
    ]
    assert [doubt.code for doubt in proposal.doubts] == ["no-marks"]


@pytest.mark.parametrize("nothing", [[], [""], ["\x00"], ["\ud800"], ["–"], [" – ", "\u00a0"], [":"], ["?", "?"]])
def test_nothing_to_read_is_no_interview_and_no_error(nothing):
    proposal = propose(nothing)
    assert not proposal.is_interview
    assert proposal.unaccounted == 0
    assert len(proposal.pieces) == len(nothing)


def test_lost_characters_are_counted():
    paragraphs = (Paragraph("– Who?"), Paragraph("– We."))
    assert Proposal(paragraphs, (Piece(0, 0, 6, "– ", "Who?"),)).unaccounted == 5
    assert Proposal(paragraphs, (Piece(0, 0, 6, "", "Who?"), Piece(1, 0, 5, "– ", "We."))).unaccounted == 6
    assert Proposal(paragraphs, (Piece(0, 2, 6, "", "Who?"), Piece(1, 0, 5, "– ", "We."))).unaccounted == 6


@pytest.mark.parametrize("dash", list("-‐‑‒–—―−") + ["--"])
@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\t"])
def test_any_dash_with_any_space_marks_a_turn(dash, space):
    mark = dash + space
    proposal = propose([f"{mark}Who pays?", f"{mark}The towns.", "They do."])
    assert [piece.role for piece in proposal.pieces] == ["prompt", "answer", "answer"]
    assert [piece.marker for piece in proposal.pieces] == [mark, mark, ""]


def test_bold_tells_prompts_from_answers_where_all_carry_a_dash():
    paragraphs = [
        Paragraph("– Who pays?", strong=True),
        Paragraph("– The towns."),
        Paragraph("– The towns are poor.", strong=True),
        Paragraph("– The fund is not."),
        Paragraph("– We asked for more."),
        Paragraph("– And they agreed.", strong=True),
        Paragraph("– They had to."),
    ]
    assert roles_of(*paragraphs) == ["prompt", "answer", "prompt", "answer", "answer", "prompt", "answer"]


UNSURE = [
    ("unmarked-prompt", 4, ["– Who pays?", "– The towns.", "– And who digs?", "– They do.", "Why?", "– They must."]),
    (
        "unmarked-answer",
        3,
        ["– Who pays?", "– The towns.", "– Who digs?", "They do.", "– Why do they?", "– They must."],
    ),
    ("question-in-answer", 3, ["– Who pays?", "– We.", "– Who digs?", "Who else?", "They do.", "– Why?", "They must."]),
    ("dash-inside", 1, ["– Who pays?", "– You ask me? – We do.", "– Who digs?", "– They do."]),
    ("label-once", 2, ["Q: Who pays?", "A: The towns.", "Money: it is short.", "Q: Who digs?", "A: They do."]),
    ("unsure-turn", 2, ["– Who pays?", "– The towns.", "– Mr Okoro, they are poor.", "– Who digs?", "– They do."]),
]


@pytest.mark.parametrize(("code", "source", "paragraphs"), UNSURE)
def test_what_is_unsure_in_an_interview_is_said_where_it_stands(code, source, paragraphs):
    proposal = propose(paragraphs)
    assert proposal.is_interview
    assert Doubt(code, source) in proposal.doubts


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["The session opened.", "1. What comes next?", "The budget.", "It closed on Friday."],
        ["The session opened.", Paragraph("What comes next?", strong=True), "The budget."],
        ["The wells are dry. Who pays? – The towns do.", "The session closed."],
        ["The agenda:", "1. The register.", "It is open.", "2. The wells.", "They are dry.", "3. Who pays?", "We do."],
    ],
)
def test_a_question_in_a_report_makes_no_interview(paragraphs):
    assert not propose(paragraphs).is_interview


# --- Nothing is lost, whatever comes.

FRAGMENTS = st.sampled_from([
    "– ", "—", "-", "‑", "\u00a0", " ", "\n", "\r\n", "\u2028", "\u200b", "?", ". – ", "? – ", ";", ":",
    "Q: ", "A: ", "Q. ", "Вопрос: ", "Ответ: ", "Корр.: ", "Vera Lind: ", "V. Lind: ", "ANNA PENN",
    "1. ", "2) ", "№ 3 ", "Question 2.", "• ", "[00:12] ", "For reference. ", "Press Service", "(", ")", "* * *",
    "we ", "We did", "Who pays", "Да", "«", "»", "5", "said", ", – said", "Thank you for the interview",
    "https://", "\ud83d", "\x00", "\u0301", "\ufeff",
])  # fmt: skip
RICH = st.lists(FRAGMENTS, max_size=12).map("".join)
PARAGRAPHS = st.builds(Paragraph, RICH, st.sampled_from(["p", "p", "h3", "li"]), st.booleans())
ANY_TEXT = st.text(st.characters(), max_size=60)


def assert_every_character_is_accounted_for(paragraphs):
    proposal = propose(paragraphs)
    assert proposal.unaccounted == 0
    for source, paragraph in enumerate(paragraphs):
        text = paragraph if isinstance(paragraph, str) else paragraph.text
        pieces = [piece for piece in proposal.pieces if piece.source == source]
        assert pieces
        assert "".join(piece.marker + piece.text for piece in pieces) == text
    assert [piece.source for piece in proposal.pieces] == sorted(piece.source for piece in proposal.pieces)
    known = {"", "prompt", "prompt-continued", "answer", "narration", "byline", "note"}
    assert {piece.role for piece in proposal.pieces} <= known
    assert all(doubt.message for doubt in proposal.doubts)
    if not proposal.is_interview:
        assert proposal.doubts
        assert not any(piece.role or piece.marker for piece in proposal.pieces)


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(ANY_TEXT, max_size=8))
def test_no_character_of_any_text_is_lost(paragraphs):
    assert_every_character_is_accounted_for(paragraphs)


@settings(max_examples=600, deadline=None, database=None)
@given(st.lists(PARAGRAPHS, max_size=14))
def test_no_character_of_a_text_full_of_marks_is_lost(paragraphs):
    assert_every_character_is_accounted_for(paragraphs)


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(RICH, max_size=10))
def test_proposing_twice_proposes_the_same(paragraphs):
    assert propose(paragraphs) == propose(list(paragraphs))


# Each gives a text of about so many characters that repeats what a pattern or a loop could stumble over.
HOSTILE = {
    "cuts on one line": lambda size: ["– Who? " * (size // 7)],
    "dashes after questions": lambda size: ["? – " * (size // 4)],
    "labels on one line": lambda size: ["Q: a? A: b. " * (size // 12)],
    "names on one line": lambda size: ["A b: c. D e: f. " * (size // 16)],
    "dashes": lambda size: ["–" * size],
    "white space": lambda size: [" " * size],
    "almost speech": lambda size: [", – a" * (size // 10) + ", – " + "b" * (size // 2)],
    "sentences": lambda size: [". " * (size // 2)],
    "closing marks": lambda size: ["»" * size],
    "brackets": lambda size: ["– Who?", "– We.", "(" * size, "– Who?"],
    "line breaks": lambda size: ["\n" * size],
    "turns": lambda size: ["\n– a?\n– b." * (size // 10)],
    "prompts": lambda size: ["\n– a?\nb." * (size // 8)],
    "names": lambda size: ["\nA b: c?\nD e: f." * (size // 16)],
    "numbers": lambda size: [f"{number}. a?\nb." for number in range(1, size // 10)],
    "items": lambda size: ["\n- a;" * (size // 5)],
    "notes": lambda size: ["\nfor reference" * (size // 14)],
    "closing lines": lambda size: ["– Who?\n– We." + "\na" * (size // 2)],
    "bold": lambda size: [Paragraph("Who?", strong=True), Paragraph("We.")] * (size // 7),
    "bold statements": lambda size: [
        Paragraph("Who?", strong=True),
        *[Paragraph("We."), Paragraph("No.", "h3", True)] * (size // 6),
    ],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_of_many_characters_is_accounted_for(name):
    # How its time grows with its length is measured in bench/growth_of_proposals.py.
    assert propose(HOSTILE[name](100_000)).unaccounted == 0
