"""A page's text and the parts of an item: what is recognised, and that no line is lost."""

import ast
import os
import time
from datetime import date
from datetime import time as clock
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press import page_text
from press.page_text import DOUBTS, PARTS, PageText, normalised, plain, read_page
from press.page_text.lines import visible
from press.transcript import Block, exchanges

PAGES = Path(__file__).parent / "golden_pages"
SEED = Path(__file__).parents[2] / "cstosite" / "tests" / "data" / "page-of-26-december-2023.txt"
# The real page is kept once, with what is tested on the whole site.
TEXTS = {path.stem: path for path in PAGES.glob("*.txt")} | {"real-page": SEED}


def write_page(page: PageText) -> str:
    """The account line by line, what was read, the body with its roles, and the doubts."""
    parts = [f"{line.number:>3} {line.part:<11}{line.text}" for line in page.lines]
    read = [
        f"language: {page.language}, {'an interview' if page.is_interview else 'a press release'}",
        f"title: {page.title}",
        f"date: {page.day or ''} {page.clock or ''}".rstrip(),
        f"standfirst: {page.standfirst}",
        f"speaker: {page.speaker}",
        f"office: {page.office}",
        f"byline: {page.byline}",
        *(f"note: {text}" for text in page.note),
    ]
    body = [f"{piece.role or '-'}|{piece.speaker}|{piece.text}" for piece in page.body]
    doubts = [f"? {code}" for code in page.doubts] + [f"? {d.code}: {text}" for d, text in page.doubts_of_roles]
    return "\n".join([*parts, "", *read, "", *body, *([""] if doubts else []), *doubts]) + "\n"


def read_golden(name: str) -> PageText:
    return read_page(TEXTS[name].read_bytes().decode())


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_golden_page_gets_the_parts_an_editor_would_give(name):
    page, expected = read_golden(name), PAGES / f"{name}.expected"
    if os.environ.get("REGENERATE_GOLDEN") == "1":
        expected.write_text(write_page(page), "utf-8")
    assert write_page(page) == expected.read_text("utf-8")


def test_there_are_golden_pages_in_both_languages_and_every_expectation_has_its_page():
    assert len(TEXTS) >= 12
    assert sum(name.startswith("ru-") for name in TEXTS) >= 3
    assert {path.stem for path in PAGES.glob("*.expected")} == set(TEXTS)


def test_the_real_page_is_recognised_whole():
    page = read_golden("real-page")
    assert len(page.panel) == 12
    assert page.panel[-1].startswith("Delegation of the Supreme Assembly of the Republic of Tajikistan")
    assert page.title == "Aigul Kuspan: During Its CSTO Presidency, Kazakhstan Will Address Topical Security Issues"
    assert (page.day, page.clock) == (date(2023, 12, 26), None)
    assert page.standfirst == f"Interview with {page.speaker}, {page.office}"
    assert page.speaker == "Aigul Kuspan"
    assert page.office.startswith("Chairwoman of the Committee on International Affairs, Defence and Security of")
    found = exchanges([Block(text=piece.text, role=piece.role) for piece in page.body])
    assert [len(exchange.answers[0].blocks) for exchange in found] == [1, 4, 2]
    assert page.byline == "CSTO Parliamentary Assembly Press Service"
    assert len(page.note) == 1 and page.note[0].startswith("For reference. ")
    assert (page.unplaced, page.doubts, page.language) == ((), (), "en")


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_page_reads_the_same_however_its_lines_and_spaces_were_made(name):
    text = TEXTS[name].read_bytes().decode()
    page = read_page(text)
    made = "\ufeff" + text.replace("\n", " \u200b\r\n").replace(" of ", "\u00a0of ")
    other = read_page(made)
    assert [line.part for line in other.lines] == [line.part for line in page.lines]
    assert (other.title, other.day, other.standfirst) == (page.title, page.day, page.standfirst)
    assert (other.speaker, other.office) == (page.speaker, page.office)
    assert normalised(made) == normalised(text)


def test_paragraphs_with_blank_lines_between_them_read_as_without():
    text = SEED.read_text("utf-8")
    apart = read_page(text.replace("\n", "\n\n"))
    assert [line[1:] for line in apart.lines] == [line[1:] for line in read_page(text).lines]


