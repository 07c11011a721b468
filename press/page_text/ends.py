"""Where the text of a page ends: its byline and its note for reference, as the proposal of roles knows them."""

from collections.abc import Sequence
from dataclasses import replace

from ..proposal import Proposal, propose
from .lines import PageParagraph, ends_sentence, of_part
from .result import BODY, BYLINE, NOTE


def end_of(text: str) -> str:
    """BYLINE or NOTE when a line is one of them, else "". The proposal knows, of what stands below an exchange."""
    role = propose(["– Who?", "– We.", text]).pieces[-1].role if len(text) <= 600 else ""
    return role if role in (BYLINE, NOTE) else ""


def take_ends(rest: list[PageParagraph]) -> tuple[Proposal, str, tuple[str, ...]]:
    """The proposal for the body, with the byline and the note, which in a release stand in its last lines."""
    proposal = propose([each.text for each in rest])
    roles = {piece.source: piece.role for piece in reversed(proposal.pieces)}
    if not proposal.is_interview:
        roles = _ends_of_a_release(rest)
        pieces = (piece._replace(role=roles.get(piece.source, "")) for piece in proposal.pieces)
        proposal = replace(proposal, pieces=tuple(pieces))
    signed = 0
    for i, each in enumerate(rest):
        each.part = roles[i] if roles.get(i) in (BYLINE, NOTE) else BODY
        signed += each.part == BYLINE and len(each.text) + 1
        if each.part == BYLINE and signed > 200:  # as much as the field holds
            each.part = BODY
    pieces = tuple(
        piece._replace(role="narration" if proposal.is_interview else "")
        if piece.role in (BYLINE, NOTE) and rest[piece.source].part == BODY
        else piece._replace(role=rest[piece.source].part)
        if rest[piece.source].part != BODY
        else piece
        for piece in proposal.pieces
    )
    byline = " ".join(each.text for each in of_part(rest, BYLINE))
    return replace(proposal, pieces=pieces), byline, tuple(each.text for each in of_part(rest, NOTE))


def _ends_of_a_release(rest: Sequence[PageParagraph]) -> dict[int, str]:
    """Byline and note of a text that is no interview: the last lines, up to eight."""
    roles: dict[int, str] = {}
    tail = range(max(len(rest) - 8, 1), len(rest))
    ends = {i: end_of(rest[i].short) for i in tail}
    note = next((i for i in tail if ends[i] == NOTE), len(rest))
    for i in reversed(tail):
        if i >= note:
            roles[i] = BYLINE if ends[i] == BYLINE and i > note and not ends_sentence(rest[i].short) else NOTE
        elif ends[i] == BYLINE:
            roles[i] = BYLINE
        else:
            break
    return roles
