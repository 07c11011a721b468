"""The posts of a speaker, for the form of an item: asked for as a person is chosen, nothing is stored."""

from functools import partial

from django.http import JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cstosite.shared.partial_date import PartialDate
from delegations.models import Person

from .. import offices
from ..guard import number_in
from ..models import PressItem


def urls(model_admin):
    """The address of the posts, for the admin of press items."""
    view = never_cache(require_GET(partial(posts, model_admin=model_admin)))
    return [path("offices/", view, name="press_pressitem_offices")]


def posts(request, model_admin):
    """The posts of one person on the item's day, as JSON.

    `person` is the person's number; in its place `label`, a name in the text, finds the one person who has it in some
    spelling. `day` is the day it was said or held as it stands in the form, whatever stands there; `item` the item's
    number, for its other days. Answers {"person", "about", "offices": [{"words", "when"}]}, or {"error"}.
    """
    if not (model_admin.admin_site.has_permission(request) and model_admin.has_change_permission(request)):
        return JsonResponse({"error": _("You are signed out, or may not change press items.")}, status=403)
    asked = request.GET
    person = _person(asked)
    if not person:
        return JsonResponse({"person": None, "about": "", "offices": []})
    item = PressItem.objects.filter(pk=number_in(asked.get("item", ""))).first()
    day, which = offices.day_of(item, _given_on(asked.get("day", "")))
    held = offices.held_on(day, [person.pk]).get(person.pk, [])
    return JsonResponse(
        {
            "person": {"pk": person.pk, "name": person.name},
            "about": about(person, which, held),
            "offices": [{"words": office.words, "when": office.when} for office in held],
        }
    )


def about(person, which, held):
    """The sentence over a person's posts."""
    words = {"name": person.name, "which": which}
    if held:
        return _("Posts of %(name)s %(which)s:") % words
    return _("The register knows no post of %(name)s %(which)s.") % words


def of_item(item):
    """The posts of everybody listed in an item, as pairs of a sentence and a list, for its form."""
    listed = dict.fromkeys(voice.person_id for voice in item.appearances.all() if voice.person_id)
    if not listed:
        return []
    people = Person.objects.in_bulk(listed)
    day, which = offices.day_of(item, item.given_on)
    held = offices.held_on(day, people)
    return [(about(people[pk], which, held.get(pk, [])), held.get(pk, [])) for pk in listed]


def _person(asked):
    if number := number_in(asked.get("person", "")):
        return Person.objects.filter(pk=number).first()
    found = Person.objects.namesakes(asked["label"])[:2] if asked.get("label") else []
    return found[0] if len(found) == 1 else None


def _given_on(text):
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None
