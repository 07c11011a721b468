"""Which feeds say that there is a hub: those it is told of, and no others."""

import json
from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone

from delegations.tests.make import make_country
from press.tests.make import make_item

pytestmark = pytest.mark.django_db

HUB = "https://hub.example.org/?a=1&b=2"
FORMATS = ["rss", "atom", "json"]


@pytest.fixture(autouse=True)
def items(settings):
    settings.WEBSUB_HUB = HUB
    country = make_country()
    return [make_item(at=timezone.now() - timedelta(days=40), countries=[country]) for _number in range(2)]


def hubs(answer, format):
    """The hubs that a document names."""
    assert answer.status_code == 200
    if format == "json":
        return [(each["type"], each["url"]) for each in json.loads(answer.content).get("hubs", [])]
    links = feedparser.parse(answer.content).feed.links
    return [("WebSub", link["href"]) for link in links if link["rel"] == "hub"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("path", ["all", "press-releases", "countries/xa", "delegations"])
def test_a_feed_names_the_hub_in_its_document_and_in_its_head(client, path, format):
    answer = client.get(f"/feeds/{path}.{format}")
    assert hubs(answer, format) == [("WebSub", HUB)]
    own = f"http://testserver.example/feeds/{path}.{format}"
    assert answer["Link"] == f'<{HUB}>; rel="hub", <{own}>; rel="self"'


@pytest.mark.parametrize("format", FORMATS)
def test_archives_and_feeds_of_filters_name_none(client, items, format):
    month = f"{timezone.localtime(items[0].published_at):%Y-%m}"
    for address in (f"all/{month}.{format}", f"press.{format}?kind=press-releases&country=xa"):
        answer = client.get(f"/feeds/{address}")
        assert hubs(answer, format) == [] and "Link" not in answer


@pytest.mark.parametrize("format", FORMATS)
def test_without_a_hub_a_feed_names_none(client, settings, format):
    settings.WEBSUB_HUB = ""
    answer = client.get(f"/feeds/all.{format}")
    assert hubs(answer, format) == [] and "Link" not in answer


def test_an_archive_is_the_same_with_and_without_a_hub(client, items, settings):
    address = f"/feeds/all/{timezone.localtime(items[0].published_at):%Y-%m}.atom"
    with_hub = client.get(address).content
    settings.WEBSUB_HUB = ""
    assert client.get(address).content == with_hub
