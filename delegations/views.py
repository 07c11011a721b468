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
    return render(request, "delegations/delegation_list.html", context)


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
    return render(request, "delegations/delegation_compare.html", context)


def delegation_detail(request, slug):
    """One delegation, as known today or on the day asked for, with its history and its neighbours by name."""
    asked = read_day(request.GET.get("on", ""))
    register = read_register(asked.day)
    slugs = [entry.delegation.slug for entry in register.entries]
    if slug not in slugs:
        raise Http404("No delegation has this address.")
    place = slugs.index(slug)
    members = members_of(register.entries[place], register.day)
    context = {
        "register": register,
        "asked": asked,
        "entry": register.entries[place],
        "changes": register.entries[place].delegation.changes.public().newest_first()[:10],
        "members": members,
        "chapters": history_of(register.entries[place], members.facts),
        "share": register.share(register.entries[place]),
        "previous": register.entries[place - 1] if place else None,
        "next": register.entries[place + 1] if place + 1 < len(slugs) else None,
    }
    return render(request, "delegations/delegation_detail.html", context)
