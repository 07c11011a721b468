"""The steps of press/publishing.py as the admin offers them: their buttons, forms and explanations."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .. import publishing
from ..forms import ApproveForm, NoteForm, PublicReasonForm, ReasonForm, StepForm, TimeForm
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

    def is_allowed(self, user) -> bool:
        """Whether the user may take it."""
        return user.has_perm("press.publish_pressitem" if self.needs_publisher else "press.change_pressitem")


def _waits(item):
    return item.state == State.APPROVED and not item.is_published()


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
    "reschedule": Step(
        _("Another time"),
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
        publishing.unapprove,
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
        ReasonForm,
        lambda item: item.state == State.WITHDRAWN,
    ),
}


def steps_for(item, user):
    """The steps a user may take with an item now: (name, step) pairs."""
    return [(name, step) for name, step in STEPS.items() if step.fits(item) and step.is_allowed(user)]
