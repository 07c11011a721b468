"""The feeds of filters, continued page by page (RFC 5005, 3): of the press list, and of words that are looked for."""

import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cstosite.search import index
from cstosite.search.index import Place
from press.countries import country_or_404
from press.listing import Listing
from press.models import Kind, topics_in_press
from press.people import people_in_press, with_page_or_404
from press.searching import Found, Search

from .model import Channel, identifier_of


@dataclass(frozen=True)
class ListChannel(Channel):
    """The press list of some filters, from its beginning or from a place on."""

    listing: Listing = Listing()

    is_fixed = False

    @property
    def place(self) -> str:
        """Where this page begins, as addresses say it; "" for the first."""
        return self.listing.place

    def newest(self, number):
        places = self.places.before(*self.listing.before) if self.listing.before else self.places
        return list(self.loaded(self.rows.at(places[:number])))

    def place_after(self, row) -> str:
        """Where the page begins that follows a row."""
        return self.listing.place_of(row)


@dataclass(frozen=True)
class SearchChannel(Channel):
    """What some words are found in, newest first whatever the order of the page, from a place on."""

    search: Search = Search()
    within: index.Within = index.Within()

    is_fixed = False

    @property
    def place(self) -> str:
        """Where this page begins, as addresses say it; "" for the first."""
        return _as_text(self.search.before) if self.search.before else ""

    def newest(self, number):
        # By date there is one tier, whatever the address says.
        before = self.search.before and Place(index.TEXT, self.search.before.place)
        places = index.find(index.expanded(self.search.asked), self.rows, self.within, number, before, by_date=True)
        items = self.loaded(self.rows).in_bulk([place.item for place in places])
        found = []
        for place in places:
            if item := items.get(place.item):
                item.found_at = _as_text(place)
                found.append(item)
        return found

    def place_after(self, row) -> str:
        """Where the page begins that follows a row."""
        return row.found_at


def _as_text(place):
    return f"{index.TEXT}~{place.place}"


def filtered(published, query, now) -> ListChannel:
    """The press list of the filters of a query; Http404 for one that nothing is called by."""
    listing = Listing.from_query(query)
    country = country_or_404(listing.country, now) if listing.country else None
    person = _named(people_in_press(get_language()), listing.person, addresses__slug=listing.person)
    topic = _named(topics_in_press(get_language()).with_address(listing.topic), listing.topic)
    # Whoever was merged since goes by the address that is kept: it is the same feed.
    listing = replace(listing, person=person.slug if person else "", topic=topic.slug if topic else "")
    names = [Kind(listing.kind).plural if listing.kind else None, country, person, topic, listing.year]
    title = ", ".join(str(name) for name in names if name) or _("all press")
    return ListChannel(
        "press",
        identifier_of(f"press?{urlencode(sorted(listing.values.items()))}"),
        title,
        _("Press items: %(filters)s.") % {"filters": title},
        listing.newest,
        lambda: published,
        look=lambda: listing.places(published, country, person, topic),
        query=listing.values,
        listing=listing,
    )


def searched(published, query, now) -> SearchChannel:
    """What the words and filters of a query find; Http404 when there is no word to look for."""
    search = Search.from_query(query)
    search = replace(search, typed=normal(search.typed), sort="")
    if not search.asked.include:
        raise Http404("There is no word to look for.")
    country = country_or_404(search.country, now) if search.country else None
    person = with_page_or_404(search.person, now) if search.person else None
    topic = _named(topics_in_press(get_language()).with_address(search.topic), search.topic)
    search = replace(search, topic=topic.slug if topic else "")
    filters = Found(search, search.asked, [], country=country, person=person, topic=topic).filters
    words = ", ".join([_("“%(words)s”") % {"words": search.typed}, *(said for _name, said, _address in filters)])
    return SearchChannel(
        "search",
        identifier_of(f"search?{urlencode(sorted(values(search).items()))}"),
        _("search for %(words)s") % {"words": words},
        _("Press items that have the words %(words)s, whole, newest first.") % {"words": words},
        replace(search, sort="date", before=None).address,
        lambda: published,
        query=values(search),
        search=search,
        within=search.within(get_language(), person, topic, now),
    )


def normal(typed: str) -> str:
    """Words as the feed of them is known by: in small letters, with one space between them."""
    return " ".join(unicodedata.normalize("NFC", typed.casefold()).split())


def values(search: Search) -> dict:
    """What the address of the feed of a search says, in one order."""
    names = {"q": normal(search.typed), "kind": search.kind, "country": search.country, "person": search.person}
    names |= {"topic": search.topic, "year": search.year, "from": search.since, "to": search.until}
    return {name: str(value) for name, value in names.items() if value}


def feed_of(found: Found) -> dict:
    """What the address of the feed of an answer says: of the words that were found; nothing when there was no word."""
    typed = found.instead or found.search.typed
    return values(replace(found.search, typed=typed)) if found.asked.include else {}


def _named(rows, value, **wanted):
    """The row that a filter names by a value; None when it has none, Http404 when there is no such row."""
    if not value:
        return None
    found = rows.filter(**wanted).first()
    if found is None:
        raise Http404(f"Nothing is called {value!r}.")
    return found
