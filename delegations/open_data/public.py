"""Which countries, chambers and people of the register the public knows, or knew."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..models import Chamber, ChamberName, Country, Delegation, Person, has_told_fact


def public_chambers(today):
    """Chambers that are, or were, there: not those all of whose names are still to come."""
    names = ChamberName.objects.filter(chamber=OuterRef("pk"))
    shown = Q(Exists(names.told(today))) | ~Q(Exists(names))
    return Chamber.objects.filter(shown, delegation__in=Delegation.objects.public(today))


def public_countries(now):
    """Countries with a delegation that is public."""
    shown = Delegation.objects.public(timezone.localdate(now)).filter(country=OuterRef("pk"))
    return Country.objects.filter(Exists(shown))


def public_people(now):
    """Those of whom the register tells, or told before it was retracted."""
    return Person.objects.filter(has_told_fact(timezone.localdate(now)))
