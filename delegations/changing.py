"""Changes of the register as its clerk makes them: each in one transaction, with the sentence the public reads of it.

Loaders write facts without this module, for what they bring is not news.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cstosite.shared.partial_date import PartialDate

from .facts import Precision
from .models import (
    Appointment,
    ChamberName,
    CountryName,
    Delegation,
    DelegationName,
    Member,
    MembershipStatus,
    OfficialWording,
    RegisterChange,
    SeatCount,
)
from .naming import NAMES, settle, subject_of

# What began longer ago than this is filling a gap, not news.
NEWS_DAYS = 90


def delegation_of(fact):
    """The delegation a fact is about, or None."""
    match fact:
        case SeatCount() | ChamberName() | Member():
            return fact.chamber.delegation
        case CountryName():
            return Delegation.objects.filter(country=fact.country_id).first()
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
        case CountryName():
            return _("Name of the country: %(name)s") % {"name": fact.official_name or fact.name}
        case DelegationName():
            return _("Name: %(name)s") % {"name": fact}
        case ChamberName():
            return _("Chamber: %(name)s (%(members)s)") % {"name": fact, "members": fact.members_are}
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


def ended_in_words(members, last_day):
    """What the public reads of members of a chamber who end together: their number; one alone is told by name."""
    first, count = members[0], len(members)
    if count == 1:
        return sentence_of_end(first, last_day)
    words = ngettext("%(count)d member until %(day)s", "%(count)d members until %(day)s", count)
    return f"{delegation_of(first)}, {first.chamber.name}: {words % {'count': count, 'day': _day(last_day)}}."


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
    _settle(fact)
    return fact


def _settle(fact):
    """What is called otherwise from today on goes by its new name at once."""
    if isinstance(fact, NAMES):
        settle(subject_of(fact))


@transaction.atomic
def close(fact):
    """Save a fact whose end was just set; the public is told if that is news."""
    fact.save()
    _settle(fact)
    last = fact.valid_to
    if last and last.precision == "day" and _is_news_of_end(last.latest):
        # It is over on the day after its last.
        sentence, effective_on = sentence_of_end(fact, last.latest), last.latest + timedelta(days=1)
        tell(fact, RegisterChange.Act.ENDED, sentence, effective_on)


def _is_news_of_end(last_day):
    return last_day >= timezone.localdate() - timedelta(days=NEWS_DAYS)


@transaction.atomic
def close_together(members, last_day):
    """Save members of a chamber whose end was just set to one day; the sentence, told if it is news."""
    for member in members:
        member.full_clean()
        member.save()
    sentence = ended_in_words(members, last_day)
    if _is_news_of_end(last_day):
        tell_of_chamber(members[0].chamber, RegisterChange.Act.ENDED, sentence, last_day + timedelta(days=1))
    return sentence


def tell_of_chamber(chamber, act, sentence, effective_on):
    """Write down, for the public, one sentence of several members: it concerns their chamber."""
    return RegisterChange.objects.create(
        delegation=chamber.delegation,
        act=act,
        concerns="chamber",
        fact_uuid=chamber.uuid,
        sentence=sentence,
        effective_on=effective_on,
    )


def sentence_of_end(fact, last_day):
    """What the public reads of a fact that ends."""
    words = _("%(delegation)s, %(fact)s: until %(day)s.")
    return words % {"delegation": delegation_of(fact), "fact": in_words(fact), "day": _day(last_day)}


@transaction.atomic
def retract(fact, reason, by=None, goes_on=False):
    """Retract a fact; the public is told unless it never knew of it.

    With `goes_on`, what it had taken the place of holds on as if nothing had changed.
    """
    was_public, before = fact.is_public(), ended_for(fact)
    fact.retract(reason, by=by)
    if was_public:
        words = _("%(delegation)s, %(fact)s: retracted. %(reason)s")
        values = {"delegation": delegation_of(fact), "fact": in_words(fact), "reason": fact.retraction_reason}
        tell(fact, RegisterChange.Act.RETRACTED, words % values, timezone.localdate())
    else:
        RegisterChange.objects.filter(fact_uuid=fact.uuid).update(is_called_off=True)
        if isinstance(fact, Member):
            _tell_again(fact)
    if goes_on and before:
        _go_on(before, reason, by)
    _settle(fact)


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


def ended_for(fact):
    """The fact about the same thing that ended on the day before this one began, or None."""
    if not fact.overlap_columns or fact.valid_from_precision != Precision.DAY:
        return None
    same = {name: getattr(fact, name) for name in fact.overlap_columns}
    eve = fact.valid_from_earliest - timedelta(days=1)
    ended = type(fact).objects.standing().filter(valid_to_precision=Precision.DAY, valid_to_latest=eve, **same)
    return ended.first()


def _go_on(fact, reason, by):
    """Let a fact hold on. An end that has come is history: the row is retracted and recorded anew without it."""
    if fact.valid_to_latest < timezone.localdate():
        fact.retract(reason, by=by)
        fact.pk, fact.uuid, fact.retracted_at, fact.retracted_by, fact.retraction_reason = None, uuid4(), None, None, ""
        fact.recorded_at, fact.recorded_by = timezone.now(), by
        fact._state.adding = True
    fact.valid_to = None
    fact.full_clean()
    fact.save()


@dataclass(frozen=True)
class Step:
    """One thing that changes: the new fact, and the one that ends the day before; either may be missing.

    `beside` are those who end together with a member, and are told of in one sentence with him.
    """

    fact: object | None
    before: object | None
    day: date
    beside: tuple[Member, ...] = ()

    @property
    def sentence(self):
        """What the public will read."""
        if self.fact is None and isinstance(self.before, Member):
            return ended_in_words([self.before, *self.beside], self.day - timedelta(days=1))
        if self.fact is None:
            return sentence_of_end(self.before, self.day - timedelta(days=1))
        return sentence_of(self.fact, self.before)


def prepare(facts, day: date, ending=()) -> list[Step]:
    """What has to be closed so that `facts` hold from `day` on, and `ending` no more; ValidationError, in words,
    when it does not fit."""
    steps = [Step(_beginning(fact, day), _before(fact, day), day) for fact in facts]
    return [*_endings(ending, day), *steps]


def _endings(facts, day):
    """A step to each fact that ends, and one to all members of a chamber."""
    members = {}
    for fact in facts:
        _still_open(fact, day)
        if isinstance(fact, Member):
            members.setdefault(fact.chamber_id, []).append(fact)
        else:
            yield Step(None, fact, day)
    for first, *others in members.values():
        yield Step(None, first, day, tuple(others))


def _beginning(fact, day):
    fact.valid_from = PartialDate.on_day(day)
    return fact


def _before(fact, day):
    """The fact about the same thing that still holds; it will end the day before."""
    fact.derive()
    same = {name: getattr(fact, name) for name in fact.overlap_columns}
    if None in same.values():
        return None
    recorded = list(type(fact).objects.standing().filter(**same))
    others = [other for other in recorded if other.is_open]
    if not others:
        return name_so_far(fact) if isinstance(fact, NAMES) and not recorded else None
    other = _still_open(max(others, key=lambda each: each.certain_from or date.min), day)
    if in_words(other) == in_words(fact):
        raise ValidationError(_("“%(fact)s” is what holds already: nothing would change."), params={"fact": fact})
    return other


def _still_open(fact, day):
    if fact.valid_from_latest and fact.valid_from_latest >= day:
        raise ValidationError(
            _("“%(other)s” is recorded from %(day)s on already. Retract it first, or give a later day."),
            code="later",
            params={"other": fact, "day": _day(fact.valid_from_earliest)},
        )
    return fact


def name_so_far(fact):
    """What something was called before its first recorded name: its row says so, and not since when."""
    subject = subject_of(fact)
    values = {field: getattr(subject, field) for field in fact.named}
    return type(fact)(**{fact.overlap_columns[0]: subject.pk}, source=fact.source, **values)


def end_of_chamber(chamber, source):
    """What ends with a chamber: its name, its seats, and whatever else holds of it."""
    names = [name for name in chamber.names.standing() if name.is_open]
    seats = [count for count in chamber.seat_counts.standing() if count.is_open]
    members = [member for member in chamber.members.standing().select_related("person") if member.is_open]
    return [*(names or [name_so_far(ChamberName(chamber=chamber, source=source))]), *seats, *members]


def _save_subjects(fact):
    """Save what a new fact is about where that is new itself: a chamber that begins, a post nobody held before."""
    for name in ("post", "chamber"):
        if subject := getattr(fact, name, None):
            if subject.pk is None:
                subject.full_clean()
                subject.save()
            setattr(fact, name, subject)


@transaction.atomic
def change_from(delegation, facts, day, by=None, ending=()) -> list[Step]:
    """Let new facts hold from `day` on: what held until then ends the day before; all of them, or none."""
    Delegation.objects.select_for_update().get(pk=delegation.pk)
    steps = prepare(facts, day, ending)
    for step in steps:
        if step.before:
            for ended in (step.before, *step.beside):
                ended.end(PartialDate.on_day(day - timedelta(days=1)))
                ended.recorded_by = ended.recorded_by or by
                ended.full_clean()
            if step.beside:
                close_together([step.before, *step.beside], day - timedelta(days=1))
                continue
            if step.fact is None:
                close(step.before)
                continue
            step.before.save()
        _save_subjects(step.fact)
        step.fact.recorded_by = by
        step.fact.full_clean()
        step.fact.save()
        if is_news(step.fact):
            tell(step.fact, sentence=step.sentence)
        _settle(step.fact)
    return steps
