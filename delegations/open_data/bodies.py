"""Sources, countries, delegations, chambers, classes of membership and changes as tables."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.tables import Column, Table

from ..models import Delegation, MembershipClass, MembershipStatus, RegisterChange, Source
from ..naming import name_on
from .columns import DELEGATION, MOMENT, UUID, reference
from .facts import FACTS, told
from .public import public_chambers


def _sources(now):
    today = timezone.localdate(now)
    numbers = {number for model in FACTS for number in told(model, today).values_list("source", flat=True)}
    fields = ("uuid", "title", "url", "document", "seen_on")
    return _plain_rows(Source.objects.filter(pk__in=numbers), fields)


def _plain_rows(rows, fields):
    return (tuple(value or None for value in row) for row in rows.order_by("uuid").values_list(*fields))


def _delegations(now):
    today = timezone.localdate(now)
    rows = Delegation.objects.public(today).select_related("country").prefetch_related("names").order_by("slug")
    for each in rows:
        called = name_on([name for name in each.names.all() if name.is_public(today)], today) or each
        url = settings.SITE_URL + each.get_absolute_url()
        yield each.uuid, each.slug, called.name, called.parliament, each.country and each.country.code, url


def _chambers(now):
    today = timezone.localdate(now)
    rows = public_chambers(today).select_related("delegation").prefetch_related("names")
    for each in rows.order_by("delegation__slug", "position"):
        called = name_on([name for name in each.names.all() if name.is_public(today)], today) or each
        yield each.uuid, each.delegation.slug, each.position, called.name, called.members_are


def _classes(now):
    told_of = told(MembershipStatus, timezone.localdate(now)).values("membership_class")
    return (
        MembershipClass.objects.filter(pk__in=told_of).order_by("slug").values_list("slug", "name", "counts_in_totals")
    )


def _changes(now):
    today = timezone.localdate(now)
    of_public = Q(delegation=None) | Q(delegation__in=Delegation.objects.public(today))
    changes = RegisterChange.objects.public(today).filter(of_public).select_related("delegation")
    for each in changes.order_by("told_on", "recorded_at", "uuid"):
        slug = each.delegation and each.delegation.slug
        yield (
            each.uuid,
            slug,
            each.act,
            each.concerns,
            each.fact_uuid,
            each.sentence,
            each.recorded_at,
            each.effective_on,
            each.told_on,
        )


SOURCES = Table(
    "sources",
    _("Sources"),
    _("Where the facts were taken from."),
    (
        UUID,
        Column("title", _("What it is."), is_required=True),
        Column("url", _("Its address.")),
        Column("document", _("Number and date of the document.")),
        Column("seen_on", _("The day it was seen."), "date"),
    ),
    ("uuid",),
    _sources,
)
DELEGATIONS = Table(
    "delegations",
    _("Delegations"),
    _("Those a parliament, or another body, sends to the Assembly, by their names of today."),
    (
        UUID,
        Column("slug", _("The last part of the page's address."), is_required=True, is_unique=True),
        Column("name", _("The short name."), is_required=True),
        Column("parliament", _("The parliament that sends it."), is_required=True),
        reference("country", "countries", "code", is_required=False, description=_("The country.")),
        Column("url", _("The page about it."), is_required=True),
    ),
    ("uuid",),
    _delegations,
)
CHAMBERS = Table(
    "chambers",
    _("Chambers"),
    _("The chambers that send members to a delegation, those of the past included, by their last names."),
    (
        UUID,
        DELEGATION,
        Column("position", _("Its place in lists, from 1."), "integer", is_required=True),
        Column("name", _("The name."), is_required=True),
        Column("members_are", _("What its members are called, in the plural."), is_required=True),
    ),
    ("uuid",),
    _chambers,
)
CLASSES = Table(
    "classes",
    _("Classes of membership"),
    _("What a delegation can be in the Assembly."),
    (
        Column("slug", _("The code."), is_required=True),
        Column("name", _("The name."), is_required=True),
        Column("counts_in_totals", _("Whether its seats count in the totals."), "boolean", is_required=True),
    ),
    ("slug",),
    _classes,
)
CHANGES = Table(
    "register_changes",
    _("Changes in the register"),
    _("What was recorded, ended or retracted, in sentences."),
    (
        UUID,
        reference("delegation", "delegations", "slug", is_required=False, description=_("The delegation, if one.")),
        Column("act", _("What happened."), is_required=True, values=tuple(RegisterChange.Act.values)),
        Column("concerns", _("The kind of fact."), is_required=True),
        Column("fact", _("The identifier of the fact."), is_required=True, format="uuid"),
        Column("sentence", _("The change, in words."), is_required=True),
        Column("recorded_at", _("When it was recorded."), is_required=True, **MOMENT),
        Column("effective_on", _("The day it took effect."), "date"),
        Column("told_on", _("The later of the two."), "date", is_required=True),
    ),
    ("uuid",),
    _changes,
)


def countries_table(public):
    """The table of countries, of those that `public` gives for a moment."""
    fields = ("code", "uuid", "alpha3", "m49", "name", "official_name")

    def rows(now):
        shown = public(now).order_by("code").values_list(*fields)
        return (tuple(value or None for value in row) for row in shown)

    columns = (
        Column("code", _("ISO 3166-1 alpha-2, in small letters."), is_required=True, pattern="[a-z]{2}"),
        Column("uuid", _("Identifier, for ever."), is_required=True, is_unique=True, format="uuid"),
        Column("alpha3", _("ISO 3166-1 alpha-3."), pattern="[A-Z]{3}"),
        Column("m49", _("UN M49."), pattern="[0-9]{3}"),
        Column("name", _("The short name."), is_required=True),
        Column("official_name", _("The official name, as printed.")),
    )
    words = _("Codes of ISO 3166-1 and UN M49, and short names: reference data.")
    return Table("countries", _("Countries"), words, columns, ("code",), rows)
