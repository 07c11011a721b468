"""A page as a test reads it: elements by CSS-like selectors, text as a person would see it."""

import re

import html5lib
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

HIDDEN = {"script", "style", "template"}
TIME = re.compile(r"\d{4}(-\d\d(-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d))?)?)?")
BLOCKS = {"p", "li", "td", "th", "tr", "div", "h1", "h2", "h3", "section", "dt", "dd", "title", "desc", "br"}


class Element:
    """One element, with its text in one line."""

    def __init__(self, node):
        self.node = node

    @property
    def text(self):
        return " ".join("".join(_texts(self.node)).split())

    @property
    def text_as_typed(self):
        """The text with its white space, as a text area holds it."""
        return "".join(self.node.itertext()).removeprefix("\n")

    def __getitem__(self, name):
        return self.node.attrib[name]

    def get(self, name):
        return self.node.attrib.get(name)


class Page(Element):
    """A parsed answer; html5lib reads it as a browser would, and strictly, so that bad HTML fails the test."""

    def __init__(self, response):
        assert response["Content-Type"].startswith("text/html")
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        root = parser.parse(response.content.decode())
        # Validators refuse what the standard does not know, such as millionths of a second.
        times = [node.get("datetime") for node in root.iter() if node.get("datetime") is not None]
        assert all(map(TIME.fullmatch, times)), times
        super().__init__(root)
        self.status = response.status_code

    def all(self, selector):
        """Elements by a space-separated path of `tag`, `.class`, `#id` or `tag.class` steps, at any depth."""
        found = [self.node]
        for step in selector.split():
            found = list(dict.fromkeys(e for node in found for e in node.iter() if e is not node and _fits(e, step)))
        return [Element(node) for node in found]

    def one(self, selector):
        """The only element a selector finds."""
        (element,) = self.all(selector)
        return element


def count_queries(client, address, is_kept=False):
    """How many queries a page takes that is made anew, or, if it `is_kept`, is not; it must answer 200."""
    if not is_kept:
        caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def _fits(node, step):
    if not isinstance(node.tag, str):
        return False
    if step.startswith("#"):
        return node.attrib.get("id") == step[1:]
    tag, _dot, name = step.partition(".")
    own = node.tag.rpartition("}")[2]  # SVG's names come with their namespace
    return (not tag or own == tag) and (not name or name in node.attrib.get("class", "").split())


def _texts(node):
    if not isinstance(node.tag, str) or node.tag in HIDDEN:
        return
    yield node.text or ""
    for child in node:
        space = " " if child.tag in BLOCKS else ""
        yield space
        yield from _texts(child)
        yield space + (child.tail or "")
