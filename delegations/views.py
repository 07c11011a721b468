"""The public pages of the register."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cstosite.shared import twins
from cstosite.shared.public import of_what_is_public

from . import as_data
from .asking import read_day
from .comparison import differences
from .history import history_of
from .members import members_of, movements
from .register import read_register, read_registers


@of_what_is_public
def delegation_list(request):
    """All delegations, as known today or on the day asked for: seats by chamber, representatives, websites."""
    context = _list(request)
    return _answer(request, "delegations/delegation_list.html", context, context["asked"])


@of_what_is_public
@twins.twin
def delegation_list_data(request):
    """The list as JSON."""
    context = _list(request)
    return _data(as_data.register_as_dict(context), context["asked"])


def _list(request):
    asked = read_day(request.GET.get("on", ""))
    return {"register": read_register(asked.day), "asked": asked} | _pages(asked, reverse("delegations:list"))


@of_what_is_public
def delegation_compare(request):
    """What changed in the register between two days."""
    first, second = (read_day(request.GET.get(name, "")) for name in ("from", "to"))
    context = {"first": first, "second": second, "today": timezone.localdate()}
    context["problems"] = [asked for asked in (first, second) if asked.problem]
    if first.day and second.day:
        days = sorted([first.day, second.day])
        before, after = read_registers(*days)
        found = differences(before, after)
        context |= {
            "days": days,
            "before": before,
            "after": after,
            "changes": [difference for difference in found if difference.is_change],
            "movements": movements(*days),
            "unknown": [difference for difference in found if not difference.is_change],
        }
    return _answer(request, "delegations/delegation_compare.html", context, first, second)


@of_what_is_public
def delegation_detail(request, slug):
    """One delegation, as known today or on the day asked for, with its history and its neighbours by name."""
    context = _detail(request, slug)
    return _answer(request, "delegations/delegation_detail.html", context, context["asked"])


@of_what_is_public
@twins.twin
def delegation_data(request, slug):
    """One delegation as JSON."""
    context = _detail(request, slug)
    return _data(as_data.delegation_page_as_dict(context), context["asked"])


def _detail(request, slug):
    asked = read_day(request.GET.get("on", ""))
    register = read_register(asked.day)
    slugs = [entry.delegation.slug for entry in register.every]
    if slug not in slugs:
        raise Http404("No delegation has this address.")
    place = slugs.index(slug)
    entry = register.every[place]
    members = members_of(entry, register.day)
    return {
        "register": register,
        "asked": asked,
        "entry": entry,
        "changes": entry.delegation.changes.public().newest_first()[:10],
        "members": members,
        "chapters": history_of(entry, members.facts),
        "successors": register.successors(entry),
        "share": register.share(entry),
        "previous": register.every[place - 1] if place else None,
        "next": register.every[place + 1] if place + 1 < len(slugs) else None,
    } | _pages(asked, entry.delegation.get_absolute_url())


def _answer(request, template, context, *asked):
    """The page; one that a day was asked of is marked as one of endlessly many."""
    response = render(request, template, context)
    response.is_endless = any(each.typed for each in asked)
    return response


def _data(data, asked):
    """What the page shows as JSON; a day that is none gets its sentence and nothing else."""
    response = twins.refusal(400, asked.problem) if asked.problem else twins.answer(data)
    response.is_endless = bool(asked.typed)
    return response


def _pages(asked, address):
    """The address of the page for the day asked for, and of its twin; of no day there is none."""
    page = f"{address}?on={asked.day}" if asked.day else address
    return {"page": page, "twin": "" if asked.problem else twins.address_of(page)}
