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
    "*": set(),
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
# These go with what they hold: it is no text, or was struck out.
_DROPPED = {"script", "style", "title", "xml", "svg", "iframe", "object", "embed", "template", "noscript", "noembed"}
_DROPPED |= {"noframes", "audio", "video", "canvas", "textarea", "select", "del"}
# Blocks that this site does not have: where one begins or ends, a paragraph ends, or two texts would run together.
_BLOCKS = "address|article|aside|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form"
_BLOCKS += "|header|hgroup|legend|main|menu|nav|pre|search|section|summary"
_BLOCK_EDGE = re.compile(rf"</?(?:{_BLOCKS})(?=[\s/>])", re.IGNORECASE)


def _attribute(tag, name, value):
    """The value an attribute may keep, or None."""
    if name == "id" and not ANCHOR.fullmatch(value):
        return None
    if name == "data-role" and value not in ROLES.get(tag, ()):
        return None
    if name in {"colspan", "rowspan", "start"} and not re.fullmatch(r"[0-9]{1,3}", value):
        return None
    return value[:200] if name == "data-speaker" else value


def _make_cleaner(attributes):
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=attributes,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )


_cleaner = _make_cleaner(_ATTRIBUTES)
# Lets paragraphs through that only stand for the edge of another block, to be told from an author's own.
_edge_cleaner = _make_cleaner(_ATTRIBUTES | {"p": _ATTRIBUTES["p"] | {"data-edge"}})
_EMPTY_EDGE = re.compile(r'<p data-edge=""[^>]*>(?:\s|&nbsp;|<br>)*</p>')
_HEADING = re.compile(r"<(h[2-4])\b[^>]*>.*?</\1>", re.DOTALL)
# A link that leads nowhere, or has another one in it.
_IDLE_LINK = re.compile(r"<a(?![^>]*\shref=)[^>]*>|<a\b[^>]*>(?=(?:(?!</a>).)*<a\b)", re.DOTALL)


def clean_html(html: str) -> str:
    """`html` with only the tags, attributes and link schemes of this site; an empty editor gives "".

    Cleaned HTML comes out as it went in.
    """
    html = re.sub(r"(</?)h1(?=[\s/>])", r"\1h2", html, flags=re.IGNORECASE)
    html = re.sub(r"(</?)h[56](?=[\s/>])", r"\1h3", html, flags=re.IGNORECASE)
    if _BLOCK_EDGE.search(html):
        html = _edge_cleaner.clean(_BLOCK_EDGE.sub("<p data-edge", html))
        html = _HEADING.sub(lambda heading: re.sub(r"</?p\b[^>]*>", " ", heading[0]), _EMPTY_EDGE.sub("", html))
    html = _cleaner.clean(html)
    # What is taken out may change how a browser reads the rest: clean again until nothing changes.
    for _pass in range(10):
        html, before = _cleaner.clean(_IDLE_LINK.sub("", html)), html
        if html == before:
            break
    html = html.strip()
    return "" if re.fullmatch(r"(<p[^>]*>(\s|&nbsp;|<br>)*</p>\s*)*", html) else html


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
