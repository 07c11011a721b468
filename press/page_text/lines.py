"""A page's printed lines and the paragraphs they make."""

import re
import unicodedata
from dataclasses import dataclass, field

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u200e\u200f"))  # nothing is said by them
_BLANK = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u200c\u200d\xad" + "".join(
    map(chr, range(0x2000, 0x200B))
)
# What a turn, an item of a list or a line with a label begins with.
MARK = re.compile(r"[-•·*]\s|[‐-―−]|(?:№\s?)?\d{1,3}[.)]\s|[QAВО]:\s")
_LABEL = re.compile(r"\w{1,30}:\s")


def visible(line: str) -> str:
    """The line without invisible characters and outer white space; "" when it shows nothing."""
    return line.translate(_INVISIBLE).strip(_BLANK)


def plain(text: str) -> str:
    """The text on one line with ordinary spaces and without soft hyphens."""
    return " ".join(visible(text).replace("\xad", "").split())


def normalised(text: str) -> str:
    """What is the same in two copies of one page: composed letters, plain spaces, no blank lines."""
    lines = (plain(unicodedata.normalize("NFC", line)) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


@dataclass
class PageParagraph:
    """One paragraph; lines that only a narrow column broke are joined in it."""

    text: str
    numbers: list[int]
    part: str = ""
    short: str = field(init=False)  # on one line without typographic spaces, for the patterns; "" when it is long

    def __post_init__(self) -> None:
        self.short = plain(self.text) if len(self.text) <= 600 else ""


def paragraphs_of(text: str) -> tuple[list[PageParagraph], bool]:
    """The paragraphs: a line each, unless a column of equal width broke the text; and whether it did."""
    lines = list(enumerate(map(visible, text.splitlines()), 1))
    pairs = [(a, b) for (_, a), (_, b) in zip(lines, lines[1:], strict=False) if a and b]
    open_ended = [len(a) for a, _ in pairs if not ends_sentence(a)]
    width = max(open_ended, default=0)
    broken = sum(not ends_sentence(a) and _is_full(a, b, width) for a, b in pairs)
    joins = 40 <= width <= 120 and broken >= 3 and broken * 2 >= len(pairs)
    gathered: list[tuple[list[str], list[int]]] = []
    before = ""
    for number, line in lines:
        goes_on = joins and before and line and (_is_full(before, line, width) or _is_divided(before, line))
        if goes_on and not (ends_sentence(before) and (MARK.match(line) or _LABEL.match(line))):
            gathered[-1][0].append(line)
            gathered[-1][1].append(number)
        elif line:
            gathered.append(([line], [number]))
        before = line
    return [PageParagraph(_rejoined(texts), numbers) for texts, numbers in gathered], joins


def _is_full(line: str, following: str, width: int) -> bool:
    """Would the next line's first word not have fitted on this one?"""
    return len(line) <= 120 and len(line) + 1 + len(following[:121].split(None, 1)[0]) > width


def _is_divided(line: str, following: str) -> bool:
    return line.endswith("-") and line[-2:-1].isalpha() and following[:1].islower()


def _rejoined(texts: list[str]) -> str:
    """A word divided at a hyphen keeps the hyphen: whether it belongs to the word cannot be known."""
    joined = [texts[0]]
    for before, text in zip(texts, texts[1:], strict=False):
        joined += [text] if _is_divided(before, text) else [" ", text]
    return "".join(joined)


def ends_sentence(text: str) -> bool:
    """Does it end as a sentence does, or lead to something?"""
    return text.rstrip("»”\"'’)] ").endswith((".", "!", "?", "…", ":", ";"))


def of_part(paragraphs: list[PageParagraph], part: str) -> list[PageParagraph]:
    """Those that were found to be one part."""
    return [each for each in paragraphs if each.part == part]


def key_of(text: str) -> str:
    """What is the same in two printings of one headline: the quotation marks, dashes and capitals may differ."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return re.sub(r"[\W_]+", " ", folded).strip()
