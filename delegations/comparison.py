"""Two days of the register: what changed between them, and what cannot be compared."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .register import DelegationEntry, Register, counts


@dataclass(frozen=True)
class Difference:
    """One thing about a delegation that reads otherwise on the second day; "" is not known on that day."""

    entry: DelegationEntry
    what: str
    before: str
    after: str

    @property
    def is_change(self) -> bool:
        """Whether both days are known, so that it changed between them."""
        return bool(self.before and self.after)


def differences(before: Register, after: Register) -> list[Difference]:
    """What reads otherwise on the second day, by delegation; both registers are of days that were asked for."""
    old = {entry.delegation.pk: {key: answer for key, _what, answer in _answers(entry)} for entry in before.every}
    found = []
    for entry in after.every:
        told, gone = old[entry.delegation.pk], _chambers_gone(before, entry)
        for key, what, now in [*_answers(entry), *((key, name, _("no such chamber")) for key, name in gone)]:
            earlier = told.get(key, _("no such chamber"))
            if earlier != now:
                found.append(Difference(entry, what, earlier, now))
    return found


def _chambers_gone(before, entry):
    """The chambers a delegation had on the first day and has no more: (key, name) pairs."""
    then = next(each for each in before.every if each.delegation.pk == entry.delegation.pk)
    now = {chamber.chamber.pk for chamber in entry.chambers}
    return [(chamber.chamber.pk, chamber.name) for chamber in then.chambers if chamber.chamber.pk not in now]


def _answers(entry: DelegationEntry):
    """What the register answers about a delegation: (key, what, answer), "" where it is not known that day."""
    yield "name", _("Name"), entry.name
    yield "parliament", _("Parliament"), entry.parliament
    yield "membership", _("Membership"), _membership(entry)
    for chamber in entry.chambers:
        yield chamber.chamber.pk, chamber.name, "" if chamber.seats is None else str(chamber.seats)
    yield "representative", _("Plenipotentiary representative"), _told(entry, entry.representative, "person")
    sites = [reading.fact.url for reading in entry.website_readings if counts(reading, entry.is_dated)]
    yield "websites", _("Websites"), ", ".join(sorted(sites))


def _membership(entry):
    return _told(entry, entry.status, "membership_class") if entry.belongs else _("not in the Assembly")


def _told(entry, reading, name):
    return str(getattr(reading.fact, name)) if counts(reading, entry.is_dated) else ""
