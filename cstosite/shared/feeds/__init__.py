"""One feed, written in RSS 2.0, Atom 1.0 and JSON Feed 1.1 with the same identifiers in the same order."""

from . import atom, json_feed, rss
from .model import FORMAT_NAMES, FORMATS, Category, Enclosure, Entry, Feed, Picture

__all__ = ["FORMAT_NAMES", "FORMATS", "Category", "Enclosure", "Entry", "Feed", "Picture", "write"]

_WRITERS = {"rss": rss.write, "atom": atom.write, "json": json_feed.write}


def write(feed: Feed, format: str) -> bytes:
    """Return the feed as UTF-8 in one of FORMATS, equal bytes for equal feeds; KeyError for any other."""
    return _WRITERS[format](feed)
