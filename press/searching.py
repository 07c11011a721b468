"""Searching the press: what an address asks for, and what is found, ready to be shown."""

import re
import zoneinfo
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.conf import settings
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cstosite.search import index
from cstosite.search.asking import Asked
from cstosite.search.index import Place, Within
from cstosite.search.writing import facet
from cstosite.shared import prepared
from cstosite.shared.addresses import path_of, query_of
from cstosite.shared.text import clean_text
from delegations.models import Country, Person

from .countries import country_or_404
from .listing import Listing
from .models import Kind, PressItem, Topic, topics_in_press
from .people import with_page_or_404
from .results import Result, results

PAGE_SIZE = 10
BY_DATE = "date"
_PLACE = re.compile(r"([0-2])~(-?[0-9]{1,19})")


@dataclass(frozen=True)
class Search:
    """What one address asks for; what is empty is not set. `year` is the short way to say from and to."""

    typed: str = ""
    kind: str = ""
    country: str = ""
    person: str = ""
    topic: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None
    sort: str = ""
    before: Place | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> "Search":
        """Read a query string; Http404 for a filter that cannot exist. Any words can be looked for."""
        typed = " ".join(clean_text(query.get("q", "")).split())
        names = ("kind", "country", "person", "topic", "year", "from", "to", "sort")
        kind, country, person, topic, year, since, until, sort = (query.get(name, "").strip() for name in names)
        _refuse(kind and kind not in Kind.values)
        _refuse(country and not re.fullmatch(r"[a-z]{2}", country))
        _refuse(person and not re.fullmatch(r"[-\w]{1,100}", person))
        _refuse(topic and not re.fullmatch(r"[-\w]{1,100}", topic))
        _refuse(year and not re.fullmatch(r"(19|20)[0-9]{2}", year, re.ASCII))
        return cls(
            typed=typed,
            kind=kind,
            country=country,
            person=person,
            topic=topic,
            year=int(year) if year else None,
            since=_day(since),
            until=_day(until),
            sort=BY_DATE if sort == BY_DATE else "",
            before=_place(query.get("before", "")),
        )

    @cached_property
    def asked(self) -> Asked:
        """The words, understood."""
        return Asked.read(self.typed)

    @cached_property
    def address(self) -> str:
        """Its canonical address: keys in one order, nothing that is not set."""
        values = {
            "q": self.typed,
            "kind": self.kind,
            "country": self.country,
            "person": self.person,
            "topic": self.topic,
            "year": self.year,
            "from": self.since,
            "to": self.until,
            "sort": self.sort,
            "before": f"{self.before.tier}~{self.before.place}" if self.before else "",
        }
        return path_of("search") + query_of(values)

    def but(self, **values) -> "Search":
        """The same from its beginning, with other values."""
        return replace(self, **{"before": None} | values)

    @property
    def first_day(self) -> date | None:
        """The first day looked at, whether a year or a day was asked for."""
        return max(filter(None, [self.since, self.year and date(self.year, 1, 1)]), default=None)

    @property
    def last_day(self) -> date | None:
        """The last day looked at."""
        return min(filter(None, [self.until, self.year and date(self.year, 12, 31)]), default=None)

    def without(self, name: str) -> str:
        """The address with one filter dropped."""
        return self.but(**{name: type(self).__dataclass_fields__[name].default}).address

    @property
    def unfiltered(self) -> str:
        """The address of the same words without any filter."""
        return Search(typed=self.typed, sort=self.sort).address

    @property
    def listed(self) -> str:
        """The address of the press list of the same filters but the days; "" where none is set."""
        listing = Listing(kind=self.kind, country=self.country, person=self.person, topic=self.topic, year=self.year)
        return listing.address if listing.values else ""

    @property
    def is_backwards(self) -> bool:
        """Whether the first day asked for is after the last."""
        return bool(self.first_day and self.last_day) and self.first_day > self.last_day

    def within(self, language: str, person: Person | None, topic: Topic | None, now: datetime) -> Within:
        """What the index is narrowed to; what is scheduled need not be looked at."""
        # Where there is one language, its token is one more list of everything.
        facets = [facet("language", language)] if len(settings.LANGUAGES) > 1 else []
        facets += [facet(name, getattr(self, name)) for name in ("kind", "country") if getattr(self, name)]
        if person:
            facets.append(facet("person", person.pk))
        if topic:
            facets.append(facet("topic", topic.pk))
        end = self.last_day and self.last_day + timedelta(days=1)
        until = min(filter(None, [_midnight(end), now + timedelta(milliseconds=1)]))
        return Within(tuple(facets), _midnight(self.first_day), until)


def _refuse(is_wrong):
    if is_wrong:
        raise Http404("No such filter.")


