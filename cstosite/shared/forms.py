"""Form fields both apps use."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .partial_date import PartialDate


class PartialDateField(forms.CharField):
    """A date typed as 2023, 2023-12 or 2023-12-26; cleans to a PartialDate, or None when left empty."""

    default_error_messages = {
        "partial_date": _("Write the date as 2023-12-26, or 2023-12 or 2023 where only that much is known."),
    }

    def __init__(self, **kwargs):
        super().__init__(**({"required": False} | kwargs))
        self.widget.attrs |= {"placeholder": _("year-month-day"), "size": 12}

    def prepare_value(self, value):
        return "" if value is None else str(value)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["partial_date"], code="partial_date") from error
