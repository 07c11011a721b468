"""What the words of a text tell, in English and Russian: that it asks, replies, reports, or is a byline or a note."""

import re

CLOSERS = " \t\n\r\v\f\xa0\u2028\u2029\u202f\u200b\ufeff»”“\"'’)]!.…*_[0123456789"  # may stand after a question mark


def any_of(*words: str) -> str:
    """A pattern for one of the words; each string may hold several, with "|" between them."""
    return f"(?:{'|'.join(words)})"


def ends_asking(text: str) -> bool:
    """Is its last sentence a question?"""
    return text[-90:].rstrip(CLOSERS).endswith(("?", "？", "؟"))


def asks(text: str) -> bool:
    """Does it end with a question mark, or bid somebody speak?"""
    return ends_asking(text) or bool(BIDS.match(text))


def ends_sentence(text: str) -> bool:
    """Does it end as a sentence does, or a part of one?"""
    return text.rstrip(" \t\xa0»”\"'’)]").endswith((".", "!", "?", "…", ":", ";", ","))


SAID = any_of(
    "said|says|told|noted|added|stressed|emphasi[sz]ed|explained|concluded|asked|replied",
    "сказал|сообщил|отмети|отмеча|подч[её]ркн|добавил|заявил|пояснил|рассказал|заметил|уточнил",
    "напомнил|спросил|ответил|резюмировал|считает|говорит|поделил|заключил",
)
# “..., – said the chair”: speech in a report.
REPORTS = re.compile(rf"[,?!…][»”\"]?\s+[–—-]+\s+(?:\w+\s+){{0,3}}?{SAID}", re.I)

BIDS = re.compile(
    any_of("and |so |now |finally, |и |а |тогда |наконец, ")
    + "?"
    + any_of(
        "please|tell (?:us|me)|describe|explain|name (?:one|the|three)|give us|share",
        "расскаж|скаж|поясни|объясни|подел|назов|прокоммент|пожалуйста|опиши",
        "хотелось бы (?:узн|услыш)|давайте (?:перейд|погов|верн|начн)",
    ),
    re.I,
)

ADDRESSES = re.compile(
    any_of(
        r"(?:mr|mrs|ms|madam|dr|prof|professor|sir)\b|your excellency|dear ",
        r"(?:г-н|г-жа)\b|уважаем|господин|госпожа",
    ),
    re.I,
)

REPLIES = re.compile(
    any_of(
        "yes|no|yeah|of course|certainly|indeed|absolutely|thank you|thanks|well|first of all",
        r"(?:i|we)(?:['’]\w+)?",
        "да|нет|конечно|безусловно|разумеется|спасибо|благодарю|я|мы|действительно|прежде всего|во-первых",
    )
    + r"\b",
    re.I,
)

THANKS = re.compile(
    any_of(
        r"thanks?\b.{0,40}\b(?:interview|conversation|talking|your answers|your time)",
        r"(?:спасибо|благодар\w{1,4})\b.{0,40}(?:интервью|бесед|разговор|ответы)",
    ),
    re.I,
)

BEGINS_NOTE = re.compile(
    r"\W{0,3}"
    + any_of(
        "for reference|reference|background|notes? to editors|editor['’]s note|note",
        "справочно|справка|для справки|примечание|от редакции",
    )
    + r"\s*(?:[.:(–—-]|$)",
    re.I,
)

PRESS = any_of(
    r"press[ -](?:service|office|cent(?:re|er)|department)\b",
    r"пресс-(?:служб|центр|бюро)\w*(?! сообща)",
)
CAPITAL = r"(?-i:[A-ZА-ЯЁ])"
BYLINE = re.compile(
    r"\W{0,3}"
    + any_of(
        "(?:the )?interview(?:ed)?(?: was)?(?: conducted| prepared| recorded| taken)? by\\b",
        "(?:text|prepared|compiled|recorded|photos?|pictures?|story|translated|edited)(?: by\\b|:)|source:",
        rf"by {CAPITAL}[\w.]* {CAPITAL}\w+(?:,.{{0,60}})?\W*$",
        r"беседовал[аи]?\b|беседу (?:в[её]л|пров|запис)|интервью (?:в[её]л|взял|пров|запис|подгот|брал)",
        rf"(?:записал|подготовил)[аи]?:? {CAPITAL}|материал подгот",
        r"(?:текст|источник|автор):|фото\b",
        PRESS,
    )
    + rf"|.{{0,120}}\b{PRESS}\W*$",
    re.I,
)
