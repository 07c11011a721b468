"""The addresses of feeds, for pages."""

from django import template

from cstosite.channels import feed_links

register = template.Library()


@register.simple_tag
def own_feed(path, query=None):
    """Address, content type and name of a feed in each format; `query` holds the filters of one that has some."""
    return feed_links(path, query if path in {"press", "search"} else None) if path else []
