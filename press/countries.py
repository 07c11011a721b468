"""Which countries the public knows."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from delegations.models import Country
from delegations.open_data import public_countries as public_in_register

from .models import PressItem, countries_in_press


def public_countries(now=None):
    """Those with a delegation that is public, and those that a published item is about, in whatever language."""
    return public_in_register(now) | countries_in_press(PressItem.objects.published(now))


def country_or_404(code, now=None):
    """The one of them with a code; Http404 where there is none."""
    # By its own items: among all of them those of a country with few are long looked for.
    published = PressItem.objects.published(now).filter(pk=OuterRef("pressitem"))
    links = PressItem.countries.through.objects.filter(Exists(published), country=OuterRef("pk"))
    in_press = Country.objects.filter(Exists(links), code=code).first()
    # To ask the register takes ten times as long.
    return in_press or get_object_or_404(public_in_register(now), code=code)
