"""Which day an address asks about, and what is said when it is none."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cstosite.shared.partial_date import PartialDate


@dataclass(frozen=True)
class Asked:
    """A day that somebody typed: `day` is None when nothing was, or when `problem` says why it cannot be answered."""

    typed: str = ""
    day: date | None = None
    problem: str = ""


def read_day(typed: str) -> Asked:
    """The day of a query's value; bad, impossible and future ones get a sentence."""
    typed = typed.strip()[:40]
    if not typed:
        return Asked()
    try:
        asked = PartialDate.parse(typed)
    except ValueError:
        return Asked(typed, problem=_("There is no such day. Write it as year-month-day: 2023-12-26."))
    if asked.precision != "day":
        return Asked(typed, problem=_("Give the whole day, as 2023-12-26: figures may change within a month or year."))
    if asked.earliest > timezone.localdate():
        return Asked(typed, problem=_("That day has not come yet."))
    return Asked(typed, asked.earliest)
