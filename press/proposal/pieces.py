"""From the roles of lines back to parts of paragraphs."""

from collections.abc import Iterator, Sequence

from .lines import Line
from .reading import Turn
from .result import CONTINUED, PROMPT, Paragraph, Piece


def to_pieces(
    paragraphs: Sequence[Paragraph], lines: Sequence[Line], turns: dict[int, Turn], roles: Sequence[str]
) -> Iterator[Piece]:
    """Lines of one paragraph that belong together become one piece; a mark alone on its line goes to the next one."""
    heads: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        same_paragraph = i > 0 and lines[i - 1].source == line.source
        goes_on = i not in turns and (roles[i] == roles[i - 1] or (roles[i - 1], roles[i]) == (PROMPT, CONTINUED))
        if not (same_paragraph and goes_on):
            heads.setdefault(line.source, []).append(i)
    for source, (text, *_) in enumerate(paragraphs):
        if source not in heads:
            yield Piece(source, 0, len(text), "", text)
            continue
        start = 0
        for i, after in zip(heads[source], [*heads[source][1:], None], strict=True):
            if after is not None and not roles[i]:
                continue
            end = len(text) if after is None else lines[after].start
            turn = turns.get(i, Turn(roles[i]))
            body = lines[i].body + turn.taken
            yield Piece(source, start, end, text[start:body], text[body:end], roles[i], turn.speaker)
            start = end
