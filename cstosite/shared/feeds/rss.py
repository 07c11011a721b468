"""RSS 2.0 (rssboard.org/rss-specification), with content, author and change in their usual namespaces."""

from html import escape

from django.utils.feedgenerator import rfc2822_date, rfc3339_date

from .model import FORMATS, Entry, Feed
from .xml import NAMESPACES, XMLDocument, write_links, write_pictures

CONTENT_TYPE = FORMATS["rss"]

MINUTES_TO_LIVE = "60"


def write(feed: Feed) -> bytes:
    """Return the feed as an RSS 2.0 document."""
    document = XMLDocument()
    add = document.addQuickElement
    namespaces = {f"xmlns:{prefix}": uri for prefix, uri in NAMESPACES.items()}
    with document.element("rss", {"version": "2.0", **namespaces}), document.element("channel"):
        add("title", feed.title)
        add("link", feed.home_url)
        add("description", feed.description)
        add("language", feed.language)
        if feed.rights:
            add("copyright", feed.rights)
        add("lastBuildDate", rfc2822_date(feed.updated))
        add("ttl", MINUTES_TO_LIVE)
        add("dc:creator", feed.author)
        write_links(document, "atom:link", feed, "rss")
        if feed.is_complete:
            add("fh:complete")
        if feed.is_archive:
            add("fh:archive")
        for entry in feed.entries:
            _write_item(document, feed, entry)
    return document.to_bytes()


def _write_item(document: XMLDocument, feed: Feed, entry: Entry) -> None:
    add = document.addQuickElement
    with document.element("item"):
        add("title", entry.title)
        add("link", entry.url)
        add("guid", entry.identifier, {"isPermaLink": "false"})
        add("pubDate", rfc2822_date(entry.published))
        # Only when it says something: some readers take it for the publication (simplepie issue 237).
        if entry.updated != entry.published:
            add("atom:updated", rfc3339_date(entry.updated))
        add("dc:creator", entry.author)
        if entry.language != feed.language:
            add("dc:language", entry.language)
        for category in entry.categories:
            # RSS has room for one word, and readers show it: the label, as the tags of JSON Feed.
            add("category", category.label, {"domain": category.scheme})
        # RSS reads a description as HTML, so plain text is escaped for HTML before it is for XML.
        # It stands before the content, because some readers keep the last of the two (RSS Best Practices).
        add("description", escape(entry.summary, quote=False) or entry.content_html)
        add("content:encoded", entry.content_html)
        # RSS has room for one; all of them are links in the content.
        for each in entry.enclosures[:1]:
            add("enclosure", None, {"url": each.url, "length": str(each.length), "type": each.type})
        write_pictures(document, entry)
