"""Dates in words, as far as they are known."""

from django.utils.formats import date_format

from .partial_date import PartialDate

_FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}


def partial_date(value: PartialDate) -> str:
    """ "26 December 2023", "December 2023" or "2023", in the language of the page."""
    return date_format(value.earliest, _FORMATS[value.precision])
