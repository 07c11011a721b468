"""The feeds over HTTP: in three formats, with archives or further pages, a page for people, and the list of all."""

import re
from datetime import date, timedelta
from html import escape

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cstosite.shared import feeds
from cstosite.shared.cors import open_to_all
from cstosite.shared.feeds.xml import XMLDocument
from cstosite.shared.public import of_what_is_public

from . import channels
from .channels import BEGAN, Channel, channel, last_changed

MOST_ENTRIES = 30
MOST_BYTES = 512 * 1024
# What an entry takes beside its texts, and a document beside its entries, at most.
AROUND_ENTRY, AROUND_FEED = 4_000, 8_000
# Bytes that a character of a text may become when it is escaped, at most on average.
ESCAPED = 4


def feed(request, path, format):
    """One document of a feed: the newest entries, a month's archive, or a page of a filter's."""
    now = timezone.now()
    name, month, part = _split(path)
    try:
        found = channel(name, request.GET, now)
    except Http404:
        if moved := channels.moved(name):
            return redirect("feed", path.replace(name, moved, 1), format, permanent=True)
        raise
    # Before the items are read: what changes meanwhile is another change.
    changed = last_changed(now)
    if month:
        document = _archive(found, month, part)
    elif found.is_fixed:
        document = _newest(found)
    else:
        document = _page(found)
    return _answer(request, document, format, found, now, changed)


def _split(path):
    """The feed's own path, and the month and part (0: the newest) of an archive: "interviews/2026-10-2"."""
    match = re.fullmatch(r"(.+)/(\d{4})-(\d{2})(?:-([1-9]\d{0,2}))?", path, re.ASCII)
    if not match:
        return path, None, 0
    try:
        return match[1], date(int(match[2]), int(match[3]), 1), int(match[4] or 0)
    except ValueError as error:
        raise Http404("There is no such month.") from error


def _document(found: Channel, entries, addresses, relations=None, **values):
    return feeds.Feed(
        identifier=f"urn:uuid:{found.identifier}",
        title=found.full_title,
        description=found.description,
        home_url=settings.SITE_URL + found.home,
        addresses=addresses,
        language=get_language(),
        updated=max((entry.updated for entry in entries), default=BEGAN),
        author=settings.SITE_NAME,
        entries=entries,
        relations=relations or {},
        # Archives stay as they are, and of filters there are too many to tell a hub of each.
        hub=settings.WEBSUB_HUB if found.is_fixed and not values.get("is_archive") else "",
        rights=" ".join(settings.TEXT_LICENCE),
        **values,
    )


def _newest(found):
    """The newest entries of a fixed feed, and where its archives begin."""
    rows = found.newest(MOST_ENTRIES + 1)
    entries = fitting(found.entries(rows[:MOST_ENTRIES]))
    relations = {}
    if len(entries) < len(rows):
        relations["prev-archive"] = found.addresses(f"{found.month_of(rows[len(entries)]):%Y-%m}")
    return _document(found, entries, found.addresses(), relations, is_complete=not relations)


def _archive(found, month, part):
    """A month's entries, or some of them where they are too many for one document.

    The newest stand at the month's own address; those before it at its parts, numbered from the oldest.
    """
    if not found.is_fixed:
        raise Http404("Filters have no archives.")
    parts = parts_of(found, month)
    if not parts or (part and part >= len(parts)):
        raise Http404("Nothing was published in that month, or not so much.")
    number = part or len(parts)
    relations = {"current": found.addresses()}
    if number > 1:
        relations["prev-archive"] = found.addresses(f"{month:%Y-%m}-{number - 1}")
    elif before := found.month_before(month):
        relations["prev-archive"] = found.addresses(f"{before:%Y-%m}")
    if number < len(parts):
        relations["next-archive"] = found.addresses(_part_name(month, number + 1, parts))
    elif after := found.month_after(month):
        relations["next-archive"] = found.addresses(_part_name(after, 1, parts_of(found, after)))
    entries = found.entries(found.loaded(found.rows.filter(pk__in=parts[number - 1])))
    addresses = found.addresses(_part_name(month, number, parts))
    return _document(found, entries, addresses, relations, is_complete=False, is_archive=True)


def _part_name(month, number, parts):
    return f"{month:%Y-%m}" + (f"-{number}" if number < len(parts) else "")


def parts_of(found, month):
    """The rows of a month by their numbers, in documents that are not too large, the oldest first."""
    parts, room = [], 0
    for pk, size in found.sizes(found.in_month(month).reverse()):
        size = AROUND_ENTRY + ESCAPED * size
        if size > room or not parts or len(parts[-1]) == MOST_ENTRIES:
            parts.append([])
            room = MOST_BYTES - AROUND_FEED
        parts[-1].append(pk)
        room -= size
    return parts


def _page(found):
    """A page of a filter's feed; the next begins where it ends."""
    rows = found.newest(MOST_ENTRIES + 1)
    if found.place and not rows:
        raise Http404("There is nothing older.")
    entries = fitting(found.entries(rows[:MOST_ENTRIES]))
    relations, here = {}, {"before": found.place} if found.place else {}
    if here:
        relations["first"] = found.addresses()
    if len(entries) < len(rows):
        relations["next"] = found.addresses(before=found.place_after(rows[len(entries) - 1]))
    return _document(found, entries, found.addresses(**here), relations, is_complete=not relations)


def fitting(entries):
    """As many of the first entries as fit into one document, in any format; at least one."""
    size, taken = AROUND_FEED, []
    for entry in entries:
        size += AROUND_ENTRY + len(escape(entry.content_html).encode()) + 2 * len(escape(entry.summary).encode())
        if taken and size > MOST_BYTES:
            break
        taken.append(entry)
    return taken


def _answer(request, document, format, found, now, changed):
    response = HttpResponse(feeds.write(document, format), content_type=feeds.FORMATS[format])
    changed = max(changed or BEGAN, document.updated)
    # HTTP dates know seconds: one that another change may still share would be a promise too much.
    if now - changed >= timedelta(seconds=2):
        response["Last-Modified"] = http_date(changed.timestamp())
    response["Cache-Control"] = "public, max-age=900, s-maxage=60"
    if document.hub:
        response["Link"] = f'<{document.hub}>; rel="hub", <{document.addresses[format]}>; rel="self"'
    if not found.is_fixed:
        response["X-Robots-Tag"] = "noindex"
    return open_to_all(response)


@of_what_is_public
def feed_page(request, path):
    """One feed for people: what it holds, its addresses, its newest entries."""
    found = channel(path)
    rows = list(found.at(found.places[:5]))
    return render(request, "feeds/channel.html", {"channel": found, "rows": rows})


@of_what_is_public
def feed_directory(request):
    """Every feed there is, for people."""
    return render(request, "feeds/directory.html", {"channels": channels.channels_for_choosing()})


@of_what_is_public
def opml(request):
    """Every feed as an OPML document, for feed readers to take over at once."""
    document = XMLDocument()
    with document.element("opml", {"version": "2.0"}):
        with document.element("head"):
            document.addQuickElement("title", _("Feeds of the %(site)s") % {"site": settings.SITE_NAME})
        with document.element("body"):
            for each in channels.every_channel():
                attrs = {
                    "type": "rss",
                    "text": each.full_title,
                    "title": each.full_title,
                    "xmlUrl": settings.SITE_URL + each.address("rss"),
                    "htmlUrl": settings.SITE_URL + each.home,
                }
                document.addQuickElement("outline", None, attrs)
    return open_to_all(HttpResponse(document.to_bytes(), content_type="text/x-opml; charset=utf-8"))
