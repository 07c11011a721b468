"""Roles proposed for a body that somebody pasted: marks are taken off, paragraphs cut where two voices share a line.

The text is HTML as the editor has it; what the proposal cannot decide comes back as it was, with the doubts.
"""

from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from . import body
from .proposal import Paragraph, Proposal, propose
from .transcript import Block


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
    texts = [_text(block.html) for block in blocks]
    paragraphs = [Paragraph(text, block.tag, _is_strong(block)) for block, text in zip(blocks, texts, strict=True)]
    proposal = propose(paragraphs)
    if not proposal.is_interview:
        return Marked(html, "", "", proposal)
    marked, byline, note = [], [], []
    for place, group in groupby(proposal.pieces, key=lambda piece: piece.source):
        source, pieces = blocks[place], list(group)
        spans = [(piece.start + len(piece.marker), piece.end) for piece in pieces]
        parts = [source.html] if spans == [(0, len(texts[place]))] else cut(source.html, spans)
        for piece, inner in zip(pieces, parts, strict=True):
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
    cutter = _Cutter([])
    cutter.feed(html)
    cutter.close()
    return "".join(cutter.text)


def cut(html: str, spans: list[tuple[int, int]]) -> list[str]:
    """The parts of a block's inner HTML that hold the text's characters of each span (begin, end), in one walk.

    The spans are in order and do not overlap; every part is whole HTML by itself.
    """
    cutter = _Cutter(spans)
    cutter.feed(html)
    cutter.close()
    cutter.finish_all()
    return cutter.parts


class _Cutter(HTMLParser):
    """Walks cleaned HTML by the characters of its text; elements are opened when their first kept one comes."""

    def __init__(self, spans):
        super().__init__(convert_charrefs=True)
        self.spans, self.parts = spans, []
        self.at, self.text = 0, []
        self.elements = []  # those the walk is in, as (tag, markup)
        self.out, self.opened = [], 0  # the part being written, and how many of the elements it has opened

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self._keep("\n", lambda kept: "<br>")
        else:
            own = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self.elements.append((tag, f"<{tag}{own}>"))

    def handle_endtag(self, tag):
        if tag != "br" and self.elements:
            if self.opened == len(self.elements):
                self.out.append(f"</{self.elements[-1][0]}>")
                self.opened -= 1
            self.elements.pop()

    def handle_data(self, data):
        self._keep(data, lambda kept: escape(kept, quote=False))

    def _keep(self, data, as_html):
        self.text.append(data)
        begin, self.at = self.at, self.at + len(data)
        while len(self.parts) < len(self.spans):
            first, last = self.spans[len(self.parts)]
            if kept := data[max(first - begin, 0) : max(last - begin, 0)]:
                self.out += [markup for _tag, markup in self.elements[self.opened :]]
                self.opened = len(self.elements)
                self.out.append(as_html(kept))
            if last > self.at:
                return
            self._finish()

    def _finish(self):
        closing = [f"</{tag}>" for tag, _markup in reversed(self.elements[: self.opened])]
        self.parts.append("".join(self.out + closing))
        self.out, self.opened = [], 0

    def finish_all(self):
        """Close the part being written, and give an empty one for each span the text did not reach."""
        while len(self.parts) < len(self.spans):
            self._finish()
