"""The register's figures in words, for templates."""

from django import template
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from cstosite.shared import linked_data
from cstosite.shared.dates import partial_date
from cstosite.shared.partial_date import PartialDate

from .. import linked
from ..facts import Standing
from ..models import SeatCount
from ..register import seats_on

register = template.Library()


@register.simple_tag
def assembly_in_words(register):
    """ "5 delegations, 68 parliamentarians"; "at least" where a figure is not published."""
    count = len(register.entries)
    delegations = ngettext("%(count)s delegation", "%(count)s delegations", count) % {"count": in_words(count)}
    if register.not_counted:
        others = ", ".join(f"{name} {number}" for name, number in register.not_counted.items())
        delegations += _(" (not in the total: %(others)s)") % {"others": others}
    if register.incomplete and not register.seats:
        return f"{delegations}; {_('number of parliamentarians')} {unknown_in_words(register)}"
    people = ngettext("%(count)s parliamentarian", "%(count)s parliamentarians", register.seats)
    people %= {"count": register.seats}
    if not register.incomplete:
        return f"{delegations}, {people}"
    unknown = ngettext(
        "%(count)s delegation not wholly known", "%(count)s delegations not wholly known", register.incomplete
    ) % {"count": register.incomplete}
    return _("%(delegations)s, at least %(people)s; %(unknown)s") % {
        "delegations": delegations,
        "people": people,
        "unknown": unknown,
    }


@register.simple_tag
def chambers_in_words(entry):
    """ "7 House of Representatives and 4 Council of the Republic"."""
    parts = [
        f"{chamber.seats} {chamber.name}"
        if chamber.seats is not None
        else f"{chamber.name}: {unknown_in_words(chamber)}"
        for chamber in entry.chambers
    ]
    return join_and(parts)


@register.simple_tag
def seats_in_words(entry):
    """ "16 parliamentarians"; "at least" or "not published" where a number is missing."""
    if entry.seats is None:
        return f"{_('number of parliamentarians')} {unknown_in_words(entry)}"
    people = ngettext("%(count)s parliamentarian", "%(count)s parliamentarians", entry.seats)
    people %= {"count": entry.seats}
    return _("at least %(people)s") % {"people": people} if entry.unknown_chambers else people


@register.simple_tag
def chamber_in_words(entry):
    """ "deputies of the Mazhilis", after their number."""
    if entry.seats == 1:
        return _("seat for the %(chamber)s") % {"chamber": entry.name}
    return _("%(members)s of the %(chamber)s") % {
        "members": entry.members_are,
        "chamber": entry.name,
    }


@register.simple_tag
def chamber_names(entry):
    """ "chambers: the Mazhilis and the Senate"."""
    names = join_and([_("the %(chamber)s") % {"chamber": chamber.name} for chamber in entry.chambers])
    return ngettext("chamber: %(names)s", "chambers: %(names)s", len(entry.chambers)) % {"names": names}


@register.filter("unknown")
def unknown_in_words(asked):
    """What is said in the place of a missing figure, by whether a day was asked for."""
    return _("not known for that day") if asked.is_dated else _("not published")


@register.simple_tag
def beside(reading, value):
    """What is known of another day, beside "not known for that day": "8 (observed on 3 May 2020)"."""
    return f"{value} {standing_note(reading)}"


@register.simple_tag
def standing_note(reading):
    """How far a fact may be relied on, in brackets after it: "(observed, date unknown)"."""
    return f"({lower(standing_in_words(reading))})"


@register.filter
def span(fact):
    """When a fact held, as a line of a history says it."""
    words = fact.when()
    return words[:1].upper() + words[1:] if fact.is_observation else words


@register.filter
def day_in_words(day):
    """A day, month or year in words; that it is not known."""
    return partial_date(day) if day else _("a day not known")


@register.filter
def was(reading):
    """What is said of a fact that is over: "last known: until 31 December 2021"; "" of any other."""
    if not reading or reading.standing != Standing.OVER:
        return ""
    return _("last known: until %(day)s") % {"day": partial_date(reading.fact.valid_to)}


@register.inclusion_tag("delegations/_asof.html")
def as_of(readings):
    """The line under figures: since when or when seen, and their sources.

    Seats of several chambers that differ in it are told apart by the chambers' names.
    """
    known, sources = {}, {}
    for reading in readings:
        known.setdefault(standing_in_words(reading), []).append(reading.fact)
        sources[reading.fact.source] = None
    told = list(known)
    if len(known) > 1 and all(isinstance(reading.fact, SeatCount) for reading in readings):
        told = [", ".join(fact.chamber.name for fact in facts) + f": {lower(words)}" for words, facts in known.items()]
    checked = checked_in_words({reading.fact.checked_on for reading in readings})
    return {"known": told, "sources": list(sources), "checked": checked}


