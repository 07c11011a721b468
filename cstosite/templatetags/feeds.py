"""The addresses of feeds, for pages."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from cstosite.shared.feeds import FORMAT_NAMES, FORMATS

register = template.Library()


@register.simple_tag
def own_feed(path, query=None):
    """Address, content type and name of a feed in each format; `query` holds the filters of one that has some."""
    if not path:
        return []
    tail = f"?{urlencode(query)}" if query and path == "press" else ""
    return [
        (reverse("feed", args=[path, format]) + tail, kind.partition(";")[0], FORMAT_NAMES[format])
        for format, kind in FORMATS.items()
    ]
