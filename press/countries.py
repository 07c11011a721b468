"""Which countries the public knows."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from cstosite.shared import prepared
from delegations.open_data import public_countries as public_in_register

from .models import countries_in_press


def public_countries(now=None):
    """Those with a delegation that is public, and those that a published item is about, in whatever language."""
    return public_in_register(now) | countries_in_press(now=now)


def country_or_404(code, now=None):
    """The one of them with a code; Http404 where there is none."""
    # To ask the register takes ten times as long.
    found = prepared.objects(_in_press, now=now or timezone.now(), text=code)
    return found[0] if found else get_object_or_404(public_in_register(now), code=code)


def _in_press(now, text):
    return countries_in_press(now=now).filter(code=text)
