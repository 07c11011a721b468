"""Two people, one item: what was saved is not overwritten in silence, what was typed is not lost."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from cstosite.tests.page import Page
from delegations.tests.make import make_country
from press import changing
from press.models import PressItem, State

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db

ADD = reverse("admin:press_pressitem_add")


def sign_in(name):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(name))
    return client


@pytest.fixture
def ada():
    return sign_in("ada")


@pytest.fixture
def bela():
    return sign_in("bela")


def address(item):
    return reverse("admin:press_pressitem_change", args=[item.pk])


def sent(answer, **changes):
    """What a browser sends of a form it was shown, with some fields changed."""
    page, values = Page(answer), {}
    for tag in ("input", "textarea", "select"):
        for field in page.all(f"#pressitem_form {tag}"):
            kind, name = field.get("type"), field.get("name")
            if not name or kind in {"submit", "checkbox", "radio"}:
                continue
            if tag == "select":
                chosen = [option["value"] for option in _options(field) if option.get("selected") is not None]
                values[name] = chosen if field.get("multiple") is not None else (chosen or [""])[0]
            elif name in values and kind == "hidden":
                values[name] = [*(values[name] if isinstance(values[name], list) else [values[name]]), field["value"]]
            else:
                values[name] = field.text_as_typed if tag == "textarea" else field.get("value") or ""
    return values | changes


def _options(select):
    return [type(select)(node) for node in select.node.iter("option")]


def test_the_second_of_two_saves_of_one_field_is_refused_with_all_three_texts(ada, bela):
    item = make_item(State.DRAFT, title="Examplia opens a library")
    hers, his = ada.get(address(item)), bela.get(address(item))
    ada.post(address(item), sent(hers, title="Examplia opens a great library"))
    refused = bela.post(address(item), sent(his, title="Examplia opens a small library"))
    page = Page(refused)
    assert "Somebody else saved this item while you were writing" in page.text
    sides = [side.text for side in page.all(".side")]
    assert sides[0] == "Examplia opens a library"
    assert "great" in sides[1] and "small" in sides[2]
    item.refresh_from_db()
    assert item.title == "Examplia opens a great library"
    assert page.one("#id_title")["value"] == "Examplia opens a small library"


@pytest.mark.parametrize(("choice", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_the_choice_decides_field_by_field(ada, bela, choice, title):
    item = make_item(State.DRAFT, title="First", body="<p>One.</p>")
    his = bela.get(address(item))
    ada.post(address(item), sent(ada.get(address(item)), title="Theirs", byline="Hers alone"))
    refused = bela.post(address(item), sent(his, title="Mine", body="<p>Two.</p>"))
    assert {field["value"] for field in Page(refused).all("input") if field.get("name") == "conflict"} == {
        "title",
        "byline",
    }
    bela.post(address(item), sent(refused, **{"keep-title": choice, "keep-byline": "theirs"}))
    item.refresh_from_db()
    assert (item.title, item.byline, item.body) == (title, "Hers alone", "<p>Two.</p>")


def test_saving_again_without_a_choice_asks_again(ada, bela):
    item = make_item(State.DRAFT, title="First")
    his = bela.get(address(item))
    ada.post(address(item), sent(ada.get(address(item)), title="Theirs"))
    refused = bela.post(address(item), sent(his, title="Mine"))
    again = bela.post(address(item), sent(refused))
    assert "choose at the top" in Page(again).text
    item.refresh_from_db()
    assert item.title == "Theirs"


def test_a_role_or_emphasis_that_changed_is_a_change(ada, bela):
    item = make_item(State.DRAFT, body="<p>What next?</p><p>More.</p>")
    his = bela.get(address(item))
    marked = '<p data-role="prompt">What next?</p><p><strong>More.</strong></p>'
    ada.post(address(item), sent(ada.get(address(item)), body=marked))
    refused = bela.post(address(item), sent(his, body="<p>What next?</p><p>More and more.</p>"))
    assert "prompt: What next?" in Page(refused).text
    item.refresh_from_db()
    assert "<strong>" in item.body


def test_nobody_is_refused_when_nothing_changed_meanwhile(ada, bela):
    item = make_interview(state=State.DRAFT, reference_note="<p>Note.</p>")
    his = bela.get(address(item))
    ada.post(address(item), sent(ada.get(address(item))))
    assert bela.post(address(item), sent(his, title="Mine")).status_code == 302
    item.refresh_from_db()
    assert item.title == "Mine"


def test_text_typed_into_a_deleted_item_comes_back_and_can_be_made_new(ada, bela):
    item = make_interview(state=State.DRAFT)
    his = bela.get(address(item))
    ada.post(reverse("admin:press_pressitem_delete", args=[item.pk]), {"post": "yes"})
    answer = bela.post(address(item), sent(his, title="Long and good"))
    assert "It was deleted while you were writing" in Page(answer).text
    assert Page(answer).one("#id_title")["value"] == "Long and good"
    bela.post(ADD, sent(answer))
    saved = PressItem.objects.get()
    assert (saved.title, saved.appearances.count()) == ("Long and good", 1)


def test_one_form_sent_three_times_makes_one_item(ada):
    form = sent(ada.get(ADD), title="Once", slug="once", body="<p>Words.</p>")
    answers = [ada.post(ADD, form) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert PressItem.objects.count() == 1
    assert re.search(r"/pressitem/\d+/change/", answers[2]["Location"])


def test_two_saves_of_the_speakers_are_shown_side_by_side_and_chosen(ada, bela):
    item = make_interview(state=State.DRAFT)
    his = bela.get(address(item))
    hers = sent(ada.get(address(item)), **{"appearances-0-office": "Chair of Better Examples"})
    assert ada.post(address(item), hers).status_code == 302
    refused = bela.post(address(item), sent(his, **{"appearances-0-office": "Former chair"}))
    sides = [side.text for side in Page(refused).all(".side")]
    assert "Chair of Examples" in sides[0] and "Better" in sides[1] and "Former" in sides[2]
    assert item.appearances.get().office == "Chair of Better Examples"
    bela.post(address(item), sent(refused, **{"keep-appearances": "theirs", "byline": "His"}))
    item.refresh_from_db()
    assert (item.appearances.get().office, item.byline) == ("Chair of Better Examples", "His")


def test_a_speaker_added_elsewhere_is_not_taken_out_by_an_older_form(ada, bela):
    item = make_interview(state=State.DRAFT)
    his = bela.get(address(item))
    more = {"appearances-TOTAL_FORMS": "2", "appearances-1-label": "Bela Example", "appearances-1-position": ""}
    ada.post(address(item), sent(ada.get(address(item)), **more))
    assert bela.post(address(item), sent(his, title="Ada Example: His")).status_code == 200
    assert [row.label for row in item.appearances.all()] == ["Ada Example", "Bela Example"]


def test_countries_that_were_none_are_guarded_too(ada, bela):
    first, second = make_country("xa", "Examplia"), make_country("xb", "Samplia")
    item = make_item(State.DRAFT)
    his = bela.get(address(item))
    ada.post(address(item), sent(ada.get(address(item)), countries=[str(first.pk)]))
    refused = bela.post(address(item), sent(his, countries=[str(second.pk)]))
    assert "Examplia" in Page(refused).one(".conflicts").text
    assert list(item.countries.all()) == [first]
    bela.post(address(item), sent(refused, **{"keep-countries": "mine"}))
    assert list(item.countries.all()) == [second]


def test_a_form_opened_before_a_change_was_approved_does_not_undo_it(ada, bela):
    item = make_item(title="Old", body="<p>Words of before.</p>")
    his = bela.get(address(item))
    ada.post(address(item), sent(ada.get(address(item)), body="<p>Words of now.</p>", byline="Hers"))
    changing.approve(item, get_user_model().objects.get(username="bela"), is_minor=True)
    refused = bela.post(address(item), sent(his, body="<p>Words of mine.</p>"))
    assert "Somebody else saved this item" in Page(refused).text
    item.refresh_from_db()
    assert item.body == "<p>Words of now.</p>" and not hasattr(item, "working_copy")


@pytest.mark.parametrize(
    "tampered",
    [
        {"initial-appearances": "{"},
        {"initial-appearances": "[1, null]"},
        {"initial-appearances": '[{"person": "x", "label": 5}]'},
        {"initial-pictures": '[{"picture": "x", "focus_x": "999999999999999999999"}]'},
        {"initial-countries": ["x", "99999999999999999999"]},
        {"countries": ["99999999999999999999", "x"]},
        {"appearances-TOTAL_FORMS": "x"},
        {"appearances-TOTAL_FORMS": "1", "appearances-0-person": "99999999999999999999", "appearances-0-label": "A"},
        {"appearances-TOTAL_FORMS": "1", "appearances-0-position": "-5", "appearances-0-label": "A"},
        {"keep-appearances": "theirs", "keep-pictures": "theirs", "keep-title": "theirs", "keep-countries": "theirs"},
        {"conflict": ["title", "nothing"], "base-title": "x"},
        {"token": "x"},
        {"given_on": "2024-13"},
        {"title": "\x00"},
    ],
)
def test_a_form_that_was_tampered_with_breaks_nothing(ada, tampered):
    item = make_interview(state=State.DRAFT)
    form = sent(ada.get(address(item)))
    assert ada.post(address(item), form | tampered).status_code in {200, 302}
    assert PressItem.objects.get().body == item.body


def test_a_question_beside_another_error_is_asked_until_it_is_answered(ada, bela):
    item = make_item(State.DRAFT, title="First")
    his = bela.get(address(item))
    ada.post(address(item), sent(ada.get(address(item)), title="Theirs"))
    refused = bela.post(address(item), sent(his, title="Mine"))
    refused = bela.post(address(item), sent(refused, slug=""))
    assert {field["value"] for field in Page(refused).all("input") if field.get("name") == "conflict"} == {"title"}
    bela.post(address(item), sent(refused, slug="first"))
    item.refresh_from_db()
    assert item.title == "Theirs"


def test_lines_of_a_browser_are_no_change_by_somebody_else(ada):
    item = make_item(State.DRAFT)
    ada.post(address(item), sent(ada.get(address(item)), standfirst="One line.\r\nAnother."))
    form = sent(ada.get(address(item)), title="Mine")
    form["standfirst"] = form["standfirst"].replace("\n", "\r\n")
    assert ada.post(address(item), form).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.standfirst) == ("Mine", "One line.\nAnother.")


def test_lists_that_are_no_lists_are_answered(ada):
    item = make_item(State.DRAFT)
    form = sent(ada.get(address(item)), **{"initial-appearances": "[" * 100_000})
    assert ada.post(address(item), form).status_code == 302


def test_what_no_document_carries_is_taken_off_before_it_is_looked_at(ada):
    item = make_item(State.DRAFT, title="First")
    labels = {"appearances-TOTAL_FORMS": "2", "appearances-0-label": "Ada", "appearances-1-label": "Ada\x07"}
    answer = ada.post(address(item), sent(ada.get(address(item)), title="Second", **labels))
    assert "This name is listed twice." in answer.content.decode()
    answer = ada.post(address(item), sent(ada.get(address(item)), title="\x07"))
    assert answer.status_code == 200
    item.refresh_from_db()
    assert item.title == "First"


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "9" * 5000, "\x00"])
def test_numbers_that_no_row_has_are_refused(ada, number):
    item = make_item(State.DRAFT)
    lists = {"appearances-TOTAL_FORMS": "1", "appearances-0-label": "Ada", "appearances-0-person": number}
    answer = ada.post(address(item), sent(ada.get(address(item)), countries=number, **lists))
    assert answer.status_code == 200 or not PressItem.objects.get().appearances.get().person


@pytest.mark.parametrize("number", ["abc", "1%00", "-1", "9" * 1000])
def test_a_form_sent_to_an_address_of_no_item_is_answered(ada, number):
    form = sent(ada.get(ADD), title="Typed")
    assert "Typed" in ada.post(f"/admin/press/pressitem/{number}/change/", form).content.decode()
    assert ada.post(f"/admin/press/pressitem/{number}/delete/", {"post": "yes"}).status_code == 302


def test_a_new_items_form_gone_back_to_and_corrected_is_an_edit_of_what_it_made(ada):
    form = sent(ada.get(ADD), title="Once", slug="once", body="<p>First words.</p>")
    ada.post(ADD, form)
    answer = ada.post(ADD, form | {"body": "<p>Second words.</p>"})
    assert "Second words." in Page(answer).one(".conflicts").text
    ada.post(ADD, sent(answer, **{"keep-body": "mine"}))
    item = PressItem.objects.get()
    assert item.body == "<p>Second words.</p>"