DATES = {
    "26 December 2023": (date(2023, 12, 26), None),
    "December 26, 2023": (date(2023, 12, 26), None),
    "26.12.2023": (date(2023, 12, 26), None),
    "2023-12-26": (date(2023, 12, 26), None),
    "26 декабря 2023 года": (date(2023, 12, 26), None),
    "26 декабря 2023 г.": (date(2023, 12, 26), None),
    "26\u00a0декабря\u00a02023": (date(2023, 12, 26), None),
    "Tuesday, 26 Dec. 2023, 14:05": (date(2023, 12, 26), clock(14, 5)),
    "26.12.2023 9:30 МСК": (date(2023, 12, 26), clock(9, 30)),
    "2023-12-26T14:05": (date(2023, 12, 26), clock(14, 5)),
    "Published: 26th December 2023": (date(2023, 12, 26), None),
    "Minsk, 26 December 2023": (date(2023, 12, 26), None),
    "31 February 2023": (None, None),
    "26/12/2023": (date(2023, 12, 26), None),
    "12/26/2023": (date(2023, 12, 26), None),
    "05/06/2023": (None, None),
    "26 Decembre 2023": (None, None),
    "26.12.23": (None, None),
    "26 December 20233": (None, None),
    "On 26 December 2023 the bells rang": (None, None),
}


@pytest.mark.parametrize("printed", DATES)
def test_a_date_is_a_line_of_its_own_that_can_be_read_in_one_way(printed):
    page = read_page(f"Examplia Rings Its Bells\n{printed}\nThey rang all night.\nNobody slept.")
    assert (page.day, page.clock) == DATES[printed]
    assert ("no-date" in page.doubts) == (page.day is None)


def test_a_second_date_is_not_placed_and_does_not_win():
    page = read_page("Examplia Rings\n1 March 2031\nUpdated 9 March 2031\nThey rang.\nNobody slept.")
    assert page.day == date(2031, 3, 1)
    assert [line.text for line in page.unplaced] == ["Updated 9 March 2031"]


SPEAKERS = {
    ("Bells", "Interview with Ada Example, Chair of Bells"): ("Ada Example", "Chair of Bells"),
    ("Bells", "Interview with Ada Example (Chair of Bells)"): ("Ada Example", "Chair of Bells"),
    ("Bells", "An exclusive interview with Ada Example – Chair, Bells"): ("Ada Example", "Chair, Bells"),
    ("Bells", "Interview with Ada Example"): ("Ada Example", ""),
    ("Ada Example: Bells", "Interview with the Chair of Bells Ada Example"): ("Ada Example", "Chair of Bells"),
    ("Bells", "Interview with the Chair of Bells Ada Example"): ("", ""),
    ("Ada Example: Bells", "The Chair of Bells Ada Example told us why."): ("Ada Example", "The Chair of Bells"),
    ("Ada Example: Bells", "It rang."): ("Ada Example", ""),
    ("Вера Словова: звон", "Интервью с Верой Слововой, главой звонниц"): ("Вера Словова", "главой звонниц"),
    ("Звон", "Интервью с Верой Слововой, главой звонниц"): ("Верой Слововой", "главой звонниц"),
    ("Вера Словова: звон", "Глава звонниц Вера Словова рассказала, зачем."): ("Вера Словова", "Глава звонниц"),
    ("Bells", "Ada Example, Chair of Bells"): ("Ada Example", "Chair of Bells"),
}


@pytest.mark.parametrize(("title", "lede"), SPEAKERS)
def test_the_speaker_and_the_office_are_read_as_printed(title, lede):
    page = read_page(f"{title}\n1 March 2031\n{lede}\n– Why?\n– They ring.\n– When?\n– At noon.")
    assert (page.speaker, page.office) == SPEAKERS[title, lede]
    assert ("no-speaker" in page.doubts) == (page.speaker == "")


def test_a_name_in_an_oblique_case_is_doubted():
    page = read_page("Звон\nИнтервью с Верой Слововой, главой звонниц\n– Зачем?\n– Так надо.\n– Когда?\n– В полдень.")
    assert page.doubts == ("no-date", "name-case")


def test_a_refrain_below_the_headline_takes_no_text_away():
    long = "The bells rang. " * 60
    page = read_page(f"The Bells Rang\n{long}\nThe Bells Rang\nNobody slept.")
    assert [line.part for line in page.lines] == ["title", "body", "body", "body"]


def test_an_interview_whose_turns_cannot_be_told_apart_says_so():
    page = read_page("Bells\n1 March 2031\nInterview with Ada Example, Chair of Bells\nThey ring.\nAt noon.")
    assert not page.is_interview and page.speaker == "Ada Example"
    assert page.doubts == ("no-turns",)


