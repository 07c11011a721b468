"""What a reader is told when it asks whether a feed has changed: the truth, with ETag and with the date alone."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone

from cstosite.shared.partial_date import PartialDate
from delegations import changing as register
from delegations.merging import merge
from delegations.models import Website
from delegations.tests.make import make_country, make_delegation, make_person, make_source
from press import changing, content, publishing
from press.models import Appearance, Kind, State, Topic
from press.tests.make import INTERVIEW, make_item

pytestmark = pytest.mark.django_db

FEEDS = ["all.rss", "countries/xa.atom", "topics/peace.json", "people/ada.rss", "press.atom?kind=interviews&country=xa"]
SEARCH = "search.json?q=examples"


@pytest.fixture
def clock():
    with time_machine.travel("2026-06-15 12:00+03:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def ada(clock):
    return get_user_model().objects.create(username="ada")


def record_website(delegation, day):
    site = Website(delegation=delegation, url=f"https://{delegation.slug}.example/", source=make_source())
    site.valid_from = PartialDate.parse(day)
    register.record(site)


@pytest.fixture
def item(ada):
    """The newer of two items that every feed has, an hour after it went out."""
    country, person = make_country(), make_person("Ada Example", slug="ada")
    delegation, topic = make_delegation(country=country), Topic.objects.create(name="Peace", slug="peace")
    record_website(delegation, "2026-06-14")
    for days in (400, 1):
        item = make_item(
            kind=Kind.INTERVIEW, body=INTERVIEW, at=timezone.now() - timedelta(days=days), countries=[country]
        )
        item.topics.add(topic)
        Appearance.objects.create(item=item, person=person, label="Ada Example")
    return item


def approve_change(item, ada, is_minor=False, **values):
    changing.save(item, content.of_item(item) | values, ada)
    changing.submit(item, ada)
    note = "" if is_minor else "It was another one."
    changing.approve(item, ada, is_minor=is_minor, note=note, reason="It cannot wait.")


def publish(item, ada, days):
    other = make_item(State.IN_REVIEW, kind=Kind.INTERVIEW, body=INTERVIEW, countries=item.countries.all())
    publishing.approve(other, ada, at=timezone.now() - timedelta(days=days))


def rename(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def merge_topic(item, ada):
    item.topics.get().merge_into(Topic.objects.create(name="Calm", slug="calm"))


CHANGES = {
    "withdrawal": (lambda item, ada: publishing.withdraw(item, ada, "A trial."), ["all.rss", *FEEDS[1:], SEARCH]),
    "publication": (lambda item, ada: publish(item, ada, 0), ["all.rss", FEEDS[1], FEEDS[4], SEARCH]),
    "back-dating": (lambda item, ada: publish(item, ada, 500), ["all.rss", FEEDS[1], FEEDS[4], SEARCH]),
    "correction": (lambda item, ada: approve_change(item, ada, title="Other"), [*FEEDS, SEARCH]),
    "minor change": (lambda item, ada: approve_change(item, ada, is_minor=True, title="Examplia one"), FEEDS),
    "no country any more": (lambda item, ada: approve_change(item, ada, countries=[]), ["all.rss", FEEDS[1], FEEDS[4]]),
    "no topic any more": (lambda item, ada: approve_change(item, ada, topics=[]), [FEEDS[2]]),
    "no speaker any more": (lambda item, ada: approve_change(item, ada, appearances=[]), [FEEDS[3]]),
    "country renamed": (lambda item, ada: rename(item.countries.get(), name="Samplia"), FEEDS[:2]),
    "topic renamed": (lambda item, ada: rename(Topic.objects.get(), name="Calm"), ["all.rss", FEEDS[2]]),
    "person renamed": (lambda item, ada: rename(item.appearances.get().person, name="Ada Sample"), [FEEDS[3]]),
    "person merged": (lambda item, ada: merge(item.appearances.get().person, make_person("A."), "Same."), []),
    "topic merged": (merge_topic, ["all.rss"]),
    "delegation renamed": (
        lambda item, ada: rename(item.countries.get().delegation, name="Samplia", slug="samplia"),
        ["delegations.atom"],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_a_feed_is_told_by_etag_and_by_date_alone(client, clock, item, ada, name):
    act, feeds = CHANGES[name]
    clock.shift(3600)
    before = {feed: client.get(f"/feeds/{feed}") for feed in feeds}
    clock.shift(60)
    act(item, ada)
    clock.shift(60)
    for feed, first in before.items():
        again = client.get(f"/feeds/{feed}", headers={"if-modified-since": first["Last-Modified"]})
        if again.status_code == 404:
            continue
        assert again.status_code == 200, feed
        assert again["ETag"] != first["ETag"], feed
        then, now = (parsedate_to_datetime(answer["Last-Modified"]) for answer in (first, again))
        assert then < now <= timezone.now(), feed
        known = {"if-none-match": first["ETag"], "if-modified-since": again["Last-Modified"]}
        assert client.get(f"/feeds/{feed}", headers=known).status_code == 200


UNSEEN = {
    "draft made": lambda item, ada: make_item(State.DRAFT, countries=item.countries.all()),
    "draft saved": lambda item, ada: make_item(State.DRAFT).save(),
    "draft deleted": lambda item, ada: changing.delete(make_item(State.DRAFT), ada),
    "approved for later": lambda item, ada: make_item(at=timezone.now() + timedelta(days=1)),
    "approval taken back": lambda item, ada: publishing.unapprove(
        make_item(at=timezone.now() + timedelta(days=1)), ada, "Not yet."
    ),
    "change begun": lambda item, ada: changing.save(item, content.of_item(item) | {"title": "Other"}, ada),
    "unused topic renamed": lambda item, ada: rename(Topic.objects.create(name="Unused", slug="unused"), name="U"),
    "unknown person saved": lambda item, ada: make_person("Nobody Example", slug="nobody").save(),
    "speaker of a draft": lambda item, ada: Appearance.objects.create(item=make_item(State.DRAFT), label="A"),
    "fact to come": lambda item, ada: record_website(item.countries.get().delegation, "2026-06-30"),
    "nothing": lambda item, ada: None,
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_the_public_does_not_see_moves_nothing(client, clock, item, ada, name):
    feeds = [*FEEDS, SEARCH, "delegations.rss", "all/2026-06.json"]
    clock.shift(3600)
    before = [client.get(f"/feeds/{feed}") for feed in feeds]
    clock.shift(60)
    UNSEEN[name](item, ada)
    clock.shift(60)
    for feed, first in zip(feeds, before, strict=True):
        again = client.get(f"/feeds/{feed}")
        assert (again["ETag"], again["Last-Modified"]) == (first["ETag"], first["Last-Modified"]), feed


def test_the_date_never_goes_back(client, clock, item, ada):
    seen = []
    for name in ("publication", "withdrawal", "country renamed", "back-dating", "topic renamed"):
        clock.shift(60)
        CHANGES[name][0](item, ada)
        clock.shift(60)
        seen.append(parsedate_to_datetime(client.get("/feeds/all.rss")["Last-Modified"]))
    assert seen == sorted(set(seen))


def test_what_changes_while_a_feed_is_made_is_not_promised(client, clock, item, monkeypatch):
    from cstosite.channels import Channel

    clock.shift(3600)
    newest = Channel.newest
    before = client.get("/feeds/all.rss")["Last-Modified"]

    def slow(self, number):
        rows = newest(self, number)
        rename(item.countries.get(), name="Samplia")
        return rows

    monkeypatch.setattr(Channel, "newest", slow)
    assert client.get("/feeds/all.rss")["Last-Modified"] == before


@pytest.mark.parametrize("date", ["yesterday", "", "Mon, 15 Jun 2026", "0", "Thu, 01 Jan 1970 00:00:00 GMT", "\xff"])
def test_a_date_that_says_nothing_gets_the_feed(client, clock, item, date):
    assert client.get("/feeds/all.rss", headers={"if-modified-since": date}).status_code == 200


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("feed", ["all.rss", "countries/xa.atom", "all/2026-06.json", SEARCH, "delegations.atom"])
def test_a_304_and_a_head_say_what_the_200_says(client, clock, item, feed, encoding):
    clock.shift(3600)
    item.body = INTERVIEW * 9
    item.save()
    clock.shift(60)
    accept = {"accept-encoding": encoding}
    first = client.get(f"/feeds/{feed}", headers=accept)
    assert first["ETag"].startswith('W/"' if "Content-Encoding" in first else '"')
    said = dict(first.headers)
    said.pop("X-Request-ID")
    head = client.head(f"/feeds/{feed}", headers=accept)
    assert {name: head.get(name) for name in said} == said | {"Content-Length": said["Content-Length"]}
    assert head.content == b""
    kept = ["ETag", "Cache-Control", "Vary", "Last-Modified", "Access-Control-Allow-Origin"]
    strong = first["ETag"].removeprefix("W/")
    for condition in (
        {"if-none-match": first["ETag"]},
        {"if-none-match": f'"other", W/{strong}, "third"'},
        {"if-none-match": "*"},
        {"if-modified-since": first["Last-Modified"]},
        {"if-none-match": strong, "if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        again = client.get(f"/feeds/{feed}", headers=accept | condition)
        assert (again.status_code, again.content) == (304, b""), condition
        assert {name: again.get(name) for name in kept} == {name: said[name] for name in kept}
