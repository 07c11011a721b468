"""Changes of the register as its clerk makes them: each in one transaction, with the sentence the public reads of it.

Loaders write facts without this module, for what they bring is not news.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cstosite.shared.partial_date import PartialDate

from .models import Appointment, Delegation, Member, MembershipStatus, OfficialWording, RegisterChange, SeatCount

# What began longer ago than this is filling a gap, not news.
NEWS_DAYS = 90


def delegation_of(fact):
    """The delegation a fact is about, or None."""
    match fact:
        case SeatCount() | Member():
            return fact.chamber.delegation
        case Appointment():
            return fact.post.delegation
        case _:
            return fact.delegation


def in_words(fact):
    """What a fact says of its delegation, without when: "Mazhilis: 8 seats"."""
    match fact:
        case SeatCount():
            seats = ngettext("%(count)d seat", "%(count)d seats", fact.seats) % {"count": fact.seats}
            return f"{fact.chamber.name}: {seats}"
        case Member():
            person = str(fact.person)
            if fact.is_head:
                person = _("%(person)s, head of the delegation") % {"person": fact.person}
            elif fact.is_alternate:
                person = _("%(person)s, alternate") % {"person": fact.person}
            return _("%(chamber)s, member: %(person)s") % {"chamber": fact.chamber.name, "person": person}
        case MembershipStatus():
            return _("Membership: %(name)s") % {"name": fact.membership_class}
        case Appointment():
            return f"{fact.wording or fact.post}: {fact.person}"
        case OfficialWording():
            return _("Official wording")
        case _:
            return _("Website: %(address)s") % {"address": fact.url}


def sentence_of(fact, before=None):
    """What the public reads of a new fact: whose, what, since when, and what it was before."""
    delegation = delegation_of(fact)
    words = with_day(f"{delegation}, {in_words(fact)}" if delegation else in_words(fact), fact)
    if before is not None:
        words += _("; before: %(before)s") % {"before": in_words(before).partition(": ")[2]}
    return f"{words}."


def with_day(words, fact):
    """Words followed by when a fact began, or when it was seen, as far as that is known."""
    since = fact.valid_from
    if since:
        words += _(" from %(day)s") % {"day": _day(since.earliest)} if since.precision == "day" else f" ({since})"
    elif fact.observed_on:
        words += _(", as seen on %(day)s") % {"day": _day(fact.observed_on)}
    return words


def named_in_words(members):
    """What the public reads of members named together: their number; one alone is told by name."""
    first, count = members[0], len(members)
    if count == 1:
        return sentence_of(first)
    if all(member.is_alternate for member in members):
        words = ngettext("%(count)d alternate named", "%(count)d alternates named", count)
    else:
        words = ngettext("%(count)d member named", "%(count)d members named", count)
    chamber = first.chamber
    return with_day(f"{chamber.delegation}, {chamber.name}: {words % {'count': count}}", first) + "."


def _day(day):
    return date_format(day, "j F Y")


def begins_on(fact):
    """The day a fact's news are of: its first, or the one on which it was seen; None when nobody knows."""
    return fact.valid_from_earliest or fact.observed_on


def is_news(fact, today=None):
    """Whether the public is told of a fact that was recorded now: not of what began long ago, or nobody knows when."""
    day = begins_on(fact)
    return day is not None and day >= (today or timezone.localdate()) - timedelta(days=NEWS_DAYS)


def tell(fact, act=RegisterChange.Act.CHANGED, sentence="", effective_on=None):
    """Write down, for the public, what happened with a fact."""
    return RegisterChange.objects.create(
        delegation=delegation_of(fact),
        act=act,
        concerns=fact._meta.model_name,
        fact_uuid=fact.uuid,
        sentence=sentence or sentence_of(fact),
        effective_on=effective_on or begins_on(fact),
    )


@transaction.atomic
def record(fact, by=None):
    """Save a new fact; the public is told if it is news."""
    fact.recorded_by = fact.recorded_by or by
    fact.save()
    if is_news(fact):
        tell(fact)
    return fact


