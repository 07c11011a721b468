"""Which countries, chambers and people of the register the public knows, or knew."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..models import Chamber, ChamberName, Country, Delegation, Person, has_told_fact


def is_there_or_was(today):
    """The condition of a chamber that is, or was, there: not all of its names are still to come."""
    names = ChamberName.objects.filter(chamber=OuterRef("pk"))
    return Q(Exists(names.told(today))) | ~Q(Exists(names))


def public_chambers(today):
    """Chambers of delegations that are public, those of the past included."""
    return Chamber.objects.filter(is_there_or_was(today), delegation__in=Delegation.objects.public(today))


def public_countries(now):
    """Countries with a delegation that is public."""
    shown = Delegation.objects.public(timezone.localdate(now)).filter(country=OuterRef("pk"))
    return Country.objects.filter(Exists(shown))


def public_people(now):
    """Those of whom the register tells, or told before it was retracted."""
    return Person.objects.filter(has_told_fact(timezone.localdate(now)))
