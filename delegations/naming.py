"""What countries, delegations and chambers were called on a day, and whether there was such a chamber at all.

A row's own name is what it is called today; where names are recorded with dates, `settle` keeps it so.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from .facts import Fact, Held, Standing, read
from .models import ChamberName, CountryName, DelegationName

NAMES = (CountryName, DelegationName, ChamberName)


def subject_of(name: Fact):
    """The country, delegation or chamber that a recorded name is of."""
    return getattr(name, name.overlap_columns[0].removesuffix("_id"))


def name_on(names: Iterable[Fact], day: date) -> Fact | None:
    """The name to show for a day; None when none is recorded.

    The one in force, else the last known. Before that, and other than with figures, the first recorded: a page needs
    a heading.
    """
    names = [name for name in names if name.retracted_at is None]
    reading = read(names, day)
    if reading and reading.standing != Standing.OVER:
        return reading.fact
    unsure = [name for name in names if name.on(day) is not Held.NO]
    if reading and not unsure:
        return reading.fact
    return min(unsure or names, key=lambda name: (name.certain_from or date.max, name.pk), default=None)


def is_there(names: Iterable[Fact], day: date) -> bool:
    """Whether something is, or may have been, there on a day: every name of what is not is over, or still to come.

    Nor is there what was entered early and called off before its day.
    """
    names = list(names)
    standing = [name for name in names if name.retracted_at is None]
    if standing:
        return any(name.on(day) is not Held.NO for name in standing)
    return not names or any(name.is_told() for name in names)


def call(subject, name: Fact | None):
    """Give a row its recorded name, in memory: True when that changed it."""
    values = {field: getattr(name, field) for field in name.named} if name else {}
    is_changed = any(getattr(subject, field) != value for field, value in values.items())
    for field, value in values.items():
        setattr(subject, field, value)
    return is_changed


def settle(subject, today: date | None = None):
    """Save the name that a country, delegation or chamber has today as its own."""
    today = today or timezone.localdate()
    name = name_on([name for name in subject.names.standing() if name.is_public(today)], today)
    if call(subject, name):
        subject.save(update_fields=name.named)


def settle_all(today: date | None = None):
    """`settle` every row of which names are recorded: for names that were entered before their day."""
    for model in NAMES:
        for subject in {subject_of(name) for name in model.objects.standing()}:
            settle(subject, today)
