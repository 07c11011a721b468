"""The posts people held on an item's day, in words an editor may copy into the item; nothing is ever linked to them.

The office in an item is the one printed: it stays as it is, whatever is appointed, closed or retracted later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cstosite.shared.partial_date import PartialDate
from delegations.facts import Held
from delegations.models import Appointment
from delegations.templatetags.delegations import span

from .models import PressItem
from .page_loading import offered_time


@dataclass(frozen=True)
class Office:
    """A post in the words it was printed in, and what is known of when it was held."""

    words: str
    when: str


def day_of(item: PressItem | None, given_on: PartialDate | None) -> tuple[date, str]:
    """The day whose posts are offered, and in words which day it is; `given_on` as it stands in the form by now.

    It is the item's day, and before there is one the day an imported text names, else today.
    """
    if given_on and given_on.precision == "day":
        return given_on.earliest, _("on %(day)s, when it was said or held") % {"day": _in_words(given_on.earliest)}
    if item and item.published_at:
        day = timezone.localdate(item.published_at)
        return day, _("on %(day)s, the day of publication") % {"day": _in_words(day)}
    if item and item.imported_text and (moment := offered_time(item)):
        day = timezone.localdate(moment)
        return day, _("on %(day)s, the date in the imported text") % {"day": _in_words(day)}
    day = timezone.localdate()
    return day, _("today, %(day)s, as the day it was said or held is not known") % {"day": _in_words(day)}


def held_on(day: date, people: Iterable[int]) -> dict[int, list[Office]]:
    """The posts of some people (by their numbers) on a day: those they held, then those of which it is not known.

    One query. A wording that was recorded several times stands once, as it is known best.
    """
    appointments = Appointment.objects.on(day).filter(person__in=people).exclude(held=Held.NO).select_related("post")
    found: dict[int, dict[str, Office]] = {}
    for appointment in sorted(appointments, key=_best_known_first):
        words = appointment.wording or appointment.post.name
        own = found.setdefault(appointment.person_id, {})
        own.setdefault(" ".join(words.split()).casefold(), Office(words, _when(appointment, day)))
    return {person: list(offices.values()) for person, offices in found.items()}


def _best_known_first(appointment):
    since = appointment.certain_from or appointment.valid_from_earliest
    return appointment.held != Held.YES, -since.toordinal() if since else 1, appointment.pk


def _when(appointment, day):
    """Since when it is held, and whether it was held on that day: "since 1 May 2021"."""
    words = span(appointment)
    words = words[:1].lower() + words[1:]
    seen = appointment.observed_on
    if appointment.held == Held.YES or (appointment.is_observation and not seen):
        return words
    if seen and seen < day:
        return _("last known: %(when)s") % {"when": words}
    return _("%(when)s; not known for that day") % {"when": words}


def _in_words(day):
    return date_format(day, "j F Y")
