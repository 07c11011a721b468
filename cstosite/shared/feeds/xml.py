"""What RSS and Atom share: an XML writer that no text can break, and the links between the formats."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO

from django.utils.xmlutils import SimplerXMLGenerator

from cstosite.shared.text import clean_text

from .model import FORMATS, Entry, Feed

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}


class XMLDocument(SimplerXMLGenerator):
    """An XML 1.0 document in the making; every text and attribute is cleaned as it is written."""

    def __init__(self):
        self._buffer = StringIO()
        super().__init__(self._buffer, "utf-8", short_empty_elements=True)
        self.startDocument()

    def startElement(self, name, attrs):
        super().startElement(name, {key: clean_text(value) for key, value in attrs.items()})

    def characters(self, content):
        super().characters(clean_text(content))

    @contextmanager
    def element(self, name: str, attrs: Mapping[str, str] | None = None) -> Iterator[None]:
        """Write an element around what the block of the `with` writes."""
        self.startElement(name, attrs or {})
        yield
        self.endElement(name)

    def to_bytes(self) -> bytes:
        """Return what was written so far, in UTF-8."""
        return self._buffer.getvalue().encode()


def write_links(document: XMLDocument, name: str, feed: Feed, own_format: str) -> None:
    """Write the addresses of the document and its siblings as Atom links called `name` (RFC 4287, 4.2.7)."""
    for format, content_type in FORMATS.items():
        relation = "self" if format == own_format else "alternate"
        media_type = content_type.partition(";")[0]
        attrs = {"rel": relation, "type": media_type, "href": feed.addresses[format]}
        document.addQuickElement(name, None, attrs)
    for relation, addresses in feed.relations.items():
        attrs = {"rel": relation, "type": FORMATS[own_format].partition(";")[0], "href": addresses[own_format]}
        document.addQuickElement(name, None, attrs)
    if feed.hub:
        document.addQuickElement(name, None, {"rel": "hub", "href": feed.hub})


def write_pictures(document: XMLDocument, entry: Entry) -> None:
    """Write an entry's pictures (rssboard.org/media-rss): never as enclosures, or readers show them twice."""
    for picture in entry.pictures:
        size = {"width": str(picture.width), "height": str(picture.height)}
        with document.element("media:content", {"url": picture.url, "type": picture.type, "medium": "image", **size}):
            if picture.description:
                document.addQuickElement("media:description", picture.description, {"type": "plain"})
