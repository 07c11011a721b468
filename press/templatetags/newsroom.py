"""The newsroom on the admin's front page: what waits, for whom, and what changed last."""

from urllib.parse import urlencode

from django import template
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations.members import out_of_step
from delegations.models import (
    Appointment,
    ChamberName,
    CountryName,
    DelegationName,
    Member,
    MembershipStatus,
    OfficialWording,
    SeatCount,
    Website,
)
from delegations.websites import out_of_order

from ..models import ALONE, Act, JournalEntry, PressItem, State

register = template.Library()

# How many lines a section shows; the list behind its link has the others.
LINES = 10
# What the facts of the register are about, from each kind of fact.
DELEGATION_OF = {
    SeatCount: "chamber__delegation",
    Member: "chamber__delegation",
    MembershipStatus: "delegation",
    Appointment: "post__delegation",
    Website: "delegation",
    OfficialWording: "delegation",
    DelegationName: "delegation",
    ChamberName: "chamber__delegation",
    CountryName: "country",
}


@register.inclusion_tag("admin/press/_newsroom.html", takes_context=True)
def newsroom(context):
    """The sections the signed-in user has a right to; a fixed number of queries, however much there is."""
    user, now = context["request"].user, timezone.now()
    sections = []
    if user.has_perm("press.publish_pressitem"):
        sections += [to_review(user), to_look_over(user)]
    if user.has_perm("press.change_pressitem"):
        sections += [sent_back(user), drafts(user)]
        if not user.has_perm("press.publish_pressitem"):
            sections.append(waiting(user))
    if kinds := [kind for kind in DELEGATION_OF if user.has_perm(f"delegations.change_{kind._meta.model_name}")]:
        # Members are checked as a list, by pasting it again, not one by one.
        checked = [kind for kind in kinds if kind is not Member]
        sections += [taking_effect(kinds, timezone.localdate(now)), to_check(checked, context["request"])]
    if Website in kinds:
        sections.append(not_working())
    if Member in kinds:
        sections.append(members_and_seats())
    if user.has_perm("press.view_pressitem"):
        sections += [going_out(now), recently_changed()]
    return {
        "sections": sections,
        "may_add": user.has_perm("press.add_pressitem"),
        "time_zone": timezone.get_current_timezone_name(),
    }


def to_review(user):
    """What waits for a reviewer, drafts and changes: others' work first, then what one changed last oneself."""
    change = Q(working_copy__isnull=False)
    own = Q(~change, modified_by__isnull=False, modified_by=user.pk)
    # Never NULL, which the two databases would sort apart.
    own |= Q(change, working_copy__modified_by__isnull=False, working_copy__modified_by=user.pk)
    items = with_changes().filter(Q(state__in=[State.IN_REVIEW]) | Q(working_copy__is_in_review=True))
    lines = with_last_entry(items.annotate(is_own=own).order_by("is_own", "last_at"), Act.SUBMIT)
    for item in lines:
        item.hint = _("You changed it last: ask a colleague.") if item.is_own else ""
    return section("review", _("To review"), _("Nothing waits for review."), lines, stage="in-review")


def to_look_over(user):
    """What one person alone made public, and nobody else has looked at since."""
    later = JournalEntry.objects.filter(item=OuterRef("item"), act=Act.LOOK_OVER, pk__gt=OuterRef("pk"))
    alone = JournalEntry.objects.filter(~Exists(later.exclude(by=OuterRef("by"))), item=OuterRef("pk"), act__in=ALONE)
    items = PressItem.objects.filter(Exists(alone))
    lines = with_last_entry(items.order_by("-modified_at", "-pk"), *ALONE)
    for item in lines:
        is_own = item.entry and item.entry.by_id == user.pk
        item.hint = _("You did it yourself: ask a colleague.") if is_own else ""
    return section("look-over", _("To look over"), _("Nothing waits to be looked over."), lines)


def sent_back(user):
    """Drafts and changes of one's own that a colleague sent back, with the reason."""
    items = own_drafts(user, was_sent_back=True)
    lines = with_last_entry(items, Act.SEND_BACK)
    return section("sent-back", _("Sent back to me"), _("Nothing was sent back to you."), lines, stage="draft")


def drafts(user):
    """One's own other drafts and changes."""
    items = own_drafts(user, was_sent_back=False)
    lines = items.filter(Q(state__in=[State.DRAFT], modified_by=user) | Q(working_copy__modified_by=user))[: LINES + 1]
    return section("drafts", _("My drafts"), _("You have no drafts."), lines, stage="draft")


def waiting(user):
    """What one sent for review oneself, longest waiting first; a publisher finds it among what is to review."""
    entries = JournalEntry.objects.filter(item=OuterRef("pk"), act=Act.SUBMIT).order_by("-pk")
    items = with_changes().filter(Q(state__in=[State.IN_REVIEW]) | Q(working_copy__is_in_review=True))
    items = items.annotate(submitted_by=Subquery(entries.values("by")[:1])).filter(submitted_by=user.pk)
    lines = with_last_entry(items.order_by("last_at"), Act.SUBMIT)
    nothing = _("Nothing of yours waits for review.")
    return section("waiting", _("Waiting for review"), nothing, lines, stage="in-review")


def going_out(now):
    """What is approved and waits for its time, soonest first."""
    lines = PressItem.objects.scheduled(now).order_by("published_at", "uuid")[: LINES + 1]
    return section("due", _("Going out next"), _("Nothing waits for its time."), lines, stage="scheduled")


