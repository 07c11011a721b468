"""The head of a page: the headline, printed once or twice, the date, the line under the headline."""

import re

from ..proposal import propose
from .around import is_furniture
from .dates import DATE_LIKE, When, date_of
from .ends import end_of
from .interviewed import WITH
from .lines import MARK, PageParagraph, ends_sentence, key_of, of_part
from .result import DATE, STANDFIRST, TITLE, UNPLACED

_SITE = re.compile(r"\s?[|–—·:/-]\s.{1,80}$")  # what a browser's title has after the headline


def take_head(rest: list[PageParagraph], talk: set[int]) -> tuple[str, list[PageParagraph], When | None]:
    """The headline, what follows the head, and the date with its time."""
    titles = _find_title(rest, talk)
    for i in titles:
        rest[i].part = TITLE
    when = None
    at = 0
    while at < len(rest):
        each, following = rest[at], rest[at + 1] if at + 1 < len(rest) else None
        found = date_of(each.short)
        if each.part == TITLE:
            pass
        elif found:
            each.part = DATE if when in (None, found) else UNPLACED
            when = when or found
        elif at not in talk and (DATE_LIKE.fullmatch(each.short) or is_furniture(each)):
            each.part = UNPLACED
        elif titles and _repeats(each.short, rest[titles[0]].short):
            each.part = TITLE
        elif at not in talk and not of_part(rest[:at], STANDFIRST) and _is_standfirst(each, following, titles):
            each.part = STANDFIRST
        elif titles and at < titles[-1]:
            each.part = STANDFIRST if at > titles[0] and not of_part(rest[:at], STANDFIRST) else UNPLACED
        else:
            break
        at += 1
    return rest[titles[0]].short if titles else "", rest[at:], when


def _find_title(rest: list[PageParagraph], talk: set[int]) -> list[int]:
    """Where the headline stands: printed twice near the top, or else the first line that looks like one."""
    head = rest[:12]
    could = [i for i, each in enumerate(head) if i not in talk and _could_be_title(each)]
    for i in could:
        if any(ends_sentence(each.short or ".") and not date_of(each.short) for each in head[:i]):
            break
        near = range(i + 1, min(i + 5, len(head)))
        stop = next((j for j in near if j in talk or not head[j].short), len(head))  # the text has begun
        again = [j for j in near if j < stop and _repeats(head[j].short, head[i].short)]
        if again:
            return [i, *again]
        if (j := i + 1) < len(head) and j in could and _repeats(head[i].short, head[j].short):
            return [j]  # the browser's own title stands above: the headline, a line, the name of the site
    for i, each in enumerate(head):
        if is_furniture(each) or date_of(each.short) or DATE_LIKE.fullmatch(each.short):
            continue
        if i not in could or end_of(each.short):
            return []
        dated = i + 1 < len(rest) and date_of(rest[i + 1].short)
        if each.short.endswith((".", ";", ",")) and not (dated and len(each.short) <= 160):
            return []
        following = next((j for j in range(i + 1, len(head)) if not date_of(head[j].short)), None)
        if WITH.match(each.short) and following in could and not ends_sentence(head[following].short):
            return [following]
        return [i]
    return []


def _could_be_title(each: PageParagraph) -> bool:
    text = each.short
    if not 3 <= len(text) <= 300 or len(text.split()) > 45 or text.endswith((":", ";", ",")) or MARK.match(text):
        return False
    return any(map(str.isalpha, text)) and not (date_of(text) or is_furniture(each))


def _repeats(text: str, title: str) -> bool:
    """Is it the headline again, perhaps with the site's name after it?"""
    key, own = key_of(text[:400]), key_of(title)
    return bool(own) and (
        key == own or (len(own) > 12 and key.startswith(own) and bool(_SITE.match(text[len(title) :])))
    )


def _is_standfirst(each: PageParagraph, following: PageParagraph | None, titles: list[int]) -> bool:
    """Does it say who is interviewed; or stand under the headline and be no sentence, or stand above the date?"""
    text = each.short
    if not text or end_of(text):
        return False
    if WITH.match(text):
        return True
    if not titles or following is None or len(text) > 400 or MARK.match(text):
        return False
    if date_of(following.short):
        return True
    return not ends_sentence(text) and not text.endswith(",") and len(text.split()) >= 4 and len(text) <= 300


def take_date_below(rest: list[PageParagraph]) -> When | None:
    """Some pages print the date under the text."""
    for each in rest[-3:]:
        if found := date_of(each.short):
            each.part = DATE
            return found
    return None


def talking(rest: list[PageParagraph]) -> set[int]:
    """The paragraphs that open or go on with a turn: none of them is a headline."""
    return {
        piece.source
        for piece in propose([each.text for each in rest]).pieces
        if piece.role in ("prompt", "prompt-continued", "answer") and (piece.marker or piece.role != "answer")
    }
