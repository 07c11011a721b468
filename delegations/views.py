"""The public pages of the register."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from .asking import read_day
from .comparison import differences
from .history import history_of
from .members import members_of, movements
from .register import read_register, read_registers


def delegation_list(request):
    """All delegations, as known today or on the day asked for: seats by chamber, representatives, websites."""
    asked = read_day(request.GET.get("on", ""))
    context = {"register": read_register(asked.day), "asked": asked}
    return _answer(request, "delegations/delegation_list.html", context, asked)


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


def delegation_detail(request, slug):
    """One delegation, as known today or on the day asked for, with its history and its neighbours by name."""
    asked = read_day(request.GET.get("on", ""))
    register = read_register(asked.day)
    slugs = [entry.delegation.slug for entry in register.every]
    if slug not in slugs:
        raise Http404("No delegation has this address.")
    place = slugs.index(slug)
    entry = register.every[place]
    members = members_of(entry, register.day)
    context = {
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
    }
    return _answer(request, "delegations/delegation_detail.html", context, asked)


def _answer(request, template, context, *asked):
    """The page; one that a day was asked of is marked as one of endlessly many."""
    response = render(request, template, context)
    response.is_endless = any(each.typed for each in asked)
    return response
