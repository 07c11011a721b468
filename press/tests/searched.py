"""What tests of the search look for, and how they ask."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from cstosite.tests.page import Page
from press.models import Kind
from press.tests.make import make_item

BEGAN = datetime(2023, 1, 1, 9, tzinfo=UTC)
# In the order of publication; the newest is the last.
ITEMS = {
    "release": {
        "title": "Observers arrive in Examplia",
        "standfirst": "The mission of the Assembly’s observers.",
        "body": "<p>Parliamentary elections are watched by twelve observers.</p>",
    },
    "election": {"title": "An election is called", "body": "<p>It was called in 2023, says O’Brien of Łódź.</p>"},
    "interview": {
        "title": "Ada Example: Collective Security First",
        "kind": Kind.INTERVIEW,
        "body": '<p>Ada Example met YerlanKoshanov.</p><p data-role="prompt">What of the election?</p>'
        '<p>Counter-terrorism comes first. Security is collective.</p><p data-role="prompt">And then?</p>'
        "<p>We all rest at the seaside.</p>",
        "reference_note": "<p>For reference. The café is naïve.</p>",
    },
    "russian": {
        "title": "Наблюдатели на выборах",
        "body": "<p>Миссия наблюдателей посетила ёлку. Коллективная безопасность Казахстана.</p>",
    },
    "security": {"title": "News", "body": "<p>The collective security treaty and the common house.</p>"},
    "apart": {"title": "More news", "body": "<p>Security of the house is a collective matter; observers rest.</p>"},
}


def make_items():
    return {
        name: make_item(at=BEGAN + timedelta(days=number), slug=name, **values)
        for number, (name, values) in enumerate(ITEMS.items())
    }


def search(client, typed, **filters):
    query = "&".join(f"{name.rstrip('_')}={quote(str(value))}" for name, value in {"q": typed, **filters}.items())
    return Page(client.get(f"/search/?{query}"))


def slugs(page):
    return [link["href"].strip("/").rpartition("/")[2] for link in page.all(".found a.headline")]
