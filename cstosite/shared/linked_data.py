"""What pages tell search engines, in the words of schema.org (JSON-LD): nothing that the page does not say."""

from django.conf import settings
from django.utils.safestring import SafeString

from .json_text import as_json
from .richtext import trusted

# What could end the element, or begin another, is written as JSON writes it; so are two ends of lines.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def script(data: dict) -> SafeString:
    """The element that carries it, for the head of a page."""
    text = as_json({"@context": "https://schema.org", **data}).translate(_ESCAPED)
    return trusted(f'<script type="application/ld+json">{text}</script>')


def said(**values) -> dict:
    """Only what there is to say; names with a trailing underscore stand for keywords: type_ is @type, id_ is @id."""
    return {
        f"@{name[:-1]}" if name.endswith("_") else name: value
        for name, value in values.items()
        if value not in (None, "", [])
    }


def assembly() -> dict:
    """The assembly, by the identifier it has on every page."""
    address = f"{settings.SITE_URL}/"
    return {"@type": "Organization", "@id": f"{address}#assembly", "name": settings.SITE_NAME, "url": address}
