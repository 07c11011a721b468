"""An exchange quoted: whose words, in which office, and the sentence that says where they stand."""

from dataclasses import dataclass

from . import speakers
from .transcript import ANSWER, Exchange, Turn

# What stands for words left out; an ellipsis of the speaker's own has no brackets.
LEFT_OUT = "[…]"


@dataclass(frozen=True)
class Quote:
    """Words of one speaker, in one line, and who says them: name and office as printed that day, or ""."""

    words: str
    who: str


def attribution(turn: Turn, role: str, voices) -> str:
    """Name and office of whoever speaks, as the item prints them; "" where nobody can be told."""
    name = speakers.name_shown(turn, role, voices)
    voice = speakers.resolve(turn.speaker, role, voices)
    return ", ".join(filter(None, [name, voice.office if voice and name else ""]))


def office(turn: Turn, role: str, voices) -> str:
    """The office of whoever speaks, as printed that day; "" where none is."""
    voice = speakers.resolve(turn.speaker, role, voices)
    return voice.office if voice else ""


def quote_of(exchange: Exchange, voices) -> Quote | None:
    """The first paragraph of the answer, marked where it goes on; None when nothing was answered."""
    if not exchange.answers:
        return None
    first, *others = [block for turn in exchange.answers for block in turn.blocks]
    words = in_one_line(first.text) + (f" {LEFT_OUT}" if others else "")
    return Quote(words, attribution(exchange.answers[0], ANSWER, voices))


def names(exchange: Exchange, voices) -> list[str]:
    """The names over the answers, each once, in the order of the text."""
    shown = (speakers.name_shown(turn, ANSWER, voices) for turn in exchange.answers)
    return list(dict.fromkeys(filter(None, shown)))


def in_one_line(text: str) -> str:
    """The text without line breaks and soft hyphens."""
    return " ".join(text.replace("\u00ad", "").split())
