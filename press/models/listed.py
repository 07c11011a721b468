"""Which lists an item stands in, kept beside it in their order: the newest of any list are found at once."""

import zoneinfo
from datetime import date, datetime, time

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone

from delegations.models import Country

from ..choices import State
from .topics import Topic

COUNTRY, PERSON, TOPIC = "country", "person", "topic"
# The newest of a list that is no longer are sorted in no time.
SHORT = 1000


def has_address():
    """The condition of being written in a language of the site: what is in another has no page."""
    return Q(language__in=[code for code, _name in settings.LANGUAGES])


class InOrder(models.QuerySet):
    """Rows with a moment of publication and the item's identifier.

    SQLite reads an index from the first bound that is named on: what narrows the time is put before "until now".
    """

    def in_year(self, year):
        """Those first published in a calendar year of the site's time zone."""
        zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
        begins, ends = (datetime.combine(date(y, 1, 1), time(), zone) for y in (year, year + 1))
        return self.model._default_manager.filter(published_at__gte=begins, published_at__lt=ends) & self

    def newest_first(self):
        """In the order of lists and feeds; the identifier decides between items of one moment."""
        return self.order_by("-published_at", "-uuid")

    def before(self, moment, identifier):
        """What stands after that place in the newest-first order: the next page of a list."""
        # What an index is read by.
        rows = self.model._default_manager.filter(published_at__lte=moment)
        return rows.filter(Q(published_at__lt=moment) | Q(published_at=moment, uuid__lt=identifier)) & self

    def after(self, moment, identifier):
        """What stands before that place in the newest-first order, what is next to it first."""
        rows = self.model._default_manager.filter(published_at__gte=moment)
        rows = rows.filter(Q(published_at__gt=moment) | Q(published_at=moment, uuid__gt=identifier)) & self
        return rows.order_by("published_at", "uuid")


class ListedQuerySet(InOrder):
    """The places of items in lists."""

    def fallen_due(self, now=None):
        """Those of items that are public at `now`, or the present moment."""
        return self.filter(has_address(), published_at__lte=now or timezone.now())

    def in_list(self, what, number=0, language=None):
        """Those in one list: of a country, person or topic by its number, or of a kind; in a language, or in all."""
        rows = self.filter(what=what, number=number)
        return rows.filter(language=language) if language else rows

    def also_in(self, what, number=0):
        """Those of them whose items stand in another list too."""
        return self.filter(Exists(Listed.objects.filter(item=OuterRef("item"), what=what, number=number)))


class Listed(models.Model):
    """The place of an approved item in one list: of its kind, a country, a person or a topic.

    Written with whatever it is made of (press/indexing.py). It says where to look, never what may be seen.
    """

    item = models.ForeignKey("press.PressItem", on_delete=models.CASCADE, related_name="listed", db_index=False)
    what = models.CharField(max_length=20)
    number = models.BigIntegerField(default=0)
    language = models.CharField(max_length=10)
    published_at = models.DateTimeField()
    uuid = models.UUIDField()

    objects = ListedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "listed"
        constraints = [models.UniqueConstraint(fields=["item", "what", "number"], name="listed_unique")]
        indexes = [
            models.Index(
                fields=["what", "number", "language", "-published_at", "-uuid", "item"], name="listed_newest_first"
            )
        ]

    def __str__(self):
        return f"{self.what} {self.number}"

    @classmethod
    def project(cls, items):
        """Write anew in which lists some items stand."""
        items = list(items)
        cls.objects.filter(item__in=[item.pk for item in items]).delete()
        cls.objects.bulk_create(
            cls(
                item=item,
                what=what,
                number=number,
                language=item.language,
                published_at=item.published_at,
                uuid=item.uuid,
            )
            for item in items
            if item.state == State.APPROVED
            for what, number in _lists_of(item)
        )


def _lists_of(item):
    yield item.kind, 0
    yield from ((COUNTRY, country.pk) for country in item.countries.all())
    yield from ((TOPIC, topic.pk) for topic in item.topics.all())
    yield from ((PERSON, number) for number in {voice.person_id for voice in item.appearances.all()} if number)


def is_listed(what, language=None, now=None):
    """The condition that a country, person or topic has a public item, in a language or in any."""
    items = apps.get_model("press", "PressItem").objects.published(now).order_by()
    places = Listed.objects.fallen_due(now).in_list(what, OuterRef("pk"), language)
    return Exists(places.filter(Exists(items.filter(pk=OuterRef("item")))))


def topics_in_press(language=None, now=None):
    """The topics that a public item is about, in the order of their names."""
    return Topic.objects.current().filter(is_listed(TOPIC, language, now))


def countries_in_press(language=None, now=None):
    """The countries that a public item is about, in the order of their names."""
    return Country.objects.filter(is_listed(COUNTRY, language, now))


def choices_in_press(language, now=None):
    """What to narrow a search to, in one query: rows of ("country", code, name) and ("topic", address, name)."""
    countries = countries_in_press(language, now).order_by().values_list(Value("country"), "code", "name")
    topics = topics_in_press(language, now).order_by().values_list(Value("topic"), "slug", "name")
    return countries.union(topics).order_by("name")
