"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from django.utils.feedgenerator import rfc3339_date

from cstosite.shared.json_text import as_json

from .model import FORMATS, Entry, Feed

CONTENT_TYPE = FORMATS["json"]

VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> bytes:
    """Return the feed as a JSON Feed 1.1 document."""
    return as_json(_feed_as_dict(feed)).encode()


def _feed_as_dict(feed: Feed) -> dict:
    older = feed.relations.get("next") or feed.relations.get("prev-archive")
    return {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.addresses["json"],
        **({"next_url": older["json"]} if older else {}),
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_entry_as_dict(feed, entry) for entry in feed.entries],
    }


def _entry_as_dict(feed: Feed, entry: Entry) -> dict:
    item = {
        "id": entry.identifier,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content_html,
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        "authors": [{"name": entry.author}],
        "tags": [category.label for category in entry.categories],
    }
    if entry.language != feed.language:
        item["language"] = entry.language
    if entry.pictures:
        item["image"] = entry.pictures[0].url
    if entry.enclosures:
        item["attachments"] = [
            {"url": each.url, "mime_type": each.type, "title": each.title, "size_in_bytes": each.length}
            for each in entry.enclosures
        ]
    return item
