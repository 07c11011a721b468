"""The page of an item that is not public: never kept by anybody on the way, never listed."""

from django.http import Http404
from django.shortcuts import render

from .models import PressItem, PreviewLink


def render_preview(request, item):
    """The item's page as it would be at its time, or now; marked as a preview."""
    context = {"item": item.as_if_published(), "is_preview": True}
    return guarded(render(request, "press/item_detail.html", context))


def by_link(request, token):
    """A draft for somebody without an account; 404 for a link that is unknown, run out, taken back or done with."""
    link = PreviewLink.objects.for_token(token).alive().first()
    if link is None:
        raise Http404("No such preview.")
    item = PressItem.objects.for_page().get(pk=link.item_id)
    link.item = item
    return render_preview(request, link.shown_item())


def guarded(response):
    """Headers of what is not public: nobody keeps it, no search engine lists it, no other site learns its address."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
