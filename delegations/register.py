"""The register as visitors read it: every delegation as known today, with its totals."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import FilteredRelation, Prefetch, prefetch_related_objects
from django.utils import timezone

from . import charts
from .facts import Fact, Held, Reading, Standing, read
from .models import (
    Appointment,
    Chamber,
    ChamberName,
    Delegation,
    DelegationName,
    MembershipStatus,
    OfficialWording,
    Post,
    SeatCount,
    Website,
)
from .naming import is_there, name_on


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
    called: ChamberName | None = None

    @property
    def name(self) -> str:
        """What the chamber was called on the day."""
        return (self.called or self.chamber).name

    @property
    def members_are(self) -> str:
        """What its members were called, in the plural."""
        return (self.called or self.chamber).members_are

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
    day: date
    chambers: list[ChamberEntry]
    status: Reading | None
    representative: Reading | None
    other_offices: list[Reading]
    websites: list[Reading]
    wording: Reading | None
    is_dated: bool = False
    # Everybody who was ever its plenipotentiary representative.
    appointments: list[Appointment] = field(default_factory=list)
    # Every membership it was ever in, retracted ones too.
    statuses: list[MembershipStatus] = field(default_factory=list)
    called: DelegationName | None = None

    @property
    def name(self) -> str:
        """What the delegation was called on the day."""
        return (self.called or self.delegation).name

    @property
    def parliament(self) -> str:
        """The parliament that sent it, by its name on the day."""
        return (self.called or self.delegation).parliament

    @cached_property
    def seats(self) -> int | None:
        """The seats known, added up; None when none is."""
        known = [entry.seats for entry in self.chambers if entry.seats is not None]
        return sum(known) if known else None

    @property
    def unknown_chambers(self) -> int:
        """How many chambers' seats are not published."""
        return sum(entry.seats is None for entry in self.chambers)

    @cached_property
    def memberships(self) -> list[MembershipStatus]:
        """Every membership recorded of it, those that are retracted left out."""
        return [status for status in self.statuses if status.retracted_at is None]

    @property
    def belongs(self) -> bool:
        """Whether it is, or may be, in some class of membership that day; so it is when none was ever recorded.

        Before the first that is recorded its seats speak for it; after the last has ended they do not.
        """
        if not self.memberships or any(status.on(self.day) is not Held.NO for status in self.memberships):
            return True
        is_over = any(status.valid_from is None or status.valid_from.latest <= self.day for status in self.memberships)
        return not is_over and self.seats is not None

    @property
    def counts(self) -> bool:
        """Whether its seats count in the Assembly's totals; so they do when no status is recorded."""
        if not counts(self.status, self.is_dated):
            return self.belongs
        return self.status.fact.membership_class.counts_in_totals

    @property
    def joins(self) -> MembershipStatus | None:
        """The first membership after the day, of a delegation that does not belong yet."""
        later = [status for status in self.memberships if status.valid_from and status.valid_from.earliest > self.day]
        return min(later, key=lambda status: status.valid_from.earliest, default=None)

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
    def status_readings(self) -> list[Reading]:
        """The fact behind the class of membership."""
        return [self.status] if self.status else []

    @property
    def predecessors(self) -> list[DelegationName]:
        """The names under which it took the place of another delegation."""
        return [name for name in public(self.delegation.names.all()) if name.succeeds]

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
    every: list[DelegationEntry]
    is_dated: bool = False

    @cached_property
    def entries(self) -> list[DelegationEntry]:
        """Those that belong to the Assembly on the day, in whatever class of membership."""
        return [entry for entry in self.every if entry.belongs]

    @cached_property
    def others(self) -> list[DelegationEntry]:
        """Those that belonged to it before, or would only later."""
        return [entry for entry in self.every if not entry.belongs]

    def successors(self, entry: DelegationEntry) -> list[DelegationName]:
        """The names under which others took a delegation's place."""
        names = [name for other in self.every for name in public(other.delegation.names.all())]
        return [name for name in names if name.succeeds_id == entry.delegation.pk]

    @property
    def without_status(self) -> int:
        """Of how many delegations no membership was ever recorded; their seats are counted."""
        return sum(not entry.memberships for entry in self.entries)

    @cached_property
    def counted(self) -> list[DelegationEntry]:
        """Those whose seats count."""
        return [entry for entry in self.entries if entry.counts]

    @property
    def not_counted(self) -> dict[str, int]:
        """How many delegations are in each class of membership whose seats do not count, by its name."""
        return Counter(str(entry.status.fact.membership_class) for entry in self.entries if not entry.counts)

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
        return sum(len(entry.chambers) for entry in self.counted)

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
        if not entry.belongs or not entry.counts or not entry.seats or self.incomplete:
            return None
        return round(100 * entry.seats / self.seats)


