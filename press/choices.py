"""The kinds of press items, their states, and what is done with them, as the field names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of item it is; the value is its name in addresses and feeds."""

    PRESS_RELEASE = "press-releases", _("Press release")
    INTERVIEW = "interviews", _("Interview")
    STATEMENT = "statements", _("Statement")
    COMMENTARY = "commentaries", _("Commentary")
    MEETING_REPORT = "meeting-reports", _("Report of a meeting")
    CONCLUSION = "conclusions", _("Observers’ conclusion")
    GREETING = "greetings", _("Greeting")

    @property
    def plural(self):
        """Its name over a list."""
        return {
            "press-releases": _("Press releases"),
            "interviews": _("Interviews"),
            "statements": _("Statements"),
            "commentaries": _("Commentaries"),
            "meeting-reports": _("Reports of meetings"),
            "conclusions": _("Observers’ conclusions"),
            "greetings": _("Greetings"),
        }[self.value]


class State(models.TextChoices):
    """Where an item is on its way; approved means public once its time is reached."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    APPROVED = "approved", _("approved")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Act(models.TextChoices):
    """What is done with an item, as the journal and the history name it."""

    LOAD = "loaded", _("made from a text")
    TAKE_OVER = "taken-over", _("taken over from an archive")
    SAVE = "saved", _("saved")
    BRING_BACK = "brought-back", _("earlier text brought back")
    DELETE = "deleted", _("deleted")
    RECOVER = "recovered", _("recovered")
    SUBMIT = "submitted", _("sent for review")
    SEND_BACK = "sent-back", _("sent back")
    TAKE_BACK = "taken-back", _("taken back by its author")
    APPROVE = "approved", _("approved")
    FORCE = "forced", _("approved without a second person")
    RESCHEDULE = "rescheduled", _("given another time")
    UNAPPROVE = "unapproved", _("approval taken back")
    CHANGE = "changed", _("change approved")
    FORCE_CHANGE = "forced-change", _("change approved without a second person")
    MINOR = "minor", _("minor change")
    DISCARD = "discarded", _("change discarded")
    LOOK_OVER = "looked-over", _("looked over")
    WITHDRAW = "withdrawn", _("withdrawn")
    RESTORE = "restored", _("made public again")


# What one person did alone, for another to look at afterwards.
ALONE = (Act.FORCE, Act.FORCE_CHANGE, Act.MINOR)
