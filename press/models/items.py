"""Press items, who speaks in them, and their exchanges."""

from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared import prepared
from cstosite.shared.models import CleanTextModel
from cstosite.shared.partial_date import PartialDate
from cstosite.shared.richtext import clean_html, trusted
from delegations.models import Country

from .. import body, indexing, transcript
from ..choices import Kind, State
from ..fields import BodyField, NoteField
from .listed import InOrder, has_address
from .parts import Appearance, Exchange
from .topics import Topic

# First parts of addresses under /press/ that are, or may become, pages of their own.
MAX_ANCHOR = 9999
RESERVED_SLUGS = {"search", "archive", "feeds", "data", "new"}

UNNAMED_ORIGIN = _("Say where it was first published too: the address alone tells the reader little.")


def refuse_reserved(slug):
    """ValidationError when an item's slug would hide another page's address."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is the address of another page."), params={"slug": slug})


def site_languages():
    """The languages items are published in, as choices."""
    return settings.LANGUAGES


class ItemText(CleanTextModel):
    """The words of an item."""

    title = models.CharField(
        _("headline"), max_length=300, help_text=_("“Name: statement” shows the name on a line of its own.")
    )
    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        help_text=_("One or two sentences under the headline and in lists: who, in what office."),
    )
    body = BodyField(_("text"), blank=True)
    byline = models.CharField(
        _("byline"),
        max_length=200,
        blank=True,
        help_text=_("Who signs, under the text: CSTO Parliamentary Assembly Press Service."),
    )
    reference_note = NoteField(
        _("“for reference” note"),
        blank=True,
        help_text=_("Shown in a box after the byline, with its opening words."),
    )

    republished_from = models.CharField(
        _("republished from"),
        max_length=200,
        blank=True,
        help_text=_("Where it was first published, if that was elsewhere: the name of the newspaper, agency or site."),
    )
    republished_url = models.URLField(
        _("address of the first publication"),
        max_length=500,
        blank=True,
        validators=[URLValidator(["http", "https"])],
        help_text=_("The address of the page there, if it has one: the name becomes a link."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # The last gate before the database, for every way in: loaders and shells pass no form.
        self.body, self.reference_note = clean_html(self.body), clean_html(self.reference_note)
        super().save(*args, **kwargs)


def ever_public(now):
    """The condition of having been public by `now`."""
    return Q(state=State.WITHDRAWN) | Q(has_address(), state=State.APPROVED, published_at__lte=now)


def next_due(now):
    """When the next scheduled item becomes public: one row with the moment, or none."""
    return PressItem.objects.scheduled(now).order_by("published_at").values_list("published_at")[:1]


class PressItemQuerySet(InOrder):
    """`published` is the one gate: every public surface starts from it."""

    def published(self, now=None):
        """What the public may see at `now` (an aware datetime; the present moment when left out)."""
        return self.filter(has_address(), state=State.APPROVED, published_at__lte=now or timezone.now())

    def withdrawn(self):
        """What was public and is no more: its address answers with the reason."""
        return self.filter(has_address(), state=State.WITHDRAWN)

    def scheduled(self, now=None):
        """What is approved and waits for its time."""
        return self.filter(state=State.APPROVED, published_at__gt=now or timezone.now())

    def next_due(self, now=None):
        """The moment the next scheduled item becomes public, or None."""
        found = prepared.rows(next_due, now=now or timezone.now())
        return prepared.moment(found[0][0]) if found else None

    def in_language(self, language):
        """Those written in one language."""
        return self.filter(language=language)

    def at(self, places):
        """Those that stand at some places: of a list, or of items themselves."""
        return self.filter(pk__in=places.values("pk" if places.model is PressItem else "item"))

    def for_list(self):
        """With what a line of a list needs."""
        return self.newest_first().defer("body", "reference_note", "imported_text").prefetch_related("countries")

    def for_page(self):
        """With what the item's page and feed entry need."""
        return self.prefetch_related(
            models.Prefetch("countries", Country.objects.with_delegation()),
            "topics",
            models.Prefetch("appearances", Appearance.objects.select_related("person")),
            "corrections",
            models.Prefetch("pictures", apps.get_model("press", "ItemPicture").objects.select_related("picture")),
            models.Prefetch("documents", apps.get_model("press", "ItemDocument").objects.select_related("document")),
        )

    def delete(self):
        """Only what was never public; ValidationError otherwise."""
        if self.filter(ever_public(timezone.now())).exists():
            raise ValidationError(PressItem.DELETE_REFUSED, code="was_public")
        return super().delete()

    delete.queryset_only = True


