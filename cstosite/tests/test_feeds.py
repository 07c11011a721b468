"""Every feed: what it is of, that it stays itself, that nothing is missing between its documents."""

import json
from datetime import datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine
from django.utils import timezone

from cstosite import feeds
from cstosite.tests.page import Page, count_queries
from delegations import changing
from delegations.merging import merge
from delegations.models import SeatCount
from delegations.tests.make import make_chamber, make_country, make_delegation, make_person, make_seats, make_source
from press import publishing
from press.models import Appearance, Kind, State, Topic
from press.tests.make import make_item

pytestmark = pytest.mark.django_db

FORMATS = ["rss", "atom", "json"]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2026-06-15 12:00+03:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def items():
    """Five items a month apart, the newest an hour old; all alike, so that every feed has them."""
    country, person = make_country(), make_person("Ada Example", slug="ada")
    make_delegation(country=country)
    topic = Topic.objects.create(name="Peace", slug="peace")
    made = []
    for months in range(5):
        at = timezone.now() - timedelta(hours=1, days=31 * months)
        item = make_item(at=at, kind=Kind.INTERVIEW, countries=[country])
        item.topics.add(topic)
        Appearance.objects.create(item=item, person=person, label="Ada Example")
        made.append(item)
    return made


FIXED = ["all", "interviews", "countries/xa", "people/ada", "topics/peace"]
EVERY = [*FIXED, "press"]


def read(client, path, format="rss", query=""):
    """What a reader makes of a document: its identifier, the entries' identifiers, and its links by relation."""
    answer = client.get(f"/feeds/{path}.{format}{query}")
    assert answer.status_code == 200, path
    if format == "json":
        document = json.loads(answer.content)
        return document["title"], [item["id"] for item in document["items"]], {"older": document.get("next_url")}
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    links = {link["rel"]: link["href"] for link in found.feed.links}
    return found.feed.get("id", found.feed.title), [entry.id for entry in found.entries], links


@pytest.mark.parametrize("path", EVERY)
def test_every_feed_holds_its_items_newest_first_in_three_formats(client, items, path):
    make_item(kind=Kind.GREETING, at=timezone.now() - timedelta(days=900))
    query = "?kind=interviews&year=2026" if path == "press" else ""
    expected = [f"urn:uuid:{item.uuid}" for item in items]
    for format in FORMATS:
        ids = read(client, path, format, query)[1]
        assert ids[:5] == expected and len(ids) == (6 if path == "all" else 5)


def test_the_titles_say_what_a_feed_is_of(client, items):
    titles = {path: read(client, path, "json")[0].partition(": ")[2] for path in FIXED}
    assert titles == {
        "all": "all press",
        "interviews": "Interviews",
        "countries/xa": "Examplia",
        "people/ada": "Ada Example",
        "topics/peace": "Peace",
    }
    query = "?kind=interviews&country=xa&person=ada&topic=peace&year=2026"
    assert read(client, "press", "json", query)[0].endswith(": Interviews, Examplia, Ada Example, Peace, 2026")


def test_feeds_are_told_apart_for_ever(client, items):
    first = {path: read(client, path, "atom")[0] for path in EVERY}
    assert len(set(first.values())) == len(EVERY)
    Topic.objects.update(name="Other")
    assert {path: read(client, path, "atom")[0] for path in EVERY} == first
    assert first["all"] == "urn:uuid:5f0a4c0e-6d0b-4a52-9a51-0f6cf3a3a1e7"


def test_the_order_of_filters_makes_no_other_feed(client, items):
    one, other = ("?kind=interviews&country=xa", "?country=xa&utm_source=x&kind=interviews")
    assert client.get(f"/feeds/press.atom{one}").content == client.get(f"/feeds/press.atom{other}").content


@pytest.mark.parametrize(
    "path",
    ["nothing", "countries/zz", "people/nobody", "topics/nothing", "all/2020-13", "all/2019-01", "press/2026-06"],
)
def test_what_is_no_feed_is_not_found(client, items, path):
    assert {client.get(f"/feeds/{path}.{format}").status_code for format in FORMATS} == {404}


