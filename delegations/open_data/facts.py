"""The facts as tables: with dates and sources, what was retracted since included."""

from operator import attrgetter

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.tables import Column, Table

from ..facts import Precision
from ..models import (
    Appointment,
    Chamber,
    ChamberName,
    CountryName,
    Delegation,
    DelegationName,
    Member,
    MembershipStatus,
    OfficialWording,
    SeatCount,
    Website,
)
from .columns import CHAMBER, DAY, DELEGATION, MOMENT, PERSON, UUID, reference
from .public import is_there_or_was

# The dates of a fact, who says so, and what became of it.
_DATES = (
    Column("observed", _("It was seen to be so on one day, or on a day nobody noted."), "boolean", is_required=True),
    Column("observed_on", _("That day; empty when the source carries no date."), "date"),
    Column("valid_from", _("The first day it held, as far as known: year, month or day."), pattern=DAY),
    Column(
        "valid_from_precision",
        _("How exactly that is known."),
        is_required=True,
        values=tuple(each.value for each in Precision if each != Precision.OPEN),
    ),
    Column("valid_to", _("The last day it held, inclusive, as far as known."), pattern=DAY),
    Column(
        "valid_to_precision",
        _("How exactly that is known; “open” while it holds."),
        is_required=True,
        values=tuple(each.value for each in Precision),
    ),
    reference("source", "sources", description=_("Who says so.")),
    Column("checked_on", _("The day it was last compared with the source."), "date"),
    Column("recorded_at", _("When it was entered."), is_required=True, **MOMENT),
    Column("retracted_at", _("When it was found to be wrong; a retracted fact counts for nothing."), **MOMENT),
    Column("retraction_reason", _("Why it was wrong.")),
)


def ends_later(fact, today):
    """Whether its end is to come: it was entered early, and until its day is over the fact simply holds."""
    return fact.valid_to is not None and fact.valid_to.latest >= today


def _dates(fact, today):
    is_to_come = ends_later(fact, today)
    return (
        fact.is_observation,
        fact.observed_on,
        fact.valid_from,
        fact.valid_from_precision,
        None if is_to_come else fact.valid_to,
        _precision_of_end(fact, is_to_come),
        fact.source.uuid,
        fact.checked_on,
        fact.recorded_at,
        fact.retracted_at,
        fact.retraction_reason or None,
    )


def _precision_of_end(fact, is_to_come):
    if fact.is_observation:
        return Precision.UNKNOWN.value
    return Precision.OPEN.value if is_to_come else fact.valid_to_precision


def _fact_table(name, title, description, model, columns):
    """A table of facts; `columns` are those of its own, each with the path of the value in the model, by dots."""
    values = [attrgetter(path) for _column, path in columns]
    followed = {path.rpartition(".")[0].replace(".", "__") for _column, path in columns if "." in path}

    def rows(now):
        today = timezone.localdate(now)
        facts = list(told(model, today).select_related("source", *followed))
        if model is DelegationName:
            _name_only_public_predecessors(facts, today)
        return (
            (fact.uuid, *(_value(get, fact) for get in values), *_dates(fact, today))
            for fact in sorted(facts, key=lambda fact: (_value(values[0], fact), str(fact.valid_from or ""), fact.uuid))
        )

    return Table(name, title, description, (UUID, *(column for column, _path in columns), *_DATES), ("uuid",), rows)


def _name_only_public_predecessors(names, today):
    public = set(Delegation.objects.public(today).values_list("pk", flat=True))
    for name in names:
        if name.succeeds_id not in public:
            name.succeeds = None


def _value(get, fact):
    """A value of a fact; None for an empty text, or where the path ends early."""
    try:
        value = get(fact)
    except AttributeError:
        return None
    return None if value == "" else value


