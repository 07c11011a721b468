"""Forms for facts: dates as people know them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cstosite.shared.forms import PartialDateField

from .facts import Precision


class FactForm(forms.ModelForm):
    """A new fact: observed on a day, or held from one day to another, each as exactly as it is known."""

    valid_from = PartialDateField(
        label=_("First day"), help_text=_("2023-12-26, or 2023-12, or 2023. Empty when not known.")
    )
    valid_to = PartialDateField(label=_("Last day"), help_text=_("The last day it held. Empty while it still holds."))
    is_over = forms.BooleanField(
        label=_("Over, last day not known"),
        required=False,
        help_text=_("It holds no more; since when is not known."),
    )

    def clean(self):
        cleaned = super().clean()
        self.instance.valid_from, self.instance.valid_to = cleaned.get("valid_from"), cleaned.get("valid_to")
        if cleaned.get("is_over"):
            if cleaned.get("valid_to"):
                raise ValidationError({"is_over": _("The last day is given: leave this empty.")})
            self.instance.valid_to_precision = Precision.UNKNOWN
        return cleaned


class CloseFactForm(forms.ModelForm):
    """A recorded fact: it may be closed, checked against its source and commented, nothing else."""

    close_on = PartialDateField(
        label=_("Last day it held"),
        help_text=_(
            "Fill in to close this row; then record what holds from the next day. Cannot be undone: retract instead."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        if last_day := cleaned.get("close_on"):
            if self.instance.is_observation or self.instance.valid_to_precision != Precision.OPEN:
                raise ValidationError(_("Only a fact that still holds can be closed."))
            self.instance.valid_to = last_day
        return cleaned


class RetractForm(forms.Form):
    """Why a recorded fact was wrong."""

    reason = forms.CharField(
        label=_("Why was it wrong?"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("The row stays in the history with this reason and counts for nothing any more."),
    )