@transaction.atomic
def close(fact):
    """Save a fact whose end was just set; the public is told if that is news."""
    fact.save()
    last = fact.valid_to
    if last and last.precision == "day" and last.latest >= timezone.localdate() - timedelta(days=NEWS_DAYS):
        words = _("%(delegation)s, %(fact)s: until %(day)s.")
        sentence = words % {"delegation": delegation_of(fact), "fact": in_words(fact), "day": _day(last.latest)}
        # It is over on the day after its last.
        tell(fact, RegisterChange.Act.ENDED, sentence, last.latest + timedelta(days=1))


@transaction.atomic
def retract(fact, reason, by=None):
    """Retract a fact; the public is told unless it never knew of it."""
    was_public = fact.is_public()
    fact.retract(reason, by=by)
    if was_public:
        words = _("%(delegation)s, %(fact)s: retracted. %(reason)s")
        values = {"delegation": delegation_of(fact), "fact": in_words(fact), "reason": fact.retraction_reason}
        tell(fact, RegisterChange.Act.RETRACTED, words % values, timezone.localdate())
    else:
        RegisterChange.objects.filter(fact_uuid=fact.uuid).update(is_called_off=True)
        if isinstance(fact, Member):
            _tell_again(fact)


def _tell_again(gone):
    """A member named with others for a day to come was called off: their sentence, not told yet, counts without."""
    today, day = timezone.localdate(), begins_on(gone)
    changes = RegisterChange.objects.filter(
        fact_uuid=gone.chamber.uuid, act=RegisterChange.Act.CHANGED, effective_on=day, told_on__gt=today
    )
    left = list(gone.chamber.members.standing().filter(valid_from_earliest=day).select_related("person"))
    for change in changes:
        change.is_called_off, change.sentence = not left, named_in_words(left) if left else change.sentence
        change.save()


@dataclass(frozen=True)
class Step:
    """One thing that changes: the new fact, and the one that ends the day before, if there is one."""

    fact: object
    before: object | None

    @property
    def sentence(self):
        """What the public will read."""
        return sentence_of(self.fact, self.before)


def prepare(facts, day: date) -> list[Step]:
    """What has to be closed so that `facts` hold from `day` on; ValidationError, in words, when it does not fit."""
    return [Step(_beginning(fact, day), _before(fact, day)) for fact in facts]


def _beginning(fact, day):
    fact.valid_from = PartialDate.on_day(day)
    return fact


def _before(fact, day):
    """The fact about the same thing that still holds; it will end the day before."""
    fact.derive()
    same = {name: getattr(fact, name) for name in fact.overlap_columns}
    others = [other for other in type(fact).objects.standing().filter(**same) if other.is_open]
    if not others:
        return None
    other = max(others, key=lambda each: each.certain_from or date.min)
    if other.valid_from_latest and other.valid_from_latest >= day:
        raise ValidationError(
            _("“%(other)s” is recorded from %(day)s on already. Retract it first, or give a later day."),
            code="later",
            params={"other": other, "day": _day(other.valid_from_earliest)},
        )
    if in_words(other) == in_words(fact):
        raise ValidationError(_("“%(fact)s” is what holds already: nothing would change."), params={"fact": fact})
    return other


@transaction.atomic
def change_from(delegation, facts, day, by=None) -> list[Step]:
    """Let new facts hold from `day` on: what held until then ends the day before; all of them, or none."""
    Delegation.objects.select_for_update().get(pk=delegation.pk)
    steps = prepare(facts, day)
    for step in steps:
        if step.before:
            step.before.end(PartialDate.on_day(day - timedelta(days=1)))
            step.before.full_clean()
            step.before.save()
        step.fact.recorded_by = by
        step.fact.full_clean()
        step.fact.save()
        if is_news(step.fact):
            tell(step.fact, sentence=step.sentence)
    return steps
