"""What the page of search results asks for."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.simple_tag
def pieces(parts):
    """A text in pieces, the words that were found marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if is_mark else text,) for text, is_mark in parts)
    )


@register.simple_tag
def search_address(search, **values):
    """The address of the same search from its beginning, with other values."""
    return search.but(**values).address


@register.simple_tag
def options(pairs, chosen):
    """The choices of a list: pairs of value and words."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, " selected" * (value == chosen), words) for value, words in pairs),
    )
