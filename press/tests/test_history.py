"""Every text an item had: listed, compared, brought back; and what was deleted, recovered."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from cstosite.shared.partial_date import PartialDate
from cstosite.tests.page import Page, count_queries
from delegations.tests.make import make_country
from press import changing, content, publishing
from press.history import keep
from press.models import Act, JournalEntry, PressItem, Revision, State

from .make import make_interview, make_item
from .test_changing import change

pytestmark = pytest.mark.django_db


def url(name, item, *args):
    return reverse(f"admin:press_pressitem_{name}", args=[item.pk, *args])


def test_every_save_is_kept_with_who_when_and_why(admin_client, admin_user):
    item = make_item(State.DRAFT, title="First")
    changing.save(item, content.of_item(item) | {"title": "Second"}, admin_user, "Shorter.")
    row = Page(admin_client.get(url("history", item))).all(".history tbody tr")[0].text
    assert "admin" in row and "saved: Shorter." in row


def test_two_texts_are_compared_word_by_word(admin_client, admin_user):
    item = make_item(State.DRAFT, body="<p>Examplia plans a library.</p><p>Unchanged words.</p>")
    keep(item, Act.LOAD)
    change(item, admin_user, body="<p>Examplia plans two libraries.</p><p>Unchanged words.</p>")
    new, old = Revision.objects.all()
    page = Page(admin_client.get(url("compare", item), {"from": old.pk, "to": new.pk}))
    assert page.one("del").text == "a library." and page.one("ins").text == "two libraries."
    assert "Unchanged" not in page.one(".side").text


def test_the_reviewer_sees_the_change_against_what_is_live_on_the_step_itself(admin_client, admin_user):
    item = make_item(title="Old words", slug="one")
    change(item, admin_user, title="New words")
    for address in (url("approve-change", item), url("compare", item) + "?from=live&to=copy"):
        page = Page(admin_client.get(address))
        assert (page.one("del").text, page.one("ins").text) == ("Old", "New")


@pytest.mark.parametrize("query", ["?from=x&to=y", "?from=99999&to=live", "?from=" + "9" * 40, "?from=-1"])
def test_a_text_that_does_not_exist_is_not_found(admin_client, query):
    assert admin_client.get(url("compare", make_item()) + query).status_code == 404


def test_a_text_of_another_item_is_not_shown_or_brought_back(admin_client, admin_user):
    other = make_item(State.DRAFT, title="Other")
    revision = keep(other, Act.SAVE)
    item = make_item(State.DRAFT)
    assert admin_client.get(url("compare", item), {"from": revision.pk}).status_code == 404
    assert admin_client.post(url("bring_back", item, revision.pk)).status_code == 404


def test_an_earlier_text_is_brought_back_and_nothing_but_text(admin_client, admin_user):
    item = make_interview(state=State.DRAFT, slug="first")
    keep(item, Act.SAVE)
    change(item, admin_user, title="Second", slug="second", given_on="2024-01-01", appearances=[])
    revision = Revision.objects.order_by("pk").first()
    assert Page(admin_client.get(url("bring_back", item, revision.pk))).all("ins")
    admin_client.post(url("bring_back", item, revision.pk))
    item.refresh_from_db()
    assert item.title == "Ada Example: More Examples" and item.appearances.get().label == "Ada Example"
    assert (item.slug, str(item.given_on), item.state) == ("second", "2024-01-01", State.DRAFT)


def test_an_earlier_text_of_a_live_item_is_a_change_that_waits(admin_client, admin_user):
    item = make_item(title="Now")
    revision = keep(item, Act.SAVE, said=content.of_item(item) | {"title": "Before"})
    admin_client.post(url("bring_back", item, revision.pk))
    item.refresh_from_db()
    assert item.title == "Now" and item.working_copy.content["title"] == "Before"


def test_a_withdrawn_item_stays_withdrawn_whatever_text_is_brought_back(admin_client, admin_user):
    item = make_item()
    revision = keep(item, Act.SAVE, said=content.of_item(item) | {"title": "Before"})
    publishing.withdraw(item, admin_user, "It was wrong.")
    admin_client.post(url("bring_back", item, revision.pk))
    item.refresh_from_db()
    assert item.state == State.WITHDRAWN and item.slug


def test_a_deleted_draft_comes_back_with_its_identifier_history_and_anchors(admin_client):
    item = make_interview(state=State.DRAFT, title="Ada Example: Lost", slug="lost")
    uuid, anchors = item.uuid, [exchange.anchor for exchange in item.exchanges.all()]
    change(item, None, standfirst="A word more.")
    admin_client.post(url("delete", item), {"post": "yes"})
    assert not PressItem.objects.exists()
    deleted = reverse("admin:press_pressitem_deleted")
    page = Page(admin_client.get(deleted))
    assert "Ada Example: Lost" in page.text
    admin_client.post(deleted, {"recover": Revision.objects.get(act=Act.DELETE).pk})
    item = PressItem.objects.get()
    assert (item.uuid, item.state, item.standfirst) == (uuid, State.DRAFT, "A word more.")
    assert [exchange.anchor for exchange in item.exchanges.all()] == anchors
    assert item.appearances.get().label == "Ada Example" and item.revisions.count() == 3
    assert [entry.act for entry in item.journal.order_by("pk")] == [Act.DELETE, Act.RECOVER]
    assert "Ada Example: Lost" not in Page(admin_client.get(deleted)).text
    with pytest.raises(ValidationError):
        changing.recover(Revision.objects.get(act=Act.DELETE), None)


def test_a_recovered_item_whose_address_was_taken_gets_another(admin_user):
    item = make_item(State.DRAFT, title="Examplia", slug="examplia")
    changing.delete(item, admin_user)
    make_item(slug="examplia")
    assert changing.recover(Revision.objects.get(), admin_user).slug == "examplia-2"


@pytest.mark.parametrize("model", [JournalEntry, Revision])
def test_what_was_written_down_is_neither_changed_nor_deleted(model):
    item = make_item()
    row = keep(item, Act.SAVE) if model is Revision else JournalEntry.note(item, Act.LOAD)
    for act in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(at=item.created_at)):
        with pytest.raises(TypeError):
            act()


def test_the_history_takes_as_many_queries_for_a_hundred_texts_as_for_two(admin_client, admin_user):
    item = make_item(State.DRAFT)
    change(item, admin_user, byline="0")
    change(item, admin_user, byline="1")
    few = count_queries(admin_client, url("history", item))
    for number in range(50):
        change(item, admin_user, byline=str(number + 2))
    assert count_queries(admin_client, url("history", item)) == few


def seen_in(answer):
    return next(field["value"] for field in Page(answer).all("input") if field.get("name") == "seen")


def test_what_was_saved_since_the_comparison_is_not_replaced_unread(admin_client, admin_user):
    item = make_item(State.DRAFT, title="First")
    revision = keep(item, Act.SAVE)
    change(item, admin_user, title="Second")
    seen = seen_in(admin_client.get(url("bring_back", item, revision.pk)))
    change(item, admin_user, title="Third")
    answer = admin_client.post(url("bring_back", item, revision.pk), {"seen": seen}, follow=True)
    assert "Somebody saved it meanwhile" in Page(answer).text
    item.refresh_from_db()
    assert item.title == "Third"
    admin_client.post(url("bring_back", item, revision.pk), {"seen": seen_in(answer)})
    item.refresh_from_db()
    assert item.title == "First"


def test_an_item_older_than_the_histories_begins_its_own_with_what_it_says(admin_user):
    item = make_interview(state=State.DRAFT, countries=[make_country()])
    item.given_on = PartialDate.parse("2023-12")
    item.save()
    import_module("press.migrations.0004_first_revisions").keep(apps, None)
    # What came later an item of that time has none of.
    later = {"topics": [], "republished_from": "", "republished_url": ""}
    assert Revision.objects.get().content | later == content.of_item(item)
