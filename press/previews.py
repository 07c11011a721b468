"""The page of an item that is not public: never kept by anybody on the way, never listed."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from . import body, content, media
from .models import PressItem, PreviewLink


def render_preview(request, item, media_base, editing=""):
    """The item's page as it would be at its time, or now; marked as a preview, its files under `media_base`.

    `editing` is where it is edited, for staff.
    """
    context = {"item": item.as_if_published(), "is_preview": True, "media_base": media_base, "editing": editing}
    return guarded(render(request, "press/item_detail.html", context))


def with_change(item):
    """The item as it would be with its working copy approved, anchors included; as it is where it has none."""
    copy = content.copy_of(item)
    if copy is None:
        return item
    known, last = body.prompts(body.parse(item.body)), item.last_anchor
    item = content.shown(item, copy.content)
    item.body = body.write(body.with_anchors(body.parse(item.body), known, last)[0])
    return item


def by_link(request, token):
    """A draft for somebody without an account; 404 for a link that is unknown, run out, taken back or done with."""
    return render_preview(request, linked_item(token), reverse("press-preview", args=[token]))


def file_by_link(request, token, folder, key, name):
    """A file of what a link shows."""
    item = linked_item(token)
    uses = item.pictures.all() if folder == "pictures" else item.documents.all()
    if key not in {getattr(use, media.USES[folder][1]).key for use in uses}:
        raise Http404("No such file.")
    return guarded(media.answer(folder, key, name))


def linked_item(token):
    """The item that a living link shows, with the text it shows; Http404 when the link shows nothing."""
    link = PreviewLink.objects.for_token(token).alive().first()
    if link is None:
        raise Http404("No such preview.")
    item = PressItem.objects.for_page().get(pk=link.item_id)
    return content.shown(item, content.of_item(item) | link.content) if link.content else item


def guarded(response):
    """Headers of what is not public: nobody keeps it, no search engine lists it, no other site learns its address."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
