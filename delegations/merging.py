"""Two records of one person made one, and taken apart again: each in one transaction.

Whatever points at a person moves, in whatever app, by its foreign key: see docs/adr/0012-a-merged-record-is-gone.md.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .facts import Fact
from .models import Person, PersonAddress, PersonMerge, has_told_fact, person_keys

# What a record says of itself, kept to bring it back; addresses and merges are counted with it, not beside it.
RECORD = ["name", "sort_name", "other_names", "slug"]
OWN = {PersonAddress, PersonMerge}


@dataclass(frozen=True)
class Clash:
    """Two facts about one thing, of two records of one person: `is_overlap` when both certainly held on one day."""

    fact: Fact
    other: Fact
    is_overlap: bool


@dataclass
class Plan:
    """What becomes of two records when `other` is merged into `survivor`; nothing is written by it."""

    survivor: Person
    other: Person
    rows: dict[type, list] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)

    @property
    def overlaps(self) -> list[Clash]:
        """What has to be put right first: the same person twice in one post, or in one chamber, on the same days."""
        return [clash for clash in self.clashes if clash.is_overlap]

    @property
    def doubles(self) -> list[Clash]:
        """What may say the same twice."""
        return [clash for clash in self.clashes if not clash.is_overlap]

    @property
    def added(self) -> list[str]:
        """The spellings that the survivor gets."""
        known = set(self.survivor.spellings)
        return [name for name in dict.fromkeys(self.other.spellings) if name not in known]

    @property
    def sentences(self) -> list[str]:
        """What will be, in the clerk's words."""
        names = {"survivor": self.survivor, "other": self.other}
        moving = [f"{model._meta.verbose_name_plural}: {len(rows)}" for model, rows in self.rows.items()]
        said = [_("%(survivor)s is the name from now on.") % names]
        if self.added:
            said.append(_("Kept as other spellings: %(names)s.") % {"names": ", ".join(self.added)})
        if moving:
            said.append(_("What moves to %(survivor)s: %(what)s.") % {**names, "what": "; ".join(moving)})
        else:
            said.append(_("Nothing is recorded of the other one that would move."))
        addresses = {"old": self.other.get_absolute_url(), "new": self.survivor.get_absolute_url()}
        said.append(_("The address %(old)s leads to %(new)s for ever.") % addresses)
        said.append(_("The other record is in no list, proposal or search any more. It can be brought back from here."))
        return said

    @property
    def state(self) -> str:
        """All of it as one text: what was looked at is what is done, or it is looked at again."""
        rows = [(model._meta.label, [row.pk for row in rows]) for model, rows in self.rows.items()]
        return repr([self.sentences, rows, [(c.fact.pk, c.other.pk, c.is_overlap) for c in self.clashes]])


def plan(survivor: Person, other: Person) -> Plan:
    """Look at what a merge would do."""
    made = Plan(survivor, other)
    for key in person_keys():
        rows = list(rows_of(key, other))
        if rows and key.model not in OWN:
            made.rows.setdefault(key.model, []).extend(rows)
        if issubclass(key.model, Fact):
            made.clashes += [clash for row in rows if (clash := _clash(row, key.name, survivor))]
    return made


def rows_of(key, person):
    """The rows that point at a person by a foreign key, retracted facts too, with what is told of them."""
    others = [each.name for each in key.model._meta.fields if each.many_to_one and not each.null]
    return key.model._base_manager.filter(**{key.name: person}).select_related(*others).order_by("pk")


def _clash(fact, name, survivor):
    """What the survivor's record says of the same thing, or None."""
    if fact.retracted_at:
        return None
    moved = copy(fact)
    setattr(moved, name, survivor)
    if overlapping := moved.overlapping():
        return Clash(fact, overlapping, True)
    same = {column: getattr(moved, column) for column in moved.overlap_columns}
    alike = type(fact).objects.standing().filter(**same, **{name: survivor}).first() if same else None
    return Clash(fact, alike, False) if alike else None


def give(row, name, person):
    """Let a row point at another record of the same person.

    Of a fact this changes nothing that it says: who is meant stays who was meant. It is written as facts are, through
    `save`, so that overlaps are refused and `exclusive_to` is made anew.
    """
    setattr(row, name, person)
    row.save()