def recently_changed():
    """The last items anybody changed or took a step with."""
    lines = with_last_entry(with_changes().order_by("-last_at", "-pk").select_related("modified_by"))[:LINES]
    for item in lines:
        # A step writes the journal just after the item; a save since then has none and is of whoever changed the text.
        by_step = item.entry and item.entry.at >= item.last_at
        item.act = item.entry.get_act_display() if by_step else _("changed")
        author = item.working_copy.modified_by if item.is_change else item.modified_by
        item.by = item.entry.by if by_step else author
    return section("changed", _("Recently changed"), _("There are no items yet."), lines)


def taking_effect(kinds, today):
    """Facts entered early, which the public does not see before their first day."""
    facts = []
    for kind in kinds:
        path = DELEGATION_OF[kind]
        also = [field.name for field in kind._meta.fields if field.name in {"person", "post", "membership_class"}]
        coming = kind.objects.standing().filter(valid_from_earliest__gt=today).select_related(path, *also)
        facts += coming.order_by("valid_from_earliest", "pk")[: LINES + 1]
    facts.sort(key=lambda fact: fact.valid_from_earliest)
    for fact in facts:
        fact.address = reverse(f"admin:delegations_{fact._meta.model_name}_change", args=[fact.pk])
        fact.delegation_in_question = fact
        for name in DELEGATION_OF[type(fact)].split("__"):
            fact.delegation_in_question = getattr(fact.delegation_in_question, name)
    return section("effect", _("Taking effect"), _("No change of the register waits for its day."), facts)


def members_and_seats():
    """Chambers whose list of members is shorter or longer than their seats today."""
    lines = out_of_step()
    listing = reverse("admin:delegations_member_changelist")
    for line in lines:
        line.address = f"{listing}?chamber__id__exact={line.chamber.pk}"
    found = section("members", _("Members and seats"), _("Every list of members fits its seats."), lines)
    return found | {"more": listing if len(lines) > LINES else ""}


def with_changes():
    """Every item with its working copy, whether it has one (`is_change`), and when either was saved (`last_at`)."""
    copied_at = Coalesce("working_copy__modified_at", "modified_at")
    return PressItem.objects.select_related("working_copy__modified_by").annotate(
        is_change=Q(working_copy__isnull=False), last_at=Greatest(copied_at, "modified_at")
    )


def to_check(kinds, request):
    """What stands in the register, longest unchecked first; before it what was checked just now, to be undone."""
    checks, facts, checked = request.session.get("checks", {}), [], []
    for kind in kinds:
        about = [field.name for field in kind._meta.fields if field.many_to_one and not field.null]
        standing = kind.objects.public().filter(valid_to_latest=None).select_related(*about, DELEGATION_OF[kind])
        own = [int(key.split()[1]) for key in checks if key.split()[0] == kind._meta.model_name]
        checked += standing.filter(pk__in=own)
        seen = Coalesce("checked_on", TruncDate("recorded_at"))
        facts += standing.exclude(pk__in=own).annotate(seen=seen).order_by("seen", "pk")[:LINES]
    facts.sort(key=lambda fact: fact.seen)
    lines = [*checked, *facts[:LINES]]
    for fact in lines:
        fact.is_checked = fact in checked
        fact.address = reverse(f"admin:delegations_{fact._meta.model_name}_change", args=[fact.pk])
        fact.check_address = reverse(f"admin:delegations_{fact._meta.model_name}_still_true", args=[fact.pk])
    return section("check", _("Longest unchecked"), _("Nothing stands in the register yet."), lines)


def not_working():
    """Websites of the register that failed at every check on two days or more, longest first."""
    lines = out_of_order()
    for fact in lines:
        fact.address = reverse("admin:delegations_website_change", args=[fact.pk])
    nothing = _("No website of the register has failed on two days.")
    return section("websites", _("Websites that do not work"), nothing, lines)


def own_drafts(user, was_sent_back):
    """Drafts and changes a user saved last or sent for review last; those that were sent back then, or the others."""
    entries = JournalEntry.objects.filter(item=OuterRef("pk")).order_by("-pk")
    items = with_changes().filter(Q(state__in=[State.DRAFT]) | Q(working_copy__is_in_review=False))
    items = items.annotate(
        last_act=Subquery(entries.values("act")[:1]),
        submitted_by=Subquery(entries.filter(act=Act.SUBMIT).values("by")[:1]),
    )
    back = Q(last_act=Act.SEND_BACK)
    mine = Q(state__in=[State.DRAFT], modified_by=user) | Q(working_copy__modified_by=user) | Q(submitted_by=user.pk)
    return items.filter(mine, back if was_sent_back else ~back | Q(last_act=None)).order_by("-last_at", "-pk")


def with_last_entry(items, *acts):
    """A list of the first of these items, each with `entry`: its newest journal entry of these acts, or None."""
    entries = JournalEntry.objects.filter(act__in=acts) if acts else JournalEntry.objects.all()
    newer = entries.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    newest = entries.filter(~Exists(newer)).select_related("by")
    found = list(items.prefetch_related(Prefetch("journal", newest, to_attr="entries"))[: LINES + 1])
    for item in found:
        item.entry = item.entries[0] if item.entries else None
    return found


def section(name, title, nothing, lines, **filters):
    """A section: its lines, and the address of the list with all of them when there are more."""
    lines = list(lines)
    listing = f"{reverse('admin:press_pressitem_changelist')}?{urlencode(filters)}" if filters else ""
    more = listing if len(lines) > LINES else ""
    return {"name": name, "title": title, "nothing": nothing, "lines": lines[:LINES], "more": more}
