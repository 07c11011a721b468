"""What a page weighs: a first view in one round trip, the next in less than half of it."""

import gzip
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from cstosite.tests.page import Page
from press.models import PressItem

pytestmark = pytest.mark.django_db

FIRST_VIEW, WITH_FONTS, NEXT_PAGE, REQUESTS = 14_600, 100_000, 6 * 1024, 10
ADDRESSES = [
    "/",
    "/delegations/",
    "/delegations/kazakhstan/",
    "/press/",
    "/search/?q=peacekeeping",
    "/feeds/",
    "/about/",
]


def sent(address):
    """The file of a static address, as it stands."""
    return Path(finders.find(address.removeprefix(settings.STATIC_URL))).read_bytes()


def test_a_first_view_takes_one_round_trip_and_the_next_page_less_than_half(client, content):
    item = PressItem.objects.get().get_absolute_url()
    for address in [*ADDRESSES, item, f"{item}q2/"]:
        answer = client.get(address)
        page, html = Page(answer), len(gzip.compress(answer.content))
        links = {
            rel: [link["href"] for link in page.all("link") if link["rel"] == rel] for rel in ("stylesheet", "preload")
        }
        scripts = [script["src"] for script in page.all("script") if script.get("src")]
        styles = sum(len(brotli.compress(sent(style))) for style in links["stylesheet"])
        fonts = sum(len(sent(font)) for font in links["preload"])
        code = sum(len(brotli.compress(sent(script))) for script in scripts)
        assert html + styles <= FIRST_VIEW, address
        assert html + styles + fonts + code <= WITH_FONTS, address
        assert html + code <= NEXT_PAGE, address
        icon = 1
        assert 1 + sum(map(len, links.values())) + len(scripts) + icon <= REQUESTS, address


def test_fonts_never_move_what_is_read_already_and_italics_are_the_systems():
    faces = sent(f"{settings.STATIC_URL}css/tokens.css").decode().split("@font-face")[1:]
    assert faces and all("font-display: optional" in face and "italic" not in face.partition("}")[0] for face in faces)
