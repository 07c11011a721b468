"""Roles proposed for a body that somebody pasted: marks are taken off, paragraphs cut where two voices share a line.

The text is HTML as the editor has it; what the proposal cannot decide comes back as it was, with the doubts.
"""

from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser

from . import body
from .proposal import Paragraph, Proposal, propose
from .transcript import Block

_VOID = {"br", "hr"}


@dataclass(frozen=True)
class Marked:
    """A body with proposed roles, the parts of the text that belong to other fields, and the account."""

    html: str
    byline: str
    note_html: str
    proposal: Proposal


def mark(html: str) -> Marked:
    """Propose roles for a cleaned body. Paragraphs already marked keep their anchors."""
    blocks = body.parse(html)
    proposal = propose([Paragraph(_text(block.html), block.tag, _is_strong(block)) for block in blocks])
    if not proposal.is_interview:
        return Marked(html, "", "", proposal)
    marked, byline, note = [], [], []
    for piece in proposal.pieces:
        source = blocks[piece.source]
        begin = piece.start + len(piece.marker)
        whole = not piece.marker and piece.start == 0 and piece.end == len(_text(source.html))
        inner = source.html if whole else cut(source.html, begin, piece.end)
        if piece.role == "byline":
            byline.append(piece.text.strip())
        elif piece.role == "note":
            note.append(replace(source, html=inner, role="", anchor="", speaker=""))
        elif piece.text.strip() or source.tag == "hr":
            marked.append(_with_role(source, inner, piece))
    return Marked(body.write(marked), " ".join(byline), body.write(note), proposal)


def _with_role(source, inner, piece):
    """The block of a piece; only paragraphs carry a role, and an answer needs none."""
    if source.tag != "p":
        return replace(source, html=inner)
    role = "" if piece.role == "answer" else piece.role
    anchor = source.anchor if role == "prompt" and piece.start == 0 else ""
    return replace(source, html=inner, text=piece.text, role=role, speaker=piece.speaker, anchor=anchor)


def _is_strong(block: Block) -> bool:
    """Whether the whole paragraph is set in bold."""
    inner = block.html.strip()
    return any(
        inner.startswith(f"<{tag}>") and inner.endswith(f"</{tag}>") and inner.count(f"<{tag}>") == 1
        for tag in ("strong", "b")
    )


def _text(html: str) -> str:
    """The text of a block, character for character; a line break is a newline."""
    reader = _Cutter(0, None)
    reader.feed(html)
    reader.close()
    return "".join(reader.text)


def cut(html: str, begin: int, end: int) -> str:
    """The part of a block's inner HTML that holds the text's characters from `begin` to before `end`."""
    cutter = _Cutter(begin, end)
    cutter.feed(html)
    cutter.close()
    return cutter.result()


class _Cutter(HTMLParser):
    """Walks cleaned HTML by the characters of its text; elements are opened when their first kept one comes."""

    def __init__(self, begin, end):
        super().__init__(convert_charrefs=True)
        self.begin, self.end = begin, end
        self.at, self.text, self.out = 0, [], []
        self.waiting, self.open = [], []

    def handle_starttag(self, tag, attrs):
        own = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        if tag == "br":
            if self._keeps(self.at):
                self._open_waiting()
                self.out.append("<br>")
            self.text.append("\n")
            self.at += 1
        elif tag not in _VOID:
            self.waiting.append((tag, f"<{tag}{own}>"))

    def handle_endtag(self, tag):
        if self.waiting:
            self.waiting.pop()
        elif self.open:
            self.out.append(f"</{self.open.pop()}>")

    def handle_data(self, data):
        kept = "".join(char for place, char in enumerate(data, self.at) if self._keeps(place))
        self.text.append(data)
        self.at += len(data)
        if kept:
            self._open_waiting()
            self.out.append(escape(kept, quote=False))

    def _keeps(self, place):
        return place >= self.begin and (self.end is None or place < self.end)

    def _open_waiting(self):
        for tag, markup in self.waiting:
            self.out.append(markup)
            self.open.append(tag)
        self.waiting = []

    def result(self):
        """The kept part, with every element closed."""
        return "".join(self.out) + "".join(f"</{tag}>" for tag in reversed(self.open))