def test_a_delegation_in_the_middle_of_a_text_is_no_panel():
    page = read_page(
        "Guests Arrive\n1 March 2031\nDelegation of the Diet of Samplia consists of 3 members.\nThey came by boat."
    )
    assert page.panel == ()
    assert [line.part for line in page.lines] == ["title", "date", "body", "body"]


def test_what_a_byline_has_no_room_for_stays_in_the_text():
    byline = "Photo: " + "Examplia " * 12
    page = read_page("\n".join(["Bells", "They rang.", "Nobody slept.", *[byline] * 3]))
    assert page.part("byline") == (byline.strip(),) and len(page.part("body")) == 4
    assert page.byline == byline.strip()


@pytest.mark.parametrize(
    "nothing", ["", " \n\u00a0\n", "\ufeff", "\u200b\r\n", "\x00", "\ud800", "–", "...", "1.", ":"]
)
def test_nothing_to_read_is_no_error(nothing):
    page = read_page(nothing)
    assert page.title == "" and not page.is_interview
    assert len(page.lines) == bool(visible(nothing))


def test_the_reader_knows_nothing_of_django():
    for path in Path(page_text.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.split(".")[0] == "django"]


# --- Nothing is lost, whatever comes.

WHOLE = [line for path in TEXTS.values() for line in path.read_text("utf-8").splitlines()]
FRAGMENTS = [
    "\n",
    "\r\n",
    "\u2028",
    "\x0b",
    "\u00a0",
    " ",
    "\u200b",
    "\xad",
    "\x00",
    "\ud83d",
    "–",
    "Q: ",
    "1. ",
    "?",
    ".",
]
FRAGMENTS += ["Delegation of X consists of", "Website of X: http://x.example", "Interview with ", "Ada Example", ", "]
FRAGMENTS += [
    "26 December 2031",
    "99.99.9999",
    "Home / News",
    "Press Service",
    "For reference. ",
    "well-",
    "known",
    "ИНТЕРВЬЮ",
]
ANY_TEXT = st.text(st.characters(), max_size=300)
MIXED = st.lists(st.sampled_from(FRAGMENTS) | st.text(st.characters(), max_size=5), max_size=40).map("".join)
SHUFFLED = st.lists(st.sampled_from(WHOLE), max_size=25).map("\n".join)


def assert_every_line_is_in_one_part(text):
    page = read_page(text)
    shown = [(number, visible(line)) for number, line in enumerate(text.splitlines(), 1)]
    assert [(line.number, line.text) for line in page.lines] == [(n, line) for n, line in shown if line]
    assert {line.part for line in page.lines} <= set(PARTS)
    assert set(page.doubts) <= set(DOUBTS)
    assert page.proposal.unaccounted == 0
    # What goes into the item's fields is made of the lines of that part, without a letter more or less.
    letters = lambda texts: "".join("".join(texts).split())  # noqa: E731
    inside = [piece.marker + piece.text for piece in page.body]
    assert letters(inside) == letters(page.part("body"))
    assert letters(page.byline) == letters(page.part("byline"))
    assert letters(page.note) == letters(page.part("note"))
    assert letters(page.standfirst) == letters(map(plain, page.part("standfirst")))
    assert (page.title == "") == (page.part("title") == ())
    assert (page.day is None) == (page.part("date") == ())
    assert len(page.title) <= 300 and len(page.byline) <= 200


@settings(max_examples=200, deadline=None, database=None)
@given(ANY_TEXT | MIXED)
def test_every_line_of_any_text_is_in_exactly_one_part(text):
    assert_every_line_is_in_one_part(text)


@settings(max_examples=150, deadline=None, database=None)
@given(SHUFFLED)
def test_every_line_of_shuffled_pages_is_in_exactly_one_part(text):
    assert_every_line_is_in_one_part(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 400_000,
        "delegation of " * 30_000,
        "Website of x: " * 30_000,
        "\n" * 400_000,
        "x\n" * 60_000,
        "Ada Example, " * 30_000,
        "26 December 2031\n" * 10_000,
        "Delegation of X consists of 3.\n" * 10_000,
        "Interview with " + "Ada " * 100_000,
        "Home / \n" * 20_000,
        ("a" * 70 + "\n") * 5_000,
    ],
    ids=lambda text: text[:16].strip() or "blank",
)
def test_a_long_text_takes_no_more_than_linear_time(text):
    began = time.process_time()
    assert_every_line_is_in_one_part(text)
    assert time.process_time() - began < 12
