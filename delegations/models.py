"""The register: who sits in the Assembly, for which country, since when and according to whom."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel

from .facts import Fact
from .names import name_key

# Addresses under /delegations/ that are pages of their own.
RESERVED_SLUGS = {"compare"}


def refuse_reserved(slug):
    """ValidationError when a delegation's slug would hide another page's address."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is the address of another page."), params={"slug": slug})


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


class PersonQuerySet(models.QuerySet):
    """People by any recorded spelling of their names."""

    def called(self, name):
        """Those who have every word of a name in one of their spellings, or begin with it."""
        found = self
        for word in name_key(name).split():
            found = found.filter(Q(keys__contains=f" {word}") | Q(keys__contains=f"\n{word}"))
        return found

    def namesakes(self, *names):
        """Those of whom one spelling is one of these names, however it is transliterated."""
        keys = {name_key(name) for name in names} - {""}
        return self.filter(
            pk__in=[pk for pk, own in self.values_list("pk", "keys") if keys & set(own.strip("\n").split("\n"))]
        )


class Person(CleanTextModel):
    """Somebody who holds a post or speaks in an item."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, help_text=_("As the public reads it: Viktor Rogalev."))
    sort_name = models.CharField(_("name for sorting"), max_length=200, help_text=_("Rogalev, Viktor."))
    other_names = models.TextField(
        _("other spellings"),
        blank=True,
        help_text=_("One to a line, in any script. A search for any of them finds this person."),
    )
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    # What its spellings have in common, one to a line: see names.py.
    keys = models.TextField(editable=False, default="")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]

    def __str__(self):
        return self.name

    @property
    def spellings(self):
        """The name and every other spelling of it."""
        return [self.name, *(line.strip() for line in self.other_names.splitlines() if line.strip())]

    def save(self, *args, **kwargs):
        self.keys = "".join(f"\n{key}" for key in dict.fromkeys(map(name_key, self.spellings)))
        super().save(*args, **kwargs)


class Post(CleanTextModel):
    """An office that people hold in turn, or several at once."""

    class Kind(models.TextChoices):
        PLENIPOTENTIARY = "plenipotentiary", _("plenipotentiary representative")
        OTHER = "other", _("other post")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("delegation"),
        help_text=_("Leave empty for an office of the Assembly itself."),
    )
    is_shared = models.BooleanField(
        _("several people at once"),
        default=False,
        help_text=_("More than one person may hold it on the same day."),
    )

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(kind="plenipotentiary"),
                name="post_one_plenipotentiary",
                violation_error_message=_("This delegation has its post of plenipotentiary representative already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="other") | (Q(delegation__isnull=False) & Q(is_shared=False)),
                name="post_plenipotentiary_of_delegation",
                violation_error_message=_(
                    "A plenipotentiary representative is one person, and of one delegation: choose the delegation."
                ),
            ),
        ]

    def __str__(self):
        return self.name


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


class LoadedRecord(models.Model):
    """A stable identifier that a loader has created once: never created again, even when it was deleted since."""

    identifier = models.UUIDField(unique=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.identifier)


class RegisterChangeQuerySet(models.QuerySet):
    """`public` is the one question: a change is told from its first day on."""

    def public(self, today=None):
        """Changes whose day has come, and that were not called off before it."""
        today = today or timezone.localdate()
        return self.filter(Q(effective_on=None) | Q(effective_on__lte=today), is_called_off=False)

    def newest_first(self):
        """In the order of lists and feeds: by the day it was recorded or took effect, whichever is later."""
        return self.order_by("-told_on", "-recorded_at", "-pk")


class RegisterChange(CleanTextModel):
    """Something that changed in the register, in a sentence: for a delegation's page, the feeds and the data."""

    class Act(models.TextChoices):
        """What happened."""

        CHANGED = "changed", _("changed")
        ENDED = "ended", _("ended")
        RETRACTED = "retracted", _("retracted")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, related_name="changes")
    act = models.CharField(max_length=10, choices=Act)
    # The kind of fact, and which one: facts of five tables cannot be pointed at by one key.
    concerns = models.CharField(max_length=20)
    fact_uuid = models.UUIDField(db_index=True)
    sentence = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now)
    effective_on = models.DateField(null=True)
    told_on = models.DateField()
    is_called_off = models.BooleanField(default=False)

    objects = RegisterChangeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-told_on", "-recorded_at"], name="registerchange_newest")]

    def __str__(self):
        return self.sentence

    def save(self, *args, **kwargs):
        recorded_on = timezone.localdate(self.recorded_at)
        self.told_on = max(recorded_on, self.effective_on or recorded_on)
        super().save(*args, **kwargs)
