"""What is recorded of a delegation over time: each fact once, in order, retracted ones with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from . import charts
from .changing import delegation_of
from .facts import Fact, Held, Precision
from .models import Delegation, Member, Person, person_keys
from .register import DelegationEntry


@dataclass(frozen=True)
class Line:
    """A fact in a list: what it says, and its row of dots where it is one of several dated numbers of seats."""

    fact: Fact
    words: str
    strip: charts.Strip | None = None
    # The place of its chamber, which decides how its dots look.
    place: int = 1


@dataclass(frozen=True)
class Chapter:
    """The facts about one thing, oldest first."""

    title: str
    lines: list[Line]
    # A list of names over decades is long: it is shown when asked for.
    is_folded: bool = False


def history_of(entry: DelegationEntry, members: Iterable[Member] = ()) -> list[Chapter]:
    """The chapters of a delegation's history that tell more than today's page: several facts, or a retracted one."""
    delegation, chambers = entry.delegation, list(entry.delegation.chambers.all())
    chapters = [_chapter(_("Names"), delegation.names.all(), str)]
    chapters += [
        _chapter(
            _("Names: %(chamber)s") % {"chamber": chamber.name},
            [name for name in chamber.names.all() if name.is_told()],
            str,
        )
        for chamber in chambers
    ]
    chapters += [_seats(chamber, place) for place, chamber in enumerate(chambers, start=1)]
    chapters.append(_chapter(_("Plenipotentiary representatives"), entry.appointments, lambda fact: str(fact.person)))
    chapters.append(_chapter(_("Membership"), entry.statuses, lambda fact: str(fact.membership_class)))
    chapters.append(_chapter(_("Websites"), delegation.websites.all(), lambda fact: fact.url))
    chapters.append(_chapter(_("Official wording"), delegation.wordings.all(), lambda fact: " ".join(fact.lines)))
    chapters = [chapter for chapter in chapters if _tells_more(chapter)]
    return chapters + [chapter for chamber in chambers for chapter in _members(chamber, members)]


@dataclass(frozen=True)
class Office:
    """A fact about a person: what they were, as printed where that is recorded, and in which delegation."""

    fact: Fact
    words: str
    delegation: Delegation | None


def offices_of(person: Person) -> list[Office]:
    """What the public may know, or might have known, of a person, oldest first; one query to a kind of fact."""
    facts = []
    for key in person_keys():
        if issubclass(key.model, Fact):
            facts += key.model.objects.told().filter(**{key.name: person}).select_related(*_beside(key.model))
    return [Office(fact, _office(fact), delegation_of(fact)) for fact in _in_order(facts)]


def _beside(model):
    """What a fact's words and its delegation are read from."""
    keys = [key for key in model._meta.fields if key.many_to_one and not key.null]
    has_delegation = [any(field.name == "delegation" for field in key.related_model._meta.fields) for key in keys]
    return [f"{key.name}__delegation" if has else key.name for key, has in zip(keys, has_delegation, strict=True)]


def _office(fact):
    if isinstance(fact, Member):
        return fact.office or _seat(fact)
    return getattr(fact, "wording", "") or str(getattr(fact, "post", fact))


def _seat(member):
    """In which part of a delegation somebody sits, of whom no office is printed."""
    if member.is_head:
        words = _("Head of the delegation, %(chamber)s")
    elif member.is_alternate:
        words = _("Alternate member of the delegation, %(chamber)s")
    else:
        words = _("Member of the delegation, %(chamber)s")
    return words % {"chamber": member.chamber.name}


def _seats(chamber, place):
    facts = _in_order(chamber.seat_counts.all())
    dated = [fact for fact in facts if fact.certain_from and not fact.retracted_at]
    is_drawn = len(dated) > 1
    lines = [
        Line(fact, str(fact.seats), charts.strip(fact.seats) if is_drawn and fact in dated else None, place)
        for fact in facts
    ]
    return Chapter(_("Seats: %(chamber)s") % {"chamber": chamber.name}, lines)


def _members(chamber, members):
    """The members of a chamber over time, as soon as one of them is not a member any more."""
    facts = _in_order([fact for fact in members if fact.chamber_id == chamber.pk])
    if any(_is_gone(fact) for fact in facts):
        lines = [Line(fact, f"{fact.person}, {fact.office}" if fact.office else str(fact.person)) for fact in facts]
        yield Chapter(_("Members: %(chamber)s") % {"chamber": chamber.name}, lines, is_folded=True)


def _is_gone(fact):
    """Whether it is retracted, or over, be it that nobody knows since when."""
    is_over = fact.valid_to_precision == Precision.UNKNOWN or fact.on(timezone.localdate()) is Held.NO
    return bool(fact.retracted_at) or is_over


def _chapter(title, facts, words):
    return Chapter(title, [Line(fact, words(fact)) for fact in _in_order(facts)])


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.certain_from is not None, fact.certain_from, fact.recorded_at, fact.pk))


def _tells_more(chapter):
    return len(chapter.lines) > 1 or any(line.fact.retracted_at for line in chapter.lines)
