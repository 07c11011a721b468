"""Pasted paragraphs to proposed roles of an interview; a person confirms. The way from text to roles:

1. `lines` cuts the text into printed lines and finds the marks they begin with; `ends` finds where the talk is over.
2. `labels`, `dashes`, `numbers` and `weight` each read the talk by one kind of mark: which lines open a turn.
3. `choose` takes the reading that explains the most questions, or none, and then says why.
4. `roles` gives every line of that reading a role: the lede, the turns and what goes on with them.
5. `pieces` puts the lines of a paragraph together again, so that no character is lost.
"""

from .choose import propose
from .result import DOUBTS, Doubt, Paragraph, Piece, Proposal

__all__ = ["DOUBTS", "Doubt", "Paragraph", "Piece", "Proposal", "propose"]