@pytest.mark.parametrize("query", ["?kind=x", "?year=abc", "?before=x", "?country=%00", "?person=%ff&topic=a b"])
def test_odd_queries_are_no_fault(client, items, query):
    assert client.get(f"/feeds/press.rss{query}").status_code in {200, 301, 404}


def test_a_merged_person_and_topic_lead_on(client, items):
    other = make_person("Adah Example", slug="adah")
    merge(items[0].appearances.get().person, other, "The same.")
    peace, water = Topic.objects.get(), Topic.objects.create(name="Water", slug="water")
    water.merge_into(peace)
    for old, new in [("people/adah", "people/ada"), ("topics/water", "topics/peace")]:
        answer = client.get(f"/feeds/{old}.atom")
        assert (answer.status_code, answer["Location"]) == (301, f"/feeds/{new}.atom")
    old, new = (client.get(f"/feeds/press.atom?kind=interviews&topic={slug}") for slug in ("water", "peace"))
    assert old.content == new.content


@pytest.mark.parametrize("path", FIXED)
def test_archives_lead_from_the_newest_to_the_oldest_item(client, items, path, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 2)
    document = client.get(f"/feeds/{path}.rss").content.decode()
    seen, links = read(client, path)[1:]
    while address := links.get("prev-archive"):
        archive = address.removeprefix("http://testserver.example/feeds/").removesuffix(".rss")
        content = client.get(f"/feeds/{archive}.rss").content.decode()
        assert "<fh:archive/>" in content and "<fh:complete/>" not in document
        ids, links = read(client, archive)[1:]
        assert links["current"] == f"http://testserver.example/feeds/{path}.rss"
        seen += [identifier for identifier in ids if identifier not in seen]
    assert seen == [f"urn:uuid:{item.uuid}" for item in items]


def test_a_month_that_is_too_large_is_split_and_nothing_is_lost(client, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 1)
    monkeypatch.setattr(feeds, "MOST_BYTES", 40_000)
    at = datetime(2026, 5, 10, 12, tzinfo=timezone.get_current_timezone())
    items = [make_item(at=at - timedelta(minutes=number), body=f"<p>{'word ' * 800}</p>") for number in range(7)]
    make_item()
    seen, address = [], "http://testserver.example/feeds/all/2026-05.atom"
    while address:
        archive = address.removeprefix("http://testserver.example/feeds/").removesuffix(".atom")
        ids, links = read(client, archive, "atom")[1:]
        seen, address = seen + ids, links.get("prev-archive")
    assert seen == [f"urn:uuid:{item.uuid}" for item in items] and archive == "all/2026-05-1"
    forward, address = [], "http://testserver.example/feeds/all/2026-05-1.atom"
    while address:
        archive = address.removeprefix("http://testserver.example/feeds/").removesuffix(".atom")
        ids, links = read(client, archive, "atom")[1:]
        forward, address = ids + forward, links.get("next-archive")
    assert forward[1:] == seen


def test_a_document_holds_whole_entries_up_to_its_size_and_at_least_one(client, monkeypatch):
    assert feeds.MOST_BYTES == 512 * 1024
    monkeypatch.setattr(feeds, "MOST_BYTES", 64 * 1024)
    large = [
        make_item(body=f"<p>{'<b>ж</b> ' * 1_000}</p>", at=timezone.now() - timedelta(days=day)) for day in (1, 2, 3, 4)
    ]
    for format in FORMATS:
        answer = client.get(f"/feeds/all.{format}")
        ids = read(client, "all", format)[1]
        assert len(answer.content) <= 64 * 1024 and 1 <= len(ids) < len(large)
    make_item(body=f"<p>{'<b>ж</b> ' * 6_000}</p>")
    assert len(read(client, "all")[1]) == 1


def test_filters_are_continued_page_by_page(client, items, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 2)
    seen, address = [], "/feeds/press.json?kind=interviews&country=xa"
    while address:
        document = client.get(address.removeprefix("http://testserver.example")).json()
        seen += [item["id"] for item in document["items"]]
        address = document.get("next_url")
        make_item(kind=Kind.INTERVIEW)  # What is new shifts no page.
    assert seen == [f"urn:uuid:{item.uuid}" for item in items]
    assert client.get("/feeds/press.rss?kind=interviews&country=xa")["X-Robots-Tag"] == "noindex"


