"""The steps of press/publishing.py as the admin offers them: their buttons, forms and explanations."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .. import changing, content, publishing
from ..forms import (
    ApproveChangeForm,
    ApproveForm,
    LookOverForm,
    NoteForm,
    PublicReasonForm,
    ReasonForm,
    RestoreForm,
    StepForm,
    SubmitChangeForm,
    TimeForm,
)
from ..history import done_alone
from ..models import PressItem, State


@dataclass(frozen=True)
class Step:
    """A button: what it says, whom it is for, when it makes sense, and what it does."""

    label: str
    done: str
    explanation: str
    take: Callable
    form: type[StepForm]
    fits: Callable[[PressItem], bool]
    needs_publisher: bool = True
    fits_user: Callable[[PressItem, object], bool] = lambda item, user: True

    def is_allowed(self, user) -> bool:
        """Whether the user may take it."""
        return user.has_perm("press.publish_pressitem" if self.needs_publisher else "press.change_pressitem")


def _waits(item):
    return item.state == State.APPROVED and not item.is_published()


def _has_change(item):
    return content.copy_of(item) is not None


def _change_is_in_review(item):
    return _has_change(item) and item.working_copy.is_in_review


STEPS = {
    "submit": Step(
        _("Send for review"),
        _("Sent for review."),
        _("A colleague approves it or sends it back. The public sees nothing yet."),
        publishing.submit,
        NoteForm,
        lambda item: item.state == State.DRAFT,
        needs_publisher=False,
    ),
    "approve": Step(
        _("Approve"),
        _("Approved."),
        _("It becomes public at the time you give: on the pages, in the lists and in the feeds together."),
        publishing.approve,
        ApproveForm,
        lambda item: item.state == State.IN_REVIEW,
    ),
    "send-back": Step(
        _("Send back"),
        _("Sent back to draft."),
        _("It becomes a draft again."),
        publishing.send_back,
        ReasonForm,
        lambda item: item.state == State.IN_REVIEW,
    ),
    "take-back": Step(
        _("Take back"),
        _("A draft again."),
        _("You sent it for review; it becomes your draft again."),
        publishing.take_back,
        StepForm,
        lambda item: item.state == State.IN_REVIEW,
        needs_publisher=False,
        fits_user=publishing.sent_by,
    ),
    "reschedule": Step(
        _("Set another time"),
        _("It has another time now."),
        _("It has not gone out yet; choose another time."),
        publishing.reschedule,
        TimeForm,
        _waits,
    ),
    "unapprove": Step(
        _("Take the approval back"),
        _("A draft again."),
        _("It will not go out; it becomes a draft again."),
        changing.unapprove,
        ReasonForm,
        _waits,
    ),
    "withdraw": Step(
        _("Withdraw"),
        _("Withdrawn. Its address now says so."),
        _("It leaves every list and feed; its address answers with the reason and today’s date."),
        publishing.withdraw,
        PublicReasonForm,
        lambda item: item.is_published(),
    ),
    "restore": Step(
        _("Make public again"),
        _("Public again."),
        _("Same address, same date of publication, same place in the feeds."),
        publishing.restore,
        RestoreForm,
        lambda item: item.state == State.WITHDRAWN,
    ),
    "submit-change": Step(
        _("Send the change for review"),
        _("The change was sent for review."),
        _("A colleague compares it with what is approved, and approves it or sends it back. Nothing changes yet."),
        changing.submit,
        SubmitChangeForm,
        lambda item: _has_change(item) and not item.working_copy.is_in_review,
        needs_publisher=False,
    ),
    "approve-change": Step(
        _("Approve the change"),
        _("The change is approved: it stands in the text now."),
        _("The changed text takes the place of the approved one."),
        changing.approve,
        ApproveChangeForm,
        # Before its review a change may go out as a minor one only.
        lambda item: _has_change(item) and (item.working_copy.is_in_review or item.was_ever_public()),
    ),
    "send-back-change": Step(
        _("Send the change back"),
        _("The change was sent back."),
        _("Its author works on it again. The public sees nothing of it."),
        changing.send_back,
        ReasonForm,
        _change_is_in_review,
    ),
    "take-back-change": Step(
        _("Take the change back"),
        _("The change is yours to work on again."),
        _("You sent the change for review; it is out of review again."),
        changing.take_back,
        StepForm,
        _change_is_in_review,
        needs_publisher=False,
        fits_user=publishing.sent_by,
    ),
    "discard-change": Step(
        _("Discard the change"),
        _("The change was discarded. Its text stays in the history."),
        _("What is approved stays as it is. The changed text can be brought back from the history."),
        changing.discard,
        StepForm,
        _has_change,
        needs_publisher=False,
    ),
    "look-over": Step(
        _("Looked over"),
        _("Looked over."),
        _("You say that you have looked at what a colleague made public alone."),
        changing.look_over,
        LookOverForm,
        lambda item: bool(done_alone(item)),
        fits_user=lambda item, user: any(entry.by_id != user.pk for entry in done_alone(item)),
    ),
}


def steps_for(item, user):
    """The steps a user may take with an item now: (name, step) pairs."""
    return [
        (name, step)
        for name, step in STEPS.items()
        if step.fits(item) and step.is_allowed(user) and step.fits_user(item, user)
    ]
