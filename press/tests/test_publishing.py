"""The steps of an item: which are possible, by whom, and what they leave in the journal."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone

from cstosite.tests.surfaces import body
from press import publishing
from press.models import JournalEntry, PressItem, State

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return get_user_model().objects.create(username="ada")


@pytest.fixture
def bela():
    return get_user_model().objects.create(username="bela")


def test_from_draft_to_public_by_two_people(ada, bela):
    item = make_item(State.DRAFT, modified_by=ada)
    item = publishing.submit(item, ada, "Please look at the names.")
    assert item.state == State.IN_REVIEW
    item = publishing.approve(item, bela)
    assert item.is_published()
    assert [(entry.act, entry.by) for entry in JournalEntry.objects.order_by("pk")] == [
        ("submitted", ada),
        ("approved", bela),
    ]


def test_nobody_approves_their_own_change_without_a_reason(ada):
    item = make_item(State.IN_REVIEW, modified_by=ada)
    with pytest.raises(ValidationError, match="You made the last change yourself"):
        publishing.approve(item, ada)
    publishing.approve(item, ada, reason="The session is in ten minutes.")
    assert JournalEntry.objects.get().act == "forced"


def test_what_is_incomplete_cannot_be_approved(ada):
    for item in (make_item(State.IN_REVIEW, body=""), make_interview(state=State.IN_REVIEW, body="<p>No prompt.</p>")):
        with pytest.raises(ValidationError):
            publishing.approve(item, ada)
        item.refresh_from_db()
        assert item.state == State.IN_REVIEW


def test_a_scheduled_item_gets_another_time_or_becomes_a_draft_again(ada):
    item = make_item(at=timezone.now() + timedelta(days=1))
    later = timezone.now() + timedelta(days=2)
    assert publishing.reschedule(item, ada, later).published_at == later
    item = publishing.unapprove(item, ada, "Not yet agreed.")
    assert (item.state, item.published_at) == (State.DRAFT, None)


def test_what_is_public_cannot_be_rescheduled_or_unapproved(ada):
    item = make_item()
    with pytest.raises(ValidationError, match="public already"):
        publishing.reschedule(item, ada, timezone.now() + timedelta(days=1))
    with pytest.raises(ValidationError, match="public already"):
        publishing.unapprove(item, ada, "Oh.")


def test_withdrawing_needs_a_reason_and_restoring_keeps_identifier_address_and_date(ada):
    item = make_item()
    with pytest.raises(ValidationError):
        publishing.withdraw(item, ada, " ")
    gone = publishing.withdraw(item, ada, "It was about another Examplia.")
    assert gone.state == State.WITHDRAWN and gone.withdrawal_reason
    back = publishing.restore(gone, ada, "It was about this one after all.", "The text is right.")
    assert back.is_published() and not back.withdrawal_reason
    assert (back.uuid, back.slug, back.published_at) == (item.uuid, item.slug, item.published_at)


def test_what_is_not_public_yet_is_not_withdrawn(ada):
    item = make_item(at=timezone.now() + timedelta(days=1))
    with pytest.raises(ValidationError, match="not public yet"):
        publishing.withdraw(item, ada, "Oh.")


def test_a_save_of_an_old_copy_does_not_undo_a_withdrawal(ada):
    opened = make_item(title="Old")
    publishing.withdraw(opened, ada, "It was about another Examplia.")
    opened.title = "New"
    opened.save()
    opened.refresh_from_db()
    assert (opened.title, opened.state) == ("New", State.WITHDRAWN)
    assert opened.withdrawal_reason


def test_an_old_copy_cannot_delete_what_was_published_meanwhile(ada, bela):
    opened = make_item(State.IN_REVIEW, modified_by=ada)
    publishing.approve(opened, bela)
    with pytest.raises(ValidationError):
        opened.delete()


def test_the_second_of_two_people_is_told(ada, bela):
    seen_by_both = make_item(State.IN_REVIEW, modified_by=ada)
    publishing.send_back(seen_by_both, bela, "The date is missing.")
    with pytest.raises(ValidationError, match="by now: somebody was here before you"):
        publishing.approve(seen_by_both, bela)


def test_what_is_in_a_language_without_addresses_is_published_nowhere(client):
    make_item(language="ru", slug="one", title="Zzyzx")
    make_item(State.WITHDRAWN, language="ru", slug="gone")
    assert not PressItem.objects.get(slug="one").is_published()
    for address in ("/press/one/", "/press/gone/", "/press/one.json"):
        assert client.get(address).status_code == 404, address
    assert "/press/one/" not in client.get("/sitemap-press.xml").content.decode()
    for table in ("press", "withdrawn"):
        assert json.loads(body(client.get(f"/data/{table}.json"))) == []
    for address in ("/feeds/all.json", "/press/", "/search/?q=zzyzx"):
        assert "Zzyzx" not in client.get(address).content.decode(), address


def test_the_journal_is_only_added_to(ada):
    publishing.submit(make_item(State.DRAFT), ada)
    entry = JournalEntry.objects.get()
    entry.reason = "Another reason."
    with pytest.raises(TypeError):
        entry.save()
