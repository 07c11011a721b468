"""The fixed feeds: of everything, of a kind, a country, a person, a topic, and of the register."""

from django.db.models import Exists
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from delegations.feeds import entries as change_entries
from delegations.models import Person, RegisterChange
from press.countries import country_or_404
from press.listing import Listing
from press.models import Kind, Listed, PressItem, countries_in_press, topics_in_press
from press.models.listed import COUNTRY, PERSON, TOPIC
from press.people import people_in_press

from .model import NAMESPACE, Channel, identifier_of

# Whom the page of all feeds names: those who speak in the newest items, and no more than somebody reads through.
RECENT_ITEMS, MOST_PEOPLE = 300, 50
# Of each group: the lists of items in it, as identifiers call them too, and the words of its feed.
_ABOUT = gettext_noop("Everything about %(name)s, whole, newest first.")
_SPOKEN = gettext_noop("Everything in which %(name)s speaks, whole, newest first.")
_LISTS = {"countries": (COUNTRY, _ABOUT), "topics": (TOPIC, _ABOUT), "people": (PERSON, _SPOKEN)}


def by_path(published, path: str, now=None) -> Channel:
    """The feed of an address by its meaning; Http404 when there is none."""
    group, _slash, name = path.partition("/")
    match group:
        case "all":
            return _all(published)
        case "delegations":
            return _delegations()
        case "countries" | "people" | "topics":
            return _named(group, published, name, now)
    return _kind(published, group)


def every_channel() -> list[Channel]:
    """The fixed feeds that have something in them, for OPML: six queries."""
    published = _published()
    people = people_in_press(get_language())
    return [*_but_of_people(published), *(_of("people", published, person) for person in people)]


def channels_for_choosing() -> list[Channel]:
    """The same for people, who could not choose among hundreds: of persons only those heard lately."""
    published = _published()
    newest = list(published.values_list("pk", flat=True)[:RECENT_ITEMS])
    heard = Person.objects.filter(appearances__item__in=newest).distinct()[:MOST_PEOPLE]
    return [*_but_of_people(published), *(_of("people", published, person) for person in heard)]


def _published():
    return PressItem.objects.published().in_language(get_language()).newest_first()


def _but_of_people(published):
    # One row that says of each kind whether there is any: every row of the press would be read for `distinct`.
    there_are = {kind.name: Exists(published.order_by().filter(kind=kind.value)) for kind in Kind}
    found = published.values(**there_are).first() or {}
    return [
        _all(published),
        *(_kind(published, kind.value) for kind in Kind if found.get(kind.name)),
        *(_of("countries", published, country) for country in countries_in_press(get_language())),
        *(_of("topics", published, topic) for topic in topics_in_press(get_language())),
        _delegations(),
    ]


def _all(published):
    words = _("Every press release and interview, whole, newest first.")
    return Channel("all", NAMESPACE, _("all press"), words, reverse("press:list"), lambda: published)


def _kind(published, value):
    if value not in Kind.values:
        raise Http404(f"No kind {value!r}.")
    kind = Kind(value)
    words = _("%(kind)s, whole, newest first.") % {"kind": kind.plural}
    home = Listing(kind=value).address
    return Channel(value, identifier_of(value), str(kind.plural), words, home, lambda: published.filter(kind=value))


def _named(group, published, name, now):
    """The feed that an address names one country, person or topic for; Http404 when the public knows of none."""
    match group:
        case "countries":
            return _of(group, published, country_or_404(name, now))
        case "people":
            return _of(group, published, get_object_or_404(people_in_press(get_language()), slug=name))
    return _of(group, published, get_object_or_404(topics_in_press(get_language()), slug=name))


def _of(group, published, found):
    what, words = _LISTS[group]
    if group == "countries":
        address, home = found.code, Listing(country=found.code).address
    else:
        address, home = found.slug, found.get_absolute_url()

    def look():
        return Listed.objects.fallen_due().in_list(what, found.pk, get_language()).newest_first()

    words = _(words) % {"name": found}
    identifier = identifier_of(f"{what} {found.uuid}")
    return Channel(f"{group}/{address}", identifier, found.name, words, home, lambda: published, look=look)


def _delegations():
    words = _("Changes of seats, representatives, membership, names and websites.")
    return Channel(
        "delegations",
        identifier_of("delegations"),
        _("changes in the delegations"),
        words,
        reverse("delegations:list"),
        RegisterChange.objects.public().select_related("delegation").newest_first,
        change_entries,
        at_column="told_on",
        sizes=lambda rows: [(pk, 500) for pk in rows.values_list("pk", flat=True)],
    )
