"""The one gate for HTML that people write: what is not on the list does not come through, and is trusted after."""

import re
from html import escape, unescape
from urllib.parse import urljoin

import nh3
from django.utils.safestring import SafeString, mark_safe

# Which roles a block may have, by its tag.
ROLES = {"p": {"prompt", "prompt-continued", "answer", "narration"}, "h3": {"short-title"}}
ANCHOR = re.compile(r"q[1-9][0-9]{0,3}")

_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "p": {"data-role", "data-speaker", "id"},
    "h3": {"data-role"},
}
_TAGS = {"h2", "h3", "h4", "p", "blockquote", "ul", "ol", "li", "hr"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_TAGS |= {"a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "br"}


def _attribute(tag, name, value):
    """The value an attribute may keep, or None."""
    if name == "id" and not ANCHOR.fullmatch(value):
        return None
    if name == "data-role" and value not in ROLES.get(tag, ()):
        return None
    if name in {"colspan", "rowspan", "start"} and not re.fullmatch(r"[0-9]{1,3}", value):
        return None
    return value[:200] if name == "data-speaker" else value


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
)


def clean_html(html: str) -> str:
    """`html` with only the tags, attributes and link schemes of this site; an empty editor gives ""."""
    cleaned = _cleaner.clean(html).strip()
    return "" if re.fullmatch(r"(<p[^>]*>(\s|&nbsp;|<br>)*</p>\s*)*", cleaned) else cleaned


def trusted(html: str) -> SafeString:
    """HTML that went through `clean_html` when it was saved, for a template; the only `mark_safe` of the project."""
    return mark_safe(html)


def absolute_links(html: str, base: str) -> str:
    """Our own HTML with every link and picture made absolute against `base`, for readers that know no base address."""
    return re.sub(
        r'(<(?:a [^>]*?href|img [^>]*?src)=")([^"]*)(")',
        lambda match: match[1] + escape(urljoin(base, unescape(match[2]))) + match[3],
        html,
    )
