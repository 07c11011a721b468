"""Roles proposed for a pasted body: the marks go, the markup of the words stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstosite.shared.richtext import clean_html
from press import body
from press.marking import cut, mark


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def roles(html):
    return [(block.role, block.text) for block in body.parse(html)]


def test_dashes_are_taken_off_and_emphasis_stays():
    marked = mark(
        paragraphs(
            "– Ms Example, <em>what</em> does Examplia plan for the <strong>coming</strong> year?",
            "– <strong>More</strong> examples, of course.",
            "And better ones.",
            "– And after that, what will remain to be done?",
            '– <a href="https://x.example/">A rest</a>, I hope.',
        )
    )
    assert roles(marked.html) == [
        ("prompt", "Ms Example, what does Examplia plan for the coming year?"),
        ("", "More examples, of course."),
        ("", "And better ones."),
        ("prompt", "And after that, what will remain to be done?"),
        ("", "A rest, I hope."),
    ]
    assert "<em>what</em>" in marked.html and "<strong>More</strong> examples" in marked.html
    assert '<a href="https://x.example/">A rest</a>' in marked.html
    assert marked.proposal.unaccounted == 0


def test_byline_and_note_are_handed_to_their_fields():
    marked = mark(
        paragraphs(
            "– What does Examplia plan?", "– More examples.", "– And then?", "– A rest.",
            "Examplia Assembly Press Service", "For reference. Examplia is <em>not</em> a country.",
        )
    )  # fmt: skip
    assert marked.byline == "Examplia Assembly Press Service"
    assert marked.note_html == "<p>For reference. Examplia is <em>not</em> a country.</p>"
    assert "Press Service" not in marked.html and "For reference" not in marked.html


def test_a_text_without_marks_comes_back_as_it_was_with_a_doubt():
    html = paragraphs("Examplia opened a library.", "It holds many examples.")
    marked = mark(html)
    assert marked.html == html and marked.proposal.doubts


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (0, 3, "a<b>bc</b>"),
        (2, 5, "<b>c<i>d</i></b>e"),
        (1, 2, "<b>b</b>"),
        (4, 9, "e<br>&amp;f"),
        (9, 9, ""),
    ],
)
def test_html_is_cut_by_the_characters_of_its_text(begin, end, expected):
    assert cut("a<b>bc<i>d</i></b>e<br>&amp;f", [(begin, end)]) == [expected]


def test_html_is_cut_into_several_parts_in_one_walk():
    parts = cut("a<b>bc<i>d</i></b>e<br>&amp;f", [(0, 2), (2, 3), (3, 3), (4, 8), (8, 99)])
    assert parts == ["a<b>b</b>", "<b>c</b>", "", "e<br>&amp;f", ""]


def test_many_turns_in_one_paragraph_take_no_more_than_their_share_of_time():
    def seconds(turns):
        html = (
            "<p>" + "<br>".join(f"– What about {n}?<br>– It is <b>fine</b>, thank you." for n in range(turns)) + "</p>"
        )
        began = time.perf_counter()
        mark(html)
        return time.perf_counter() - began

    assert any(seconds(400) < 6 * seconds(200) for _try in range(3))


@given(st.text(alphabet="ab <&>\n–?.", max_size=40), st.integers(0, 40))
def test_two_parts_hold_every_character_once(text, place):
    html = clean_html(f"<p>x<strong>{text.replace('&', '&amp;').replace('<', '&lt;')}</strong>y</p>")
    inner = body.parse(html)[0].html
    first, second = cut(inner, [(0, place), (place, 10**6)])

    def plain(part):
        return "".join(body.parse(f"<p>{part}|</p>")[0].text.replace("|", "").split())

    assert plain(first) + plain(second) == plain(inner)
