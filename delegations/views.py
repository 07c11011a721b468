"""The public pages of the register."""

from django.http import Http404
from django.shortcuts import render

from .register import read_register


def delegation_list(request):
    """All delegations: seats by chamber, representatives, websites; drawn, written and tabulated."""
    return render(request, "delegations/delegation_list.html", {"register": read_register()})


def delegation_detail(request, slug):
    """One delegation, with the ones before and after it by name."""
    register = read_register()
    slugs = [entry.delegation.slug for entry in register.entries]
    if slug not in slugs:
        raise Http404("No delegation has this address.")
    place = slugs.index(slug)
    context = {
        "register": register,
        "entry": register.entries[place],
        "share": register.share(register.entries[place]),
        "previous": register.entries[place - 1] if place else None,
        "next": register.entries[place + 1] if place + 1 < len(slugs) else None,
    }
    return render(request, "delegations/delegation_detail.html", context)
