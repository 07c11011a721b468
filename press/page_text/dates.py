"""The day a printed line consists of, in English and Russian."""

import re
from datetime import date, time

When = tuple[date, time | None]

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan января январь янв",
            "february feb февраля февраль фев",
            "march mar марта март мар",
            "april apr апреля апрель апр",
            "may мая май",
            "june jun июня июнь июн",
            "july jul июля июль июл",
            "august aug августа август авг",
            "september sep sept сентября сентябрь сен сент",
            "october oct октября октябрь окт",
            "november nov ноября ноябрь ноя нояб",
            "december dec декабря декабрь дек",
        ],
        1,
    )
    for name in names.split()
}
_BEFORE = (
    r"(?:(?:date|published|posted|дата(?: публикации)?|опубликовано|размещено)(?: on)?\s?:?\s)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? |"
    r"(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье),? )?(?-i:[A-ZА-ЯЁ][\w-]{1,30}, )?"
)
_AFTER = (
    r"(?: ?(?:года|год|г)\b\.?)?(?:(?:,| [–—|-])? ?(?:at |в |t)?(\d{1,2})[:.](\d\d)(?::\d\d)?(?: ?(?:msk|мск))?)?\.?"
)
_DAY_MONTH = re.compile(
    rf"{_BEFORE}(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ([a-zа-яё]{{3,9}})\.?,? (\d{{4}}){_AFTER}", re.I
)
_MONTH_DAY = re.compile(rf"{_BEFORE}([a-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_AFTER}", re.I)
_DOTTED = re.compile(rf"{_BEFORE}(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_AFTER}", re.I)
_SLASHED = re.compile(rf"{_BEFORE}(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){_AFTER}", re.I)
_ISO = re.compile(rf"{_BEFORE}(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_AFTER}", re.I)
# A date that is none, that has two readings, or that is of a change.
DATE_LIKE = re.compile(
    r"(?:\w+(?: on)?: ?)?(?:\d{1,2}[./-]\d{1,2}[./-](?:\d\d|\d{4})|\d{4}[./-]\d{1,2}[./-]\d{1,2})[\d:., ]{0,12}|"
    r"(?:(?:last )?(?:updated|modified|changed)|обновлено|изменено)(?: on)?:? .{0,20}\d{4}.{0,20}|"
    r"\d{1,2} [a-zа-яё]{3,9} \d{4}.{0,12}|[a-z]{3,9} \d{1,2}, \d{4}.{0,12}",
    re.I,
)


def date_of(text: str) -> When | None:
    """The day a line consists of, and the time when the line has one."""
    if not 8 <= len(text) <= 80:
        return None
    if match := _DAY_MONTH.fullmatch(text):
        day, month, year = match[1], _MONTHS.get(match[2].casefold(), 0), match[3]
    elif match := _MONTH_DAY.fullmatch(text):
        day, month, year = match[2], _MONTHS.get(match[1].casefold(), 0), match[3]
    elif match := _DOTTED.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    elif match := _SLASHED.fullmatch(text):
        day, month = sorted((int(match[1]), int(match[2])), reverse=True)
        if month > 12 or 12 >= day != month:
            return None  # either could be the month
        year = match[3]
    elif match := _ISO.fullmatch(text):
        day, month, year = match[3], match[2], match[1]
    else:
        return None
    try:
        found = date(int(year), int(month), int(day))
        clock = time(int(match[4]), int(match[5])) if match[4] else None
    except ValueError:
        return None
    return (found, clock) if 1900 <= found.year <= 2100 else None
