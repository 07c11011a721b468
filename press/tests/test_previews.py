"""Previews: the exact page before it is public, for staff and for whoever has a link; for nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from cstosite.tests.page import Page
from press import content, publishing
from press.models import PreviewLink, State

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return get_user_model().objects.create(username="ada")


def make_link(item, by, **values):
    link, address = PreviewLink.make(item, by, **values)
    return link, address.removeprefix("http://testserver.example")


def test_a_link_shows_the_page_that_will_be_public_and_nobody_may_keep_it(client, ada):
    item = make_interview(state=State.DRAFT)
    _link, address = make_link(item, ada)
    answer = client.get(address)
    page = Page(answer)
    assert page.one("h1").text == "Ada Example: More Examples"
    assert "What does Examplia plan?" in page.one("#q1").text
    assert "Preview: not published." in page.text and "Back to editing" not in page.text
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"] and answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies and "ETag" not in answer
    assert not page.all(".pager")


def test_a_link_follows_the_draft_or_keeps_the_text_it_was_made_with(client, ada):
    item = make_item(State.DRAFT, title="First")
    following, pinned = make_link(item, ada)[1], make_link(item, ada, said=content.of_item(item))[1]
    item.title = "Second"
    item.save()
    assert [Page(client.get(address)).one("h1").text for address in (following, pinned)] == ["Second", "First"]
    item.refresh_from_db()
    assert item.title == "Second"


def test_a_link_is_dead_when_it_runs_out_is_taken_back_or_the_item_is_out(client, ada):
    item = make_item(State.IN_REVIEW)
    link, address = make_link(item, ada, days=3)
    assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=3, seconds=1), tick=False):
        assert client.get(address).status_code == 404
    publishing.approve(item, ada, at=timezone.now() + timedelta(days=1))
    assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1), tick=False):
        assert client.get(address).status_code == 404
    link.revoked_at = timezone.now()
    link.save()
    assert client.get(address).status_code == 404


def test_a_dead_link_answers_like_an_address_that_never_existed(client, ada):
    link, address = make_link(make_item(State.DRAFT), ada)
    PreviewLink.objects.update(revoked_at=timezone.now())
    assert client.get(address).content == client.get("/preview/nothing/").content
    assert client.get("/preview/" + "x" * 2000 + "/").status_code == 404


def test_the_database_does_not_know_the_address_of_a_link(ada):
    link, address = make_link(make_item(State.DRAFT), ada)
    token = address.strip("/").split("/")[-1]
    assert len(token) >= 40
    assert token not in str(PreviewLink.objects.values().get())


def test_staff_see_the_page_and_the_feed_entry_of_a_draft(admin_client, client):
    item = make_interview(state=State.DRAFT)
    address = reverse("admin:press_pressitem_preview", args=[item.pk])
    answer = admin_client.get(address)
    assert "What does Examplia plan?" in Page(answer).text
    assert "private" in answer["Cache-Control"] and "no-store" in answer["Cache-Control"]
    entry = Page(admin_client.get(address + "?feed"))
    assert f"urn:uuid:{item.uuid}" in entry.text and "More examples." in entry.text
    for page in (Page(answer), entry):
        assert page.one(".notice a")["href"] == reverse("admin:press_pressitem_change", args=[item.pk])
    assert client.get(address).status_code == 302


def test_a_link_is_made_and_taken_back_in_the_admin(admin_client, client):
    item = make_item(State.DRAFT)
    address = reverse("admin:press_pressitem_links", args=[item.pk])
    made = Page(admin_client.post(address, {"note": "Ada Example", "days": 5})).one(".address").text
    path = made.removeprefix("http://testserver.example")
    assert client.get(path).status_code == 200
    assert made not in admin_client.get(address).content.decode()
    link = PreviewLink.objects.get()
    admin_client.post(address, {"revoke": link.pk})
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("days", ["0", "61", "-1", "many"])
def test_a_link_runs_for_one_to_sixty_days(admin_client, days):
    item = make_item(State.DRAFT)
    answer = admin_client.post(reverse("admin:press_pressitem_links", args=[item.pk]), {"days": days})
    assert Page(answer).all(".errorlist") and not PreviewLink.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "9" * 5000])
def test_a_link_of_no_number_cannot_be_taken_back(admin_client, number):
    item = make_item(State.DRAFT)
    url = reverse("admin:press_pressitem_links", args=[item.pk])
    assert admin_client.post(url, {"revoke": number}).status_code == 404
