"""A feed as the site knows it: whatever it is of, in every format and on every page of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from cstosite.data.models import Touch
from cstosite.shared.addresses import path_of, query_of
from cstosite.shared.feeds import FORMAT_NAMES, FORMATS
from press.feeds import entries as item_entries
from press.feeds import sizes as item_sizes
from press.models import PressItem

# Identifiers of feeds come from this and from what the feed is of: never from an address that may change.
# The first feed there was is told apart by it alone.
NAMESPACE = UUID("5f0a4c0e-6d0b-4a52-9a51-0f6cf3a3a1e7")
# What an empty feed says of its last change.
BEGAN = datetime(2023, 12, 26, 9, tzinfo=UTC)


def identifier_of(name: str) -> UUID:
    """The identifier of the feed of something, for ever."""
    return uuid5(NAMESPACE, name)


def next_month(month: date) -> date:
    """The first day of the month that follows."""
    return (month + timedelta(days=31)).replace(day=1)


def feed_address(path: str, format: str, query=None) -> str:
    """The address of a document of a feed, from the root of the site."""
    return path_of("feed", path, format) + query_of(query or {})


def feed_links(path: str, query=None) -> list[tuple[str, str, str]]:
    """Address, content type and name of a feed in each format, for pages."""
    query = query_of(query or {})
    return [
        (feed_address(path, format) + query, kind.partition(";")[0], FORMAT_NAMES[format])
        for format, kind in FORMATS.items()
    ]


def last_changed(now: datetime) -> datetime | None:
    """When what the public sees last changed, for Last-Modified: something was written, or an item fell due."""
    due = PressItem.objects.published(now).order_by("-published_at").values("published_at")[:1]
    found = Touch.objects.filter(at__lte=now, is_seen=True).order_by("-at").values("at", due=Subquery(due)).first()
    return max(filter(None, found.values())) if found else None


@dataclass(frozen=True)
class Channel:
    """One feed, in whatever format and on whatever page of it.

    A fixed feed has an address by its meaning, and archives by month (RFC 5005, 4).
    """

    path: str
    identifier: UUID
    title: str
    description: str
    home: str
    # Asked for when they are needed: a list of feeds needs those of none.
    select: Callable[[], QuerySet]
    entries: Callable = item_entries
    # The column that says when a row was published.
    at_column: str = "published_at"
    # The number of each row and about how many characters it says.
    sizes: Callable = item_sizes
    query: dict = field(default_factory=dict)

    is_fixed = True

    # The places of its rows in a list, newest first, where there is one.
    look: Callable[[], QuerySet] | None = None

    @cached_property
    def rows(self) -> QuerySet:
        """All that is in it, newest first; of a list, all that may be in it."""
        return self.select()

    @cached_property
    def places(self) -> QuerySet:
        """Where its rows stand, newest first: what is looked for in it is looked for here."""
        return self.look() if self.look else self.rows

    def at(self, places) -> QuerySet:
        """The rows at some places."""
        return self.rows.at(places) if self.look else places

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
        return feed_address(f"{self.path}/{month}" if month else self.path, format, self.query | more)

    def addresses(self, month: str = "", **more) -> dict[str, str]:
        """The absolute addresses of one document in each format."""
        return {format: settings.SITE_URL + self.address(format, month, **more) for format in FORMATS}

    @property
    def links(self) -> list[tuple[str, str, str]]:
        """Address, content type and name in each format, for pages."""
        return feed_links(self.path, self.query)

    def newest(self, number: int) -> list:
        """The newest rows, with what their entries need."""
        return list(self.loaded(self.at(self.places[:number])))

    def loaded(self, rows) -> QuerySet:
        """Some of its rows, with what their entries need."""
        return rows.for_page() if hasattr(rows, "for_page") else rows

    def in_month(self, month: date) -> QuerySet:
        """Its rows of a calendar month of the site's time zone, newest first."""
        begins, ends = (self._moment(day) for day in (month, next_month(month)))
        return self.at(self._placed(gte=begins, lt=ends))

    def _placed(self, **bounds):
        # SQLite reads an index from the first bound that is named on: these are put before "until now".
        bounds = {f"{self.at_column}__{name}": value for name, value in bounds.items()}
        return self.places.model._default_manager.filter(**bounds) & self.places

    def month_before(self, month: date) -> date | None:
        """The last month before one that has rows."""
        found = self._placed(lt=self._moment(month)).first()
        return self.month_of(found) if found else None

    def month_after(self, month: date) -> date | None:
        """The next month after one that has rows."""
        found = self._placed(gte=self._moment(next_month(month))).last()
        return self.month_of(found) if found else None

    def month_of(self, row) -> date:
        """The first day of the month that a row stands in."""
        at = getattr(row, self.at_column)
        return (timezone.localtime(at).date() if isinstance(at, datetime) else at).replace(day=1)

    def _moment(self, day):
        return day if self.at_column == "told_on" else datetime.combine(day, time(), timezone.get_current_timezone())
