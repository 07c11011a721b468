"""The press list: what an address asks for, in plain values."""

import re
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists
from django.http import Http404, QueryDict
from django.utils.translation import get_language

from cstosite.shared.addresses import path_of, query_of

from .models import Kind, Listed, PressItem
from .models.listed import COUNTRY, PERSON, SHORT, TOPIC

PAGE_SIZE = 30
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z)~([0-9a-f-]{36})")


@dataclass(frozen=True)
class Listing:
    """The filters of one address; empty ones are not set. `before` is a place in the newest-first order."""

    kind: str = ""
    country: str = ""
    year: int | None = None
    person: str = ""
    topic: str = ""
    before: tuple[datetime, uuid.UUID] | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> "Listing":
        """Read a query string; Http404 for a value that cannot exist, other keys are left alone."""
        kind, country, year = (query.get(key, "").strip() for key in ("kind", "country", "year"))
        if kind and kind not in Kind.values:
            raise Http404(f"No kind {kind!r}.")
        if country and not re.fullmatch(r"[a-z]{2}", country):
            raise Http404(f"No country {country!r}.")
        if year and not re.fullmatch(r"(19|20)[0-9]{2}", year, re.ASCII):
            raise Http404(f"No year {year!r}.")
        person, topic = (query.get(key, "").strip() for key in ("person", "topic"))
        for slug in (person, topic):
            if slug and not re.fullmatch(r"[-a-zA-Z0-9_]{1,100}", slug):
                raise Http404(f"No page has the address {slug!r}.")
        year = int(year) if year else None
        return cls(kind, country, year, person, topic, _place(query.get("before", "")))

    def without(self, name: str) -> str:
        """The address of the list with one filter dropped."""
        return replace(self, before=None, **{name: None if name == "year" else ""}).address

    def of_kind(self, kind: str) -> str:
        """The address of the same list in another kind."""
        return replace(self, before=None, kind=kind).address

    @property
    def newest(self) -> str:
        """The address of the same list from its beginning."""
        return replace(self, before=None).address

    def after(self, item: PressItem) -> str:
        """The address of the part of the list that follows an item."""
        return replace(self, before=(item.published_at, item.uuid)).address

    @property
    def values(self) -> dict:
        """The filters that are set, in one order."""
        names = ("kind", "country", "person", "topic", "year")
        return {name: value for name in names if (value := getattr(self, name))}

    @property
    def place(self) -> str:
        """Where it begins, as addresses say it; "" for the newest."""
        if not self.before:
            return ""
        moment, identifier = self.before
        return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}~{identifier}"

    def place_of(self, item: PressItem) -> str:
        """The place after an item."""
        return replace(self, before=(item.published_at, item.uuid)).place

    @property
    def address(self) -> str:
        """Its canonical address: keys in one order, nothing that is not set."""
        return path_of("press:list") + query_of(self.values | {"before": self.place})

    @property
    def feed(self) -> str:
        """The path of the feed of the same items: of its only filter, or of all of them in the query."""
        paths = {"kind": "", "country": "countries/", "person": "people/", "topic": "topics/"}
        match list(self.values):
            case []:
                return "all"
            case [name] if name in paths:
                return f"{paths[name]}{self.values[name]}"
        return "press"

    def places(self, published, country, person, topic):
        """Where to look for what fits the filters, whatever the place: public items, or their places in a list.

        `country`, `person` and `topic` are those of the filters, None where there is none.
        """
        named = [(PERSON, person), (TOPIC, topic), (COUNTRY, country)]
        lists = [(what, of.pk) for what, of in named if of]
        if not lists:
            items = published.filter(kind=self.kind) if self.kind else published
            return (items.in_year(self.year) if self.year else items).newest_first()
        is_all_named = len(lists) == len(named)
        lists += [(self.kind, 0)] if self.kind else []
        # Where all are named, those with the person are few: no query is spent on which are fewest.
        first, *others = lists if is_all_named or len(lists) == 1 else _short_first(lists, published)
        found = Listed.objects.fallen_due().in_list(*first, get_language())
        for other in others:
            found = found.also_in(*other)
        return (found.in_year(self.year) if self.year else found).newest_first()


def newest_in(what, of, number, now=None):
    """So many public items, the newest about a country or a topic or of a person, with what a line of a list needs."""
    places = Listed.objects.fallen_due(now).in_list(what, of.pk, get_language()).newest_first()[:number]
    return PressItem.objects.published(now).at(places).for_list()


def _short_first(lists, published):
    """Some lists in the order in which to look through them: few steps are made through a short one."""
    due = Listed.objects.fallen_due()
    beyond = {
        f"is_{n}_long": Exists(due.in_list(*each, get_language())[SHORT : SHORT + 1]) for n, each in enumerate(lists)
    }
    found = published.newest_first().values(**beyond).first() or beyond
    return [each for _is_long, each in sorted(zip(found.values(), lists, strict=True), key=lambda pair: bool(pair[0]))]


def _place(text):
    if not text:
        return None
    match = _PLACE.fullmatch(text)
    try:
        return datetime.fromisoformat(match[1]), uuid.UUID(match[2])
    except (TypeError, ValueError) as error:
        raise Http404(f"No place {text!r}.") from error
