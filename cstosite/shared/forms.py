"""Form fields both apps use."""

import re
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .partial_date import PartialDate

# What people type for 2023-12-26 and 2023-12 and cannot mean otherwise; with slashes the day may come second.
_TYPED = [
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{1,2})\.(\d{4})"), (2, 1)),
    (re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"), (1, 2, 3)),
    (re.compile(r"(\d{4})[-./](\d{1,2})"), (1, 2)),
]
# No date of this site is further from today than this, in years: what is, is a slip of the finger.
BACK, AHEAD = 150, 50


def as_iso(text: str) -> str:
    """A typed date in the form 2023-12-26 or 2023-12, where it can mean nothing else; other text as it is."""
    text = re.sub(r"\s+", "", text)
    for pattern, order in _TYPED:
        if found := pattern.fullmatch(text):
            return "-".join(found[group].zfill(2) for group in order)
    return text


def is_far(day: date) -> bool:
    """Whether a day is so far from today that its year must be a slip."""
    return not -BACK <= day.year - timezone.localdate().year <= AHEAD


_FAR = _("Check the year: “%(text)s” is too far from today.")


class DayField(forms.DateField):
    """A date known to the day; 01/02/2023, which is a day in January to some and in February to others, is none."""

    default_error_messages = {"far_year": _FAR, "invalid": _("Write the date as 2023-12-26.")}

    def __init__(self, **kwargs):
        super().__init__(**({"input_formats": ["%Y-%m-%d"]} | kwargs))

    def to_python(self, value):
        day = super().to_python(as_iso(value) if isinstance(value, str) else value)
        if day and is_far(day):
            raise forms.ValidationError(self.error_messages["far_year"], code="far_year", params={"text": value})
        return day


class PartialDateField(forms.CharField):
    """A date typed as 2023, 2023-12 or 2023-12-26; cleans to a PartialDate, or None when left empty."""

    default_error_messages = {
        "far_year": _FAR,
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
            read = PartialDate.parse(as_iso(text))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["partial_date"], code="partial_date") from error
        if is_far(read.earliest):
            raise forms.ValidationError(self.error_messages["far_year"], code="far_year", params={"text": text})
        return read
