"""Those who sit in the Assembly: countries, delegations, chambers; and the sources of what is recorded of them."""

from functools import lru_cache
from uuid import uuid4

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel

# Addresses under /delegations/ that are pages of their own.
RESERVED_SLUGS = {"compare"}


def refuse_reserved(slug):
    """ValidationError when a delegation's slug would hide another page's address."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is the address of another page."), params={"slug": slug})


class CountryQuerySet(models.QuerySet):
    """Countries, and what the public may see of their delegations."""

    def with_delegation(self):
        """Each with its delegation, and with `has_page`: whether the public may see that."""
        return self.select_related("delegation").annotate(has_page=_has_page(timezone.localdate()))


@lru_cache(maxsize=8)
def _has_page(today):
    """The condition on a country; it takes longer to put together than to answer, and is the same all day."""
    shown = Delegation.objects.public(today).order_by().filter(country=RawSQL('"delegations_country"."id"', ()))
    sql, params = shown.values("pk").query.sql_with_params()
    return RawSQL(f"EXISTS ({sql})", params, output_field=models.BooleanField())


class Country(CleanTextModel):
    """A country and its codes (ISO 3166-1, UN M49)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(
        _("code"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^[a-z]{2}$", _("Two small letters, such as kz."))],
        help_text=_("ISO 3166-1 alpha-2 in small letters. It stands in the addresses of lists and feeds for ever."),
    )
    alpha3 = models.CharField(_("three-letter code"), max_length=3, blank=True, help_text=_("ISO 3166-1 alpha-3."))
    m49 = models.CharField(_("numeric code"), max_length=3, blank=True, help_text=_("UN M49, three digits."))
    name = models.CharField(_("short name"), max_length=100, help_text=_("As in lists: Kazakhstan."))
    official_name = models.CharField(_("official name"), max_length=200, blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Source(CleanTextModel):
    """Where a fact was taken from."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("As the public reads it: “panel on the page dated 26 December 2023”."),
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    document = models.CharField(_("document"), max_length=300, blank=True, help_text=_("Number and date, if any."))
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    seen_by = models.CharField(_("seen by"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title


class DelegationQuerySet(models.QuerySet):
    """`public` is the one gate of the delegations' pages."""

    def public(self, today=None):
        """Without those of whom all that is recorded is still to come, or was called off before its day."""
        return self.filter(_is_told(today or timezone.localdate()))


@lru_cache(maxsize=8)
def _is_told(today):
    """The condition of `public`, which takes longer to put together than to answer; it is the same all day."""
    recorded, told = Q(), Q()
    for name, path in _RECORDED.items():
        facts = apps.get_model("delegations", name).objects.filter(**{path: OuterRef("pk")})
        told |= Q(Exists(facts.told(today)))
        recorded |= Q(Exists(facts))
    return told | ~recorded


# The facts that make a delegation, and how each points at it.
_RECORDED = {
    "MembershipStatus": "delegation",
    "SeatCount": "chamber__delegation",
    "Member": "chamber__delegation",
    "Appointment": "post__delegation",
    "DelegationName": "delegation",
}


class Delegation(CleanTextModel):
    """Those a parliament, or another body, sends to the Assembly."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("address"),
        unique=True,
        validators=[refuse_reserved],
        help_text=_("The last part of the page's address."),
    )
    name = models.CharField(_("short name"), max_length=100, help_text=_("The heading of its page: Kazakhstan."))
    parliament = models.CharField(
        _("parliament"),
        max_length=300,
        help_text=_("The official name of the parliament or body that sends the delegation."),
    )
    country = models.OneToOneField(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegation",
        verbose_name=_("country"),
        help_text=_("Leave empty when the delegation is not a country's."),
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("delegations:detail", args=[self.slug])


class Chamber(CleanTextModel):
    """A chamber of a parliament that sends members to a delegation."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="chambers", verbose_name=_("delegation")
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("As in lists: Mazhilis."))
    members_are = models.CharField(
        _("what its members are called"),
        max_length=50,
        default="deputies",
        help_text=_("In the plural, as printed: deputies, members, senators."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=1,
        help_text=_("1 for the chamber listed first: its seats are the filled dots."),
    )

    class Meta:
        verbose_name = _("chamber")
        verbose_name_plural = _("chambers")
        ordering = ["delegation__name", "position"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "position"], name="chamber_position_unique"),
        ]

    def __str__(self):
        return f"{self.name} ({self.delegation})"
