"""Builders of plainly fictional press items for tests."""

from datetime import timedelta
from functools import cache
from io import BytesIO
from itertools import count
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from cstosite.shared import pictures
from press.models import Appearance, Kind, Picture, PressItem, State

_numbers = count(1)

INTERVIEW = (
    '<p data-role="prompt">What does Examplia plan?</p><p>More examples.</p>'
    '<p>And better ones.</p><p data-role="prompt">And then?</p><p>A rest.</p>'
)


def make_item(state=State.APPROVED, at=None, **values):
    """An item; `at` is its time, by default an hour ago when it is approved or withdrawn."""
    number = next(_numbers)
    if state in (State.APPROVED, State.WITHDRAWN):
        at = at or timezone.now() - timedelta(hours=1)
    if state == State.WITHDRAWN:
        values = {"withdrawn_at": timezone.now(), "withdrawal_reason": "It was about another Examplia."} | values
    countries = values.pop("countries", [])
    defaults = {"title": f"Examplia item {number}", "slug": f"examplia-{number}", "body": "<p>Some words.</p>"}
    item = PressItem.objects.create(state=state, published_at=at, **(defaults | values))
    item.countries.set(countries)
    return item


def upload(name="photo.jpg", size=(640, 480), color="teal"):
    """A picture file as a browser sends it."""
    file = BytesIO()
    Image.new("RGB", size, color).save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


@cache
def _rendered(data, renditions=pictures.renditions):
    """The renditions of one picture, made once for all tests: every test has the same."""
    return tuple(renditions(data))


def make_picture():
    """A kept picture with its renditions."""
    with mock.patch.object(pictures, "renditions", _rendered):
        return Picture.take(upload())


def make_interview(speaker="Ada Example", **values):
    """An interview of two exchanges with one speaker."""
    values = {"title": f"{speaker}: More Examples", "body": INTERVIEW, "kind": Kind.INTERVIEW} | values
    item = make_item(**values)
    Appearance.objects.create(item=item, label=speaker, office="Chair of Examples")
    return item
