"""The register as visitors read it: every delegation as known today, with its totals."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from . import charts
from .facts import Held, Reading, Standing, read
from .models import (
    Appointment,
    Chamber,
    Delegation,
    MembershipStatus,
    OfficialWording,
    Post,
    SeatCount,
    Website,
)


def counts(reading: Reading | None, is_dated: bool) -> bool:
    """Whether a reading answers: for a day that was asked only what held that day, else whatever is not over."""
    if reading is None or reading.standing == Standing.OVER:
        return False
    return reading.standing == Standing.IN_FORCE or not is_dated


@dataclass
class ChamberEntry:
    """A chamber and the number of its seats, if that is known."""

    chamber: Chamber
    reading: Reading | None
    websites: list[Reading]
    is_dated: bool = False

    @property
    def seats(self) -> int | None:
        """The number of seats; None when it is not published, over, or not known for the day asked: never zero."""
        return self.reading.fact.seats if counts(self.reading, self.is_dated) else None

    @property
    def beside(self) -> Reading | None:
        """What is shown beside "not known": it held once, or on a day nobody noted."""
        return self.reading if self.seats is None else None

    @property
    def strip(self):
        """The row of dots, one to a seat; None when the number is not known."""
        return charts.strip(self.seats) if self.seats is not None else None


@dataclass
class DelegationEntry:
    """A delegation as known on a day."""

    delegation: Delegation
    chambers: list[ChamberEntry]
    status: Reading | None
    representative: Reading | None
    other_offices: list[Reading]
    websites: list[Reading]
    wording: Reading | None
    is_dated: bool = False
    # Everybody who was ever its plenipotentiary representative.
    appointments: list[Appointment] = field(default_factory=list)

    @cached_property
    def seats(self) -> int | None:
        """The seats known, added up; None when none is."""
        known = [entry.seats for entry in self.chambers if entry.seats is not None]
        return sum(known) if known else None

    @property
    def unknown_chambers(self) -> int:
        """How many chambers' seats are not published."""
        return sum(entry.seats is None for entry in self.chambers)

    @property
    def counts(self) -> bool:
        """Whether its seats count in the Assembly's totals; so they do when no status is recorded."""
        if not counts(self.status, self.is_dated):
            return True
        return self.status.fact.membership_class.counts_in_totals

    @property
    def is_represented(self) -> bool:
        """Whether the representative is known for the day."""
        return counts(self.representative, self.is_dated)

    @property
    def has_status(self) -> bool:
        """Whether the membership is known for the day."""
        return counts(self.status, self.is_dated)

    @property
    def sizes(self) -> list[int]:
        """Seats by chamber, in order, for charts; 0 draws nothing where the number is not known."""
        return [entry.seats or 0 for entry in self.chambers]

    @property
    def arc(self):
        """The delegation's own chart."""
        return charts.arc(self.sizes)

    @property
    def office_readings(self) -> list[Reading]:
        """The facts behind the representative's name and offices."""
        return [self.representative, *self.other_offices] if self.representative else []

    @property
    def wording_readings(self) -> list[Reading]:
        """The fact behind the official wording."""
        return [self.wording] if self.wording else []

    @property
    def website_readings(self) -> list[Reading]:
        """The facts behind the websites of the parliament and of its chambers."""
        return [*self.websites, *(site for entry in self.chambers for site in entry.websites)]

    @property
    def seat_readings(self) -> list[Reading]:
        """The facts behind the figures."""
        return [entry.reading for entry in self.chambers if entry.reading]


@dataclass
class Register:
    """All delegations on a day, in the order of their names."""

    day: date
    entries: list[DelegationEntry]
    is_dated: bool = False

    @cached_property
    def counted(self) -> list[DelegationEntry]:
        """Those whose seats count."""
        return [entry for entry in self.entries if entry.counts]

    @property
    def seats(self) -> int:
        """All seats known."""
        return sum(entry.seats or 0 for entry in self.counted)

    @property
    def incomplete(self) -> int:
        """How many delegations have a chamber whose seats are not published, or none at all."""
        return sum(entry.seats is None or entry.unknown_chambers > 0 for entry in self.counted)

    @property
    def chambers(self) -> int:
        """All chambers."""
        return sum(len(entry.chambers) for entry in self.entries)

    @cached_property
    def chart(self):
        """The Assembly as one hemicycle."""
        return charts.hemicycle([entry.sizes for entry in self.counted])

    @property
    def wedges(self):
        """The chart's wedges, each with its delegation."""
        return list(zip(self.chart.wedges, self.counted, strict=True))

    @property
    def most_chambers(self) -> int:
        """The chambers of the delegation that has most, for the chart's legend."""
        return max((len(entry.chambers) for entry in self.entries), default=0)

    @property
    def seat_readings(self) -> list[Reading]:
        """The facts behind the figures."""
        return [reading for entry in self.entries for reading in entry.seat_readings]

    def share(self, entry: DelegationEntry) -> int | None:
        """A delegation's seats as whole per cent of all; None when either is not wholly known."""
        if not entry.counts or not entry.seats or self.incomplete:
            return None
        return round(100 * entry.seats / self.seats)


