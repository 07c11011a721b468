"""The sitemaps: parts with addresses of the site's own host, true dates, and the news of two days."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from cstosite.shared.sitemaps import SiteSitemap
from cstosite.tests.page import count_queries
from press.models import State
from press.tests.make import make_item

pytestmark = pytest.mark.django_db

NS = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2026-06-15 12:00+03:00", tick=False) as traveller:
        yield traveller


def read(client, address):
    """The elements of a sitemap."""
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)


def test_the_index_names_each_part_on_the_sites_own_host(client):
    make_item(at=timezone.now() - timedelta(days=3), revised_at=timezone.now() - timedelta(days=1))
    parts = read(client, "/sitemap.xml").findall("m:sitemap", NS)
    names = ["pages", "delegations", "people", "topics", "press"]
    assert [part.find("m:loc", NS).text for part in parts] == [
        f"http://testserver.example/sitemap-{name}.xml" for name in names
    ]
    assert parts[-1].find("m:lastmod", NS).text == "2026-06-14T12:00:00+03:00"
    for name in names:
        assert read(client, f"/sitemap-{name}.xml").tag.endswith("urlset")


def test_a_long_part_goes_on_in_further_files_that_new_items_do_not_move(client, monkeypatch):
    monkeypatch.setattr(SiteSitemap, "limit", 2)
    old = [make_item(at=timezone.now() - timedelta(days=days)) for days in (5, 4, 3)]
    found = [part.find("m:loc", NS).text for part in read(client, "/sitemap.xml").findall("m:sitemap", NS)]
    assert found[-2:] == [f"http://testserver.example/sitemap-press.xml{query}" for query in ("", "?p=2")]
    first = [url.text for url in read(client, "/sitemap-press.xml").findall("m:url/m:loc", NS)]
    assert first == [f"http://testserver.example{item.get_absolute_url()}" for item in old[:2]]
    make_item()
    assert [url.text for url in read(client, "/sitemap-press.xml").findall("m:url/m:loc", NS)] == first


def test_the_news_are_those_of_two_days(client):
    make_item(at=timezone.now() - timedelta(hours=49))
    make_item(state=State.DRAFT)
    make_item(at=timezone.now() + timedelta(hours=1))
    new = make_item(at=timezone.now() - timedelta(hours=47), title="A & “B”")
    [url] = read(client, "/sitemap-news.xml").findall("m:url", NS)
    assert url.find("m:loc", NS).text == f"http://testserver.example{new.get_absolute_url()}"
    assert url.find(".//n:title", NS).text == "A & “B”"
    assert url.find(".//n:publication_date", NS).text == "2026-06-13T13:00:00+03:00"
    assert url.find(".//n:language", NS).text == "en" and "Parliamentary Assembly" in url.find(".//n:name", NS).text


def test_robots_are_told_of_both(client):
    assert client.get("/robots.txt").content.decode().splitlines()[-2:] == [
        "Sitemap: http://testserver.example/sitemap.xml",
        "Sitemap: http://testserver.example/sitemap-news.xml",
    ]


def test_more_items_take_no_more_queries(client):
    few = count_queries(client, "/sitemap.xml")
    for _number in range(3):
        make_item()
    assert count_queries(client, "/sitemap.xml") == few <= 12


@pytest.mark.parametrize("address", ["/sitemap-nothing.xml", "/sitemap-press.xml?p=9", "/sitemap-press.xml?p=x"])
def test_other_parts_are_404(client, address):
    assert client.get(address).status_code == 404
