"""What is recorded with dates: seats, members, membership, appointments, websites, wordings. See ../facts.py."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel

from ..facts import Fact
from .bodies import Chamber, Delegation
from .people import Person, Post


class SeatCount(Fact):
    """How many seats a chamber has in its delegation."""

    chamber = models.ForeignKey(
        Chamber, on_delete=models.PROTECT, related_name="seat_counts", verbose_name=_("chamber")
    )
    seats = models.PositiveSmallIntegerField(_("seats"))

    overlap_columns = ("chamber_id",)

    class Meta(Fact.Meta):
        verbose_name = _("number of seats")
        verbose_name_plural = _("numbers of seats")

    def __str__(self):
        return f"{self.chamber.name}: {self.seats}"


class Member(Fact):
    """A person who sits in a delegation for a chamber, in the office that was printed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    chamber = models.ForeignKey(Chamber, on_delete=models.PROTECT, related_name="members", verbose_name=_("chamber"))
    office = models.CharField(
        _("office as printed"),
        max_length=500,
        blank=True,
        help_text=_("As the source words it: “Chairman of the Committee on Defence”."),
    )
    is_head = models.BooleanField(
        _("head of the delegation"), default=False, help_text=_("A delegation has one head at a time.")
    )
    is_alternate = models.BooleanField(
        _("alternate"), default=False, help_text=_("Sits in for a member; does not count among the seats.")
    )
    # The delegation that may have no other head on the same day; empty for everybody else.
    head_of = models.BigIntegerField(null=True, editable=False)

    overlap_columns = ("person_id", "chamber_id")
    more_overlap_columns = (("head_of",),)

    class Meta(Fact.Meta):
        verbose_name = _("member of a delegation")
        verbose_name_plural = _("members of delegations")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_head=False) | Q(is_alternate=False),
                name="member_head_is_no_alternate",
                violation_error_message=_("The head of a delegation is no alternate: tick one of the two."),
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.chamber.name}"

    def derive(self):
        super().derive()
        self.head_of = self.chamber.delegation_id if self.is_head and self.chamber_id else None


class MembershipClass(CleanTextModel):
    """A class of membership: member, observer, and what the Assembly invents next."""

    slug = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    counts_in_totals = models.BooleanField(
        _("seats count"),
        default=True,
        help_text=_("Whether the seats of such a delegation count in the Assembly's totals."),
    )

    class Meta:
        verbose_name = _("class of membership")
        verbose_name_plural = _("classes of membership")
        ordering = ["name"]

    def __str__(self):
        return self.name


class MembershipStatus(Fact):
    """In which class of membership a delegation is."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="statuses", verbose_name=_("delegation")
    )
    membership_class = models.ForeignKey(
        MembershipClass,
        on_delete=models.PROTECT,
        related_name="statuses",
        verbose_name=_("class of membership"),
    )

    overlap_columns = ("delegation_id",)

    class Meta(Fact.Meta):
        verbose_name = _("membership status")
        verbose_name_plural = _("membership statuses")

    def __str__(self):
        return f"{self.delegation}: {self.membership_class}"


class Appointment(Fact):
    """A person in a post, under the wording that was printed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("person"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("post"))
    wording = models.CharField(
        _("wording as printed"), max_length=500, blank=True, help_text=_("The office as the source words it.")
    )
    # Who else may not hold the post on the same day: anybody (0), or only the same person again (their id).
    exclusive_to = models.BigIntegerField(default=0, editable=False)

    overlap_columns = ("post_id", "exclusive_to")

    class Meta(Fact.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")

    def __str__(self):
        return f"{self.person}: {self.wording or self.post}"

    def derive(self):
        super().derive()
        if self.post_id and self.person_id:
            self.exclusive_to = self.person_id if self.post.is_shared else 0


class Website(Fact):
    """The address of a parliament's or a chamber's website, and its language."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="websites", verbose_name=_("delegation")
    )
    chamber = models.ForeignKey(
        Chamber,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="websites",
        verbose_name=_("chamber"),
        help_text=_("Leave empty for the website of the whole parliament."),
    )
    url = models.URLField(_("address"), max_length=500)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", _("A language code, such as en or ru."))],
        help_text=_("Code of the page's language (en, ru); empty when the source does not say."),
    )

    class Meta(Fact.Meta):
        verbose_name = _("website")
        verbose_name_plural = _("websites")

    def __str__(self):
        return self.url

    def clean(self):
        super().clean()
        if self.chamber and self.chamber.delegation_id != self.delegation_id:
            raise ValidationError({"chamber": _("This chamber is of another delegation.")}, code="other_delegation")


class OfficialWording(Fact):
    """The sentences about a delegation as they were printed."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="wordings", verbose_name=_("delegation")
    )
    text = models.TextField(_("text"), help_text=_("Word for word, one printed line to a line."))

    overlap_columns = ("delegation_id",)

    class Meta(Fact.Meta):
        verbose_name = _("official wording")
        verbose_name_plural = _("official wordings")

    def __str__(self):
        return f"{self.delegation}: {self.text[:60]}"

    @property
    def lines(self):
        """The printed lines, in order."""
        return [line for line in self.text.splitlines() if line.strip()]