@transaction.atomic
def merge(survivor: Person, other: Person, reason: str, by=None) -> PersonMerge:
    """Make two records one; ValidationError, in words, when that cannot be."""
    if survivor.pk == other.pk:
        raise ValidationError(_("That is the same record: choose the other one."), code="same")
    if not reason.strip():
        message = _("Say how you know that it is one person: the reason stays in the history.")
        raise ValidationError(message, code="no_reason")
    # Nobody points anything at either of them meanwhile.
    both = Person.objects.select_for_update().filter(pk__in=[survivor.pk, other.pk]).order_by("pk")
    kept = {each.pk: each for each in both}
    if len(kept) < 2:
        raise ValidationError(_("One of the two is not here any more: somebody merged it before you."), code="gone")
    survivor, other = kept[survivor.pk], kept[other.pk]
    made = plan(survivor, other)
    if made.overlaps:
        raise ValidationError(
            _("“%(fact)s” stands in both records on the same days. Retract one of the two first."),
            code="overlap",
            params={"fact": made.overlaps[0].fact},
        )
    added, moved = made.added, {}
    was_public = Person.objects.filter(has_told_fact(), pk=other.pk).exists()
    for key in person_keys():
        for row in key.model._base_manager.select_for_update().filter(**{key.name: other}).order_by("pk"):
            give(row, key.name, survivor)
            moved.setdefault(f"{key.model._meta.label_lower}.{key.name}", []).append(row.pk)
    survivor.other_names = "\n".join([*survivor.other_spellings, *added])
    survivor.save()
    record = PersonMerge.objects.create(
        into=survivor,
        uuid=other.uuid,
        number=other.pk,
        record={name: getattr(other, name) for name in RECORD},
        moved=moved,
        added=added,
        was_public=was_public,
        reason=reason.strip(),
        by=by,
    )
    # Whatever were forgotten above would keep it from going: people are protected by what points at them.
    other.delete()
    return record


def merges_of(person: Person) -> Iterator[tuple[PersonMerge, PersonMerge | None]]:
    """The records that were merged into a person, newest first, each with the merge that must be undone before it."""
    merges = list(person.merges.select_related("by"))
    carried = {pk: each for each in merges for pk in each.moved.get("delegations.personmerge.into", [])}
    for each in merges:
        yield each, carried.get(each.pk)


@transaction.atomic
def undo(merge: PersonMerge) -> tuple[Person, list[str]]:
    """Bring a merged record back, with what had moved; the person, and in sentences what could not move back."""
    merge = PersonMerge.objects.select_for_update().filter(pk=merge.pk).first()
    if merge is None:
        raise ValidationError(_("It was undone before you."), code="gone")
    if not merge.can_be_undone:
        message = _("The two were merged on another site: what the other record said is not known here.")
        raise ValidationError(message, code="elsewhere")
    survivor = Person.objects.select_for_update().get(pk=merge.into_id)
    if later := dict(merges_of(survivor)).get(merge):
        raise ValidationError(
            _("It came here with “%(later)s”, into which it had been merged before. Undo that merge first."),
            code="later",
            params={"later": later},
        )
    PersonAddress.objects.filter(slug=merge.record["slug"], person=survivor).delete()
    person = Person(pk=merge.number, uuid=merge.uuid, **merge.record)
    person.save(force_insert=True)
    gone, elsewhere = 0, 0
    for place, numbers in merge.moved.items():
        label, _dot, name = place.rpartition(".")
        model = apps.get_model(label)
        rows = model._base_manager.select_for_update().in_bulk(numbers)
        gone += len(numbers) - len(rows)
        for row in rows.values():
            if getattr(row, f"{name}_id") == survivor.pk:
                give(row, name, person)
            elif getattr(row, f"{name}_id") != person.pk:
                elsewhere += 1
    _take_back_spellings(merge, survivor)
    merge.delete()
    return person, _left(gone, elsewhere)


def _take_back_spellings(merge, survivor):
    """Take away the spellings that a merge brought; one that another merged record has too is now of that one."""
    taken = set(merge.added)
    for other in survivor.merges.exclude(pk=merge.pk):
        shared = [name for name in Person(**other.record).spellings if name in taken]
        if shared:
            other.added += shared
            other.save()
            taken -= set(shared)
    survivor.other_names = "\n".join(name for name in survivor.other_spellings if name not in taken)
    survivor.save()


def _left(gone, elsewhere):
    """What was changed since the merge and so did not move back."""
    said = []
    if gone:
        words = ngettext(
            "%(count)d row that had moved was removed since.", "%(count)d rows that had moved were removed since.", gone
        )
        said.append(words % {"count": gone})
    if elsewhere:
        words = ngettext(
            "%(count)d row that had moved names somebody else by now and was left as it is.",
            "%(count)d rows that had moved name somebody else by now and were left as they are.",
            elsewhere,
        )
        said.append(words % {"count": elsewhere})
    return said