class PressItem(ItemText):
    """One item of the press service, of any kind, in one language."""

    STATE_FIELDS = ("state", "published_at", "withdrawn_at", "withdrawal_reason")
    DELETE_REFUSED = _("What has been public is withdrawn, not deleted: its address goes on answering.")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PRESS_RELEASE)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        validators=[refuse_reserved],
        help_text=_("The last part of the page's address; made from the headline."),
    )
    language = models.CharField(_("language"), max_length=10, choices=site_languages, default=settings.LANGUAGE_CODE)
    group = models.UUIDField(default=uuid4, editable=False, help_text=_("Shared by the language versions of one item."))
    countries = models.ManyToManyField(
        Country,
        blank=True,
        related_name="press_items",
        verbose_name=_("countries"),
        help_text=_("Which countries it is about: it is listed on their pages."),
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="press_items",
        verbose_name=_("subjects"),
        help_text=_("What it is about: it is listed on their pages."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    given_on_earliest = models.DateField(null=True, editable=False)
    given_on_latest = models.DateField(null=True, editable=False)
    given_on_precision = models.CharField(max_length=7, blank=True, editable=False)
    revised_at = models.DateTimeField(_("revised at"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason = models.TextField(_("reason for the withdrawal"), blank=True, editable=False)
    imported_text = models.TextField(
        _("text as imported"),
        blank=True,
        editable=False,
        help_text=_("Kept unchanged beside the edited text."),
    )
    last_anchor = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("modified at"), auto_now=True)
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = PressItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("press item")
        verbose_name_plural = _("press items")
        ordering = ["-published_at", "-uuid"]
        permissions = [("publish_pressitem", _("Can approve, publish and withdraw press items"))]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="pressitem_address_unique",
                violation_error_message=_("Another item has this address. Change the last part of it."),
            ),
            models.UniqueConstraint(fields=["language", "group"], name="pressitem_one_per_language"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "withdrawn"]) | Q(published_at__isnull=False),
                name="pressitem_public_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="pressitem_withdrawn_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(republished_url="") | ~Q(republished_from=""),
                name="pressitem_republished_is_named",
                violation_error_message=UNNAMED_ORIGIN,
            ),
        ]
        indexes = [
            # Every page asks when the next falls due, too.
            models.Index(fields=["state", "-published_at", "-uuid"], name="pressitem_newest_of_all"),
            models.Index(fields=["state", "language", "-published_at", "-uuid"], name="pressitem_newest_first"),
            models.Index(
                fields=["state", "language", "kind", "-published_at", "-uuid"], name="pressitem_newest_of_kind"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("press:detail", args=[self.slug])

    def is_published(self, now=None):
        """The instance twin of `PressItemQuerySet.published`."""
        is_due = self.state == State.APPROVED and self.published_at <= (now or timezone.now())
        return is_due and self.language in dict(site_languages())

    def was_ever_public(self, now=None):
        """Whether the public has ever seen it: it is then withdrawn, never deleted."""
        return self.state == State.WITHDRAWN or self.is_published(now)

    def as_if_published(self):
        """Itself, in memory only, as it would be at its time, or now where it has none: for previews."""
        self.published_at = self.published_at or timezone.now()
        return self

    def is_bound_for_the_public(self):
        """Whether it is public, was, or will be without any further step: a change of it is kept apart at first."""
        return self.state in (State.APPROVED, State.WITHDRAWN)

    @property
    def given_on(self):
        """The day it was said or happened: a PartialDate, or None when not known."""
        if self.given_on_earliest is None:
            return None
        return PartialDate(self.given_on_earliest, self.given_on_latest, self.given_on_precision)

    @given_on.setter
    def given_on(self, value):
        self.given_on_earliest = value and value.earliest
        self.given_on_latest = value and value.latest
        self.given_on_precision = value.precision if value else ""

    @property
    def is_day_given(self):
        """Whether the day it was said or happened is known to the day, and has come."""
        return self.given_on_precision == "day" and self.given_on_earliest <= timezone.localdate()

    @property
    def day(self):
        """The item's day: when it was said, where that is known to the day and has come, else when it was published."""
        return self.given_on.earliest if self.is_day_given else timezone.localdate(self.published_at)

    @property
    def updated_at(self):
        """The moment of the last significant change, for feeds and data."""
        return self.revised_at or self.published_at

    @property
    def kind_name(self):
        """What sort of item it is, in words; Django's own way to ask takes ten times as long."""
        return Kind(self.kind).label

    @property
    def published_year(self):
        """The calendar year it came out, in the site's time zone."""
        return timezone.localtime(self.published_at).year

    @property
    def speaker_and_statement(self):
        """The headline as (name, statement) when it is printed "Name: statement" and the name is of a speaker."""
        name, colon, statement = self.title.partition(": ")
        labels = {text for a in self.appearances.all() for text in (a.label, *(a.person.spellings if a.person else []))}
        return (name, statement) if colon and name in labels else ("", self.title)

    @property
    def segments(self):
        """The body as `transcript.segments`: exchanges and narration in the order of the text."""
        return transcript.segments(body.parse(self.body))

    @property
    def reading_minutes(self):
        """Whole minutes to read it, at 220 words a minute (180 in Cyrillic scripts); at least 1."""
        words = sum(len(block.text.split()) for block in body.parse(self.body))
        return max(1, round(words / (180 if self.language in {"ru", "kk", "be", "ky", "tg"} else 220)))

    @property
    def note(self):
        """The for-reference note as HTML for a template."""
        return trusted(self.reference_note)

    def clean(self):
        prompts = sum(block.role == "prompt" and not block.anchor for block in body.parse(self.body))
        if self.last_anchor + prompts > MAX_ANCHOR:
            raise ValidationError({"body": _("No item may have more than %(count)d prompts.") % {"count": MAX_ANCHOR}})
        if self.republished_url and not self.republished_from:
            raise ValidationError({"republished_from": UNNAMED_ORIGIN})
        others = PressItem.objects.exclude(pk=self.pk)
        if others.filter(old_addresses__language=self.language, old_addresses__slug=self.slug).exists():
            message = _("Another item had this address once, and it leads there for ever. Change the last part of it.")
            raise ValidationError({"slug": ValidationError(message, code="old_address")})

    def save(self, *args, **kwargs):
        """Save the words; the state and its dates are written by press/publishing.py alone, which names them."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = names - set(self.STATE_FIELDS)
        with transaction.atomic():
            # The row is kept from others meanwhile, so that no anchor is given twice.
            stored = PressItem.objects.select_for_update().filter(pk=self.pk).only("body", "last_anchor").first()
            blocks = body.parse(clean_html(self.body))
            if stored:
                known, last = body.prompts(body.parse(stored.body)), stored.last_anchor
            else:
                # One that was deleted and comes back brings the anchors it had given.
                last = self.last_anchor
                known = {anchor: text for anchor, text in body.prompts(blocks).items() if int(anchor[1:]) <= last}
            blocks, self.last_anchor = body.with_anchors(blocks, known, last)
            self.body = body.write(blocks)
            super().save(*args, **kwargs)
            Exchange.project(self, blocks)
            indexing.put(self, blocks, is_new=stored is None)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            # As it is now, not as it was when somebody opened it.
            if PressItem.objects.select_for_update().filter(ever_public(timezone.now()), pk=self.pk).exists():
                raise ValidationError(self.DELETE_REFUSED, code="was_public")
            return super().delete(*args, **kwargs)
