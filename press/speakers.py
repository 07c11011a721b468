"""Who speaks: the name printed before a turn, and the one of an item's speakers that it means, or none.

The only place where such names are compared. An appearance carries the office as printed that day, so that whoever
knows the appearance knows the office too.
"""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from cstosite.shared.text import to_latin
from delegations.names import name_key

from .transcript import ANSWER, PROMPT, Exchange, Turn

# What may stand behind a name and is no part of it.
_ENDS = " :.："


class Voice(Protocol):
    """What is asked of an appearance."""

    label: str
    is_interviewer: bool


V = TypeVar("V", bound=Voice)


def resolve(label: str, role: str, voices: Iterable[V]) -> V | None:
    """The one who speaks under that label, or None; `role` ("prompt", "answer") decides where nothing is printed."""
    found = candidates(label, role, voices)
    return found[0] if len(found) == 1 else None


def candidates(label: str, role: str, voices: Iterable[V]) -> list[V]:
    """Everybody whom that label may mean: by its very letters, else as it is read, else however it is transliterated.

    A turn without a label may be of any interviewer when it asks, and of anybody else when it answers.
    """
    voices = list(voices)
    if not label.strip():
        return [voice for voice in voices if voice.is_interviewer == (role == PROMPT)]
    for alike in (str, _as_read, _as_spelt):
        if found := _having(label, voices, alike):
            return found
    return []


def name_shown(turn: Turn, role: str, voices: Iterable[Voice]) -> str:
    """The name over a turn: as the text prints it, else of the only one whose turn it can be, else ""."""
    voice = None if turn.speaker else resolve("", role, voices)
    return turn.speaker or (voice.label if voice else "")


def turns(exchanges: Iterable[Exchange]) -> Iterable[tuple[Turn, str]]:
    """Every turn of some exchanges with its role, in the order of the text."""
    for exchange in exchanges:
        yield exchange.prompt, PROMPT
        yield from ((turn, ANSWER) for turn in exchange.answers)


def _having(label: str, voices: list[V], alike: Callable[[str], str]) -> list[V]:
    key = alike(label)
    return [voice for voice in voices if alike(voice.label) == key] if key else []


def _as_read(label: str) -> str:
    """Without regard to letter case, white space, and the sign behind the name."""
    return " ".join(label.split()).rstrip(_ENDS).casefold()


def _as_spelt(label: str) -> str:
    """The key of a name, with what the key leaves out: "Speaker 1" is not "Speaker 2"; "" for mere initials."""
    key = name_key(label)
    beside = "".join(char for char in to_latin(label) if char.isalnum() and not "a" <= char <= "z")
    return f"{key} {beside}" if any(len(word) > 1 for word in key.split()) else ""
