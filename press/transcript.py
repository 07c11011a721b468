"""The exchanges of an interview, read from the blocks of its body: what page, feeds and data are made of.

The body is the truth and this is only a way of seeing it: every block comes back once, in its place. How
pasted text gets its roles in the first place is another matter, and stands in `press.proposal`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

HEADINGS = frozenset({"h2", "h3", "h4"})
NARRATION, SHORT_TITLE, PROMPT, ANSWER = "narration", "short-title", "prompt", "answer"


@dataclass(frozen=True)
class Block:
    """One top-level block of an item's body."""

    text: str  # its plain text
    html: str = ""  # what is inside its element, as it is shown; opaque here
    tag: str = "p"
    attributes: str = ""  # what else its element carries, as markup: ` start="5"`
    role: str = ""  # "", "prompt", "prompt-continued", "answer", "narration", "short-title"
    speaker: str = ""
    anchor: str = ""  # "q1", on the block that opens a prompt


def _text(blocks: Iterable[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)


@dataclass(frozen=True)
class Turn:
    """One speaker's words without a break; the speaker is "" when neither text nor editor names one."""

    speaker: str = ""
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        return _text(self.blocks)


@dataclass(frozen=True)
class Narration:
    """Nobody's words: a lede, a scene, an editor's line, a heading, a closing paragraph."""

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return _text(self.blocks)


@dataclass(frozen=True)
class Exchange:
    """A prompt and its answers.

    `continues` is true when narration cut the answer in two and this is the part after it: the prompt is then
    empty, and the anchor names the exchange that goes on (the page must not print it as an `id` again).
    """

    anchor: str
    short_title: str  # for navigation only, no part of the verbatim text
    prompt: Turn
    answers: tuple[Turn, ...] = ()
    continues: bool = False

    @property
    def prompt_text(self) -> str:
        return self.prompt.text

    @property
    def answer_text(self) -> str:
        return _text(block for turn in self.answers for block in turn.blocks)


Segment = Narration | Exchange


def segments(blocks: Iterable[Block]) -> list[Segment]:
    """The body as narration and exchanges, in the order printed.

    - "prompt" opens an exchange, so two prompts in a row are two exchanges, the first without an answer.
      "prompt-continued" belongs to the prompt directly before it; anywhere else it opens an exchange itself.
    - Unmarked and "answer" blocks after a prompt answer it, whatever their tag. Before the first prompt they
      are narration, for there is nothing to answer.
    - "narration" closes the exchange, and what is unmarked after it is narration too: an editor who marks the
      closing paragraph has marked the end. A block explicitly marked "answer" takes the same exchange up
      again: it stays where it is printed, below the narration, in an `Exchange` that `continues` the earlier
      one. Nothing is moved and nobody's words are attributed; `exchanges()` puts the parts together.
    - "short-title" directly before a prompt is that exchange's short title, anywhere else narration; so is a
      heading as printed (h2 to h4, unmarked) directly before a prompt, which else would end the answer above.
    - A role this module does not know counts as unmarked.
    """
    found: list[Segment] = []
    anchor, short_title = "", ""
    for (part, _), group in groupby(_parts(list(blocks)), key=lambda each: each[1:]):
        gathered = tuple(block for block, *_ in group)
        if part == NARRATION:
            found.append(Narration(gathered))
        elif part == SHORT_TITLE:
            short_title = gathered[0].text
        elif part == PROMPT:
            anchor = next(filter(None, (block.anchor for block in gathered)), "")
            speaker = next(filter(None, (block.speaker for block in gathered)), "")
            found.append(Exchange(anchor, short_title, Turn(speaker, gathered)))
            short_title = ""
        elif isinstance(found[-1], Exchange):
            found[-1] = replace(found[-1], answers=_turns(gathered))
        else:
            found.append(Exchange(anchor, "", Turn(), _turns(gathered), continues=True))
    return found


def exchanges(blocks: Iterable[Block]) -> list[Exchange]:
    """One whole exchange for each prompt, as data and search count them, without the narration in between."""
    whole: list[list[Exchange]] = []
    for segment in segments(blocks):
        if isinstance(segment, Exchange):
            if segment.continues:
                whole[-1].append(segment)
            else:
                whole.append([segment])
    return [replace(parts[0], answers=_turns(_answering(parts))) for parts in whole]


def part_of(found: list[Segment], anchor: str) -> list[Segment]:
    """Of the segments of a body, one exchange from its prompt to the end of its answers, with what interrupts it."""
    places = [place for place, each in enumerate(found) if isinstance(each, Exchange) and each.anchor == anchor]
    return found[places[0] : places[-1] + 1] if places else []


def _parts(blocks: list[Block]) -> Iterator[tuple[Block, str, int]]:
    """Each block, what it is taken for, and the number of the exchange it opens or goes on with."""
    leads = _leading_to_a_prompt(blocks)
    number = 0
    part = NARRATION  # of the block before
    answering = False  # do unmarked blocks answer the prompt
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.role == "short-title" and following and _may_open(following):
            part, answering = SHORT_TITLE, False
        elif block.role == "prompt" or (block.role == "prompt-continued" and part != PROMPT):
            part, answering, number = PROMPT, True, number + 1
        elif block.role == "prompt-continued":
            pass
        elif block.role in ("narration", "short-title") or not number or leads[index]:
            part, answering = NARRATION, False
        elif block.role == "answer" or answering:
            part, answering = ANSWER, True
        else:
            part = NARRATION
        yield block, part, number


def _may_open(block: Block) -> bool:
    return block.role in ("prompt", "prompt-continued")


def _leading_to_a_prompt(blocks: list[Block]) -> list[bool]:
    """Which blocks are headings with nothing but headings and a short title between them and a prompt."""
    leads = [False] * len(blocks)
    opening = False
    for index in reversed(range(len(blocks))):
        block = blocks[index]
        leads[index] = opening and block.role == "" and block.tag in HEADINGS
        opening = leads[index] or (opening and block.role == "short-title") or _may_open(block)
    return leads


def _answering(parts: list[Exchange]) -> Iterator[Block]:
    return (block for part in parts for turn in part.answers for block in turn.blocks)


def _turns(blocks: Iterable[Block]) -> tuple[Turn, ...]:
    """A named speaker other than the last begins a turn; a block without a name goes on with it."""
    turns: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if turns and block.speaker in ("", turns[-1][0]):
            turns[-1][1].append(block)
        else:
            turns.append((block.speaker, [block]))
    return tuple(Turn(speaker, tuple(said)) for speaker, said in turns)
