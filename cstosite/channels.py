"""What each feed is of: its items, its identifier for ever, its name in words, the page of the same items.

A fixed feed has an address by its meaning and archives by month (RFC 5005, 4); one of filters has them in its query
and is continued page by page (RFC 5005, 3).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cstosite.shared.feeds import FORMAT_NAMES, FORMATS
from delegations.feeds import entries as change_entries
from delegations.models import Country, RegisterChange
from press.feeds import entries as item_entries
from press.feeds import last_changed
from press.feeds import sizes as item_sizes
from press.listing import Listing
from press.models import Kind, PressItem, countries_in_press, topics_in_press
from press.people import people_in_press

# Identifiers of feeds come from this and from what the feed is of: never from an address that may change.
_NAMESPACE = UUID("5f0a4c0e-6d0b-4a52-9a51-0f6cf3a3a1e7")
# The first feed there was is told apart by the namespace itself.
ALL = _NAMESPACE


@dataclass(frozen=True)
class Channel:
    """One feed, in whatever format and on whatever page of it."""

    path: str
    identifier: UUID
    title: str
    description: str
    home: str
    rows: QuerySet
    entries: Callable = item_entries
    # The column that says when a row was published, and when the newest change was, of which a reader may be told.
    at: str = "published_at"
    changed: Callable = last_changed
    # The number of each row and about how many characters it says.
    sizes: Callable = item_sizes
    query: dict = field(default_factory=dict)

    @property
    def is_fixed(self) -> bool:
        """Whether it has archives by month."""
        return not self.query and self.path != "press"

    @property
    def full_title(self) -> str:
        """The title with the site's name, as feed readers list it."""
        return f"{settings.SITE_NAME}: {self.title}"

    @property
    def page(self) -> str:
        """The address of the page about it, for people; filters have none."""
        return reverse("feed-page", args=[self.path]) if self.is_fixed else ""

    def address(self, format: str, month: str = "", **more) -> str:
        """The address of one document of it, from the root of the site."""
        name = f"{self.path}/{month}" if month else self.path
        query = urlencode(self.query | more, safe="~:")
        return reverse("feed", args=[name, format]) + (f"?{query}" if query else "")

    def addresses(self, month: str = "", **more) -> dict[str, str]:
        """The absolute addresses of one document in each format."""
        return {format: settings.SITE_URL + self.address(format, month, **more) for format in FORMATS}

    @property
    def links(self) -> list[tuple[str, str, str]]:
        """Address, content type and name in each format, for pages."""
        return [
            (self.address(format), kind.partition(";")[0], FORMAT_NAMES[format]) for format, kind in FORMATS.items()
        ]

    def in_month(self, month: date) -> QuerySet:
        """Its rows of a calendar month of the site's time zone, newest first."""
        begins, ends = (self._moment(day) for day in (month, next_month(month)))
        return self.rows.filter(**{f"{self.at}__gte": begins, f"{self.at}__lt": ends})

    def month_before(self, month: date) -> date | None:
        """The last month before one that has rows."""
        found = self.rows.filter(**{f"{self.at}__lt": self._moment(month)}).first()
        return self.month_of(found) if found else None

    def month_after(self, month: date) -> date | None:
        """The next month after one that has rows."""
        found = self.rows.filter(**{f"{self.at}__gte": self._moment(next_month(month))}).last()
        return self.month_of(found) if found else None

    def month_of(self, row) -> date:
        """The first day of the month that a row stands in."""
        at = getattr(row, self.at)
        return (timezone.localtime(at).date() if isinstance(at, datetime) else at).replace(day=1)

    def _moment(self, day):
        return day if self.at == "told_on" else datetime.combine(day, time(), timezone.get_current_timezone())


def next_month(month: date) -> date:
    """The first day of the month that follows."""
    return (month + timedelta(days=31)).replace(day=1)


def channel(path: str, query=None, now: datetime | None = None) -> Channel:
    """The feed of an address; Http404 when there is none. `query` is that of the address, for filters."""
    published = PressItem.objects.published(now).in_language(get_language()).newest_first()
    group, _slash, name = path.partition("/")
    match group:
        case "all":
            return _all(published)
        case "press":
            return _filtered(published, Listing.from_query(query or {}))
        case "delegations":
            return _delegations()
        case "countries":
            return _country(published, name)
        case "people":
            return _person(published, name)
        case "topics":
            return _topic(published, name)
    return _kind(published, group)


def moved(path: str) -> str | None:
    """The path of the feed that took another's place: of a merged person or topic. None when nothing did."""
    group, _slash, slug = path.partition("/")
    published = PressItem.objects.published().in_language(get_language())
    match group:
        case "people":
            found = people_in_press(published).filter(addresses__slug=slug).first()
        case "topics":
            found = topics_in_press(published).with_address(slug).first()
        case _:
            found = None
    return f"{group}/{found.slug}" if found and found.slug != slug else None


