"""The feed of all press over HTTP: whole, stable, honest about change, never early."""

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime

import feedparser
import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.http import http_date

from press import publishing
from press.models import State
from press.tests import make

pytestmark = pytest.mark.django_db

FORMATS = ["rss", "atom", "json"]


def make_item(*args, **values):
    """An item that was last changed an hour ago: a feed names no change that is seconds old as its last."""
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        return make.make_item(*args, **values)


def ids(client, format):
    content = client.get(f"/feeds/all.{format}").content
    if format == "json":
        return [item["id"] for item in json.loads(content)["items"]]
    return [entry.id for entry in feedparser.parse(content).entries]


def test_three_formats_hold_the_same_identifiers_in_the_same_order(client):
    items = [make_item(at=timezone.now() - timedelta(days=day)) for day in (3, 1, 2)]
    expected = [f"urn:uuid:{items[place].uuid}" for place in (1, 2, 0)]
    assert [ids(client, format) for format in FORMATS] == [expected] * 3


def test_an_identifier_survives_a_new_address_a_new_title_and_another_host(client, settings):
    item = make_item()
    before = ids(client, "rss")
    item.slug, item.title = "elsewhere", "Another title"
    item.save()
    settings.SITE_URL = "https://another.example"
    assert ids(client, "rss") == before


@pytest.mark.parametrize("format", FORMATS)
def test_addresses_come_from_the_setting_not_from_the_host(client, settings, format):
    settings.ALLOWED_HOSTS = ["forged.example"]
    make_item(body='<p><a href="/about/">About</a></p>')
    content = client.get(f"/feeds/all.{format}", headers={"host": "forged.example"}).content.decode()
    assert "forged" not in content
    assert "http://testserver.example/about/" in content


@pytest.mark.parametrize(
    ("format", "content_type"),
    [
        ("rss", "application/rss+xml; charset=utf-8"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("json", "application/feed+json"),
    ],
)
def test_the_answer_says_what_it_is_and_how_long_it_may_be_kept(client, format, content_type):
    make_item()
    answer = client.get(f"/feeds/all.{format}")
    assert answer["Content-Type"] == content_type
    assert answer["Cache-Control"] == "public, max-age=900, s-maxage=60"
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


@pytest.mark.parametrize("format", FORMATS)
def test_an_unchanged_feed_answers_304_with_its_headers(client, format):
    make_item()
    first = client.get(f"/feeds/all.{format}")
    for condition in (
        {"if-none-match": first["ETag"]},
        {"if-none-match": f'W/{first["ETag"]}, "other"'},
        {"if-modified-since": first["Last-Modified"]},
        {"if-modified-since": http_date(timezone.now().timestamp() + 86400)},
    ):
        again = client.get(f"/feeds/all.{format}", headers=condition)
        assert (again.status_code, again.content) == (304, b"")
        for header in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
            assert again[header] == first[header]


def test_the_etag_beats_the_date_and_a_bad_date_is_ignored(client):
    make_item()
    modified = client.get("/feeds/all.rss")["Last-Modified"]
    for condition in (
        {"if-none-match": '"other"', "if-modified-since": modified},
        {"if-modified-since": "yesterday"},
    ):
        assert client.get("/feeds/all.rss", headers=condition).status_code == 200


@pytest.mark.parametrize("format", FORMATS)
def test_head_has_the_headers_of_get(client, format):
    make_item()
    get, head = client.get(f"/feeds/all.{format}"), client.head(f"/feeds/all.{format}")
    for header in ("ETag", "Last-Modified", "Cache-Control", "Content-Type", "Vary", "Content-Length"):
        assert head[header] == get[header]


def test_a_compressed_answer_can_be_revalidated(client):
    make_item(body=make.INTERVIEW * 5)
    first = client.get("/feeds/all.rss", headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip" and first["ETag"].startswith('W/"')
    again = client.get("/feeds/all.rss", headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]})
    assert again.status_code == 304


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
def test_validators_move_when_an_item_is_withdrawn_and_when_one_is_back_dated(client):
    ada = get_user_model().objects.create(username="ada")
    make_item(at=timezone.now() - timedelta(days=9))
    newest = make_item(at=timezone.now() - timedelta(days=1))
    seen = client.get("/feeds/all.rss")
    with time_machine.travel("2026-05-01T13:00:00Z", tick=False):
        publishing.withdraw(newest, ada, "A trial.")
    with time_machine.travel("2026-05-01T13:01:00Z", tick=False):
        after = client.get("/feeds/all.rss", headers={"if-modified-since": seen["Last-Modified"]})
        assert after.status_code == 200 and after["ETag"] != seen["ETag"]
    with time_machine.travel("2026-05-01T14:00:00Z", tick=False):
        old = make_item(State.IN_REVIEW)
        publishing.approve(old, ada, at=timezone.now() - timedelta(days=400))
    with time_machine.travel("2026-05-01T14:01:00Z", tick=False):
        again = client.get("/feeds/all.rss", headers={"if-modified-since": after["Last-Modified"]})
        assert again.status_code == 200
        assert parsedate_to_datetime(again["Last-Modified"]) > parsedate_to_datetime(after["Last-Modified"])


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
def test_a_draft_moves_no_validator(client):
    make_item()
    before = client.get("/feeds/all.atom")
    with time_machine.travel("2026-05-01T13:00:00Z", tick=False):
        make_item(State.DRAFT)
        make_item(at=timezone.now() + timedelta(days=1))
        after = client.get("/feeds/all.atom")
    assert (after["ETag"], after["Last-Modified"]) == (before["ETag"], before["Last-Modified"])


