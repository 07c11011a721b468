"""What stands around the text of a page and is no part of the item: the panel of delegations, the frame of the site."""

import re

from .dates import date_of
from .lines import PageParagraph, ends_sentence, key_of
from .result import PANEL, UNPLACED

_ABOUT_DELEGATIONS = re.compile(
    r"(?:the )?delegation of .{1,400}\b(?:consists? of|is composed of|includes)\b|"
    r"plenipotentiary representatives? of .{1,400}:|(?:official )?web ?sites? of .{1,400}:|"
    r"делегация .{1,400}\b(?:состоит из|в составе)\b|в состав делегации .{1,400}\bвход[яи]т|"
    r"полномочн\w+ представител\w+ .{1,400}(?::| [–—-] )|"
    r"(?:официальн\w+ )?(?:веб-)?сайт\w* .{1,400}:.{0,3}\b(?:https?:|www\.)",
    re.I,
)
_INSIDE_PANEL = re.compile(
    r"\W{0,3}\d{1,3} (?:deput|member|senator|депутат|член|сенатор)|https?://\S+$|www\.\S+$", re.I
)
_ABOVE_PANEL = re.compile(
    r"(?:(?:the )?(?:national |parliamentary )?delegations|(?:парламентские )?делегации)\W*$", re.I
)

_FURNITURE = re.compile(
    r"(?:(?:home|main)(?: page)?|(?:all |latest )?news|press|press cent(?:re|er)|media|events|interviews?|"
    r"press releases?|statements?|print(?:able)?(?: version)?|share(?: this)?(?: page)?|tweet|subscribe|"
    r"back(?: to (?:the )?(?:list|news|top|index))?|next|previous|read more|rss|"
    r"menu|search|eng?|rus?|english|russian|comments|top|"
    r"главная(?: страница)?|(?:все )?новости|пресс центр|сми|события|интервью|пресс релизы?|заявления?|"
    r"версия для печати|распечатать|печать|поделиться|далее|читать далее|меню|"
    r"(?:вернуться )?назад|(?:назад|вернуться) к (?:списку|новостям).{0,20}|"
    r"поиск|комментарии|наверх|русский)",
    re.I,
)
_CRUMBS = re.compile(
    r"(?:home|main|news|главная|новости)(?: page| страница)?(?:\s?[/»>→|›·\\]| [–-] )|(?:copyright )?(?:©|\(c\) \d)|"
    r"(?:views|просмотр\w*):? \d|(?:tags?|теги|метки|рубрика|category):|https?://\S+$",
    re.I,
)


def is_furniture(each: PageParagraph) -> bool:
    """Is it the frame of a site: a menu's word, a button, the way to the page, a copyright line?"""
    text = each.short
    return 0 < len(text) <= 160 and bool(_FURNITURE.fullmatch(key_of(text)) or _CRUMBS.match(text) or not key_of(text))


def take_panel(paragraphs: list[PageParagraph]) -> None:
    """The lines about delegations, where they stand together above the text or below it."""
    for run in (paragraphs, paragraphs[::-1]):
        start = next((i for i, each in enumerate(run[:8]) if _is_panel(each)), None)
        if start is None or run[start].part or any(_is_text(each) for each in run[:start]):
            continue
        end, skipped = start + 1, 0
        for i in range(start + 1, len(run)):
            if _is_panel(run[i]) or (skipped == 0 and _INSIDE_PANEL.match(run[i].short)):
                end, skipped = i + 1, 0
            elif skipped == 2 or not 0 < len(run[i].short) <= 60 or date_of(run[i].short):
                break
            else:
                skipped += 1
        if (start or run is not paragraphs) and sum(map(_is_panel, run[start:end])) < 2:
            continue
        near = range(start) if run is paragraphs else range(end, min(end + 3, len(run)))
        headings = [i for i in near if _ABOVE_PANEL.match(run[i].short)]
        for each in run[min([start, *headings]) : max([end, *(i + 1 for i in headings)])]:
            each.part = PANEL


def _is_text(each: PageParagraph) -> bool:
    return bool(each.part or ends_sentence(each.short or ".") or date_of(each.short))


def _is_panel(each: PageParagraph) -> bool:
    return bool(_ABOUT_DELEGATIONS.match(each.short))


def take_furniture_below(paragraphs: list[PageParagraph]) -> None:
    """The frame of the site, as far as it stands below all text."""
    below = [each for each in paragraphs if not each.part]
    for each in reversed(below[1:]):
        if not is_furniture(each):
            break
        each.part = UNPLACED
