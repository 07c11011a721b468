"""People, the posts they hold, and the identifiers and addresses that stand for them, as tables."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.tables import Column, Table

from ..models import Appointment, Delegation, PersonAddress, PersonMerge, Post
from .columns import MOMENT, UUID, reference
from .facts import told


def people_table(public, with_page):
    """The table of people, of those whom `public` gives for a moment; `with_page` gives those who have a page."""

    def rows(now):
        have_page = set(with_page(now).values_list("pk", flat=True))
        for each in public(now).order_by("sort_name", "uuid"):
            url = settings.SITE_URL + each.get_absolute_url() if each.pk in have_page else None
            yield each.uuid, each.slug, each.name, each.sort_name, "\n".join(each.other_spellings) or None, url

    columns = (
        UUID,
        Column("slug", _("The last part of the page's address."), is_required=True, is_unique=True),
        Column("name", _("The name, as shown."), is_required=True),
        Column("sort_name", _("The name, as sorted."), is_required=True),
        Column("other_names", _("Other recorded spellings, one to a line.")),
        Column("url", _("The page about them; of whom only retracted facts are told there is none.")),
    )
    return Table("people", _("People"), _("Those of whom a fact or an item is public."), columns, ("uuid",), rows)


def old_identifiers_table(public):
    """The identifiers and addresses that stand for a person whose record another was merged into."""

    def rows(now):
        shown = public(now)
        merges = PersonMerge.objects.filter(into__in=shown, was_public=True).select_related("into").order_by("uuid")
        return ((each.uuid, each.into.uuid, each.at) for each in merges)

    columns = (
        Column("uuid", _("The identifier that is no more."), is_required=True, is_unique=True, format="uuid"),
        reference("person", "people", description=_("The person it stands for.")),
        Column("at", _("When the two records were merged."), is_required=True, **MOMENT),
    )
    title = _("Merged records of people")
    return Table("merged_people", title, _("Identifiers that stand for another."), columns, ("uuid",), rows)


def old_addresses_table(public):
    """Earlier addresses of people's pages."""

    def rows(now):
        addresses = PersonAddress.objects.filter(person__in=public(now)).select_related("person").order_by("slug")
        secret = _addresses_that_were_secret()
        return ((each.slug, each.person.uuid) for each in addresses if each.slug not in {each.person.slug, *secret})

    columns = (
        Column("slug", _("The last part of an address that leads to the person."), is_required=True, is_unique=True),
        reference("person", "people", description=_("The person.")),
    )
    title = _("Earlier addresses of people")
    return Table("people_addresses", title, _("Addresses that lead to another."), columns, ("slug",), rows)


def _addresses_that_were_secret():
    """Those of merged records that the public did not know."""
    moved = PersonMerge.objects.filter(was_public=False).values_list("moved", flat=True)
    return {slug for each in moved for slug in each.get("delegations.personaddress.person", [])}


def public_posts(today):
    """Posts that somebody holds or held, and that of each delegation's representative."""
    held = Exists(told(Appointment, today).filter(post=OuterRef("pk")))
    seats = Q(kind=Post.Kind.PLENIPOTENTIARY, delegation__in=Delegation.objects.public(today))
    return Post.objects.filter(Q(held) | seats).select_related("delegation").order_by("uuid")


def _posts(now):
    return (
        (each.uuid, each.kind, each.name, each.delegation and each.delegation.slug, each.is_shared)
        for each in public_posts(timezone.localdate(now))
    )


POSTS = Table(
    "posts",
    _("Posts"),
    _("Offices that people hold in turn, or several at once."),
    (
        UUID,
        Column("kind", _("The kind of office."), is_required=True, values=tuple(Post.Kind.values)),
        Column("name", _("The name."), is_required=True),
        reference("delegation", "delegations", "slug", is_required=False, description=_("The delegation, if any.")),
        Column("is_shared", _("Whether several people may hold it at once."), "boolean", is_required=True),
    ),
    ("uuid",),
    _posts,
)
