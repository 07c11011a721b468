"""Naming the members of a chamber several at once, and ending them: each in one transaction, told in one sentence."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cstosite.shared.partial_date import PartialDate
from cstosite.shared.text import to_latin

from . import changing
from .facts import Held
from .models import Chamber, Delegation, Member, Person, RegisterChange
from .name_list import NamedLine, read_names
from .names import name_key

# More lines than any chamber sends; a longer paste is a slip.
MOST_LINES = 200


@dataclass(frozen=True)
class Proposal:
    """A line of a list and who it may be: `same` under another spelling, `alike` with a name more or less."""

    line: NamedLine
    same: list[Person] = field(default_factory=list)
    alike: list[Person] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """All whom it may be."""
        return [*self.same, *self.alike]

    @property
    def is_clear(self) -> bool:
        """Whether nobody need be asked: one person has this name, or nobody has one like it."""
        return len(self.same) == 1 or not self.people

    @property
    def proposed(self) -> Person | None:
        """The person it is unless somebody says otherwise; None for a new one."""
        return self.same[0] if len(self.same) == 1 else None

    @property
    def sort_name(self) -> str:
        """The name for sorting, if the last word is the surname."""
        *first, last = self.line.name.split() or [""]
        return f"{last}, {' '.join(first)}" if first else last


def propose(text: str) -> list[Proposal]:
    """The lines of a pasted list with the people they may be, in 2 queries; ValidationError names what is wrong."""
    lines = read_names(text)
    if not lines:
        raise ValidationError(_("There is no name in the list."), code="empty")
    if len(lines) > MOST_LINES:
        words = _("The list has %(count)d lines; at most %(most)d can be entered at once. Is it the right text?")
        raise ValidationError(words % {"count": len(lines), "most": MOST_LINES}, code="too_long")
    if problems := list(_problems(lines)):
        raise ValidationError(problems)
    by_key, by_word = defaultdict(list), defaultdict(set)
    for pk, keys in Person.objects.values_list("pk", "keys"):
        for key in filter(None, keys.split("\n")):
            by_key[key].append(pk)
            for word in key.split():
                by_word[word].add((pk, key))
    found = {line: (by_key[name_key(line.name)], _alike(name_key(line.name), by_word)) for line in lines}
    people = Person.objects.prefetch_related("appointments__post", "memberships__chamber__delegation").in_bulk(
        {pk for same, alike in found.values() for pk in [*same, *alike]}
    )
    return [
        Proposal(line, [people[pk] for pk in same], [people[pk] for pk in alike if pk not in same])
        for line, (same, alike) in found.items()
    ]


def _problems(lines):
    seen = {}
    for line in lines:
        values = {"line": line.number, "name": line.name}
        key = name_key(line.name)
        if not key:
            yield _("Line %(line)d has no name: “%(name)s”.") % values
        elif len(line.name) > 200 or len(line.office) > 500:
            yield _("Line %(line)d is too long for a name and an office.") % values
        elif key in seen:
            words = _(
                "Line %(line)d repeats line %(other)d: %(name)s. If they are two people, record one of them by itself."
            )
            yield words % (values | {"other": seen[key]})
        seen.setdefault(key, line.number)


def _alike(key, by_word):
    """Those who have all words of a name and more, or all but some; two words at least, so that it means something."""
    words = set(key.split())
    near = {pair for word in words for pair in by_word.get(word, ())}
    return sorted({pk for pk, other in near if _is_longer_or_shorter(words, set(other.split()))})


def _is_longer_or_shorter(words, other):
    return (words < other or other < words) and len(words & other) >= min(2, len(words))


@dataclass
class Plan:
    """What a list would record: the new members, those who are members already, and who is not on it."""

    members: list[Member]
    already: list[Member] = field(default_factory=list)
    missing: list[Member] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What the public will read of it."""
        return changing.named_in_words(self.members)


def prepare(chamber: Chamber, members: list[Member], lines: list[int]) -> Plan:
    """Which of these, not saved yet, are new; ValidationError names the lines that do not fit."""
    standing = list(chamber.members.standing().select_related("person", "chamber__delegation"))
    today, problems, plan, seen = timezone.localdate(), [], Plan([]), {}
    for line, member in zip(lines, members, strict=True):
        values = {"line": line, "name": member.person}
        own = [other for other in standing if other.person_id == member.person_id]
        first = member.valid_from_earliest or member.observed_on or today
        if member.person_id and member.person_id in seen:
            problems.append(
                _("Line %(line)d is the same person as line %(other)d: %(name)s.")
                % (values | {"other": seen[member.person_id]})
            )
        elif any(other.on(first) is Held.YES or _is_alike(other, member) for other in own):
            plan.already += [other for other in own if other.on(first) is Held.YES or _is_alike(other, member)][:1]
        elif later := next((other for other in own if member.overlaps(other)), None):
            words = _("Line %(line)d: %(name)s is recorded from %(day)s on already. Retract that first.")
            problems.append(words % (values | {"day": _day(later.certain_from)}))
        else:
            if member.person_id:
                seen[member.person_id] = line
            if other := member.is_head and member.overlapping():
                words = _("Line %(line)d: the delegation has a head for these days already: %(other)s.")
                problems.append(words % (values | {"other": other.person}))
            plan.members.append(member)
    if problems:
        raise ValidationError(problems)
    if not plan.members:
        raise ValidationError(_("All of them are members already: nothing would be recorded."), code="nothing")
    named = {member.person_id for member in members}
    plan.missing = [other for other in sitting(chamber) if other.person_id not in named]
    return plan


