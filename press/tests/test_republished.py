"""Where an item was published before: on its page, in its feed entry and citations, in its history."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cstosite.tests.page import Page
from press import changing, comparing, content
from press.checklist import remarks
from press.models import PressItem, State, WorkingCopy

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db

ELSEWHERE = {"republished_from": "The Examplia Times", "republished_url": "https://times.example/2024/пример?a=1&b=2"}


def test_the_pages_name_where_it_was_published_before_and_lead_there(client):
    make_interview(slug="one", **ELSEWHERE)
    for address in ("/press/one/", "/press/one/q1/"):
        page = Page(client.get(address))
        assert page.one("header .web").text == "Republished from: The Examplia Times"
        assert page.one("header .web a")["href"] == ELSEWHERE["republished_url"]


def test_without_an_address_it_is_named_and_no_link(client):
    make_item(slug="one", republished_from="The <Times>")
    page = Page(client.get("/press/one/"))
    assert page.one("header .web").text == "Republished from: The <Times>" and not page.all("header .web a")
    make_item(slug="own")
    assert "Republished" not in Page(client.get("/press/own/")).text


def test_the_feeds_say_so_in_the_entry_and_atom_in_a_link_too(client):
    make_interview(slug="one", **ELSEWHERE)
    make_item(slug="own")
    atom, rss = (client.get(f"/feeds/all.{name}").content.decode() for name in ("atom", "rss"))
    assert atom.count('rel="via"') == 1
    encoded = "https://times.example/2024/%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80?a=1&amp;b=2"
    assert f'href="{encoded}" rel="via"' in atom
    [entry] = [e for e in json.loads(client.get("/feeds/all.json").content)["items"] if "/one/" in e["url"]]
    assert "Republished from: <a href=" in entry["content_html"]
    assert rss.count("Republished from:") == atom.count("Republished from:") == 1


def test_whoever_cites_it_is_told(client):
    make_interview(slug="one", standfirst="With Ada.", **ELSEWHERE | {"republished_url": "https://times.example/1"})
    plain, html = [block.text for block in Page(client.get("/press/one/")).all(".card .cite__text")]
    assert ". Republished from The Examplia Times. http://testserver.example/press/one/" in plain
    assert html.endswith('. Republished from <a href="https://times.example/1">The Examplia Times</a>.')
    sentence = "Republished from The Examplia Times. https://times.example/1"
    assert f"note = {{With Ada. {sentence}}}," in client.get("/press/one/cite.bib").content.decode()
    assert f"\r\nN1  - {sentence}\r\n" in client.get("/press/one/cite.ris").content.decode()
    data = client.get("/press/one/q1/").content.decode().partition('ld+json">')[2].partition("</script>")[0]
    assert json.loads(data)["isPartOf"]["isBasedOn"] == "https://times.example/1"


def test_an_address_alone_is_refused_by_form_and_database(admin_client):
    item = make_item(State.DRAFT)
    item.republished_url = "https://times.example/"
    with pytest.raises(ValidationError) as refused:
        item.full_clean()
    assert list(refused.value.message_dict) == ["republished_from"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PressItem.objects.filter(pk=item.pk).update(republished_url="https://times.example/")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://times.example/", "the times"])
def test_only_an_address_of_the_web_is_one(address):
    with pytest.raises(ValidationError):
        make_item(State.DRAFT, republished_from="The Times", republished_url=address).full_clean()


def test_it_is_typed_in_the_form_and_explained_there(admin_client):
    item = make_item(State.DRAFT)
    address = reverse("admin:press_pressitem_change", args=[item.pk])
    page = Page(admin_client.get(address))
    assert "name of the newspaper" in page.one(".field-republished_from").text
    sent = {field["name"]: field.get("value") or "" for field in page.all("#pressitem_form input") if field.get("name")}
    sent |= {area["name"]: area.text_as_typed for area in page.all("#pressitem_form textarea")}
    sent |= {"kind": item.kind, "language": "en", "republished_from": " The Times ", "republished_url": "times.example"}
    assert admin_client.post(address, sent).status_code == 302
    item.refresh_from_db()
    assert (item.republished_from, item.republished_url) == ("The Times", "https://times.example")


def test_it_is_compared_brought_back_and_looked_over_like_other_words(admin_user):
    item = make_item(State.DRAFT, republished_from="The Times")
    before = content.of_item(item)
    after = before | {"republished_from": "The  Times of ExampliaPost"}
    [difference] = comparing.differences(before, after)
    assert (difference.label, difference.before) == ("republished from", "The Times")
    changing.save(item, before | {"title": "Other"}, admin_user)
    revision = item.revisions.first()
    changing.save(item, after, admin_user)
    item.refresh_from_db()
    assert {name for name, _sentence in remarks(item)} >= {"republished_from"}
    changing.bring_back(item, revision, admin_user)
    item.refresh_from_db()
    assert item.republished_from == "The Times"


def test_a_change_begun_before_the_fields_were_there_goes_on(admin_user):
    item = make_item()
    old = {name: value for name, value in content.of_item(item).items() if not name.startswith("republished")}
    WorkingCopy.objects.create(item=item, content=old, modified_by=admin_user)
    assert comparing.differences(old, content.of_item(item)) == []
    assert changing.save(item, content.of_item(item), admin_user) is None