def test_an_empty_feed_is_valid_and_does_not_change_by_itself(client):
    with time_machine.travel("2026-05-01T12:00:00Z", tick=False):
        first = [client.get(f"/feeds/all.{format}") for format in FORMATS]
    with time_machine.travel("2026-05-02T12:00:00Z", tick=False):
        second = [client.get(f"/feeds/all.{format}") for format in FORMATS]
    assert [answer["ETag"] for answer in first] == [answer["ETag"] for answer in second]
    assert not feedparser.parse(first[0].content).bozo


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_harms_no_feed(client, format):
    make_item(title="A & B <c> \x0b\ufffe \U0001f600 \u202e", body="<p>]]> &amp; <b>x</b></p>")
    content = client.get(f"/feeds/all.{format}").content
    if format == "json":
        assert json.loads(content)["items"][0]["title"].startswith("A & B <c>")
    else:
        parsed = feedparser.parse(content)
        assert not parsed.bozo
        assert "]]>" in parsed.entries[0].content[0].value.replace("&gt;", ">")


def test_thirty_whole_items_and_the_feed_says_whether_that_is_all(client):
    for _number in range(30):
        make_item()
    assert b"fh:complete" in client.get("/feeds/all.rss").content
    make_item()
    content = client.get("/feeds/all.rss").content
    assert len(feedparser.parse(content).entries) == 30
    assert b"fh:complete" not in content


def test_every_page_leads_to_the_feeds_it_names(client):
    make_item()
    for address in ("/", "/press/", "/delegations/", "/about/", "/feeds/"):
        html = client.get(address).content.decode()
        for format, content_type in (("rss", "rss+xml"), ("atom", "atom+xml"), ("json", "feed+json")):
            assert f'<link rel="alternate" type="application/{content_type}"' in html
            assert f'href="/feeds/all.{format}"' in html


def test_a_change_of_this_very_second_is_not_yet_named_as_the_last(client):
    make.make_item()
    assert "Last-Modified" not in client.get("/feeds/all.rss")


def test_an_unknown_format_is_404_and_a_post_is_refused(client):
    assert client.get("/feeds/all.xml").status_code == 404
    assert client.post("/feeds/all.rss").status_code == 405