def told(model, today):
    """The facts of one kind that the public knows, or knew before they were retracted."""
    facts = model.objects.told(today)
    if model in (Appointment, MembershipStatus, DelegationName):
        # A delegation of which these are told is public for that very reason.
        return facts
    if model in (SeatCount, Member):
        return facts.filter(chamber__in=Chamber.objects.filter(is_there_or_was(today)))
    delegations = Delegation.objects.public(today)
    if model is Website:
        chambers = Chamber.objects.filter(is_there_or_was(today))
        facts = facts.filter(Q(chamber=None) | Q(chamber__in=chambers))
    if model is CountryName:
        return facts.filter(country__in=delegations.values("country"))
    if model is ChamberName:
        return facts.filter(chamber__delegation__in=delegations)
    return facts.filter(delegation__in=delegations)


FACT_TABLES = [
    _fact_table(
        "status",
        _("Membership"),
        _("In which class of membership a delegation was."),
        MembershipStatus,
        [
            (DELEGATION, "delegation.slug"),
            (reference("class", "classes", "slug", description=_("The class.")), "membership_class.slug"),
        ],
    ),
    _fact_table(
        "seats",
        _("Seats"),
        _("How many seats a chamber had in its delegation."),
        SeatCount,
        [(CHAMBER, "chamber.uuid"), (Column("seats", _("The number."), "integer", is_required=True), "seats")],
    ),
    _fact_table(
        "members",
        _("Members"),
        _("Who sat in a delegation for a chamber."),
        Member,
        [
            (CHAMBER, "chamber.uuid"),
            (PERSON, "person.uuid"),
            (Column("office", _("The office, as printed.")), "office"),
            (Column("is_head", _("Whether they headed the delegation."), "boolean", is_required=True), "is_head"),
            (Column("is_alternate", _("Whether they sat in for others."), "boolean", is_required=True), "is_alternate"),
        ],
    ),
    _fact_table(
        "appointments",
        _("Appointments"),
        _("Who held a post, under the wording that was printed."),
        Appointment,
        [
            (reference("post", "posts", description=_("The post.")), "post.uuid"),
            (PERSON, "person.uuid"),
            (Column("wording", _("The office, as printed.")), "wording"),
        ],
    ),
    _fact_table(
        "websites",
        _("Websites"),
        _("The websites of parliaments and chambers."),
        Website,
        [
            (DELEGATION, "delegation.slug"),
            (
                reference("chamber", "chambers", is_required=False, description=_("The chamber, if one.")),
                "chamber.uuid",
            ),
            (Column("url", _("The address."), is_required=True), "url"),
            (Column("language", _("The language of the page, if the source says so.")), "language"),
        ],
    ),
    _fact_table(
        "wordings",
        _("Official wordings"),
        _("The sentences about a delegation, as printed."),
        OfficialWording,
        [(DELEGATION, "delegation.slug"), (Column("text", _("Word for word."), is_required=True), "text")],
    ),
    _fact_table(
        "country_names",
        _("Names of countries"),
        _("What countries were called."),
        CountryName,
        [
            (reference("country", "countries", "code", description=_("The country.")), "country.code"),
            (Column("name", _("The short name."), is_required=True), "name"),
            (Column("official_name", _("The official name.")), "official_name"),
        ],
    ),
    _fact_table(
        "delegation_names",
        _("Names of delegations"),
        _("What delegations and their parliaments were called."),
        DelegationName,
        [
            (DELEGATION, "delegation.slug"),
            (Column("name", _("The short name."), is_required=True), "name"),
            (Column("parliament", _("The parliament."), is_required=True), "parliament"),
            (
                reference(
                    "succeeds",
                    "delegations",
                    "slug",
                    is_required=False,
                    description=_("The delegation whose place it took on the first day of this name."),
                ),
                "succeeds.slug",
            ),
        ],
    ),
    _fact_table(
        "chamber_names",
        _("Names of chambers"),
        _("What chambers and their members were called."),
        ChamberName,
        [
            (CHAMBER, "chamber.uuid"),
            (Column("name", _("The name."), is_required=True), "name"),
            (Column("members_are", _("What its members were called."), is_required=True), "members_are"),
        ],
    ),
]
FACTS = (
    MembershipStatus,
    SeatCount,
    Member,
    Appointment,
    Website,
    OfficialWording,
    CountryName,
    DelegationName,
    ChamberName,
)