def every_channel() -> list[Channel]:
    """The fixed feeds that have something in them, for the directory and OPML: five queries."""
    published = PressItem.objects.published().in_language(get_language())
    kinds = set(published.order_by().values_list("kind", flat=True).distinct())
    newest = published.newest_first()
    return [
        _all(newest),
        *(_kind(newest, kind.value) for kind in Kind if kind.value in kinds),
        *(_of_country(newest, country) for country in countries_in_press(published)),
        *(_of_topic(newest, topic) for topic in topics_in_press(published)),
        *(_of_person(newest, person) for person in people_in_press(published)),
        _delegations(),
    ]


def _all(published):
    words = _("Every press release and interview, whole, newest first.")
    return Channel("all", ALL, _("all press"), words, reverse("press:list"), published)


def _kind(published, value):
    if value not in Kind.values:
        raise Http404(f"No kind {value!r}.")
    kind = Kind(value)
    words = _("%(kind)s, whole, newest first.") % {"kind": kind.plural}
    home = Listing(kind=value).address
    return Channel(value, _uuid(value), str(kind.plural), words, home, published.filter(kind=value))


def _country(published, code):
    country = countries_in_press(published.order_by()).filter(code=code).first()
    if country is None and not (country := Country.objects.filter(code=code).first()):
        raise Http404(f"No country {code!r}.")
    return _of_country(published, country)


def _of_country(published, country):
    words = _("Everything about %(name)s, whole, newest first.") % {"name": country}
    home, rows = Listing(country=country.code).address, published.about(country)
    return Channel(f"countries/{country.code}", _uuid(f"country {country.uuid}"), country.name, words, home, rows)


def _person(published, slug):
    person = people_in_press(published).filter(slug=slug).first()
    if person is None:
        raise Http404(f"No person {slug!r}.")
    return _of_person(published, person)


def _of_person(published, person):
    words = _("Everything in which %(name)s speaks, whole, newest first.") % {"name": person}
    rows = Listing(person=person.slug).narrow(published)
    home = person.get_absolute_url()
    return Channel(f"people/{person.slug}", _uuid(f"person {person.uuid}"), person.name, words, home, rows)


def _topic(published, slug):
    topic = topics_in_press(published).filter(slug=slug).first()
    if topic is None:
        raise Http404(f"No topic {slug!r}.")
    return _of_topic(published, topic)


def _of_topic(published, topic):
    words = _("Everything about %(name)s, whole, newest first.") % {"name": topic}
    rows = published.filter(topics=topic)
    home = topic.get_absolute_url()
    return Channel(f"topics/{topic.slug}", _uuid(f"topic {topic.uuid}"), topic.name, words, home, rows)


def _filtered(published, listing):
    country = _named(countries_in_press(published), listing.country, code=listing.country)
    person = _named(people_in_press(published), listing.person, addresses__slug=listing.person)
    topic = _named(topics_in_press(published).with_address(listing.topic), listing.topic)
    # Whoever was merged since goes by the address that is kept: it is the same feed.
    listing = replace(listing, person=person.slug if person else "", topic=topic.slug if topic else "")
    names = [Kind(listing.kind).plural if listing.kind else None, country, person, topic, listing.year]
    title = ", ".join(str(name) for name in names if name) or _("all press")
    words = _("Press items: %(filters)s.") % {"filters": title}
    query = listing.values
    identifier = _uuid(f"press?{urlencode(sorted(query.items()))}")
    home = listing.newest
    return Channel("press", identifier, title, words, home, listing.narrow(published), query=query)


def _named(rows, value, **wanted):
    """The row that a filter names by a value; None when it has none, Http404 when there is no such row."""
    if not value:
        return None
    found = rows.filter(**wanted).first()
    if found is None:
        raise Http404(f"Nothing is called {value!r}.")
    return found


def _delegations():
    words = _("Changes of seats, representatives, membership, names and websites.")
    rows = RegisterChange.objects.public().select_related("delegation").newest_first()
    return Channel(
        "delegations",
        _uuid("delegations"),
        _("changes in the delegations"),
        words,
        reverse("delegations:list"),
        rows,
        change_entries,
        at="told_on",
        changed=lambda _now: None,
        sizes=lambda rows: [(pk, 500) for pk in rows.values_list("pk", flat=True)],
    )


def _uuid(name):
    return uuid5(_NAMESPACE, name)


# What an empty feed says of its last change.
BEGAN = datetime(2023, 12, 26, 9, tzinfo=UTC)
