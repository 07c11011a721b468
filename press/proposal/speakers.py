"""What a speaker's label at the beginning of a line looks like: "Q:", "Vera Lind:", "Corr. –", "VERA LIND"."""

import re
from typing import NamedTuple

from .signs import D, S

# "Question 2.", "В: –"; a single letter is a capital, and no initial ("В. О. Lind").
QUESTION, ANSWER = "Q|В|(?i:question|вопрос)", "A|О|(?i:answer|ответ)"
END = rf"[{S}]? (?: [.:] (?!\w*[.:]) | [{S}][{D}] (?=[{S}]) ) [{S}]* (?:[{D}]+[{S}]*)?"
Q_OR_A = re.compile(rf"(?: ({QUESTION}) | (?:{ANSWER}) ) (?: [{S}]? (?:№[{S}]?|\#)? \d{{1,3}} )? {END}", re.VERBOSE)
AFTER_COLON = re.compile(rf"[{S}]*(?:[{D}]{{1,2}}[{S}]*)?")
BEFORE_DASH = re.compile(rf"([^\n:{D}]{{1,60}}?)[{S}]+[{D}][{S}]+")
ASKERS = frozenset(
    "interviewer correspondent corr journalist reporter host moderator presenter editor "  # noqa: SIM905
    "корреспондент корр журналист журналистка ведущий ведущая модератор интервьюер редакция".split()
)
LONGEST = 80


class Label(NamedTuple):
    """The name as printed, where the label ends, and what it says of who asks."""

    name: str
    end: int
    kind: str  # "q" and "a" say what they are, "asks" is an asking office, "name"

    @property
    def key(self) -> str:
        """What is the same in "Vera Lind", "V. Lind", "Lind" and "LIND (Examplia)"."""
        if self.kind in ("q", "a"):
            return self.kind
        words = self.name.partition("(")[0].casefold().split()
        return ([word for word in words if not word.endswith(".")] or words)[-1]


def find_label(text: str, start: int = 0) -> Label | None:
    """The label that stands in the text from `start` on."""
    head = text[start : start + LONGEST].replace("：", ":")
    name, colon, _ = head.partition(":")
    name = name.strip().strip("[]")
    if colon and (kind := _kind(name)):
        return Label(name, start + AFTER_COLON.match(head, head.index(":") + 1).end(), kind)
    if match := Q_OR_A.match(head):
        return Label("", start + match.end(), "q" if match[1] else "a")
    if (match := BEFORE_DASH.match(head)) and (kind := _kind(match[1].strip())):
        return Label(match[1].strip(), start + match.end(), kind)
    alone = head.strip()
    if len(head) < LONGEST and not alone.endswith(".") and _kind(alone):
        return Label(alone, start + len(head.rstrip()), "name")
    return None


def _kind(name: str) -> str:
    """An asking office, up to four words that look like a name, or nothing."""
    words = name.partition("(")[0].split()
    if not 1 <= len(words) <= 4 or Q_OR_A.fullmatch(name + ":"):
        return ""
    if not ASKERS.isdisjoint(word.casefold().strip(".") for word in (words[0], words[-1])):
        return "asks"
    named = words[0][0].isupper() and words[-1][0].isupper()
    return "name" if named and all(c.isalpha() or c in "-'’." for word in words for c in word) else ""
