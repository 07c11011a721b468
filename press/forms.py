"""Forms of the press in the admin."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cstosite.shared.forms import PartialDateField

from . import content
from .addresses import free_slug
from .guard import GuardedForm
from .history import done_alone
from .page_loading import offered_time


class PressItemForm(GuardedForm):
    """What an item says; its lists are in formsets of their own."""

    given_on = PartialDateField(
        label=_("Said or held on"),
        help_text=_("The day it was said or happened: 2023-12-26, or 2023-12, or 2023. Empty when not known."),
    )
    why = forms.CharField(
        label=_("What did you change?"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("For the history, if it needs a word: “Names checked with the speaker”. Staff only see it."),
    )

    class Meta:
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "byline": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "republished_from": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["given_on"] = str(self.instance.given_on or "")
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if not self.instance.pk:
            self.fields["kind"].widget.attrs["autofocus"] = True

    def clean_slug(self):
        """The address; one made from the headline where none was given."""
        slug, title = self.cleaned_data["slug"], self.cleaned_data.get("title", "")
        language = self.cleaned_data.get("language") or self.instance.language
        return slug or (free_slug(title, language, self.instance.uuid) if title else "")

    def said(self, formsets):
        """What was written, as a content (see press/content.py)."""
        cleaned = self.cleaned_data
        return {
            **{name: cleaned[name] for name in content.PLAIN},
            **{name: sorted(str(row.uuid) for row in cleaned[name]) for name in content.SETS},
            "given_on": str(cleaned["given_on"] or ""),
            **{formset.get_default_prefix(): formset.rows() for formset in formsets},
        }


class StepForm(forms.Form):
    """A step that needs no words."""

    def __init__(self, *args, item, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.user = item, user


class NoteForm(StepForm):
    """A step with a note for a colleague."""

    note = forms.CharField(
        label=_("Note for the reviewer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )


class ReasonForm(StepForm):
    """A step that colleagues will want explained."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("Your colleagues read it in the journal."),
    )


class PublicReasonForm(StepForm):
    """A step whose reason the public reads."""

    reason = forms.CharField(
        label=_("Public reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("Visitors who open the address read this sentence and today’s date."),
    )


class RestoreForm(ReasonForm):
    """A step back to the public, with a reason for colleagues and a note for the public."""

    note = forms.CharField(
        label=_("Note for the public"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("Stands above the text from now on, with today’s date."),
    )


class SubmitChangeForm(NoteForm):
    """A change on its way to a reviewer, with what the public might be told."""

    public_note = forms.CharField(
        label=_("Note for the public, if it is a correction"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("A proposal: “The year of the treaty was corrected.” Whoever approves it decides."),
    )


class LookOverForm(StepForm):
    """What was done alone, and was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        waiting = done_alone(self.item)
        self.fields["seen"].initial = waiting[0].pk if waiting else None


class ApproveChangeForm(StepForm):
    """How a change goes out: as a minor one, or with a note for the public."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        copy = content.copy_of(self.item)
        self.fields["seen"].initial = copy.modified_at.isoformat() if copy else ""
        if self.item.was_ever_public():
            self.add_public_fields(copy)
        if copy and copy.is_in_review and copy.modified_by_id == self.user.pk:
            self.fields["reason"] = forms.CharField(
                label=_("Why without a second person?"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
                help_text=_("You made the change yourself. A minor change needs no reason."),
            )

    def add_public_fields(self, copy):
        """What is asked where the public knows the item already."""
        choices = [("yes", _("A minor change: the public is told nothing; a colleague looks over what you did alone"))]
        if copy and copy.is_in_review:
            choices.append(("no", _("A correction: a note stands above the text, and feeds say that it was updated")))
        self.fields["is_minor"] = forms.ChoiceField(
            label=_("What is it?"),
            choices=choices,
            widget=forms.RadioSelect,
            initial="yes" if len(choices) == 1 else None,
        )
        if len(choices) == 1:
            return
        self.fields["note"] = forms.CharField(
            label=_("Note for the public"),
            required=False,
            initial=copy.public_note,
            widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            help_text=_("For a correction: what was wrong. It stands above the text with today’s date."),
        )
        self.fields["was"] = forms.CharField(
            label=_("What the text said before"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            help_text=_("Only if the public should read it: the sentence as it stood."),
        )

    def clean_is_minor(self):
        """Whether it is a minor change."""
        return self.cleaned_data["is_minor"] == "yes"

    def clean_seen(self):
        """When the text that was read was last changed, or None."""
        return _moment(self.cleaned_data["seen"])


class TimeForm(StepForm):
    """When an item goes out."""

    at = forms.DateTimeField(
        label=_("Goes out at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("Time zone: %(zone)s.") % {"zone": timezone.get_current_timezone_name()}

    def clean_at(self):
        """The time; one in another century is a slip of the hand."""
        at = self.cleaned_data["at"]
        if at and not 1900 <= at.year < 2100:
            raise forms.ValidationError(_("Check the year: it must be between 1900 and 2099."), code="year")
        # Databases know fewer distances from UTC than a form may name.
        return at and timezone.localtime(at)


class ApproveForm(TimeForm):
    """When it goes out, and why without a second person where that is so."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.item.modified_at.isoformat()
        self.fields["at"].required = False
        # An old page is offered its own day; a draft has no other date.
        self.fields["at"].initial = offered_time(self.item)
        self.fields["at"].help_text = _(
            "Leave it empty to publish now. A later time: nobody outside sees it before. The date found in an imported "
            "text stands here: it goes out now, under that date. Time zone: %(zone)s."
        ) % {"zone": timezone.get_current_timezone_name()}
        # Asked only of whoever gave such a time.
        if self.is_bound:
            self.fields["is_past"] = self.past_field()
        if self.item.modified_by_id == self.user.pk:
            self.fields["reason"] = forms.CharField(
                label=_("Why without a second person?"),
                widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
                help_text=_("You made the last change yourself. Your colleagues read this in the journal."),
            )

    def past_field(self):
        """The box that says that a time in the past is meant."""
        return forms.BooleanField(label=_("At once, under a date that has passed"), required=False)

    def clean_seen(self):
        """When the text that was read was last changed, or None."""
        return _moment(self.cleaned_data["seen"])

    def clean(self):
        cleaned = super().clean()
        at, is_past = cleaned.get("at"), cleaned.pop("is_past", False)
        if at and at < timezone.now() - timedelta(minutes=2) and at != offered_time(self.item) and not is_past:
            message = _("That time has passed: it would be public at once, under that date. If so, tick the box below.")
            self.add_error("at", forms.ValidationError(message, code="past"))
        return cleaned


def _moment(text):
    """A moment as it was written into the form; None when it is none."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None