@register.inclusion_tag("delegations/_asof.html")
def sources_of(readings):
    """The line under a table that says of each figure since when it is known: their sources."""
    sources = list(dict.fromkeys(reading.fact.source for reading in readings))
    return {"sources": sources, "checked": checked_in_words({reading.fact.checked_on for reading in readings})}


@register.filter
def dates_differ(readings):
    """Whether not all figures are known since the same day."""
    return len({standing_in_words(reading) for reading in readings}) > 1


@register.filter
def known_since(reading):
    """Since when a figure is known, in words; "" without one."""
    return standing_in_words(reading) if reading else ""


def lower(words):
    """A sentence's words as they stand within another: the first letter is small."""
    return words[:1].lower() + words[1:]


def checked_in_words(days):
    """When facts were last compared with their sources: "Checked on 3 May 2026"; "" when one of them never was."""
    if not days or None in days:
        return ""
    first, last = (partial_date(PartialDate.on_day(day)) for day in (min(days), max(days)))
    if first == last:
        return _("Checked on %(day)s") % {"day": first}
    return _("Checked between %(first)s and %(last)s") % {"first": first, "last": last}


@register.simple_tag
def membership_in_words(entry):
    """The class of membership, or that none is recorded; of one that does not belong that day, until or from when."""
    if entry.has_status:
        return str(entry.status.fact.membership_class)
    if not entry.memberships:
        return _("no membership status recorded")
    if entry.belongs:
        return _("membership status not known for that day") if entry.is_dated else _("membership status not known")
    if joins := entry.joins:
        return _("%(name)s from %(day)s on") % {"name": joins.membership_class, "day": partial_date(joins.valid_from)}
    return f"{entry.status.fact.membership_class}, {span(entry.status.fact)}"


def standing_in_words(reading):
    """How far a fact may be relied on: "Since 1 May 2024", "Observed on ...", "Last known: until ..."."""
    fact = reading.fact
    if fact.is_observation:
        if fact.observed_on is None:
            return _("Observed, date unknown")
        return _("Observed on %(day)s") % {"day": partial_date(PartialDate.on_day(fact.observed_on))}
    if reading.standing == Standing.OVER:
        return _("Last known: until %(day)s") % {"day": partial_date(fact.valid_to)}
    if reading.standing == Standing.LAST_KNOWN:
        return _("Last known; whether it still holds is not known")
    if fact.valid_from:
        return _("Since %(day)s") % {"day": partial_date(fact.valid_from)}
    return _("In force, since when is not known")


@register.inclusion_tag("delegations/_cards.html")
def delegation_cards(countries, day, is_given):
    """The delegations of an item's countries on the item's day: seats, rows of dots, and whether that is so today.

    `is_given` says that it is the day the words were said, not the day they were published.
    """
    # Where nothing is known of that day, what is known without a date is shown, and said to be that.
    cards = [(then, now, then if then.seats is not None else now) for then, now in on_the_day(countries, day)]
    readings = [reading for _then, _now, shown in cards for reading in shown.seat_readings]
    return {"cards": cards, "readings": readings, "day": day, "is_given": is_given}


def on_the_day(countries, day):
    """The delegations of some countries on a day, each beside what is known of it today."""
    delegations = [country.delegation for country in countries if country.has_page]
    return seats_on(delegations, day) if delegations else []


@register.simple_tag
def since_in_words(then, now):
    """Whether a delegation's seats are today what they were: "The same today.", "Today: 18 parliamentarians."."""
    numbers = [[chamber.seats for chamber in entry.chambers] for entry in (then, now)]
    is_in_force = all(reading.standing == Standing.IN_FORCE for reading in now.seat_readings)
    if None in [*numbers[0], *numbers[1]] or not is_in_force:
        return _("Whether it has changed since is not known.")
    if numbers[0] == numbers[1]:
        return _("The same today.")
    return _("Today: %(seats)s.") % {"seats": chambers_in_words(now)}


@register.simple_tag
def delegation_data(entry):
    """A delegation's page as data for search engines."""
    words = _("Delegation of the %(parliament)s") % {"parliament": entry.parliament}
    return linked_data.script(linked.delegation_page(entry, words))


def join_and(parts):
    """A list in words: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


@register.filter
def in_words(number):
    """A small whole number as a word at the start of a sentence; others in digits."""
    words = [
        "",
        _("One"),
        _("Two"),
        _("Three"),
        _("Four"),
        _("Five"),
        _("Six"),
        _("Seven"),
        _("Eight"),
        _("Nine"),
    ]
    return words[number] if 0 < number < len(words) else str(number)


@register.filter
def website_name(url):
    """An address as people say it: house.gov.by/en."""
    name = url.split("://", 1)[-1].rstrip("/")
    return name.removeprefix("www.")


@register.filter
def language_name(code):
    """A language in words, in the language of the page: "Russian"; the code itself when it is not a known one."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code
