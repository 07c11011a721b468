"""The body: what passes the gate, how it becomes blocks, and anchors that are for ever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstosite.shared.richtext import absolute_links, clean_html
from press import body
from press.models import PressItem

from .make import INTERVIEW, make_interview, make_item


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<img src=x onerror="alert(1)">',
        '<iframe src="https://evil.example"></iframe>',
        "<svg><script>alert(1)</script></svg>",
        '<p style="position:fixed">x</p>',
        '<form action="/admin/"><input></form>',
        '<p id="main">x</p>',
        '<p data-role="admin">x</p>',
        '<h3 data-role="admin" data-speaker="admin">x</h3>',
        "<math><mtext></p><style><img src=x onerror=alert(1)>",
    ],
)
def test_nothing_active_passes_the_gate(hostile):
    clean = clean_html(hostile)
    for word in (
        "script",
        "onclick",
        "onerror",
        "javascript:",
        "data:",
        "iframe",
        "style",
        "form",
        'id="main"',
        "admin",
    ):
        assert word not in clean


def test_what_editors_use_passes_the_gate_unchanged():
    html = (
        '<h2>A</h2>\n<p data-role="prompt" data-speaker="Ada" id="q1">B <strong>c</strong></p>\n'
        "<ul><li><p>d</p></li></ul>\n<blockquote><p>e</p></blockquote>\n"
        '<table><tbody><tr><td colspan="2">f</td></tr></tbody></table>'
    )
    assert clean_html(html) == html
    assert clean_html("<p></p>") == clean_html("<p><br></p>") == clean_html("<p>&nbsp;</p>") == ""


def test_a_body_is_written_as_it_was_read():
    others = '<ol start="5"><li>Five</li></ol><ul><li>One &amp; two</li></ul><hr>'
    others += "<blockquote><p>Three<br>four</p></blockquote>"
    html = clean_html(INTERVIEW + others)
    once = body.write(body.parse(html))
    assert body.write(body.parse(once)) == once
    assert once.replace("\n", "") == html


TAGS = ["<p>", "</p>", "<b>", "</b>", "<ul><li>", "</li></ul>", "<br>", "&amp;", "<"]


@settings(max_examples=150, deadline=None)
@given(st.text(), st.lists(st.sampled_from(TAGS)))
def test_reading_and_writing_lose_no_character(text, tags):
    html = clean_html("".join(tags) + text.replace("<", "&lt;"))
    written = body.write(body.parse(html))
    assert "".join(_plain(written)) == "".join(_plain(html))


def _plain(html):
    return (char for block in body.parse(html) for char in block.text if not char.isspace())


def test_text_outside_a_paragraph_becomes_one():
    assert body.write(body.parse("Loose <em>words</em><p>Kept</p>")) == "<p>Loose <em>words</em></p>\n<p>Kept</p>"


@pytest.mark.django_db
def test_anchors_stay_with_their_prompts_and_are_never_given_twice():
    item = make_interview()
    assert [exchange.anchor for exchange in item.exchanges.all()] == ["q1", "q2"]
    first, second = body.parse(item.body)[:3], body.parse(item.body)[3:]
    item.body = body.write(second + first)
    item.save()
    assert [(e.anchor, e.prompt) for e in item.exchanges.all()] == [
        ("q2", "And then?"),
        ("q1", "What does Examplia plan?"),
    ]
    item.body = body.write(first) + '<p data-role="prompt">A new one?</p><p>Yes.</p>'
    item.save()
    assert [e.anchor for e in item.exchanges.all()] == ["q1", "q3"]


@pytest.mark.django_db
def test_an_invented_anchor_is_counted_on():
    prompts = [f'<p data-role="prompt" id="{anchor}">What?</p>' for anchor in ("q9", "q1", "q1")]
    item = make_item(body="".join(prompts))
    assert [e.anchor for e in item.exchanges.all()] == ["q1", "q2", "q3"]
    assert PressItem.objects.get().last_anchor == 3


@pytest.mark.django_db
def test_a_pasted_prompt_takes_no_anchor_from_the_one_that_has_it():
    item = make_interview()
    item.body = '<p data-role="prompt" id="q1">Pasted above?</p><p>Yes.</p>' + item.body
    item.save()
    prompts = [(exchange.anchor, exchange.prompt) for exchange in item.exchanges.all()]
    assert prompts == [("q3", "Pasted above?"), ("q1", "What does Examplia plan?"), ("q2", "And then?")]


@pytest.mark.django_db
def test_an_anchor_whose_prompt_is_gone_is_not_taken_over_by_a_pasted_one():
    item = make_interview()
    item.body = '<p data-role="prompt" id="q1">What does Examplia plan?</p><p>More.</p>'
    item.save()
    item.body += '<p data-role="prompt" id="q2">From another item?</p><p>Yes.</p>'
    item.save()
    assert [exchange.anchor for exchange in item.exchanges.all()] == ["q1", "q3"]


@pytest.mark.django_db
def test_a_corrected_prompt_keeps_its_anchor():
    item = make_interview()
    item.body = item.body.replace("What does Examplia plan?", "What does Examplia plan to do?")
    item.save()
    assert [exchange.anchor for exchange in item.exchanges.all()] == ["q1", "q2"]


@pytest.mark.django_db
def test_two_old_copies_never_give_one_anchor_twice():
    item = make_interview()
    copies = [PressItem.objects.get(pk=item.pk) for _time in range(2)]
    for number, copy in enumerate(copies):
        copy.body = item.body + f'<p data-role="prompt">New {number}?</p>'
        copy.save()
    assert [exchange.anchor for exchange in item.exchanges.all()] == ["q1", "q2", "q4"]


def test_inside_a_list_there_are_no_roles_and_no_anchors():
    blocks = body.parse('<ul><li><p data-role="prompt" id="q1">x</p></li></ul>')
    assert blocks[0].html == "<li><p>x</p></li>"


@pytest.mark.django_db
def test_an_exchange_keeps_its_text_and_short_title():
    item = make_item(body='<h3 data-role="short-title">Plans</h3>' + INTERVIEW)
    first = item.exchanges.first()
    assert (first.short_title, first.prompt) == ("Plans", "What does Examplia plan?")
    assert first.answer == "More examples.\n\nAnd better ones."


@pytest.mark.django_db
def test_hostile_characters_are_gone_after_saving():
    item = make_item(title="Exam\x00plia\x0b\ufffe", body="<p>a\x08b\x1f</p>")
    item.refresh_from_db()
    assert item.title == "Examplia" and item.body == "<p>ab</p>"


def test_links_become_absolute_for_readers_without_a_base():
    html = (
        '<p><a href="/press/" rel="noopener">a</a> <a href="#q1">b</a> '
        '<a href="https://x.example/?a=1&amp;b=2">c</a></p>'
    )
    assert absolute_links(html, "https://site.example/press/one/") == (
        '<p><a href="https://site.example/press/" rel="noopener">a</a> '
        '<a href="https://site.example/press/one/#q1">b</a> '
        '<a href="https://x.example/?a=1&amp;b=2">c</a></p>'
    )
