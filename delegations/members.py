"""Who sits in a delegation, by chamber, as known on a day; and whether the list fits the number of seats."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .facts import Held, Precision, Reading, Standing, read
from .models import Chamber, Member, SeatCount
from .register import DelegationEntry, counts


@dataclass(frozen=True)
class MemberEntry:
    """A member as known on a day; `reading` is None of somebody who may have sat that day and is not known to."""

    fact: Member
    reading: Reading | None

    @property
    def has_since(self) -> bool:
        """Whether a first day can be told: of what was only seen on a day it cannot."""
        return self.reading is not None and self.reading.standing == Standing.IN_FORCE and bool(self.fact.valid_from)


@dataclass(frozen=True)
class Count:
    """How many members are named, and for how many seats (None: not known)."""

    named: int
    seats: int | None
    alternates: int = 0
    is_dated: bool = False

    @property
    def fits(self) -> bool:
        """Whether nobody is missing and nobody too many; what cannot be compared fits."""
        return self.seats is None or self.named == self.seats

    def __str__(self):
        """ "12 of 16 named", "17 named for 16 seats", "12 named; number of seats not published"."""
        values = {"named": self.named, "seats": self.seats}
        if self.seats is None:
            unknown = _("not known for that day") if self.is_dated else _("not published")
            words = _("%(named)s named; number of seats %(unknown)s") % {"named": self.named, "unknown": unknown}
        elif self.named > self.seats:
            words = ngettext("%(named)s named for %(seats)s seat", "%(named)s named for %(seats)s seats", self.seats)
            words %= values
        elif not self.named:
            words = _("none of %(seats)s named") % values
        else:
            words = _("%(named)s of %(seats)s named") % values
        if self.alternates:
            more = ngettext("%(count)s alternate", "%(count)s alternates", self.alternates) % {"count": self.alternates}
            words = _("%(named)s, and %(alternates)s") % {"named": words, "alternates": more}
        return words


@dataclass
class ChamberMembers:
    """The members of one chamber on a day: those known for it, and those beside of whom that is not known."""

    chamber: Chamber
    name: str
    seats: int | None
    known: list[MemberEntry]
    beside: list[MemberEntry]
    is_dated: bool = False

    @property
    def count(self) -> Count:
        """Members named and seats; alternates take none."""
        alternates = sum(entry.fact.is_alternate for entry in self.known)
        return Count(len(self.known) - alternates, self.seats, alternates, self.is_dated)


@dataclass(frozen=True)
class DelegationMembers:
    """The members of a delegation by chamber, on a day, and all that was ever recorded of them."""

    chambers: list[ChamberMembers]
    facts: list[Member] = field(default_factory=list)
    is_dated: bool = False

    def __bool__(self):
        """Whether anybody is named at all for the day."""
        return any(chamber.known or chamber.beside for chamber in self.chambers)

    @property
    def count(self) -> Count:
        """All chambers added up; the seats are known when each chamber's are."""
        parts = [chamber.count for chamber in self.chambers]
        seats = [part.seats for part in parts]
        total = None if None in seats else sum(seats)
        return Count(
            sum(part.named for part in parts), total, sum(part.alternates for part in parts), is_dated=self.is_dated
        )

    @property
    def shown(self) -> list[Member]:
        """The facts behind all names, those beside as well."""
        return [entry.fact for chamber in self.chambers for entry in [*chamber.known, *chamber.beside]]

    @property
    def readings(self) -> list[Reading]:
        """The facts behind the names."""
        return [entry.reading for chamber in self.chambers for entry in chamber.known]


def members_of(entry: DelegationEntry, day: date) -> DelegationMembers:
    """The members of a delegation as known on a day, in one query, with everything that was recorded of them."""
    facts = list(_told().filter(chamber__delegation=entry.delegation))
    by_chamber = _grouped(facts, "chamber_id")
    chambers = [
        _chamber_members(each.chamber, each.name, each.seats, by_chamber[each.chamber.pk], day, entry.is_dated)
        for each in entry.chambers
    ]
    return DelegationMembers(chambers, facts, entry.is_dated)


def out_of_step() -> list[ChamberMembers]:
    """Chambers whose list is shorter or longer than their seats today, in delegations that name anybody; 3 queries."""
    today, by_delegation = timezone.localdate(), defaultdict(list)
    seats = Prefetch("seat_counts", SeatCount.objects.public())
    members = Prefetch("members", Member.objects.public().select_related("person"))
    chambers = Chamber.objects.select_related("delegation").prefetch_related(seats, members)
    for chamber in chambers.order_by("delegation__name", "position"):
        reading = read(chamber.seat_counts.all(), today)
        number = reading.fact.seats if counts(reading, is_dated=False) else None
        found = _chamber_members(chamber, chamber.name, number, chamber.members.all(), today, is_dated=False)
        by_delegation[chamber.delegation_id].append(found)
    naming = [chambers for chambers in by_delegation.values() if any(chamber.known for chamber in chambers)]
    return [chamber for chambers in naming for chamber in chambers if not chamber.count.fits]


@dataclass(frozen=True)
class Movement:
    """Who joined and who left a chamber's members between two days."""

    chamber: Chamber
    joined: list[str]
    left: list[str]


def movements(first: date, second: date) -> list[Movement]:
    """By chamber, who certainly sat on one of two days and, by the register, not on the other; one query."""
    found = []
    facts = _told().filter(retracted_at=None).select_related("person", "chamber__delegation")
    for members in _grouped(facts.order_by("chamber__delegation__name", "chamber__position"), "chamber_id").values():
        joined, left = [], []
        for own in sorted(_grouped(members, "person_id").values(), key=_place):
            before, after = _held(own, first), _held(own, second)
            if (before, after) == (Held.NO, Held.YES):
                joined.append(str(own[0].person))
            elif (before, after) == (Held.YES, Held.NO):
                left.append(str(own[0].person))
        if joined or left:
            found.append(Movement(members[0].chamber, joined, left))
    return found


def _told():
    return Member.objects.told().select_related("person", "source")


def _grouped(facts, name):
    groups = defaultdict(list)
    for fact in facts:
        groups[getattr(fact, name)].append(fact)
    return groups


def _held(facts, day):
    """Whether somebody with these facts sat on that day."""
    answers = {fact.on(day) for fact in facts}
    return next((held for held in (Held.YES, Held.NOT_KNOWN) if held in answers), Held.NO)


def _chamber_members(chamber, name, seats, facts, day, is_dated):
    known, beside = [], []
    for own in _grouped(facts, "person_id").values():
        reading = read(own, day)
        if reading and not is_dated and reading.fact.valid_to_precision == Precision.UNKNOWN:
            continue  # Gone since nobody knows when: not a member of today.
        if counts(reading, is_dated):
            known.append(MemberEntry(reading.fact, reading))
        elif reading and reading.standing != Standing.OVER:
            beside.append(MemberEntry(reading.fact, reading))
        # Who came or went in a month or year that the day lies in.
        elif possible := [fact for fact in own if fact.on(day) is Held.NOT_KNOWN and not fact.is_observation]:
            beside.append(MemberEntry(possible[-1], None))
    return ChamberMembers(chamber, name, seats, sorted(known, key=_rank), sorted(beside, key=_rank), is_dated)


def _rank(entry):
    """The head first, alternates last, each by the name for sorting."""
    return not entry.fact.is_head, entry.fact.is_alternate, *_place([entry.fact])


def _place(facts):
    return facts[0].person.sort_name.casefold(), facts[0].person_id
