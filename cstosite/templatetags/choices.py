"""The lists of forms that narrow what a page shows."""

from html import escape

from django import template

from cstosite.shared.richtext import trusted

register = template.Library()


@register.simple_tag
def options(pairs, chosen):
    """The choices of a list: pairs of value and words."""
    lines = (
        f'<option value="{escape(str(value))}"{" selected" * (value == chosen)}>{escape(str(words))}</option>'
        for value, words in pairs
    )
    return trusted("".join(lines))
