"""The one gate: what is public, at which second."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

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
    surfaces = ["/", "/press/", item.get_absolute_url(), "/feeds/all.rss", "/feeds/all.json", "/sitemap.xml"]

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
