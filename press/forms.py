"""Forms of the press in the admin."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.forms import PartialDateField


class PressItemForm(forms.ModelForm):
    """The words of an item and what it is about."""

    given_on = PartialDateField(
        label=_("Said or held on"),
        help_text=_("The day it was said or happened: 2023-12-26, or 2023-12, or 2023. Empty when not known."),
    )

    class Meta:
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "byline": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["given_on"] = self.instance.given_on

    def clean(self):
        cleaned = super().clean()
        self.instance.given_on = cleaned.get("given_on")
        return cleaned


class AppearanceForm(forms.ModelForm):
    """Who speaks, and in what office that day."""

    class Meta:
        widgets = {"office": forms.Textarea(attrs={"rows": 2, "cols": 50})}


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


class TimeForm(StepForm):
    """When an item goes out."""

    at = forms.DateTimeField(
        label=_("Goes out at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("Time zone: %(zone)s.") % {"zone": timezone.get_current_timezone_name()}


class ApproveForm(TimeForm):
    """When it goes out, and why without a second person where that is so."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].required = False
        self.fields["at"].help_text = _(
            "Empty: at once. A time to come: nobody outside sees it before. A time that has passed: at once, under "
            "that date, as for an old page. Time zone: %(zone)s."
        ) % {"zone": timezone.get_current_timezone_name()}
        if self.item.modified_by_id == self.user.pk:
            self.fields["reason"] = forms.CharField(
                label=_("Why without a second person?"),
                widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
                help_text=_("You made the last change yourself. Your colleagues read this in the journal."),
            )
