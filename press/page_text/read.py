"""A page read from top to bottom."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ..proposal import Proposal
from .around import take_furniture_below, take_panel
from .ends import take_ends
from .head import take_date_below, take_head, talking
from .interviewed import WITH, interviewed, narration_before_the_first_prompt
from .lines import PageParagraph, ends_sentence, of_part, paragraphs_of, visible
from .result import PANEL, STANDFIRST, UNPLACED, Line, PageText


def read_page(text: str) -> PageText:
    """Separate the parts of a page. It raises nothing, whatever the string holds; the text may be any page's."""
    printed = [(number, line) for number, line in enumerate(map(visible, text.splitlines()), 1) if line]
    paragraphs, joined = paragraphs_of(text)
    take_panel(paragraphs)
    take_furniture_below(paragraphs)
    rest = [each for each in paragraphs if not each.part]
    talk = talking(rest)
    title, rest, when = take_head(rest, talk)
    if when is None:
        when = take_date_below(rest)
    proposal, byline, note = take_ends(rest := [each for each in rest if not each.part])
    if proposal.is_interview and not of_part(paragraphs, STANDFIRST) and _is_lede(rest, proposal):
        rest[0].part = STANDFIRST
        proposal, byline, note = take_ends(rest[1:])
    standfirst = " ".join(each.short for each in of_part(paragraphs, STANDFIRST))
    ledes = [standfirst, title] + narration_before_the_first_prompt(proposal)
    speaker, office = interviewed(ledes, title, proposal)
    parts = {number: each.part for each in paragraphs for number in each.numbers}
    page = PageText(
        lines=tuple(Line(number, line, parts[number]) for number, line in printed),
        proposal=proposal,
        title=title,
        day=when and when[0],
        clock=when and when[1],
        standfirst=standfirst,
        speaker=speaker,
        office=office,
        byline=byline,
        note=note,
        language=_language(each.text for each in paragraphs if each.part not in (PANEL, UNPLACED)),
    )
    return replace(page, doubts=tuple(_doubts(page, joined)))


def _doubts(page: PageText, joined: bool) -> Iterable[str]:
    says_so = bool(WITH.match(page.standfirst) or WITH.match(page.title))
    if not page.title:
        yield "no-title"
    if page.day is None:
        yield "no-date"
    if says_so and not page.is_interview:
        yield "no-turns"
    if (page.is_interview or says_so) and not page.speaker:
        yield "no-speaker"
    if page.language == "ru" and says_so and page.speaker and page.speaker in page.standfirst:
        yield "name-case"
    if joined:
        yield "joined-lines"
    if page.unplaced:
        yield "unplaced"


def _is_lede(rest: list[PageParagraph], proposal: Proposal) -> bool:
    """Does an interview begin with a sentence or two of the editor's?"""
    first = proposal.pieces[0]
    greets = any(doubt.source == 0 for doubt in proposal.doubts)
    whole = first.role == "narration" and not first.marker and len(rest) > 1
    return whole and not greets and 0 < len(rest[0].short) <= 500 and ends_sentence(rest[0].short)


def _language(texts: Iterable[str]) -> str:
    """Russian when more letters are Cyrillic than Latin."""
    cyrillic = latin = 0
    for text in texts:
        own = len(re.findall(r"[\u0400-\u04ff]", text))
        cyrillic += own
        latin += len(re.findall(r"[A-Za-z\u00c0-\u024f]", text))
    return "ru" if cyrillic > latin else "en"
