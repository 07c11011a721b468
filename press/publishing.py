"""What is done with an item on its way to the public and back: the only place that changes its state.

Each function checks that the step is possible, takes it in one transaction and writes it in the journal. They raise
ValidationError, with a sentence for the editor, when it is not. docs/publishing.md has the table of states.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from . import body, transcript
from .history import keep
from .models import Act, Correction, JournalEntry, PressItem, State
from .notices import announce

UNREAD = _("The text was changed while you read it. Go back, read it again and approve it then.")
OWN_WORK = _("You made the last change yourself. Ask a colleague to approve it, or say why it cannot wait.")


def missing(item):
    """What an item still needs before the public may see it: a list of (field name, sentence)."""
    needs = []
    if not item.body:
        needs.append(("body", _("The text is empty.")))
    if not item.slug:
        needs.append(("slug", _("The address is empty.")))
    if item.kind == "interviews" and not transcript.exchanges(body.parse(item.body)):
        needs.append(("body", _("An interview needs at least one paragraph marked as a prompt.")))
    return needs


def refuse_incomplete(item):
    """ValidationError, with all that is missing, when the public may not see it yet."""
    if needs := missing(item):
        raise ValidationError([sentence for _field, sentence in needs], code="incomplete")


@transaction.atomic
def submit(item, by, note=""):
    """Draft to review; `note` is for the reviewer."""
    item = _locked(item, State.DRAFT)
    return _step(item, Act.SUBMIT, by, note, state=State.IN_REVIEW)


@transaction.atomic
def send_back(item, by, reason):
    """Review to draft, with the reason."""
    item = _locked(item, State.IN_REVIEW)
    return _step(item, Act.SEND_BACK, by, required(reason), state=State.DRAFT)


@transaction.atomic
def take_back(item, by):
    """Review to draft, by whoever sent it."""
    item = _locked(item, State.IN_REVIEW)
    refuse_unless_sent_by(item, by)
    return _step(item, Act.TAKE_BACK, by, state=State.DRAFT)


def sent_by(item, user):
    """Whether it was this user who sent the item, or its change, for review."""
    last = item.journal.filter(act=Act.SUBMIT).first()
    return last is not None and last.by_id == user.pk


def refuse_unless_sent_by(item, user):
    """ValidationError when somebody else sent it for review."""
    if not sent_by(item, user):
        raise ValidationError(_("A colleague sent it for review: ask them, or a publisher."), code="not_own")


@transaction.atomic
def approve(item, by, at=None, reason="", seen=None):
    """Let it out: at `at` (an aware datetime, the present moment when left out, the past for an old page).

    Whoever wrote the last change needs another person's approval, or a `reason` that staff can see. `seen` is the
    `modified_at` of the text that was read: a text changed since is not approved unread.
    """
    item = _locked(item, State.IN_REVIEW)
    if seen and seen != item.modified_at:
        raise ValidationError(UNREAD, code="unread")
    refuse_incomplete(item)
    own_work = item.modified_by_id == by.pk
    if own_work and not reason.strip():
        raise ValidationError(OWN_WORK, code="own_work")
    act = Act.FORCE if own_work else Act.APPROVE
    return _step(item, act, by, reason, keep(item, act, by), state=State.APPROVED, published_at=at or timezone.now())


@transaction.atomic
def reschedule(item, by, at):
    """Another time for what has not gone out yet."""
    item = _waiting(item)
    if at <= timezone.now():
        raise ValidationError(
            _("That time has passed: choose one to come, or take the approval back and approve it anew."), code="passed"
        )
    return _step(item, Act.RESCHEDULE, by, date_format(timezone.localtime(at), "j F Y, H:i"), published_at=at)


@transaction.atomic
def unapprove(item, by, reason):
    """Back to draft, while its time has not come."""
    item = _waiting(item)
    return _step(item, Act.UNAPPROVE, by, required(reason), state=State.DRAFT, published_at=None)


@transaction.atomic
def withdraw(item, by, reason):
    """Take a published item back; its address answers 410 with the public `reason` and the date."""
    item = _locked(item, State.APPROVED)
    if not item.is_published():
        raise ValidationError(_("It is not public yet: take the approval back instead."), code="not_public")
    return _step(
        item,
        Act.WITHDRAW,
        by,
        required(reason),
        state=State.WITHDRAWN,
        withdrawn_at=timezone.now(),
        withdrawal_reason=reason.strip(),
    )


@transaction.atomic
def restore(item, by, reason, note):
    """Make a withdrawn item public again: same identifier, address and date of publication, and a `note` that says so.

    The reason is for colleagues, the note for the public.
    """
    item, now = _locked(item, State.WITHDRAWN), timezone.now()
    refuse_incomplete(item)
    note = required(note)
    Correction.objects.create(item=item, what=Correction.What.RESTORED, at=now, note=note)
    return _step(
        item,
        Act.RESTORE,
        by,
        required(reason),
        state=State.APPROVED,
        withdrawn_at=None,
        withdrawal_reason="",
        revised_at=now,
    )


def _locked(item, *states):
    """The row as it is now, kept from others until the transaction ends; it must be in one of `states`."""
    current = PressItem.objects.select_for_update().get(pk=item.pk)
    if current.state not in states:
        raise ValidationError(
            _("It is “%(state)s” by now: somebody was here before you. Look at it again."),
            code="state",
            params={"state": current.get_state_display()},
        )
    return current


def _waiting(item):
    """As `_locked`: an approved item whose time has not come."""
    item = _locked(item, State.APPROVED)
    if item.is_published():
        raise ValidationError(_("It is public already. What is public can only be withdrawn."), code="public")
    return item


def required(reason):
    """The reason, without the white space around it; ValidationError when there is none."""
    if not reason.strip():
        raise ValidationError(_("Give a reason: your colleagues will read it."), code="no_reason")
    return reason.strip()


def _step(item, act, by, reason="", revision=None, **changes):
    for name, value in changes.items():
        setattr(item, name, value)
    item.save(update_fields=[*changes, "modified_at"])
    JournalEntry.note(item, act, by, reason, revision)
    announce(item, act, by)
    return item