def _is_alike(other, member):
    """Whether the same was seen without a date before."""
    return member.is_observation and member.observed_on is None and other.is_observation and other.observed_on is None


@transaction.atomic
def name_members(chamber: Chamber, members: list[Member], lines: list[int], by=None) -> Plan:
    """Record the members of a list, new people first; all of them or none. ValidationError names the lines."""
    Delegation.objects.select_for_update().get(pk=chamber.delegation_id)
    plan, problems = prepare(chamber, members, lines), []
    by_member = {id(member): line for member, line in zip(members, lines, strict=True)}
    for member in plan.members:
        member.recorded_by = by
        try:
            with transaction.atomic():
                if member.person.pk is None:
                    member.person.slug = free_slug(member.person.name)
                    member.person.full_clean()
                    member.person.save()
                    member.person_id = member.person.pk
                member.full_clean()
                member.save()
        except ValidationError as error:
            words = _("Line %(line)d: %(problem)s")
            problems.append(words % {"line": by_member[id(member)], "problem": " ".join(error.messages)})
    if problems:
        raise ValidationError(problems)
    if changing.is_news(plan.members[0]):
        if len(plan.members) == 1:
            changing.tell(plan.members[0])
        else:
            day = changing.begins_on(plan.members[0])
            changing.tell_of_chamber(chamber, RegisterChange.Act.CHANGED, plan.sentence, day)
    return plan


def free_slug(name: str) -> str:
    """An address for a new person that nobody has."""
    slug = slugify(to_latin(name))[:90].strip("-") or "person"
    taken = set(Person.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(free for free in [slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))] if free not in taken)


def sitting(chamber: Chamber) -> list[Member]:
    """Who can be ended: members of whom no end is known, in the order of their names."""
    members = chamber.members.public().select_related("person", "source", "chamber__delegation")
    ended = {}
    for member in members:
        if member.valid_to_latest:
            ended[member.person_id] = max(member.valid_to_latest, ended.get(member.person_id, member.valid_to_latest))
    open_ended = [member for member in members if member.is_open or _is_seen(member, ended.get(member.person_id))]
    # Somebody seen twice is one member; what is in force goes before what was seen.
    first = {}
    newest = sorted(open_ended, key=lambda each: each.observed_on or date.min, reverse=True)
    for member in sorted(newest, key=lambda each: each.is_observation):
        first.setdefault(member.person_id, member)
    return sorted(first.values(), key=lambda each: (each.person.sort_name.casefold(), each.pk))


def _is_seen(member, ended_on):
    return member.is_observation and (ended_on is None or bool(member.observed_on and member.observed_on > ended_on))


def ends(members: list[Member], day, by=None) -> list[Member]:
    """These members with their last day, not saved; one who was only seen gets a row of their own that ends.

    ValidationError names those who began later.
    """
    problems, ended = [], []
    for member in members:
        began = member.observed_on or member.valid_from_latest
        # Somebody who was seen on the day itself is certainly recorded for it already.
        if began and (began > day or (member.is_observation and began == day)):
            words = _("%(name)s is recorded from %(day)s on: leave them out, or give a later day.")
            problems.append(words % {"name": member.person, "day": _day(began)})
            continue
        if member.is_observation:
            copied = ("person", "chamber", "office", "is_head", "is_alternate", "source")
            member = Member(**{name: getattr(member, name) for name in copied}, recorded_by=by)
        member.end(PartialDate.on_day(day))
        ended.append(member)
    if problems:
        raise ValidationError(problems)
    return ended


@transaction.atomic
def end_members(chamber: Chamber, members: list[Member], day, by=None) -> str:
    """End members of a chamber on one day, all of them or none; the sentence."""
    Delegation.objects.select_for_update().get(pk=chamber.delegation_id)
    return changing.close_together(ends(members, day, by), day)


def _day(day):
    return date_format(day, "j F Y")
