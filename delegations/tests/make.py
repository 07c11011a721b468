"""Builders of plainly fictional register rows for tests."""

from datetime import date
from itertools import count

from cstosite.shared.partial_date import PartialDate
from delegations.facts import Precision
from delegations.models import (
    Appointment,
    Chamber,
    Country,
    Delegation,
    Member,
    MembershipClass,
    MembershipStatus,
    Person,
    Post,
    SeatCount,
    Source,
    Website,
)

_numbers = count(1)


def make_source(**values):
    return Source.objects.create(**({"title": "Bulletin of Examplia"} | values))


def make_country(code="xa", name="Examplia", **values):
    return Country.objects.create(code=code, name=name, **values)


def make_delegation(name="Examplia", country=None, **values):
    slug = values.pop("slug", name.lower())
    return Delegation.objects.create(
        name=name, slug=slug, parliament=f"Parliament of {name}", country=country, **values
    )


def make_chamber(delegation=None, name="Lower House", position=1, **values):
    return Chamber.objects.create(delegation=delegation or make_delegation(), name=name, position=position, **values)


def make_person(name="Ada Example", **values):
    defaults = {"name": name, "sort_name": name, "slug": f"person-{next(_numbers)}"}
    return Person.objects.create(**(defaults | values))


def make_post(delegation=None, **values):
    kind = Post.Kind.PLENIPOTENTIARY if delegation else Post.Kind.OTHER
    defaults = {"name": "Representative", "kind": kind, "delegation": delegation}
    return Post.objects.create(**(defaults | values))


def make_appointment(person, post, **dates):
    return _make_fact(Appointment, person=person, post=post, **dates)


def make_seats(chamber, seats=8, **dates):
    """A number of seats; dates as `_make_fact` takes them."""
    return _make_fact(SeatCount, chamber=chamber, seats=seats, **dates)


def make_member(chamber, name="Ada Example", **values):
    """A member of a chamber's delegation, of that name or a person; dates as `_make_fact` takes them."""
    person = make_person(name) if isinstance(name, str) else name
    return _make_fact(Member, person=person, chamber=chamber, **values)


def make_status(delegation, name="Member", counts=True, **dates):
    """A class of membership of a delegation, made when there is none of that name."""
    kind, _is_new = MembershipClass.objects.get_or_create(
        slug=name.lower(), defaults={"name": name, "counts_in_totals": counts}
    )
    return _make_fact(MembershipStatus, delegation=delegation, membership_class=kind, **dates)


def make_website(delegation, url="http://examplia.example/", **dates):
    return _make_fact(Website, delegation=delegation, url=url, **dates)


def make_name(subject, name, **values):
    """A dated name of a country, delegation or chamber; what else is named with it stays as it is."""
    model = subject._meta.get_field("names").related_model
    own = {model.overlap_columns[0]: subject.pk, **{field: getattr(subject, field) for field in model.named}}
    return _make_fact(model, **(own | {"name": name} | values))


def _make_fact(model, valid_from="", valid_to="", observed="", is_over=False, **values):
    """Dates as text: `observed` is a day or "unknown"; `is_over`: it ended, nobody knows when."""
    fact = model(
        is_observation=bool(observed),
        observed_on=date.fromisoformat(observed) if observed not in ("", "unknown") else None,
        source=Source.objects.first() or make_source(),
        **values,
    )
    fact.valid_from = PartialDate.parse(valid_from) if valid_from else None
    fact.valid_to = PartialDate.parse(valid_to) if valid_to else None
    if is_over:
        fact.valid_to_precision = Precision.UNKNOWN
    fact.save()
    return fact
