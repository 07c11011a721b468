"""JSON as the site writes it: UTF-8 as it is, without what no document may carry."""

import json

from .text import clean_text


def as_json(data) -> str:
    """Data of dicts, lists, texts, numbers and None in one line; controls and lone surrogates of texts are left out."""
    return json.dumps(_cleaned(data), ensure_ascii=False)


def _cleaned(value):
    if isinstance(value, dict):
        return {key: _cleaned(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_cleaned(member) for member in value]
    return clean_text(value) if isinstance(value, str) else value
