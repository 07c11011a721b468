"""Facts with dates: what held when, who says so, and what was known on any day.

A fact is either dated (it began and perhaps ended, each known to the day, month, year or not at all) or an
observation (it was so on one day, or on a day nobody noted). It is closed or retracted, never overwritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, models, router, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cstosite.shared.dates import partial_date
from cstosite.shared.models import CleanTextModel
from cstosite.shared.partial_date import PartialDate


class Held(models.TextChoices):
    """The three answers to "did it hold on this day?"."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    NOT_KNOWN = "not-known", _("not known")


class Standing(models.TextChoices):
    """How far a fact shown for a day may be relied on."""

    IN_FORCE = "in-force", _("in force")
    LAST_KNOWN = "last-known", _("last known")
    OVER = "over", _("over")
    UNDATED = "undated", _("observed, date unknown")


class Precision(models.TextChoices):
    """How exactly one end of a fact is known; `OPEN` (it still holds) only ever stands at its later end."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    UNKNOWN = "unknown", _("not known")
    OPEN = "open", _("still holds")


class FactQuerySet(models.QuerySet):
    """Facts are added, closed and retracted one by one, so that each change is checked against its neighbours."""

    def standing(self):
        """Without the retracted ones."""
        return self.filter(retracted_at=None)

    def public(self, today=None):
        """What visitors may know: from the start of its first day on; a change entered early is staff's only."""
        return self.standing().told(today)

    def told(self, today=None):
        """What visitors may know or might have known: the public ones, and those retracted since.

        What was retracted before its first day never was public, and never will be.
        """
        today = today or timezone.localdate()
        return self.filter(
            Q(retracted_at=None) | Q(valid_from_earliest=None) | Q(retracted_at__date__gte=F("valid_from_earliest")),
            Q(valid_from_earliest=None) | Q(valid_from_earliest__lte=today),
            Q(observed_on=None) | Q(observed_on__lte=today),
        )

    def on(self, day):
        """Every fact not retracted, with `held` ("yes", "no", "not-known") for that day."""
        certain = Q(certain_from__lte=day) & (Q(certain_to=None) | Q(certain_to__gte=day))
        over = Q(valid_from_earliest__gt=day) | Q(valid_to_latest__lt=day)
        return self.standing().annotate(
            held=Case(
                When(certain, then=Value(Held.YES.value)),
                When(over, then=Value(Held.NO.value)),
                default=Value(Held.NOT_KNOWN.value),
            )
        )

    def in_order(self):
        """Oldest first; what has no date stands before what has one."""
        return self.order_by(F("certain_from").asc(nulls_first=True), "recorded_at", "pk")

    def _one_by_one(self, *args, **kwargs):
        raise TypeError("Facts are written one by one, through save(): see docs/adr/0003-facts-with-dates.md.")

    bulk_create = bulk_update = update = delete = _one_by_one


