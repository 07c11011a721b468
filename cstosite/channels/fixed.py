"""The fixed feeds: of everything, of a kind, a country, a person, a topic, and of the register."""

from functools import partial

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from delegations.feeds import entries as change_entries
from delegations.models import RegisterChange
from press.countries import country_or_404
from press.listing import Listing
from press.models import Appearance, Kind, PressItem, countries_in_press, topics_in_press
from press.people import people_in_press

from .model import NAMESPACE, Channel, identifier_of

# Whom the page of all feeds names: those who speak in the newest items, and no more than somebody reads through.
RECENT_ITEMS, MOST_PEOPLE = 300, 50
# Of more rows than this the newest few are soon found among all items; of fewer it is quicker to sort them.
FEW = 1000
_IN_COUNTRIES = PressItem.countries.through.objects
_ON_TOPICS = PressItem.topics.through.objects


def by_path(published, path: str, now=None) -> Channel:
    """The feed of an address by its meaning; Http404 when there is none."""
    group, _slash, name = path.partition("/")
    match group:
        case "all":
            return _all(published)
        case "delegations":
            return _delegations()
        case "countries":
            return _country(published, name, now)
        case "people":
            return _person(published, name)
        case "topics":
            return _topic(published, name)
    return _kind(published, group)


def every_channel() -> list[Channel]:
    """The fixed feeds that have something in them, for OPML: six queries."""
    published = _published()
    return [*_but_of_people(published), *(_of_person(published, person) for person in people_in_press(published))]


def channels_for_choosing() -> list[Channel]:
    """The same for people, who could not choose among hundreds: of persons only those heard lately."""
    published = _published()
    newest = list(published.values_list("pk", flat=True)[:RECENT_ITEMS])
    heard = people_in_press(published.filter(pk__in=newest))[:MOST_PEOPLE]
    return [*_but_of_people(published), *(_of_person(published, person) for person in heard)]


def _published():
    return PressItem.objects.published().in_language(get_language()).newest_first()


def _but_of_people(published):
    # One row that says of each kind whether there is any: every row of the press would be read for `distinct`.
    there_are = {kind.name: Exists(published.order_by().filter(kind=kind.value)) for kind in Kind}
    found = published.order_by("pk").values(**there_are).first() or {}
    return [
        _all(published),
        *(_kind(published, kind.value) for kind in Kind if found.get(kind.name)),
        *(_of_country(published, country) for country in countries_in_press(published.order_by())),
        *(_of_topic(published, topic) for topic in topics_in_press(published.order_by())),
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


def _country(published, code, now):
    return _of_country(published, country_or_404(code, now))


def _of_country(published, country):
    words = _("Everything about %(name)s, whole, newest first.") % {"name": country}
    path, identifier = f"countries/{country.code}", identifier_of(f"country {country.uuid}")
    home = Listing(country=country.code).address
    rows = partial(_linked, published, _IN_COUNTRIES, {"country": country}, "pressitem_id")
    return Channel(path, identifier, country.name, words, home, rows)


def _person(published, slug):
    person = people_in_press(published).filter(slug=slug).first()
    if person is None:
        raise Http404(f"No person {slug!r}.")
    return _of_person(published, person)


def _of_person(published, person):
    words = _("Everything in which %(name)s speaks, whole, newest first.") % {"name": person}
    path, identifier = f"people/{person.slug}", identifier_of(f"person {person.uuid}")
    home = person.get_absolute_url()
    rows = partial(_linked, published, Appearance.objects, {"person": person}, "item_id")
    return Channel(path, identifier, person.name, words, home, rows)


def _topic(published, slug):
    topic = topics_in_press(published).filter(slug=slug).first()
    if topic is None:
        raise Http404(f"No topic {slug!r}.")
    return _of_topic(published, topic)


def _of_topic(published, topic):
    words = _("Everything about %(name)s, whole, newest first.") % {"name": topic}
    path, identifier = f"topics/{topic.slug}", identifier_of(f"topic {topic.uuid}")
    home = topic.get_absolute_url()
    rows = partial(_linked, published, _ON_TOPICS, {"topic": topic}, "pressitem_id")
    return Channel(path, identifier, topic.name, words, home, rows)


def _linked(published, links, wanted, item):
    """The published items that some rows point at: no database guesses well how many these are."""
    links = links.filter(**wanted)
    numbers = list(links.order_by().values_list(item, flat=True)[: FEW + 1])
    if len(numbers) <= FEW:
        return published.filter(pk__in=numbers)
    return published.filter(Exists(links.filter(**{item: OuterRef("pk")})))


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
        at="told_on",
        sizes=lambda rows: [(pk, 500) for pk in rows.values_list("pk", flat=True)],
    )