def test_changes_of_the_register_are_entries_from_their_day(client, now):
    chamber = make_chamber(make_delegation(country=make_country()))
    make_seats(chamber, 5, valid_from="2001-01-01")
    fact = SeatCount(chamber=chamber, seats=9, source=make_source())
    changing.change_from(chamber.delegation, [fact], timezone.localdate() + timedelta(days=3))
    assert [read(client, "delegations", format)[1] for format in FORMATS] == [[], [], []]
    change = chamber.delegation.changes.get()
    now.move_to(timezone.now() + timedelta(days=3))
    for format in FORMATS:
        assert read(client, "delegations", format)[1] == [f"urn:uuid:{change.uuid}"]
    entry = client.get("/feeds/delegations.json").json()["items"][0]
    assert entry["title"] == "Examplia, Lower House: 9 seats from 18 June 2026; before: 5 seats."
    assert entry["date_published"] == "2026-06-18T00:00:00+03:00"
    assert entry["url"] == "http://testserver.example/delegations/examplia/"


def test_what_is_withdrawn_is_gone_from_every_feed(client, items, admin_user):
    publishing.withdraw(items[0], admin_user, "It was about another Examplia.")
    for path in FIXED:
        assert len(read(client, path)[1]) == 4
        assert client.get(f"/feeds/{path}/2026-06.rss").status_code == 404


@pytest.mark.parametrize("path", FIXED)
def test_every_feed_has_a_page_for_people(client, items, path):
    page = Page(client.get(f"/feeds/{path}/"))
    assert [link["href"] for link in page.all("dl.addresses a")] == [f"/feeds/{path}.{format}" for format in FORMATS]
    assert items[0].title in page.text and page.one("h1").text.startswith("Feed: ")


def test_the_directory_and_opml_name_every_feed_that_has_something(client, items):
    make_item(State.DRAFT, kind=Kind.GREETING)
    make_person("Nobody Example", slug="nobody")
    listed = [link["href"] for link in Page(client.get("/feeds/")).all(".feedlist a")]
    assert listed == [f"/feeds/{path}/" for path in [*FIXED[:3], "topics/peace", "delegations", "people/ada"]]
    outlines = ElementTree.fromstring(client.get("/feeds.opml").content).findall(".//outline")
    assert [outline.get("xmlUrl") for outline in outlines] == [
        f"http://testserver.example{address.removesuffix('/')}.rss" for address in listed
    ]


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("/press/?kind=interviews", "interviews"),
        ("/press/?country=xa", "countries/xa"),
        ("/press/?kind=interviews&country=xa", "press"),
        ("/people/ada/", "people/ada"),
        ("/topics/peace/", "topics/peace"),
        ("/delegations/examplia/", "countries/xa"),
        ("/delegations/", "delegations"),
        ("/press/", "all"),
        ("/feeds/interviews/", "interviews"),
    ],
)
def test_a_page_names_its_own_feed_first(client, items, page, path):
    links = [link for link in Page(client.get(page)).all("link") if link["href"].startswith("/feeds/")]
    assert links[0]["href"].startswith(f"/feeds/{path}.rss")
    assert links[-1]["href"] == "/feeds/all.json" and len({link["title"] for link in links}) == len(links)
    for link in links:
        answer = client.get(link["href"])
        assert answer.status_code == 200 and answer["Content-Type"].startswith(link["type"])


def test_no_feed_asks_more_of_the_database_for_more_items(client, items):
    addresses = [f"/feeds/{path}.rss" for path in [*FIXED, "delegations"]]
    addresses += ["/feeds/press.rss?kind=interviews&country=xa", "/feeds/all/2026-06.rss", "/feeds/", "/feeds.opml"]
    few = [count_queries(client, address) for address in addresses]
    for number in range(12):
        item = make_item(kind=Kind.INTERVIEW, at=timezone.now() - timedelta(minutes=number))
        item.countries.set(items[0].countries.all())
        item.topics.set(items[0].topics.all())
    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 14