def _day(text):
    """A day; Http404 when there is none of the name, None when none is asked for."""
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    _refuse(text and (day is None or not 1900 < day.year < 2200))
    return day


def _midnight(day):
    return day and datetime.combine(day, time(), zoneinfo.ZoneInfo(settings.TIME_ZONE))


def _place(text):
    match = _PLACE.fullmatch(text)
    _refuse(text and (not match or not index.OLDEST <= int(match[2]) <= index.NEWEST))
    return Place(int(match[1]), int(match[2])) if match else None


@dataclass
class Found:
    """The answer to a search."""

    search: Search
    asked: Asked
    results: list[Result]
    count: int | None = None  # of all items found, None beyond the first page
    more: str = ""  # the address of what follows
    country: Country | None = None
    person: Person | None = None
    topic: Topic | None = None
    instead: str = ""  # nothing has what was typed: these words were looked for
    is_by_beginnings: bool = False  # no whole word was found: these begin with what was typed
    fewer: list[tuple[str, str]] = field(default_factory=list)  # (words, address) of less that finds something

    @property
    def filters(self) -> list[tuple[str, str, str]]:
        """The filters that are set: (name, in words, the address without it)."""
        search = self.search
        words = {
            "kind": search.kind and Kind(search.kind).plural,
            "country": self.country,
            "person": self.person,
            "topic": self.topic,
            "year": search.year,
            "since": search.since and _("from %(day)s") % {"day": date_format(search.since, "j F Y")},
            "until": search.until and _("until %(day)s") % {"day": date_format(search.until, "j F Y")},
        }
        return [(name, str(said), search.without(name)) for name, said in words.items() if said]

    most_counted = index.MAX_COUNTED

    @property
    def is_beyond_count(self) -> bool:
        """Whether there are more than are counted."""
        return self.count is not None and self.count > index.MAX_COUNTED


def search_press(search: Search, language: str, now: datetime) -> Found:
    """Look for what an address asks for in what is public at `now`."""
    country = country_or_404(search.country, now) if search.country else None
    person = with_page_or_404(search.person, now) if search.person else None
    topic = get_object_or_404(topics_in_press(language, now).with_address(search.topic)) if search.topic else None
    items = prepared.statement(_visible, language, now=now)
    within, asked = search.within(language, person, topic, now), index.expanded(search.asked)
    found = Found(search, asked, [], country=country, person=person, topic=topic)
    places, found.count = _find(search, asked, items, within)
    if not places and asked.include and not search.before:
        places = _look_again(found, items, within)
    found.results = results(found.asked, places[:PAGE_SIZE], language, now)
    if len(places) > PAGE_SIZE:
        typed = found.instead or search.typed
        found.more = replace(search, typed=typed, before=places[PAGE_SIZE - 1]).address
    return found


def _look_again(found, items, within):
    """The places of what was asked in fewer words or by beginnings, where nothing has all; or what has fewer words."""
    search, asked = found.search, found.asked
    alone = index.finding([Asked((term,)) for term in asked.include], items, within)
    unknown = [term for term in asked.include if Asked((term,)) not in alone]
    content = asked.without_function_words()
    for guess in dict.fromkeys([content, content.with_beginnings(unknown)]):
        if guess == asked:
            continue
        guessed = guess if guess == content else index.expanded(guess)
        places, found.count = _find(search, guessed, items, within)
        if places:
            found.asked, found.instead = guessed, guessed.typed
            found.is_by_beginnings = any(term not in asked.include for term in guessed.include)
            return places
    fewer = _fewer(content, unknown, items, within)
    found.fewer = [(each.typed, search.but(typed=each.typed).address) for each in fewer]
    return []


def _find(search, asked, items, within):
    """The places of a page and one more, and how many there are in all, None beyond the first page."""
    by_date = search.sort == BY_DATE
    if search.before:
        return index.find(asked, items, within, PAGE_SIZE + 1, search.before, by_date), None
    newest = index.newest(asked, items, within)
    if by_date or not newest:
        return newest[: PAGE_SIZE + 1], len(newest)
    return index.find(asked, items, within, PAGE_SIZE + 1, known=newest), len(newest)


def _fewer(asked, unknown, items, within):
    """As many of the words from the first on as find something, and as many up to the last."""
    terms = asked.without(*unknown).include
    most = len(terms) + 1 if unknown else len(terms)  # all of them found nothing
    chains = [
        [replace(asked, include=terms[:number]) for number in range(1, most)],
        [replace(asked, include=terms[-number:]) for number in range(1, most)],
    ]
    return list(dict.fromkeys(index.furthest(chains, items, within))) if most > 1 else []


def _visible(language, now):
    return index.gate(PressItem.objects.published(now).in_language(language))
