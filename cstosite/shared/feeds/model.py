"""A feed and its entries, as much of them as all three formats can say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

#: Each format by the suffix of its addresses, with the content type it is served as.
FORMATS = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}

#: What each format calls itself.
FORMAT_NAMES = {"rss": "RSS 2.0", "atom": "Atom 1.0", "json": "JSON Feed 1.1"}


@dataclass(frozen=True)
class Category:
    """What an entry is about: a term of the vocabulary whose URI is `scheme`, and its label for people."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True)
class Picture:
    """A picture that stands in the content, too: its absolute address, size in pixels, and what is to be seen."""

    url: str
    type: str
    width: int
    height: int
    description: str


@dataclass(frozen=True)
class Enclosure:
    """A document that goes with an entry: its absolute address, exact length in bytes, and its title."""

    url: str
    type: str
    length: int
    title: str


@dataclass(frozen=True)
class Entry:
    """One item, told apart by its `identifier` (urn:uuid:...); dates without a zone are a ValueError.

    `url` is absolute and percent-encoded; `title`, `summary` and `author` are plain text, never empty but
    the summary; `content_html` is the whole item with absolute links; `updated` is the last significant
    change, equal to `published` when there was none; `language` is a tag of RFC 5646; `via`
    is the page elsewhere that it was taken from, absolute and percent-encoded, or "".
    """

    identifier: str
    url: str
    title: str
    summary: str
    content_html: str
    published: datetime
    updated: datetime
    language: str
    author: str
    categories: Sequence[Category]
    via: str = ""
    pictures: Sequence[Picture] = ()
    enclosures: Sequence[Enclosure] = ()

    def __post_init__(self):
        _require_zone(self.published)
        _require_zone(self.updated)


@dataclass(frozen=True)
class Feed:
    """One feed, told apart by its `identifier` (urn:uuid:...); a date without a zone is a ValueError.

    `addresses` are those of this feed in each of FORMATS, absolute and percent-encoded as `home_url`, the
    page of the same items; `updated` is the newest change of an item, never the time of writing; entries
    keep the order given; `is_complete` says that the document holds all there are (RFC 5005, 2).
    """

    identifier: str
    title: str
    description: str
    home_url: str
    addresses: Mapping[str, str]
    language: str
    updated: datetime
    author: str
    entries: Sequence[Entry]
    is_complete: bool
    #: Other documents of the feed, by the relation of RFC 5005, in each of FORMATS: absolute addresses.
    relations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_archive: bool = False
    #: The WebSub hub that is told when the document changes, or "".
    hub: str = ""
    #: The licence, in words; empty when none is stated. JSON Feed has no word for it.
    rights: str = ""

    def __post_init__(self):
        _require_zone(self.updated)


def _require_zone(moment: datetime) -> None:
    # A date without a zone would be written as if it were UTC.
    if moment.utcoffset() is None:
        raise ValueError(f"a feed's dates need a time zone: {moment!r}")