def read_register(day: date | None = None, details: bool = True) -> Register:
    """The register of a day, or as known today when left out: 5 queries, 8 with the details beside the seats.

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
        Prefetch("names", DelegationName.objects.told().select_related("source", "succeeds")),
    ]
    appointments = []
    if details:
        appointments = list(Appointment.objects.told().select_related("person", "post", "source"))
        lookups += [
            Prefetch("websites", Website.objects.told().select_related("source").in_order()),
            Prefetch("wordings", OfficialWording.objects.told().select_related("source")),
        ]
    statuses = _delegations()
    prefetch_related_objects(list(statuses), *lookups)
    return statuses, appointments, details


def _delegations():
    """Every delegation with the memberships it was ever in, in the order of names, in one query."""
    kept = ("country", "status__membership_class", "status__source")
    rows = Delegation.objects.public().annotate(status=FilteredRelation("statuses")).select_related(*kept)
    found = {}
    for row in rows.order_by("name", "pk", "status__pk"):
        own = found.setdefault(row, [])
        # There is none where the join found nothing.
        if (status := getattr(row, "status", None)) and status.is_told():
            own.append(status)
    return found


def _register(day, delegations, appointments, details):
    is_dated, day = day is not None, day or timezone.localdate()
    entries = [_entry(each, statuses, day, appointments, details, is_dated) for each, statuses in delegations.items()]
    return Register(day, entries, is_dated)


def seats_on(delegations: list[Delegation], day: date) -> list[tuple[DelegationEntry, DelegationEntry]]:
    """The seats of some delegations on a day, each beside those known today, in 3 queries; nothing else is read."""
    prefetch_related_objects(delegations, Prefetch("chambers", _chambers()))
    return [(_seats_entry(each, day, True), _seats_entry(each, timezone.localdate(), False)) for each in delegations]


def _seats_entry(delegation, day, is_dated):
    chambers = _chamber_entries(delegation, day, [], is_dated)
    return DelegationEntry(delegation, day, chambers, None, None, [], [], None, is_dated)


def _chambers():
    seats = SeatCount.objects.told().select_related("source")
    # Names to come as well: a chamber all of whose names are is not there yet.
    names = ChamberName.objects.select_related("source")
    return Chamber.objects.order_by("position").prefetch_related(
        Prefetch("seat_counts", seats), Prefetch("names", names)
    )


def public(names: Iterable[Fact]) -> list[Fact]:
    """Of names that are all known to staff, those the public may know."""
    return [name for name in names if name.is_public()]


def _chamber_entries(delegation, day, websites, is_dated):
    return [
        ChamberEntry(
            chamber,
            read(chamber.seat_counts.all(), day),
            [site for site in websites if site.fact.chamber_id == chamber.pk],
            is_dated,
            name_on(public(chamber.names.all()), day),
        )
        for chamber in delegation.chambers.all()
        if is_there(chamber.names.all(), day)
    ]


def _entry(delegation, statuses, day, appointments, details, is_dated):
    websites = _by_thing(delegation.websites.all(), day, "url", "chamber_id") if details else []
    own = [
        appointment
        for appointment in appointments
        if appointment.post.kind == Post.Kind.PLENIPOTENTIARY and appointment.post.delegation_id == delegation.pk
    ]
    representative = read(own, day)
    return DelegationEntry(
        delegation=delegation,
        day=day,
        chambers=_chamber_entries(delegation, day, websites, is_dated),
        status=read(statuses, day),
        representative=representative,
        other_offices=_other_offices(representative, appointments, day),
        websites=[site for site in websites if site.fact.chamber_id is None],
        wording=read(delegation.wordings.all(), day) if details else None,
        is_dated=is_dated,
        appointments=own,
        statuses=statuses,
        called=name_on(delegation.names.all(), day),
    )


def _other_offices(representative, appointments, day):
    """The representative's other posts, as known on that day."""
    if not representative:
        return []
    fact = representative.fact
    own = [each for each in appointments if each.person_id == fact.person_id and each.post_id != fact.post_id]
    return _by_thing(own, day, "post_id")


def _by_thing(facts, day, *columns):
    """What is known of each thing apart, and not known to be over: a person may hold two posts, a parliament two sites.

    Facts alike in `columns` are about one thing: an undated one says nothing beside a dated one.
    """
    things = {}
    for fact in facts:
        if fact.on(day) is not Held.NO:
            things.setdefault(tuple(getattr(fact, column) for column in columns), []).append(fact)
    return [reading for same in things.values() if (reading := read(same, day))]
