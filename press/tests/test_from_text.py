"""New from text: a page is pasted or sent, what was recognised is shown, and only then is it saved."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cstosite.tests.page import Page
from delegations.models import Person
from press.models import PressItem, State

from .make import make_item

pytestmark = pytest.mark.django_db

ADDRESS = reverse("admin:press_pressitem_from_text")
SEED = (Path(__file__).parents[2] / "cstosite" / "tests" / "data" / "page-of-26-december-2023.txt").read_text("utf-8")
RELEASE = "Home / News\nExamplia Opens a Library\n4 May 2021\nThe library opened on Friday.\nForty more will follow."


def sign_in(client, *permissions):
    user = get_user_model().objects.create(username="ella", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def send_file(client, data, name="page.txt", **values):
    return client.post(ADDRESS, {"text": "", "file": SimpleUploadedFile(name, data), "read": "1", **values})


def recognised(answer):
    """The parts that are shown: their labels, each with its paragraphs."""
    rows = Page(answer).all("tbody tr")
    cells = [[cell for cell in row.node.iter() if cell.tag in {"th", "td"}] for row in rows]
    texts = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in cells]
    return dict(texts)


def test_what_was_recognised_is_shown_before_anything_is_saved(admin_client):
    Person.objects.create(name="Aigul Kuspan", sort_name="Kuspan, Aigul", slug="aigul-kuspan")
    parts = recognised(admin_client.post(ADDRESS, {"text": SEED, "read": "1"}))
    assert parts["Kind"] == "Interview"
    assert parts["Headline"].startswith("Aigul Kuspan: During Its CSTO Presidency")
    assert parts["Date"].startswith("26 December 2023")
    assert parts["Standfirst"].startswith("Interview with Aigul Kuspan, Chairwoman")
    assert parts["Speaker"] == "Aigul KuspanLinked with this person of the register."
    assert parts["Office as printed"].startswith("Chairwoman of the Committee on International Affairs")
    found = parts["Exchanges found"]
    assert [found.count(words) for words in ("(1 paragraph of answer)", "(4 paragraphs", "(2 paragraphs")] == [1, 1, 1]
    assert parts["Text outside the exchanges"] == "nothing"
    assert parts["Byline"] == "CSTO Parliamentary Assembly Press Service"
    assert parts["Note"].startswith("For reference.")
    assert parts["Panel left out"].count("Delegation of") == 5
    assert parts["Could not place"] == "nothing"
    assert not PressItem.objects.exists()


def test_a_day_to_come_is_not_offered_as_the_time_of_publication(admin_client):
    for year, words in [(2021, "It is offered as the time of publication"), (2098, "This day is not over")]:
        text = RELEASE.replace("2021", str(year))
        assert words in recognised(admin_client.post(ADDRESS, {"text": text, "read": "1"}))["Date"]


def test_the_button_makes_a_draft_and_goes_to_its_form(admin_client, admin_user):
    answer = admin_client.post(ADDRESS, {"text": SEED.replace("\n", "\r\n"), "make": "1"})
    item = PressItem.objects.get()
    assert answer.url == reverse("admin:press_pressitem_change", args=[item.pk])
    assert (item.state, item.modified_by, item.exchanges.count()) == (State.DRAFT, admin_user, 3)
    assert item.imported_text == SEED
    assert "The draft is made." in admin_client.get(answer.url).content.decode()


def test_pressing_the_button_three_times_makes_one_item(admin_client):
    for _ in range(3):
        answer = admin_client.post(ADDRESS, {"text": RELEASE, "make": "1"}, follow=True)
    assert PressItem.objects.count() == 1
    assert "This text was made an item before" in answer.content.decode()
    answer = admin_client.post(ADDRESS, {"text": RELEASE, "read": "1"})
    assert "Nothing new will be made." in Page(answer).text


def test_a_deleted_draft_is_made_again_when_somebody_asks_for_it(admin_client):
    admin_client.post(ADDRESS, {"text": RELEASE, "make": "1"})
    PressItem.objects.get().delete()
    admin_client.post(ADDRESS, {"text": RELEASE, "make": "1"})
    assert PressItem.objects.count() == 1


def test_back_keeps_the_text(admin_client):
    found = Page(admin_client.post(ADDRESS, {"text": RELEASE, "read": "1"}))
    (kept,) = [field["value"] for field in found.all("form input") if field.get("name") == "text"]
    assert kept == RELEASE
    back = Page(admin_client.post(ADDRESS, {"text": kept, "back": "1"}))
    assert back.one("textarea").node.text.strip() == RELEASE
    assert not back.all(".errornote") and not PressItem.objects.exists()


def test_lines_without_a_place_are_shown_with_their_numbers(admin_client):
    parts = recognised(admin_client.post(ADDRESS, {"text": RELEASE, "read": "1"}))
    assert parts["Could not place"].startswith("line 1: Home / News")
    assert parts["Text"] == "The library opened on Friday.Forty more will follow."


def test_another_item_under_the_same_headline_is_shown(admin_client):
    make_item(title="Examplia Opens a Library", slug="first-library")
    assert "first-library (approved)" in Page(admin_client.post(ADDRESS, {"text": RELEASE, "read": "1"})).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_file_is_read_in_either_encoding(admin_client, encoding):
    text = "Звон над долиной\n4 мая 2021 года\nЗвонили всю ночь.\nНикто не спал."
    answer = send_file(admin_client, text.encode(encoding))
    assert recognised(answer)["Headline"] == "Звон над долиной"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"x" * (1024 * 1024 + 1), "page.txt", "It is larger than 1 MB"),
        (b"PK\x03\x04\x00", "page.txt", "It is no plain text in UTF-8 or Windows-1251"),
        (b"words", "page.docx", "File extension “docx” is not allowed"),
        (b" \n", "page.txt", "There is no text in it."),
        (b"", "page.txt", "There is no text in it."),
    ],
)
def test_a_file_that_is_no_page_is_refused_with_a_sentence(admin_client, data, name, sentence):
    answer = send_file(admin_client, data, name)
    assert answer.status_code == 200 and sentence in Page(answer).text
    assert not PressItem.objects.exists()


def test_what_was_typed_comes_back_when_the_file_is_refused(admin_client):
    answer = send_file(admin_client, b"\x00", text="My words.")
    assert Page(answer).one("textarea").node.text.strip() == "My words."
    answer = send_file(admin_client, b"Other words.", text="My words.")
    assert "both are here" in Page(answer).text
    assert Page(answer).one("textarea").node.text.strip() == "My words."


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * (1024 * 1024 + 1), "a\x00b"])
def test_a_text_that_is_none_is_refused(admin_client, text):
    answer = admin_client.post(ADDRESS, {"text": text, "make": "1"})
    assert answer.status_code == 200 and b"error" in answer.content
    assert not PressItem.objects.exists()


def test_markup_in_a_text_stays_text(admin_client):
    text = "Bells <script>ring()</script>\n4 May 2021\n<img src=x onerror=ring()> They rang.\nAll night."
    shown = admin_client.post(ADDRESS, {"text": text, "read": "1"}).content.decode()
    assert "<script>ring" not in shown and "<img src=x" not in shown
    admin_client.post(ADDRESS, {"text": text, "make": "1"})
    assert "&lt;img src=x onerror=ring()&gt;" in PressItem.objects.get().body


def test_only_who_may_add_items_gets_there(client):
    sign_in(client, "view_pressitem", "change_pressitem")
    for answer in (client.get(ADDRESS), client.post(ADDRESS, {"text": RELEASE, "make": "1"})):
        assert answer.status_code == 403
    client.logout()
    assert client.get(ADDRESS).status_code == 302
    assert not PressItem.objects.exists()


def test_who_may_only_add_is_sent_to_the_front_page(client):
    sign_in(client, "add_pressitem")
    assert client.post(ADDRESS, {"text": RELEASE, "make": "1"}).url == reverse("admin:index")
    assert PressItem.objects.count() == 1


def test_the_list_of_items_leads_there_for_who_may_add(admin_client, client):
    address = reverse("admin:press_pressitem_changelist")
    assert f'href="{ADDRESS}"' in admin_client.get(address).content.decode()
    sign_in(client, "view_pressitem")
    assert ADDRESS not in client.get(address).content.decode()