def read_register(day: date | None = None, details: bool = True) -> Register:
    """The register of a day, or as known today when left out: 4 queries, 7 with the details beside the seats.

    Of a day that is asked for only what held on it is told as an answer; what was known before stands beside it.
    """
    return _register(day, *_load(details))


def read_registers(*days: date) -> list[Register]:
    """The registers of some days, from one reading of the database."""
    loaded = _load(details=True)
    return [_register(day, *loaded) for day in days]


def _load(details):
    """Every delegation with all that the public may know of it, and every appointment: what a register is read from."""
    lookups = [
        Prefetch("chambers", _chambers()),
        Prefetch("statuses", MembershipStatus.objects.told().select_related("membership_class", "source")),
    ]
    appointments = []
    if details:
        appointments = list(Appointment.objects.told().select_related("person", "post", "source"))
        lookups += [
            Prefetch("websites", Website.objects.told().select_related("source").in_order()),
            Prefetch("wordings", OfficialWording.objects.told().select_related("source")),
        ]
    delegations = Delegation.objects.select_related("country").prefetch_related(*lookups).order_by("name")
    return list(delegations), appointments, details


def _register(day, delegations, appointments, details):
    is_dated, day = day is not None, day or timezone.localdate()
    entries = [_entry(delegation, day, appointments, details, is_dated) for delegation in delegations]
    return Register(day, entries, is_dated)


def seats_on(delegations: list[Delegation], day: date) -> list[tuple[DelegationEntry, DelegationEntry]]:
    """The seats of some delegations on a day, each beside those known today, in 2 queries; nothing else is read."""
    prefetch_related_objects(delegations, Prefetch("chambers", _chambers()))
    return [(_seats_entry(each, day, True), _seats_entry(each, timezone.localdate(), False)) for each in delegations]


def _seats_entry(delegation, day, is_dated):
    chambers = _chamber_entries(delegation, day, [], is_dated)
    return DelegationEntry(delegation, chambers, None, None, [], [], None, is_dated)


def _chambers():
    seats = SeatCount.objects.told().select_related("source")
    return Chamber.objects.order_by("position").prefetch_related(Prefetch("seat_counts", seats))


def _chamber_entries(delegation, day, websites, is_dated):
    return [
        ChamberEntry(
            chamber,
            read(chamber.seat_counts.all(), day),
            [site for site in websites if site.fact.chamber_id == chamber.pk],
            is_dated,
        )
        for chamber in delegation.chambers.all()
    ]


def _entry(delegation, day, appointments, details, is_dated):
    websites = _standing(delegation.websites.all(), day) if details else []
    if is_dated:
        websites = [site for site in websites if counts(site, is_dated)]
    own = [
        appointment
        for appointment in appointments
        if appointment.post.kind == Post.Kind.PLENIPOTENTIARY and appointment.post.delegation_id == delegation.pk
    ]
    representative = read(own, day)
    return DelegationEntry(
        delegation=delegation,
        chambers=_chamber_entries(delegation, day, websites, is_dated),
        status=read(delegation.statuses.all(), day),
        representative=representative,
        other_offices=_other_offices(representative, appointments, day),
        websites=[site for site in websites if site.fact.chamber_id is None],
        wording=read(delegation.wordings.all(), day) if details else None,
        is_dated=is_dated,
        appointments=own,
    )


def _other_offices(representative, appointments, day):
    """The representative's other posts, as known on that day."""
    if not representative:
        return []
    fact = representative.fact
    return _standing([own for own in appointments if own.person_id == fact.person_id and own.pk != fact.pk], day)


def _standing(facts, day):
    """Each fact that is not known to be over, read for itself: a person may hold two posts, a parliament two sites."""
    return [reading for fact in facts if fact.on(day) is not Held.NO and (reading := read([fact], day))]
