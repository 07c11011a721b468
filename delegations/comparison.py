"""Two days of the register: what changed between them, and what cannot be compared."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Delegation
from .register import DelegationEntry, Register, counts


@dataclass(frozen=True)
class Difference:
    """One thing about a delegation that reads otherwise on the second day; "" is not known on that day."""

    delegation: Delegation
    what: str
    before: str
    after: str

    @property
    def is_change(self) -> bool:
        """Whether both days are known, so that it changed between them."""
        return bool(self.before and self.after)


def differences(before: Register, after: Register) -> list[Difference]:
    """What reads otherwise on the second day, by delegation; both registers are of days that were asked for."""
    old = {entry.delegation.pk: dict(_answers(entry)) for entry in before.entries}
    return [
        Difference(entry.delegation, what, told, now)
        for entry in after.entries
        for what, now in _answers(entry)
        if (told := old[entry.delegation.pk][what]) != now
    ]


def _answers(entry: DelegationEntry):
    """What the register answers about a delegation: (what, answer) pairs, "" where it is not known that day."""
    for chamber in entry.chambers:
        yield chamber.chamber.name, "" if chamber.seats is None else str(chamber.seats)
    yield _("Plenipotentiary representative"), _told(entry, entry.representative, "person")
    yield _("Membership"), _told(entry, entry.status, "membership_class")
    sites = [reading.fact.url for reading in entry.website_readings if counts(reading, entry.is_dated)]
    yield _("Websites"), ", ".join(sorted(sites))


def _told(entry, reading, name):
    return str(getattr(reading.fact, name)) if counts(reading, entry.is_dated) else ""
