"""The fixed feeds: of everything, of a kind, a country, a person, a topic, and of the register."""

from django.db.models import Exists
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from delegations.feeds import entries as change_entries
from delegations.models import Country, Person, RegisterChange
from press.listing import Listing
from press.models import Kind, Listed, PressItem, countries_in_press, topics_in_press
from press.models.listed import COUNTRY, PERSON, TOPIC
from press.people import people_in_press

from .model import NAMESPACE, Channel, identifier_of

# Whom the page of all feeds names: those who speak in the newest items, and no more than somebody reads through.
RECENT_ITEMS, MOST_PEOPLE = 300, 50


def by_path(published, path: str) -> Channel:
    """The feed of an address by its meaning; Http404 when there is none."""
    group, _slash, name = path.partition("/")
    match group:
        case "all":
            return _all(published)
        case "delegations":
            return _delegations()
        case "countries":
            return _country(published, name)
        case "people":
            return _person(published, name)
        case "topics":
            return _topic(published, name)
    return _kind(published, group)


def every_channel() -> list[Channel]:
    """The fixed feeds that have something in them, for OPML: six queries."""
    published = _published()
    return [*_but_of_people(published), *(_of_person(published, person) for person in people_in_press(get_language()))]


def channels_for_choosing() -> list[Channel]:
    """The same for people, who could not choose among hundreds: of persons only those heard lately."""
    published = _published()
    newest = list(published.values_list("pk", flat=True)[:RECENT_ITEMS])
    heard = Person.objects.filter(appearances__item__in=newest).distinct()[:MOST_PEOPLE]
    return [*_but_of_people(published), *(_of_person(published, person) for person in heard)]


def _published():
    return PressItem.objects.published().in_language(get_language()).newest_first()


def _but_of_people(published):
    # One row that says of each kind whether there is any: every row of the press would be read for `distinct`.
    there_are = {kind.name: Exists(published.order_by().filter(kind=kind.value)) for kind in Kind}
    found = published.values(**there_are).first() or {}
    return [
        _all(published),
        *(_kind(published, kind.value) for kind in Kind if found.get(kind.name)),
        *(_of_country(published, country) for country in countries_in_press(get_language())),
        *(_of_topic(published, topic) for topic in topics_in_press(get_language())),
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


def _country(published, code):
    country = countries_in_press(get_language()).filter(code=code).first()
    if country is None and not (country := Country.objects.filter(code=code).first()):
        raise Http404(f"No country {code!r}.")
    return _of_country(published, country)


def _of_country(published, country):
    words = _("Everything about %(name)s, whole, newest first.") % {"name": country}
    path, identifier = f"countries/{country.code}", identifier_of(f"country {country.uuid}")
    home = Listing(country=country.code).address
    return Channel(path, identifier, country.name, words, home, lambda: published, look=_look(COUNTRY, country))


def _person(published, slug):
    person = people_in_press(get_language()).filter(slug=slug).first()
    if person is None:
        raise Http404(f"No person {slug!r}.")
    return _of_person(published, person)


def _of_person(published, person):
    words = _("Everything in which %(name)s speaks, whole, newest first.") % {"name": person}
    path, identifier = f"people/{person.slug}", identifier_of(f"person {person.uuid}")
    home = person.get_absolute_url()
    return Channel(path, identifier, person.name, words, home, lambda: published, look=_look(PERSON, person))


def _topic(published, slug):
    topic = topics_in_press(get_language()).filter(slug=slug).first()
    if topic is None:
        raise Http404(f"No topic {slug!r}.")
    return _of_topic(published, topic)


def _of_topic(published, topic):
    words = _("Everything about %(name)s, whole, newest first.") % {"name": topic}
    path, identifier = f"topics/{topic.slug}", identifier_of(f"topic {topic.uuid}")
    home = topic.get_absolute_url()
    return Channel(path, identifier, topic.name, words, home, lambda: published, look=_look(TOPIC, topic))


def _look(what, of):
    """How the places in a list are looked up."""
    return lambda: Listed.objects.fallen_due().in_list(what, of.pk, get_language()).newest_first()


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
