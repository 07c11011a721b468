"""The feed of a search: the same for the same words, newest first, page by page, for whoever finds it on the page."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from cstosite import feeds
from cstosite.tests.page import Page
from delegations.tests.make import make_country, make_delegation
from press.models import Kind, State
from press.tests.make import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def items():
    """Three items about water, the newest first; the oldest says it in the headline."""
    values = [{}, {"kind": Kind.INTERVIEW}, {"title": "Shared water"}]
    return [
        make_item(at=timezone.now() - timedelta(days=day), body="<p>Water is shared.</p>", **each)
        for day, each in enumerate(values, start=1)
    ]


def read(client, query, format="json"):
    answer = client.get(f"/feeds/search.{format}?{query}")
    assert answer.status_code == 200, query
    return answer


def ids(client, query):
    return [item["id"] for item in read(client, query).json()["items"]]


def test_a_search_is_a_feed_newest_first_whatever_the_order_of_the_page(client, items):
    make_item(body="<p>About land.</p>")
    make_item(State.DRAFT, body="<p>Water.</p>")
    assert ids(client, "q=water") == [f"urn:uuid:{item.uuid}" for item in items]
    assert ids(client, "q=water&kind=interviews") == [f"urn:uuid:{items[1].uuid}"]
    assert ids(client, f"q=water&from={timezone.localdate():%Y-%m-%d}") == []
    assert read(client, "q=water", "atom")["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "query",
    [
        "q=WATER+shared&kind=interviews",
        "q=%20water%20%20Shared+",
        "kind=interviews&q=water%0ashared",
        "q=water+shared&utm_source=x&sort=date&kind=interviews",
    ],
)
@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_the_same_words_and_filters_are_the_same_feed(client, items, query, format):
    if "kind" not in query:
        query += "&kind=interviews"
    expected = read(client, "q=water+shared&kind=interviews", format).content
    assert read(client, query, format).content == expected
    assert read(client, "q=shared+land&kind=interviews", format).content != expected


def test_other_words_and_other_filters_are_other_feeds(client, items):
    make_delegation(country=make_country())
    queries = ["q=water", "q=shared", "q=water&kind=interviews", "q=water&country=xa", "q=water&year=2026"]
    found = [read(client, query, "atom").content.partition(b"<id>")[2].partition(b"</id>")[0] for query in queries]
    assert len(set(found)) == len(queries) and all(each.startswith(b"urn:uuid:") for each in found)


def test_a_search_is_continued_page_by_page_and_what_is_new_shifts_nothing(client, items, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 2)
    first = read(client, "q=water").json()
    make_item(body="<p>Water again.</p>")
    second = client.get(first["next_url"].removeprefix("http://testserver.example")).json()
    assert [item["id"] for item in first["items"] + second["items"]] == [f"urn:uuid:{item.uuid}" for item in items]
    assert "next_url" not in second and second["feed_url"] == first["next_url"]
    assert client.get("/feeds/search.rss?q=water&before=2~1").status_code == 404


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=-water", "q=!!!", "q=water&kind=x", "q=water&before=x"])
def test_without_a_word_there_is_no_feed(client, items, query):
    assert client.get(f"/feeds/search.rss?{query}").status_code == 404


@pytest.mark.parametrize(
    "typed",
    ["\x00", "\ufffe water", '"', "«", "a" * 5000, "%", "' OR 1=1", "NEAR(", b"\xed\xa0\x80"],
)
def test_odd_words_are_no_fault(client, items, typed):
    assert client.get(f"/feeds/search.rss?q={quote(typed)}").status_code in {200, 404}


def test_the_page_of_a_search_leads_to_its_own_feed_first_and_in_sight(client, items):
    page = Page(client.get("/search/?q=Water&kind=interviews"))
    links = [link["href"] for link in page.all("link") if link["rel"] == "alternate"]
    assert links[0] == "/feeds/search.rss?q=water&kind=interviews" and links[3] == "/feeds/all.rss"
    assert links[0] in [link["href"] for link in page.all("main a")]
    assert client.get(links[0]).status_code == 200
    assert not [link for link in Page(client.get("/search/")).all("a") if "/feeds/search" in link["href"]]


def test_a_page_of_beginnings_leads_to_the_feed_of_what_it_shows(client, items):
    page = Page(client.get("/search/?q=wate"))
    address = next(link["href"] for link in page.all("link") if link["rel"] == "alternate")
    assert len(client.get(address.replace(".rss", ".json")).json()["items"]) == 3
