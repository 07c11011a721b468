"""The one gate: what is public, at which second."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from cstosite.middleware import seconds_until_change
from press.models import PressItem, State

from .make import make_item

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "at", "now", "public"),
    [
        (State.DRAFT, None, DUE, False),
        (State.DRAFT, DUE, DUE + SECOND, False),
        (State.IN_REVIEW, None, DUE, False),
        (State.APPROVED, DUE, DUE - SECOND, False),
        (State.APPROVED, DUE, DUE - timedelta(microseconds=1), False),
        (State.APPROVED, DUE, DUE, True),
        (State.APPROVED, DUE, DUE + SECOND, True),
        (State.WITHDRAWN, DUE, DUE + SECOND, False),
    ],
)
def test_the_queryset_and_the_instance_agree_on_what_is_public(state, at, now, public):
    item = make_item(state, at)
    assert item.is_published(now) is public
    assert PressItem.objects.published(now).exists() is public


@time_machine.travel(DUE - SECOND, tick=False)
def test_a_scheduled_item_appears_at_its_second_on_every_surface_without_a_job(client):
    item = make_item(at=DUE, title="Examplia at last")
    surfaces = ["/", "/press/", item.get_absolute_url(), "/feeds/all.rss", "/feeds/all.json", "/sitemap-press.xml"]

    def seen():
        return [
            address
            for address in surfaces
            if (answer := client.get(address)).status_code == 200
            and (b"Examplia at last" in answer.content or item.slug.encode() in answer.content)
        ]

    assert seen() == []
    with time_machine.travel(DUE, tick=False):
        assert seen() == surfaces


@time_machine.travel(DUE, tick=False)
def test_nothing_may_be_kept_past_the_next_due_item(client):
    make_item(at=DUE + timedelta(seconds=25))
    for address in ("/", "/press/", "/feeds/all.rss", "/no-such-page/", make_item(at=DUE).get_absolute_url()):
        ages = client.get(address)["Cache-Control"]
        assert "max-age=25" in ages and "max-age=60" not in ages, address


@time_machine.travel("2026-05-01T20:59:30Z", tick=False)
def test_nothing_may_be_kept_past_midnight_in_moscow(client):
    for address in ("/", "/delegations/", "/feeds/all.rss"):
        assert "max-age=30" in client.get(address)["Cache-Control"]


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
def test_an_item_that_falls_due_while_a_page_is_made_lets_nobody_keep_that_page():
    make_item(at=timezone.now() + SECOND)
    began = timezone.now()
    with time_machine.travel("2026-05-01T12:00:05Z", tick=False):
        assert seconds_until_change(began, PressItem.objects.next_due(began)) == 0


@pytest.mark.parametrize(("moment", "year"), [("2025-12-31T20:59:59Z", 2025), ("2025-12-31T21:00:00Z", 2026)])
def test_a_year_begins_at_midnight_in_moscow(client, moment, year):
    make_item(at=datetime.fromisoformat(moment), title="At the turn")
    assert b"At the turn" in client.get(f"/press/?year={year}").content
    assert PressItem.objects.get().published_year == year


def test_the_manager_offers_no_deletion_of_everything():
    assert not hasattr(PressItem.objects, "delete")


def test_what_was_public_cannot_be_deleted():
    public, withdrawn, draft = make_item(), make_item(State.WITHDRAWN), make_item(State.DRAFT)
    for item in (public, withdrawn):
        with pytest.raises(ValidationError):
            item.delete()
    with pytest.raises(ValidationError):
        PressItem.objects.all().delete()
    draft.delete()
    assert PressItem.objects.count() == 2


def test_a_scheduled_item_that_never_went_out_can_be_deleted():
    make_item(at=timezone.now() + timedelta(days=1)).delete()
    assert not PressItem.objects.exists()