class Fact(CleanTextModel):
    """What was true of something from one day to another, according to a source."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    is_observation = models.BooleanField(
        _("observation"),
        default=False,
        help_text=_("It was seen to be so on one day; when it began and ended is not known."),
    )
    observed_on = models.DateField(
        _("observed on"),
        null=True,
        blank=True,
        help_text=_("Leave empty when the source carries no date."),
    )
    valid_from_earliest = models.DateField(null=True, blank=True, editable=False)
    valid_from_latest = models.DateField(null=True, blank=True, editable=False)
    valid_from_precision = models.CharField(max_length=7, choices=Precision, default=Precision.UNKNOWN, editable=False)
    valid_to_earliest = models.DateField(null=True, blank=True, editable=False)
    valid_to_latest = models.DateField(null=True, blank=True, editable=False)
    valid_to_precision = models.CharField(max_length=7, choices=Precision, default=Precision.OPEN, editable=False)
    certain_from = models.DateField(null=True, editable=False)
    certain_to = models.DateField(null=True, editable=False)
    source = models.ForeignKey(
        "delegations.Source", on_delete=models.PROTECT, verbose_name=_("source"), related_name="+"
    )
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day someone last compared it with the source."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For staff; the public does not see it."))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    retracted_at = models.DateTimeField(_("retracted at"), null=True, editable=False)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    retraction_reason = models.TextField(_("reason for the retraction"), blank=True, editable=False)

    objects = FactQuerySet.as_manager()

    # The columns that say what the fact is about. Two facts alike in all of them may not hold on the same day;
    # none means that any number may. A kind of fact may have further rules of that sort.
    overlap_columns = ()
    more_overlap_columns = ()

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "view")

    # Dates.

    @property
    def valid_from(self):
        """When it began: a PartialDate, or None when not known."""
        return _partial(self.valid_from_earliest, self.valid_from_latest, self.valid_from_precision)

    @valid_from.setter
    def valid_from(self, value):
        self.valid_from_earliest = value and value.earliest
        self.valid_from_latest = value and value.latest
        self.valid_from_precision = value.precision if value else Precision.UNKNOWN

    @property
    def valid_to(self):
        """The last day it held: a PartialDate, or None when it still holds or the end is not known."""
        return _partial(self.valid_to_earliest, self.valid_to_latest, self.valid_to_precision)

    @valid_to.setter
    def valid_to(self, value):
        self.valid_to_earliest = value and value.earliest
        self.valid_to_latest = value and value.latest
        self.valid_to_precision = value.precision if value else Precision.OPEN

    def certain_span(self):
        """The days on which it certainly held, as (first, last); last is None while it holds, both when no day is."""
        if self.is_observation:
            return self.observed_on, self.observed_on
        first, last = self.valid_from_latest, self.valid_to_earliest
        is_open = self.valid_to_precision == Precision.OPEN
        if first is None and is_open:
            # Since when is not known, but it held when it was compared with the source, or at least recorded.
            recorded_on = timezone.localdate(self.recorded_at)
            return min(self.checked_on or recorded_on, recorded_on), None
        # An end known to the day is certain, however little is known of the other.
        if self.valid_to_precision == Precision.DAY:
            first = min(first or last, last)
        if self.valid_from_precision == Precision.DAY and not is_open:
            last = max(last or first, first)
        if first is None or (last is None and not is_open) or (last and last < first):
            return None, None
        return first, last

    def on(self, day):
        """Did it hold on that day? A `Held`, or None when it is retracted."""
        if self.retracted_at:
            return None
        first, last = self.certain_span()
        if first and first <= day and (last is None or last >= day):
            return Held.YES
        begins_later = self.valid_from_earliest and self.valid_from_earliest > day
        ended_before = self.valid_to_latest and self.valid_to_latest < day
        return Held.NO if begins_later or ended_before else Held.NOT_KNOWN

    @property
    def has_ended(self):
        """Whether its end may be told. One to come tells of a change that was entered early: until its day it holds."""
        if self.valid_to_precision == Precision.OPEN:
            return False
        return self.valid_to is None or self.valid_to.latest < timezone.localdate()

    def is_public(self, today=None):
        """The instance twin of `FactQuerySet.public`."""
        return self.retracted_at is None and self.is_told(today)

    def is_told(self, today=None):
        """The instance twin of `FactQuerySet.told`."""
        today, first = today or timezone.localdate(), self.valid_from_earliest
        if self.retracted_at and first and timezone.localdate(self.retracted_at) < first:
            return False
        return all(day is None or day <= today for day in (first, self.observed_on))

    # Writing.

    def clean(self):
        super().clean()
        if self.is_observation and (self.valid_from or self.valid_to):
            raise ValidationError(
                _("An observation has no first or last day: say only on which day it was seen, if that is known."),
                code="observation_with_span",
            )
        if not self.is_observation and self.observed_on:
            raise ValidationError(
                {"observed_on": _("Only an observation has a day on which it was seen.")},
                code="span_with_day",
            )
        if self.observed_on and self.observed_on > timezone.localdate():
            raise ValidationError({"observed_on": _("That day has not come yet.")}, code="observed_later")
        self.refuse_ends_first()
        if self._state.adding and (same := self.twin()):
            raise ValidationError(
                _("“%(same)s” (%(when)s) is recorded already."),
                code="twin",
                params={"same": same, "when": same.when()},
            )
        if other := self.overlapping():
            raise ValidationError(
                _("“%(other)s” (%(when)s) is already recorded for these days. Close or retract it first."),
                code="overlap",
                params={"other": other, "when": other.when()},
            )

    def refuse_ends_first(self):
        """ValidationError, in words, when it ends before it begins."""
        if self.valid_from and self.valid_to and self.valid_to_latest < self.valid_from_earliest:
            raise ValidationError(_("It ends before it begins: check the two dates."), code="ends_first")

    def said(self):
        """What it says, and of which days: the values of its columns, without who says so and who wrote it down."""
        own = {field.name for field in Fact._meta.local_fields} | {"id", "exclusive_to", "head_of"}
        said = [field.attname for field in self._meta.local_fields if field.name not in own] + _DATES
        return {name: getattr(self, name) for name in said}

    def twin(self):
        """Another fact that says just the same: recorded twice, it would be counted by nobody and puzzle everybody."""
        try:
            return type(self).objects.standing().filter(**self.said()).first()
        except ValueError:  # What is no value of its column is refused by itself.
            return None

    def when(self):
        """When it held, in words: "from 1 May 2021 to 30 April 2024"."""
        if self.is_observation:
            if self.observed_on is None:
                return gettext("observed, date unknown")
            return gettext("observed on %(day)s") % {"day": partial_date(PartialDate.on_day(self.observed_on))}
        since = {"day": partial_date(self.valid_from)} if self.valid_from else None
        if not self.has_ended:
            return gettext("since %(day)s") % since if since else gettext("since when is not known")
        if since is None:
            return gettext("until %(day)s") % {"day": partial_date(self.valid_to)} if self.valid_to else gettext("over")
        until = gettext("to %(day)s") % {"day": partial_date(self.valid_to)} if self.valid_to else ""
        return f"{gettext('from %(day)s') % since} {until or gettext('to a day not known')}"

    def derive(self):
        """Set the columns computed from others."""
        self.certain_from, self.certain_to = self.certain_span()

    def overlaps(self, other):
        """Whether both are about the same thing and certainly held on one same day."""
        for fact in (self, other):
            fact.derive()
        if None in (self.certain_from, other.certain_from):
            return False
        if not any(same == other._same(columns) for columns, same in self._overlap_rules()):
            return False
        latest_start = max(self.certain_from, other.certain_from)
        return all(fact.certain_to is None or fact.certain_to >= latest_start for fact in (self, other))

    def overlapping(self):
        """Another fact about the same thing that certainly held on one of the same days, or None."""
        self.derive()
        if self.retracted_at or self.certain_from is None:
            return None
        for _columns, same in self._overlap_rules():
            others = type(self).objects.standing().filter(**same).exclude(pk=self.pk)
            others = others.filter(Q(certain_to=None) | Q(certain_to__gte=self.certain_from))
            if self.certain_to:
                others = others.filter(certain_from__lte=self.certain_to)
            if other := others.exclude(certain_from=None).first():
                return other
        return None

    def _same(self, columns):
        return {name: getattr(self, name) for name in columns}

    def _overlap_rules(self):
        """The rules that this row is under, each with the values it goes by; an empty column frees the row of one."""
        rules = [(columns, self._same(columns)) for columns in (self.overlap_columns, *self.more_overlap_columns)]
        return [(columns, same) for columns, same in rules if columns and None not in same.values()]

    def save(self, *args, **kwargs):
        self.derive()
        database = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=database):
            # PostgreSQL refuses an overlap by itself (see overlap.py); SQLite's writers queue here one by one.
            if connections[database].vendor == "sqlite" and (other := self.overlapping()):
                raise IntegrityError(f"{self._meta.object_name} overlaps {other._meta.object_name} {other.pk}.")
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Facts are not deleted: retract the wrong one and record the right one.")

    @property
    def is_open(self):
        """Whether it still holds, and so can be closed."""
        return not (self.is_observation or self.retracted_at) and self.valid_to_precision == Precision.OPEN

    def end(self, last_day=None):
        """Set the last day it held (a PartialDate; None: not known) of a fact that still holds; it is not saved yet."""
        if not self.is_open:
            raise ValidationError(_("Only a fact that still holds can be closed."), code="not_open")
        self.valid_to = last_day
        if last_day is None:
            self.valid_to_precision = Precision.UNKNOWN

    def close(self, last_day=None):
        """End a fact that still holds, and save it."""
        self.end(last_day)
        self.full_clean()
        self.save()

    def retract(self, reason, by=None):
        """Say that it was wrong: it stays in the history, with the reason, and counts for nothing any more."""
        if self.retracted_at:
            raise ValidationError(_("This fact is retracted already."), code="retracted")
        if not reason.strip():
            raise ValidationError(_("Say why it was wrong: the reason stays in the history."), code="no_reason")
        self.retracted_at, self.retracted_by, self.retraction_reason = timezone.now(), by, reason
        self.save()


# What says when a fact held.
_DATES = [
    "is_observation",
    "observed_on",
    "valid_from_earliest",
    "valid_from_latest",
    "valid_to_earliest",
    "valid_to_latest",
    "valid_to_precision",
]


@dataclass(frozen=True)
class Reading:
    """The fact to show for a day, and how far it may be relied on."""

    fact: Fact
    standing: Standing


def read(facts: Iterable[Fact], day: date) -> Reading | None:
    """What is in force on that day, else the last known, else the undated observation; None when nothing is known.

    `facts` are facts about one thing, those the reader may see. The last known may be over: it is then shown as
    what was, and counts for nothing.
    """
    facts = [fact for fact in facts if fact.retracted_at is None]
    in_force = [fact for fact in facts if fact.on(day) is Held.YES]
    if in_force:
        return Reading(max(in_force, key=lambda fact: fact.certain_from), Standing.IN_FORCE)
    known = [(seen, fact.pk, fact) for fact in facts if (seen := _last_known_on(fact, day))]
    if known:
        latest = max(known)[2]
        return Reading(latest, Standing.OVER if latest.on(day) is Held.NO else Standing.LAST_KNOWN)
    undated = [fact for fact in facts if fact.is_observation and fact.observed_on is None]
    if undated:
        return Reading(max(undated, key=lambda fact: (fact.recorded_at, fact.pk)), Standing.UNDATED)
    return None


def _last_known_on(fact, day):
    """The last day not after `day` on which the fact is known or thought to have held, or None."""
    _first, last = fact.certain_span()
    days = [last, fact.valid_to_latest, fact.certain_from, fact.valid_from_latest]
    return max((known for known in days if known and known <= day), default=None)


def _partial(earliest, latest, precision):
    return PartialDate(earliest, latest, str(precision)) if earliest else None
