"""What the page about the open data asks for."""

import json

from django import template

from cstosite.data.catalog import datasets
from cstosite.shared.richtext import trusted

register = template.Library()


@register.simple_tag
def dataset_data(built):
    """The tables as data for search engines (schema.org)."""
    # What could end the element, or begin another, is written as JSON writes it.
    text = json.dumps(datasets(built), ensure_ascii=False).translate(
        {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}
    )
    return trusted(f'<script type="application/ld+json">{text}</script>')
