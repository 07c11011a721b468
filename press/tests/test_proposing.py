"""The proposal of roles that the editor's button asks for: who may, what comes back, and that nothing is lost."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cstosite.shared.richtext import clean_html
from press.admin.proposing import DOUBT_MESSAGES, answer
from press.models import PressItem
from press.proposal import DOUBTS

pytestmark = pytest.mark.django_db

PROPOSE = reverse("admin:press_pressitem_propose")
PAGE = Path(settings.BASE_DIR, "cstosite/tests/data/page-of-26-december-2023.txt")
DASHES = ["– What does Examplia plan?", "– More examples.", "– And then?", "– A rest.", "A long one."]
ENDED = [*DASHES, "Examplia Assembly Press Service", "For reference. Examplia is not a country."]


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def ask(client, html, **values):
    values = {"html": html, "byline": True, "note": True} | values
    return client.post(PROPOSE, json.dumps(values), content_type="application/json")


def make_staff(*permissions):
    user = get_user_model().objects.create(username="ella", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


# Who may ask, and how


@pytest.mark.parametrize("permission", ["add_pressitem", "change_pressitem"])
def test_who_may_add_or_change_items_gets_a_proposal(client, permission):
    client.force_login(make_staff(permission))
    assert ask(client, paragraphs(*DASHES)).json()["is_interview"]


def test_nobody_else_does(client):
    assert ask(client, paragraphs(*DASHES)).status_code == 403
    client.force_login(make_staff("view_pressitem", "add_person"))
    refused = ask(client, paragraphs(*DASHES))
    assert refused.status_code == 403 and "may not edit" in refused.json()["error"]


def test_a_request_without_the_forms_token_is_refused(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert ask(client, paragraphs(*DASHES)).status_code == 403


def test_it_is_asked_by_post_only_and_kept_by_no_cache(admin_client):
    assert admin_client.get(PROPOSE).status_code == 405
    assert "no-store" in ask(admin_client, "<p>a</p>")["Cache-Control"]


def test_nothing_is_stored(admin_client):
    ask(admin_client, paragraphs(*DASHES))
    assert not PressItem.objects.exists()


def test_a_huge_text_is_refused_with_a_sentence(admin_client):
    refused = ask(admin_client, "<p>" + "a" * 1024 * 1024 + "</p>")
    assert refused.status_code == 413 and "too long" in refused.json()["error"]


@pytest.mark.parametrize(
    "sent", ["", "{", "[]", '"a"', "null", "{}", '{"html": 1}', '{"html": null}', r'{"html": "\ud800"}', "[" * 100_000]
)
def test_what_is_no_text_is_refused_with_a_sentence(admin_client, sent):
    refused = admin_client.post(PROPOSE, sent, content_type="application/json")
    assert refused.status_code == 400 and "did not arrive" in refused.json()["error"]


def test_hostile_markup_does_not_come_back(admin_client):
    hostile = '<p onclick="x">– Why<script>alert(1)</script>?</p><p style="a">– <img src=x onerror=y>Because.</p>'
    given = ask(admin_client, hostile + '<p>– <a href="javascript:z">And</a> then?</p><p>– A rest.</p>').json()
    assert given["is_interview"]
    assert given["html"] == (
        '<p data-role="prompt">Why?</p>\n<p>Because.</p>\n<p data-role="prompt">And then?</p>\n<p>A rest.</p>'
    )


# What comes back


def test_the_printed_interview_gives_three_exchanges_a_byline_and_a_note(admin_client):
    lines = PAGE.read_text(encoding="utf-8").strip().split("\n")
    begin = next(place for place, line in enumerate(lines) if line.startswith("– "))
    given = ask(admin_client, paragraphs(*lines[begin:])).json()
    assert given["is_interview"] and given["unaccounted"] == 0 and given["marks"] == 6
    assert [e["number"] for e in given["exchanges"]] == [1, 2, 3]
    assert [e["answer_paragraphs"] for e in given["exchanges"]] == [1, 4, 2]
    assert given["exchanges"][2]["prompt"].startswith("Kassym-Jomart Tokayev also named")
    assert given["byline"] == "CSTO Parliamentary Assembly Press Service"
    assert given["note_html"].startswith("<p>For reference. The CSTO") and given["left_in_text"] == []
    assert "sterngthening" in given["html"] and "For reference" not in given["html"]
    # The third prompt is a statement: paragraph 7 of the proposal, counted from 0.
    assert [doubt["block"] for doubt in given["doubts"]] == [7]


def test_names_before_the_words_are_speakers(admin_client):
    texts = ["Reporter: What is new?", "Ada Example: More examples.", "Reporter: And then?", "Ada Example: A rest."]
    given = ask(admin_client, paragraphs(*texts)).json()
    assert [e["speakers"] for e in given["exchanges"]] == [["Reporter", "Ada Example"]] * 2


def test_a_byline_and_a_note_stay_in_the_text_as_narration_when_their_fields_are_taken(admin_client):
    given = ask(admin_client, paragraphs(*ENDED), byline=False, note=False).json()
    assert given["byline"] == given["note_html"] == "" and given["left_in_text"] == ["byline", "note"]
    assert '<p data-role="narration">Examplia Assembly Press Service</p>\n' in given["html"]
    assert given["html"].endswith('<p data-role="narration">For reference. Examplia is not a country.</p>')
    assert given["unaccounted"] == 0 and given["exchanges"][1]["answer_paragraphs"] == 2


def test_a_byline_too_long_for_its_field_stays_in_the_text():
    texts = [*DASHES, *["Interview conducted by " + "Ada " * 15 + "Example"] * 3]
    given = answer(paragraphs(*texts))
    assert given["byline"] == "" and given["left_in_text"] == ["byline"] and "Ada Ada" in given["html"]


@pytest.mark.parametrize(
    "html",
    [
        "",
        paragraphs("Examplia opened a library.", "It holds many examples."),
        paragraphs("What is a library?", "", "A house of examples."),
        "<h2>Programme</h2><ul><li>– One.</li><li>– Two.</li></ul>",
    ],
)
def test_a_text_that_cannot_be_decided_comes_back_as_it_was(admin_client, html):
    given = ask(admin_client, html).json()
    assert given["html"] == html and not given["is_interview"]
    assert given["byline"] == given["note_html"] == "" and given["exchanges"] == []


def test_a_doubt_about_the_whole_text_points_at_no_paragraph():
    doubts = answer(paragraphs("Examplia opened a library.", "It holds many examples."))["doubts"]
    assert [doubt["block"] for doubt in doubts] == [None]


# What was marked before


def test_what_the_editor_has_marked_stays_with_its_anchor_and_speaker():
    before = (
        '<h3 data-role="short-title">Plans</h3><p data-role="prompt" id="q4" data-speaker="Ada">First?</p>'
        "<p>An answer.</p><p>More of it.</p>"
    )
    given = answer(before + paragraphs(*DASHES))
    assert given["html"].startswith(
        before.replace('id="q4" data-speaker="Ada"', 'data-speaker="Ada" id="q4"').replace("><", ">\n<")
    )
    assert [e["prompt"] for e in given["exchanges"]] == ["First?", "What does Examplia plan?", "And then?"]
    assert [e["answer_paragraphs"] for e in given["exchanges"]] == [2, 1, 2]
    assert given["exchanges"][0]["short_title"] == "Plans" and given["exchanges"][0]["speakers"] == ["Ada"]


def test_a_second_proposal_changes_nothing():
    once = answer(paragraphs(*DASHES))["html"]
    again = answer(once)
    assert again["html"] == once and not again["is_interview"]


# Words and the account


def test_every_doubt_is_among_the_words_to_translate():
    assert set(DOUBTS.values()) == DOUBT_MESSAGES


def test_doubts_are_translated(monkeypatch):
    monkeypatch.setattr(translation._trans, "gettext", str.upper)
    doubts = answer(paragraphs("Examplia opened a library."))["doubts"]
    assert doubts and all(doubt["message"].isupper() for doubt in doubts)


LINES = st.sampled_from(
    [*ENDED, "", "Reporter: Why?", "Ada: So.", "1. Why?", "Why? – So.", "– Why?<br>– So.", "<em>– </em>Why?", "* * *"]
)


@given(st.lists(LINES, max_size=9), st.booleans(), st.booleans())
def test_no_character_is_lost_or_doubled_whatever_is_pasted(lines, byline, note):
    assert answer(clean_html(paragraphs(*lines)), byline, note)["unaccounted"] == 0
