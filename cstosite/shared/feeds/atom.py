"""Atom 1.0 (RFC 4287), with the mark of a complete feed (RFC 5005)."""

from django.utils.feedgenerator import rfc3339_date

from .model import FORMATS, Entry, Feed
from .xml import NAMESPACES, XMLDocument, write_links, write_pictures

CONTENT_TYPE = FORMATS["atom"]


def write(feed: Feed) -> bytes:
    """Return the feed as an Atom 1.0 document."""
    document = XMLDocument()
    add = document.addQuickElement
    root = {"xmlns": NAMESPACES["atom"], "xmlns:fh": NAMESPACES["fh"], "xmlns:media": NAMESPACES["media"]}
    root["xml:lang"] = feed.language
    with document.element("feed", root):
        add("id", feed.identifier)
        add("title", feed.title)
        if feed.description:
            add("subtitle", feed.description)
        add("updated", rfc3339_date(feed.updated))
        if feed.rights:
            add("rights", feed.rights)
        _write_author(document, feed.author)
        # The page comes before the sibling formats, for readers that take the first alternate.
        _write_page_link(document, feed.home_url)
        write_links(document, "link", feed, "atom")
        if feed.is_complete:
            add("fh:complete")
        if feed.is_archive:
            add("fh:archive")
        for entry in feed.entries:
            _write_entry(document, feed, entry)
    return document.to_bytes()


def _write_entry(document: XMLDocument, feed: Feed, entry: Entry) -> None:
    add = document.addQuickElement
    language = {} if entry.language == feed.language else {"xml:lang": entry.language}
    with document.element("entry"):
        add("id", entry.identifier)
        add("title", entry.title, language)
        _write_page_link(document, entry.url)
        if entry.via:
            add("link", None, {"rel": "via", "href": entry.via})
        add("published", rfc3339_date(entry.published))
        add("updated", rfc3339_date(entry.updated))
        _write_author(document, entry.author)
        for category in entry.categories:
            add("category", None, {"scheme": category.scheme, "term": category.term, "label": category.label})
        if entry.summary:
            add("summary", entry.summary, language)
        add("content", entry.content_html, {"type": "html", **language})
        for each in entry.enclosures:
            attrs = {"rel": "enclosure", "type": each.type, "length": str(each.length), "title": each.title}
            add("link", None, attrs | {"href": each.url})
        write_pictures(document, entry)


def _write_author(document: XMLDocument, name: str) -> None:
    with document.element("author"):
        document.addQuickElement("name", name)


def _write_page_link(document: XMLDocument, url: str) -> None:
    document.addQuickElement("link", None, {"rel": "alternate", "type": "text/html", "href": url})
