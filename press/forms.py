"""Forms of the press in the admin."""

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cstosite.shared.forms import PartialDateField
from cstosite.shared.richtext import clean_html

from . import body, publishing
from .guard import GuardedForm
from .page_loading import offered_time


class PressItemForm(GuardedForm):
    """The words of an item and what it is about; the admin says who is the `user`."""

    user = None
    guarded = ("kind", "title", "standfirst", "body", "byline", "reference_note", "countries", "given_on", "slug")
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
        self.initial["given_on"] = str(self.instance.given_on or "")

    @property
    def changed_data(self):
        """The fields whose words changed: the editor writes the same text with other white space."""
        changed = [name for name in super().changed_data if name != "token"]
        return [name for name in changed if name not in {"body", "reference_note"} or self._differs(name)]

    def _differs(self, name):
        before = self.data.get(self.add_initial_prefix(name), self.initial.get(name) or "")
        now = self.data.get(self.add_prefix(name)) or ""
        return body.write(body.parse(clean_html(before))) != body.write(body.parse(clean_html(now)))

    def clean(self):
        cleaned = super().clean()
        self.instance.given_on = cleaned.get("given_on")
        if self.instance.is_bound_for_the_public() and not self.user.has_perm("press.publish_pressitem"):
            raise forms.ValidationError(
                _(
                    "It has been approved since you opened it: only a publisher may change it now. Nothing was saved; "
                    "your text is still here: copy what you need."
                ),
                code="approved",
            )
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and self.instance.is_bound_for_the_public():
            for name, sentence in publishing.missing(self.instance):
                self.add_error(name if name in self.fields else None, sentence)


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

    def clean_at(self):
        """The time; one in another century is a slip of the hand."""
        at = self.cleaned_data["at"]
        if at and not 1900 <= at.year < 2100:
            raise forms.ValidationError(_("Check the year: it must be between 1900 and 2099."), code="year")
        return at


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
            "Empty: at once. A time to come: nobody outside sees it before. A time that has passed: at once, under "
            "that date, as for an old page: the date found in an imported text stands here. Time zone: %(zone)s."
        ) % {"zone": timezone.get_current_timezone_name()}
        if self.item.modified_by_id == self.user.pk:
            self.fields["reason"] = forms.CharField(
                label=_("Why without a second person?"),
                widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
                help_text=_("You made the last change yourself. Your colleagues read this in the journal."),
            )

    def clean_seen(self):
        """When the text that was read was last changed, or None."""
        seen = self.cleaned_data["seen"]
        return parse_datetime(seen) if seen else None
