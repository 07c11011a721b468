"""What countries, delegations and chambers were called: names are facts too."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..facts import Fact
from .bodies import Chamber, Country, Delegation


class CountryName(Fact):
    """What a country was called."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="names", verbose_name=_("country"))
    name = models.CharField(_("short name"), max_length=100)
    official_name = models.CharField(_("official name"), max_length=200, blank=True)

    overlap_columns = ("country_id",)
    named = ("name", "official_name")

    class Meta(Fact.Meta):
        verbose_name = _("name of a country")
        verbose_name_plural = _("names of countries")

    def __str__(self):
        return self.name


class DelegationName(Fact):
    """What a delegation was called, and the parliament that sent it."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="names", verbose_name=_("delegation")
    )
    name = models.CharField(_("short name"), max_length=100)
    parliament = models.CharField(_("parliament"), max_length=300)
    succeeds = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the place of"),
        help_text=_("Another delegation whose place this one took on the first day of this name; empty as a rule."),
    )

    overlap_columns = ("delegation_id",)
    named = ("name", "parliament")

    class Meta(Fact.Meta):
        verbose_name = _("name of a delegation")
        verbose_name_plural = _("names of delegations")

    def __str__(self):
        return f"{self.name}, {self.parliament}"

    def clean(self):
        super().clean()
        if self.succeeds_id and self.succeeds_id == self.delegation_id:
            message = _("A delegation does not take its own place: leave this empty for a change of name.")
            raise ValidationError({"succeeds": message}, code="itself")


class ChamberName(Fact):
    """What a chamber was called. One whose names are all over, or all to come, is not a chamber on that day."""

    chamber = models.ForeignKey(Chamber, on_delete=models.PROTECT, related_name="names", verbose_name=_("chamber"))
    name = models.CharField(_("name"), max_length=200)
    members_are = models.CharField(_("what its members are called"), max_length=50, default="deputies")

    overlap_columns = ("chamber_id",)
    named = ("name", "members_are")

    class Meta(Fact.Meta):
        verbose_name = _("name of a chamber")
        verbose_name_plural = _("names of chambers")

    def __str__(self):
        return self.name
