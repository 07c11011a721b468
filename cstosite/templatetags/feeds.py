"""The addresses of feeds, for pages."""

from html import escape

from django import template
from django.conf import settings

from cstosite.channels import feed_links
from cstosite.shared.richtext import trusted

register = template.Library()


@register.simple_tag
def own_feed(path, query=None):
    """Address, content type and name of a feed in each format; `query` holds the filters of one that has some."""
    return feed_links(path, query if path in {"press", "search"} else None) if path else []


@register.simple_tag
def feed_heads(feeds, title):
    """What the head of a page says of some feeds, each an address, a content type and a name."""
    title = escape(f"{settings.SITE_NAME}: {title}")
    lines = (
        f'<link rel="alternate" type="{kind}" title="{title}, {escape(str(name))}" href="{escape(address)}">\n'
        for address, kind, name in feeds
    )
    return trusted("".join(lines))


@register.simple_tag
def feed_choice(feeds):
    """Links to some feeds, in a row."""
    return trusted(", ".join(f'<a href="{escape(address)}">{escape(str(name))}</a>' for address, _kind, name in feeds))
