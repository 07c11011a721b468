"""An item's body: HTML to blocks and back, with each prompt's permanent anchor in its place."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

from .transcript import Block

VOID = {"br", "hr"}
INLINE = {"a", "b", "br", "em", "i", "s", "strong", "sub", "sup", "u"}
# A block's own attributes are kept apart from what is shown.
_ROLE_ATTRIBUTES = {"data-role": "role", "data-speaker": "speaker", "id": "anchor"}


class _BlockParser(HTMLParser):
    """Cuts cleaned HTML at its top level; a text outside any element becomes a paragraph."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks, self.depth = [], 0
        self._start("p", {})

    def _start(self, tag, attributes):
        self.tag, self.attributes, self.html, self.text = tag, attributes, [], []

    def _finish(self):
        text = "".join(self.text)
        if text.strip() or self.tag == "hr":
            fields = {field: self.attributes.get(name, "") for name, field in _ROLE_ATTRIBUTES.items()}
            lines = "\n".join(line for line in text.split("\n") if line.strip())
            others = [(name, value) for name, value in self.attributes.items() if name not in _ROLE_ATTRIBUTES]
            markup = {"html": "".join(self.html), "tag": self.tag, "attributes": _attributes(others)}
            self.blocks.append(Block(text=lines.strip(), **markup, **fields))
        self._start("p", {})

    def handle_starttag(self, tag, attrs):
        if self.depth == 0 and tag not in INLINE:
            self._finish()
            self._start(tag, {name: value or "" for name, value in attrs})
            if tag in VOID:
                return self._finish()
            self.depth = 1
            return None
        # Roles and anchors belong to the top level: what stands inside a list is part of the list.
        own = [(name, value) for name, value in attrs if name not in _ROLE_ATTRIBUTES]
        self.html.append(f"<{tag}{_attributes(own)}>")
        if tag in {"br", "li", "tr", "p"}:
            self.text.append("\n")
        elif tag in {"td", "th"}:
            self.text.append(" ")
        if tag not in VOID and self.depth:
            self.depth += 1
        return None

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.depth == 1:
            self.depth = 0
            self._finish()
            return
        if self.depth:
            self.depth -= 1
        self.html.append(f"</{tag}>")

    def handle_data(self, data):
        self.text.append(data)
        self.html.append(escape(data, quote=False))

    def close(self):
        super().close()
        self._finish()


def parse(html: str) -> list[Block]:
    """The blocks of a cleaned body, each with its inner HTML; role, speaker and anchor are taken off the markup."""
    parser = _BlockParser()
    parser.feed(html)
    parser.close()
    return parser.blocks


def write(blocks: list[Block]) -> str:
    """The body's HTML from its blocks: the inverse of `parse`."""
    return "\n".join(_element(block) for block in blocks)


def _element(block):
    attributes = _attributes(
        (name, getattr(block, field)) for name, field in _ROLE_ATTRIBUTES.items() if getattr(block, field)
    )
    return f"<{block.tag}{block.attributes}{attributes}>" + ("" if block.tag in VOID else f"{block.html}</{block.tag}>")


def _attributes(pairs):
    return "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in pairs)


def prompts(blocks: list[Block]) -> dict[str, str]:
    """The text of each prompt by its anchor."""
    return {block.anchor: block.text for block in blocks if block.anchor}


def with_anchors(blocks: list[Block], known: Mapping[str, str], last_anchor: int) -> tuple[list[Block], int]:
    """Give every prompt its anchor, q1, q2, ...: one given before stays, all others count on.

    `known` are the prompts by anchor as they were saved last: an anchor that is not among them was pasted from
    elsewhere, and one that stands twice stays with the prompt of that text. `last_anchor` is the highest number ever
    given in this item; the new one is returned beside the blocks. What continues no prompt is one itself.
    """
    blocks = _opened(blocks)
    owners = {}
    for place, block in enumerate(blocks):
        if block.anchor in known:
            first = owners.setdefault(block.anchor, place)
            if blocks[first].text != known[block.anchor] == block.text:
                owners[block.anchor] = place
    anchored = []
    for place, block in enumerate(blocks):
        anchor = ""
        if block.role == "prompt":
            anchor = block.anchor
            if owners.get(anchor) != place:
                last_anchor += 1
                anchor = f"q{last_anchor}"
        anchored.append(replace(block, anchor=anchor))
    return anchored, last_anchor


def _opened(blocks):
    """The blocks, with a prompt wherever one is continued that never began; only prompts keep an anchor."""
    opened, role_before = [], ""
    for block in blocks:
        role = block.role
        if role == "prompt-continued" and role_before not in {"prompt", "prompt-continued"}:
            role = "prompt"
        opened.append(replace(block, role=role, anchor=block.anchor if role == "prompt" else ""))
        role_before = role
    return opened
