"""Pasted paragraphs to proposed roles, with an account of every character.

It proposes and a person confirms. What the marks in the text do not decide is said in a doubt, and a text
whose marks do not make an interview is handed back as it came. Alternating by parity is not enough: two
prompts or two answers in a row are found by weighing what each turn looks like against its neighbours.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

PROMPT, CONTINUED, ANSWER, NARRATION = "prompt", "prompt-continued", "answer", "narration"

# What could not be known, for a person to decide; the sentences are constants, to be translated.
DOUBTS = {
    "no-marks": "Nothing in this text marks who speaks, so it was left as it is.",
    "unmarked-questions": "Questions stand here without a mark; set the roles by hand if it is an interview.",
    "undecided-marks": "The dashes, labels or numbers do not show who asks, so nothing was changed.",
    "quoted-speech": "The dashes look like quoted speech in a report, not like the turns of an interview.",
    "who-asks": "Speakers are named, but it could not be seen which of them asks.",
    "statement-prompt": "Taken as a prompt by its place only: it does not ask anything.",
    "unsure-turn": "This could be a prompt or an answer.",
    "two-prompts": "Two prompts stand in a row here: is an answer missing?",
    "two-answers": "Two answers stand in a row here: is the second one a prompt?",
    "unmarked-prompt": "Taken as a prompt although it carries no mark: it asks, and an answer follows.",
    "unmarked-answer": "Taken as the answer although it carries no mark.",
    "question-in-answer": "This question without a mark could belong to the prompt or to the answer.",
    "dash-inside": "Does an answer begin at the dash inside this paragraph? It was not cut.",
    "cut-inside": "This paragraph was cut at a dash, as a question and its answer.",
    "list-or-turns": "Taken as the items of a list, not as turns.",
    "label-once": "Is this a speaker's name? It stands here only once, so it was left in the text.",
    "answer-first": "Somebody speaks here before the first prompt; taken as narration.",
    "after-separator": "This follows a dividing line; taken as narration.",
    "note-inside": "A note stands between the turns; only this part of the text was taken as the note.",
    "aside": "This stands in brackets: an editor's remark, or part of the answer?",
    "mark-after-end": "A mark stands after the byline or in the note; it was not taken as a turn.",
    "closing-line": "Taken as a closing line, not as a part of the last answer.",
}


class Paragraph(NamedTuple):
    """One pasted paragraph; `strong` when the whole of it is bold."""

    text: str
    tag: str = "p"
    strong: bool = False


class Doubt(NamedTuple):
    """What could not be known, and at which paragraph; None means the whole text."""

    code: str
    source: int | None = None

    @property
    def message(self) -> str:
        return DOUBTS[self.code]


class Piece(NamedTuple):
    """A part of one source paragraph, from `start` to `end`: its marker, then its text, nothing left out.

    White space around a mark, and a line break a paragraph is cut at, belong to the marker. Roles are
    "prompt", "prompt-continued", "answer", "narration", "byline" and "note"; "" is a blank paragraph, a mark
    that stands alone, or a text about which nothing was decided.
    """

    source: int
    start: int
    end: int
    marker: str
    text: str
    role: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Proposal:
    """The pieces in order, whether they make an interview, and what a person should look at."""

    paragraphs: tuple[Paragraph, ...]
    pieces: tuple[Piece, ...]
    is_interview: bool = False
    doubts: tuple[Doubt, ...] = ()
    marked_by: str = ""  # "labels", "dashes", "items", "numbers", "weight", or "" when nothing was decided

    @property
    def unaccounted(self) -> int:
        """Characters of the source that are in no piece, or in one that does not say the same; always 0."""
        reached, kept = [0] * len(self.paragraphs), 0
        for piece in self.pieces:
            same = self.paragraphs[piece.source].text[piece.start : piece.end] == piece.marker + piece.text
            if same and piece.start == reached[piece.source]:
                kept += piece.end - piece.start
                reached[piece.source] = piece.end
        return sum(len(paragraph.text) for paragraph in self.paragraphs) - kept


REASONS = ("quoted-speech", "who-asks")  # doubts that say why a reading failed
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# --- What the marks look like. Every pattern is anchored or bounded: no text takes more than linear time.

D = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"  # hyphens, dashes, the minus
S = "\\s\u00ad\u200b-\u200d\u2060\ufeff"  # white space, and what a word processor leaves that cannot be seen
CLOSERS = " \t\n\r\v\f\xa0\u2028\u2029\u202f\u200b\ufeff»”“\"'’)]!.…*_"
LINE = re.compile(rf"[\n\r\v\f\x85\u2028\u2029][{S}]*")
LEAD = re.compile(rf"[{S}]*")
DASH = re.compile(rf"[{D}]{{1,3}}(?![{D}\d])[{S}]*")
NUMBER = re.compile(
    rf"(?:(?:№|No\.?|#)[{S}]?)?(\d{{1,3}})[{S}]?([.):])(?!\d)[{S}]*|"  # 1. 1) № 1.
    rf"№[{S}]?(\d{{1,3}})[{S}]+"  # № 1
)
BULLET = re.compile(rf"[•·▪◦●∙‣*][{S}]+")
CLOCK = re.compile(rf"[\[(]?\d{{1,2}}:\d\d(?::\d\d)?[\])]?[{S}]+")  # [00:12], of a machine's transcript
GENERIC = re.compile(
    rf"(?i:(q|question|вопрос|в)|(a|answer|ответ|о))(?:[{S}]?(?:№[{S}]?|#)?(\d{{1,3}}))?"
    rf"(?:[{S}]?([.:)])(?!\w*[.:])|[{S}][{D}](?=[{S}]))[{S}]*(?:[{D}]+[{S}]*)?"
)
AFTER_LABEL = re.compile(rf"[:：][{S}]*(?:[{D}]{{1,2}}[{S}]*)?")
DASHED_NAME = re.compile(rf"([^\n:{D}]{{1,60}}?)[{S}]+[{D}][{S}]+")
SENTENCE = re.compile(rf"[.!?…][»”\"')\]]*[{S}]{{1,9}}")
INLINE = re.compile(rf"[.!?…][»”\"'’)\]]*[{S}]{{1,9}}(?=[{D}]{{1,2}}[{S}])")


# --- What the words look like.


def _any(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


PRESS = r"press[ -](?:service|office|centre|center|department)\b"
PRESS_RU = r"пресс-(?:служб|центр|бюро)\w*"
CAPITAL = r"(?-i:[A-ZА-ЯЁ])"
SAID = _any(
    "said|says|told|noted|added|stressed|emphasi[sz]ed|explained|concluded|asked|replied",
    "сказал|сообщил|отмети|отмеча|подч[её]ркн|добавил|заявил|пояснил|рассказал|заметил|уточнил",
    "напомнил|спросил|ответил|резюмировал|считает|говорит|поделил|заключил",
)
ATTRIBUTION = re.compile(rf"[,?!…][»”\"]?[{S}]+[{D}]+[{S}]+(?:\w+[{S}]+){{0,3}}?{SAID}", re.I)
IMPERATIVE = re.compile(
    _any("and |so |now |finally, |и |а |тогда |наконец, ")
    + "?"
    + _any(
        "please|tell (?:us|me)|describe|explain|name (?:one|the|three)|give us|share",
        "расскаж|скаж|поясни|объясни|подел|назов|прокоммент|пожалуйста|опиши",
        "хотелось бы (?:узн|услыш)|давайте (?:перейд|погов|верн|начн)",
    ),
    re.I,
)
ADDRESS = re.compile(
    r"(?i:(?:mr|mrs|ms|madam|dr|prof|professor|sir|г-н|г-жа)\b|your excellency|dear |"
    r"уважаем|господин|госпожа)"
    r"|[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна|ична|глы|кызы),"
)
REPLY = re.compile(
    _any(
        "yes|no|yeah|of course|certainly|indeed|absolutely|thank you|thanks|well|first of all",
        r"(?:i|we)(?:['’]\w+)?",
        "да|нет|конечно|безусловно|разумеется|спасибо|благодарю|я|мы|действительно|прежде всего|во-первых",
    )
    + r"\b",
    re.I,
)
THANKS = re.compile(
    r"thanks?\b.{0,40}\b(?:interview|conversation|talking|your answers|your time)"
    r"|(?:спасибо|благодар\w{1,4})\b.{0,40}(?:интервью|бесед|разговор|ответы)",
    re.I,
)
NOTE = re.compile(
    r"\W{0,3}(?:for reference|reference|background|notes? to editors|editor['’]s note|note|справочно|справка|"
    rf"для справки|примечание|от редакции)[{S}]*(?:[.:({D}]|$)",
    re.I,
)
BYLINE = re.compile(
    r"\W{0,3}(?:"
    r"(?:the )?interview(?:ed)?(?: was)?(?: conducted| prepared| recorded| taken)? by\b|"
    r"(?:text|prepared|compiled|recorded|photos?|pictures?|story|translated|edited)(?: by\b|:)|source:|"
    rf"by {CAPITAL}[\w.]* {CAPITAL}\w+(?:,.{{0,60}})?\W*$|"
    r"беседовал[аи]?\b|беседу (?:в[её]л|пров|запис)|интервью (?:в[её]л|взял|пров|запис|подгот|брал)|"
    rf"(?:записал|подготовил)[аи]?:? {CAPITAL}|материал подгот|текст:|фото\b|источник:|автор:|"
    rf"{PRESS}|{PRESS_RU} (?!сообща))"
    rf"|.{{0,120}}\b(?:{PRESS}|{PRESS_RU})\W*$",
    re.I,
)
ASKERS = frozenset(
    "interviewer correspondent corr journalist reporter host moderator presenter editor "  # noqa: SIM905
    "корреспондент корр журналист журналистка ведущий ведущая модератор интервьюер редакция".split()
)
PARTICLES = frozenset(
    "de da del di der van von bin ben ibn al el la le и and де фон бен ибн оглы кызы".split()  # noqa: SIM905
)
NO_SPEAKERS = frozenset(
    "photo photos picture source text note phone tel email e-mail website site address date "  # noqa: SIM905
    "place time title theme фото источник текст примечание справка справочно тел телефон сайт "
    "адрес дата место время тема".split()
)


class Line(NamedTuple):
    """A printed line of a paragraph, the marks it begins with, and how it is set."""

    source: int
    start: int
    body: int  # where its first visible character stands: what is before it is white space
    end: int
    raw: str  # from `body` to `end`
    tag: str
    strong: bool
    dash: int = 0  # length of the dash it begins with, white space and a clock time before it included
    bullet: int = 0
    number: int = 0
    number_end: int = 0
    number_style: str = ""
    label: str = ""
    label_end: int = 0
    words: str = ""  # what is left without a dash, a bullet or a number
    ends_asking: bool = False
    asks: bool = False  # ends with a question mark, or bids somebody speak
    label_kind: str = ""  # "q" and "a" say what they are, "asks" is an asking office, "name"

    @property
    def is_ornament(self) -> bool:
        """A dividing line: no letter and no figure in it, and no silence ("– …") either."""
        return not any(map(str.isalnum, self.raw)) and (not self.dash or not self.words.strip())


class Turn(NamedTuple):
    role: str  # PROMPT, ANSWER, or "" for a mark whose words stand on the next line
    taken: int = 0  # how much of the line is its mark
    speaker: str = ""


UNMARKED = Turn("")


@dataclass
class Reading:
    """One way to read the text: which lines open a turn, by one kind of mark."""

    marked_by: str
    lines: list[Line]
    turns: dict[int, Turn] = field(default_factory=dict)
    doubts: list[tuple[str, int]] = field(default_factory=list)  # code, index of the line

    def doubt(self, code: str, index: int) -> None:
        self.doubts.append((code, index))

    @property
    def asking(self) -> int:
        """How many of its prompts ask: the best reading explains the most questions."""
        return sum(turn.role == PROMPT and self.lines[i].asks for i, turn in self.turns.items())


def propose(paragraphs: Sequence[Paragraph | str]) -> Proposal:
    """Propose a role for every part of a pasted text, and say what could not be known.

    When the marks do not make an interview every paragraph comes back whole, with role "" (nothing was
    decided) and a doubt that says why. It raises nothing, whatever the strings hold, and takes linear time.
    """
    given = tuple(Paragraph(each) if isinstance(each, str) else Paragraph(*each) for each in paragraphs)
    lines = list(_lines(given))
    stop = _end_of_talk(lines)
    readings = [read(lines[:stop]) for read in (_by_labels, _by_dashes, _by_items, _by_numbers, _by_weight)]
    best = max(readings, key=lambda reading: reading.asking)
    if not best.asking:
        pieces = tuple(Piece(i, 0, len(each.text), "", each.text) for i, each in enumerate(given))
        return Proposal(given, pieces, doubts=_why_not(lines, readings))
    best.lines += lines[stop:]
    roles = _settle(best, len(best.lines) - len(lines[stop:]))
    doubts = dict.fromkeys(Doubt(code, best.lines[i].source) for code, i in best.doubts if code not in REASONS)
    ordered = tuple(sorted(doubts, key=lambda doubt: doubt.source))
    return Proposal(given, tuple(_pieces(given, best, roles)), True, ordered, best.marked_by)


def _why_not(lines: list[Line], readings: list[Reading]) -> tuple[Doubt, ...]:
    reasons = [code for reading in readings for code, _ in reading.doubts if code in REASONS]
    dashes, items = sum(line.dash > 0 for line in lines), Counter(line.label for line in lines if line.label)
    dashes = max(dashes, sum(line.number > 0 for line in lines))
    if not reasons and (dashes > 1 or any(count > 1 for count in items.values())):
        reasons.append("undecided-marks")
    found = [Doubt(code) for code in dict.fromkeys(reasons or ["no-marks"])]
    asking = [line.source for line in lines if line.ends_asking]
    return (*found, Doubt("unmarked-questions", asking[0])) if len(asking) > 1 else tuple(found)


# --- Reading lines and their marks.


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    """The lines that show anything, in order."""
    for source, (text, tag, strong) in enumerate(paragraphs):
        starts = [0, *(match.start() for match in LINE.finditer(text))]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            body = LEAD.match(text, start, end).end()
            if body < end:
                yield _line(source, start, body, end, text[body:end], tag, strong)


def _line(source: int, start: int, body: int, end: int, raw: str, tag: str, strong: bool) -> Line:
    clock = match.end() if (raw[0] in "[(" or raw[0].isdigit()) and (match := CLOCK.match(raw)) else 0
    dash = match.end() if (match := DASH.match(raw, clock)) else 0
    bullet = 0 if dash or raw[0].isalnum() or not (match := BULLET.match(raw)) else match.end()
    number, number_end, style = 0, 0, ""
    if not dash and (match := NUMBER.match(raw, clock)):
        number, number_end, style = int(match[1] or match[3]), match.end(), match[2] or "№"
    begin = dash or clock
    label, label_end, kind = _label(raw[begin : begin + 80]) or ("", 0, "")
    words = raw[max(dash, bullet, number_end) :]
    ends_asking = _ends_asking(words)
    return Line(
        source,
        start,
        body,
        end,
        raw,
        tag,
        strong,
        dash,
        bullet,
        number,
        number_end,
        style,
        label,
        begin + label_end if kind else 0,
        words,
        ends_asking,
        ends_asking or bool(IMPERATIVE.match(words)),
        kind,
    )


def _label(head: str) -> tuple[str, int, str] | None:
    """The speaker's label a line begins with: the name, where it ends, and what it says of who asks."""
    colon = head.replace("：", ":").find(":")
    name = head[: max(colon, 0)].strip()
    if name and head[colon + 1 : colon + 2] not in ("/", "\\") and not head[colon + 1 : colon + 2].isdigit():
        kind = _kind_of_label(name.strip("[]"))
        if kind:
            return name.strip("[]"), AFTER_LABEL.match(head, colon).end(), kind
    match = GENERIC.match(head)
    if match and (match[4] == ":" or head[0].isupper()) and (match[3] or match[4] != ")"):
        word = match[1] or match[2]
        if len(word) > 1 or (word.isupper() and match[4]):
            return word, match.end(), "q" if match[1] else "a"
    if (match := DASHED_NAME.match(head)) and (kind := _kind_of_label(match[1].strip())):
        return match[1].strip(), match.end(), kind
    alone = head.strip()
    if len(head) < 80 and (alone.isupper() or " " in alone) and alone[-1] != "." and _kind_of_label(alone):
        return alone, len(head.rstrip()), "name"
    return None


def _kind_of_label(name: str) -> str:
    core = name.partition("(")[0].strip() if name.endswith(")") else name
    words = core.split()
    folded = [word.casefold().strip(".") for word in words]
    if not 1 <= len(words) <= 4 or folded[0] in NO_SPEAKERS or len(core) > 60:
        return ""
    if GENERIC.fullmatch(core + ":"):
        return ""
    named = all(
        word.casefold() in PARTICLES
        or (
            word[0].isupper()
            and all(c.isalpha() or c in "-'’." for c in word)
            and word.find(".") in (-1, 1, 2, 3, len(word) - 1)
        )
        for word in words
    )
    if folded[-1] in ASKERS or (folded[0] in ASKERS and words[-1][0].islower()):
        return "asks"
    return "name" if named and words[0][0].isupper() else ""


def _ends_asking(text: str) -> bool:
    return text[-90:].rstrip(CLOSERS + "[0123456789").endswith(("?", "？", "؟", "⁇", "⁈", "⁉"))


def _asks(text: str) -> bool:
    return _ends_asking(text) or bool(IMPERATIVE.match(text))


def _ends_sentence(text: str) -> bool:
    return text.rstrip(" \t\xa0»”\"'’)]").endswith((".", "!", "?", "…", ":", ";", ","))


def _end_of_talk(lines: list[Line]) -> int:
    """Where the byline or the note begins that no question follows: no dash is a turn any more."""
    asking = [
        i
        for i, line in enumerate(lines)
        if line.ends_asking or ("?" in line.raw and (line.dash or line.label or line.number))
    ]
    for i in range(asking[-1] + 1 if asking else len(lines), len(lines)):
        if _is_note(lines[i]) or _is_byline(lines[i]):
            return i
    return len(lines)


def _is_note(line: Line) -> bool:
    return not line.dash and bool(NOTE.match(line.raw))


def _is_byline(line: Line) -> bool:
    return not line.dash and len(line.raw) <= 160 and not line.ends_asking and bool(BYLINE.match(line.raw))


# --- Five ways to read the turns.


def _by_dashes(lines: list[Line]) -> Reading:
    reading = Reading("dashes", _cut_at_dashes(lines))
    reading.doubts = [("cut-inside", i - 1) for i, line in enumerate(reading.lines) if i and _was_cut(reading.lines, i)]
    reading.doubts += [("dash-inside", i) for i, line in enumerate(reading.lines) if line.dash and _cuts(line)]
    _alternate(reading, [i for i, line in enumerate(reading.lines) if line.dash and not line.is_ornament])
    return reading


def _by_items(lines: list[Line]) -> Reading:
    """A word processor may have made list items of the dashes or numbers."""
    reading = Reading("items", list(lines))
    items = [i for i, line in enumerate(lines) if (line.tag == "li" or line.bullet) and not line.dash]
    if sum(lines[i].asks for i in items) * 3 >= len(items) > 1:
        _alternate(reading, items)
    return reading


def _alternate(reading: Reading, marked: list[int]) -> None:
    """Prompt or answer, for marks that look the same on both: the cheapest path through all turns.

    A turn costs by how unlike its role it looks, two of a role in a row cost more than taking turns. Where
    the other role would have been almost as cheap, there is a doubt.
    """
    lines = reading.lines
    marked = _without_list_items(reading, marked)
    if len(marked) < 2:
        return
    if sum(bool(ATTRIBUTION.search(lines[i].raw)) for i in marked) * 2 >= len(marked):
        reading.doubt("quoted-speech", marked[0])
        return
    ends = [*marked[1:], len(lines)]
    gaps = [end - i - 1 for i, end in zip(marked, ends, strict=True)]  # unmarked lines after each
    asks = [lines[i].asks for i in marked]
    led = [i > 0 and i - 1 not in marked[max(k - 1, 0) : k] and _leads(lines[i - 1]) for k, i in enumerate(marked)]
    lead_in = [
        gap > 1 and any(lines[j].ends_asking for j in range(i + 1, i + min(gap, 4)))
        for i, gap in zip(marked, gaps, strict=True)
    ]
    asked_at_once = sum(map(max, asks, lead_in))
    if sum(gap > 0 for gap in gaps) * 5 >= len(marked) * 4 and asked_at_once * 5 > len(marked) * 3:
        path, margins = [PROMPT] * len(marked), [9.0] * len(marked)
    elif sum(led) * 10 >= len(marked) * 7 and sum(asks) * 5 <= len(marked):
        path, margins = [ANSWER] * len(marked), [9.0] * len(marked)
    else:
        bold = len({lines[i].strong for i in marked}) == 2
        costs = [
            _costs(lines[i], gap, gap > 0 and lines[i + gap].ends_asking, bold)
            for i, gap in zip(marked, gaps, strict=True)
        ]
        firsts = [lines[i].words.split(maxsplit=1)[:1] for i in marked]
        alike = [k > 0 and not asks[k] and firsts[k] == firsts[k - 1] for k in range(len(marked))]
        path, margins = _cheapest(costs, gaps, list(map(max, led, alike)))
    for k, i in enumerate(marked):
        reading.turns[i] = Turn(path[k], lines[i].dash or lines[i].bullet)
    _take_unmarked_prompts(reading)
    answers = sum(role == ANSWER for role in path)
    prompts = [i for i, turn in reading.turns.items() if turn.role == PROMPT]
    answered = sum(reading.turns.get(i + 1, Turn(ANSWER)).role == ANSWER and i + 1 < len(lines) for i in prompts)
    if not prompts or answered * 2 <= len(prompts) - 1 or not any(lines[i].asks for i in prompts):
        reading.turns.clear()
        return
    for k, i in enumerate(marked):
        retold = k > 0 and path[k - 1] == ANSWER and lines[i - 1].raw.rstrip().endswith((":", "："))
        if margins[k] < 1 or retold:
            reading.doubt("unsure-turn", i)
        if k and path[k] == path[k - 1] and i - 1 == marked[k - 1] and answers:
            reading.doubt("two-prompts" if path[k] == PROMPT else "two-answers", i)


def _leads(line: Line, dashed: bool = False) -> bool:
    """Could this line without the mark be the question to the marked line after it?"""
    return line.ends_asking and len(line.raw) <= 900 and (dashed or not line.dash)


def _costs(line: Line, gap: int, asks_later: bool, bold: bool) -> tuple[float, float]:
    """What it costs to take a turn for a prompt, and for an answer."""
    words = line.words
    prompt = answer = 0.0
    if _ends_asking(words):
        answer += 2.5
    elif THANKS.search(words[:200]):
        answer += 1.5
    elif IMPERATIVE.match(words):
        answer += 1.0
    elif asks_later:
        answer += 1.2
    else:
        prompt += 0.4 if "?" in words[-160:] and len(words) < 600 else 1.0
        prompt += (gap > 1) + (len(words) > 700)
    answer += bool(ADDRESS.match(words))
    prompt += bool(REPLY.match(words))
    if bold:
        prompt, answer = (prompt, answer + 3) if line.strong else (prompt + 2, answer)
    return prompt, answer


def _cheapest(costs: list[tuple[float, float]], gaps: list[int], goes_on: list[bool]) -> tuple[list[str], list[float]]:
    """The cheapest roles, and by how much each is cheaper than its opposite would be."""
    prompts = [0.0, *(0.3 if gap else 1.5 for gap in gaps)]  # what a prompt costs after a prompt
    answers = [0.3 if on else 1.5 for on in goes_on]  # and an answer after an answer
    ahead = [(costs[0][0], costs[0][1] + (0 if goes_on[0] else 1))]
    for k in range(1, len(costs)):
        (p, a), (prompt, answer) = ahead[-1], costs[k]
        ahead.append((_less(p + prompts[k], a) + prompt, _less(p, a + answers[k]) + answer))
    back = [(0.0 if gaps[-1] or costs[-1][1] > 1 else 1.0, 0.0)]
    for k in range(len(costs) - 1, 0, -1):
        p, a = back[-1][0] + costs[k][0], back[-1][1] + costs[k][1]
        back.append((_less(p + prompts[k], a), _less(p, a + answers[k])))
    back.reverse()
    margins = [a[1] + b[1] - a[0] - b[0] for a, b in zip(ahead, back, strict=True)]  # above 0: a prompt
    path = [PROMPT if margins[-1] >= 0 else ANSWER]
    for k in range(len(costs) - 1, 0, -1):
        p, a = ahead[k - 1]
        if path[-1] == PROMPT:
            path.append(PROMPT if p + prompts[k] < a else ANSWER)
        else:
            path.append(ANSWER if a + answers[k] < p else PROMPT)
    return path[::-1], list(map(abs, margins))


def _less(one: float, other: float) -> float:
    return one if one < other else other


def _take_unmarked_prompts(reading: Reading) -> None:
    """Where an answer follows an answer and the line between them asks, that line is the prompt."""
    lines, previous, found = reading.lines, "", []
    labels = reading.marked_by == "labels"  # a dash is then no mark of this reading
    answers = 0
    for i in sorted(reading.turns):
        role = reading.turns[i].role
        answers += role == ANSWER
        if role == ANSWER and previous != PROMPT and i and i - 1 not in reading.turns and _leads(lines[i - 1], labels):
            found.append(i - 1)
        previous = role or previous
    for i in found:
        reading.turns[i] = Turn(PROMPT, lines[i].number_end or lines[i].dash)
        if len(found) * 2 < answers:
            reading.doubt("unmarked-prompt", i)


def _without_list_items(reading: Reading, marked: list[int]) -> list[int]:
    """The marks that are no bullets: a list follows a colon, or its items begin small or end in “;”."""
    lines, kept, known = reading.lines, [], set(marked)
    small_is_usual = sum(lines[i].words[:1].islower() for i in marked) * 5 >= len(marked) * 3
    kind = ""  # of the list one is in: "loose" items begin small or end in ";", "short" ones are sentences
    for i in marked:
        words, before = lines[i].words, lines[i - 1].raw.rstrip() if i else ""
        if not i or i - 1 not in known:
            kind = ""
        opened, small = before.endswith((":", "：")), words[:1].islower() and not small_is_usual
        open_item = words.rstrip().endswith((";", ","))
        asks, follows = _asks(words), i + 1 in known
        if (
            kind == "loose"
            and (small or before.endswith((";", ",")))
            or kind == "short"
            and len(words) <= 120
            and not asks
        ):
            continue
        if opened and (small or open_item) or small and not asks or open_item and follows and not asks:
            if not opened and small and not open_item:
                reading.doubt("list-or-turns", i)
            kind = "loose"
            continue
        following = lines[i + 1].words if follows else ""
        if opened and follows and len(words) <= 120 and len(following) <= 120 and _asks(following) == asks:
            reading.doubt("list-or-turns", i)
            kind = "short"
            continue
        kind = ""
        kept.append(i)
    return kept


def _cut_at_dashes(lines: list[Line]) -> list[Line]:
    """Question and answer marked on one line, made two lines.

    A line that answers an open question may ask itself something ("Why? – Because ..."), so it is cut only
    when most marked lines of the text are of this shape.
    """
    cuts = [_cuts(line) for line in lines]
    common = (
        sum(map(bool, cuts)) * 5 >= sum(line.dash > 0 or bool(cut) for line, cut in zip(lines, cuts, strict=True)) * 3
    )
    unmarked = sum(bool(cut) and not line.dash and not line.number for line, cut in zip(lines, cuts, strict=True)) > 1
    result: list[Line] = []
    open_question = False
    for line, places in zip(lines, cuts, strict=True):
        marked = line.dash or line.number or line.strong or unmarked
        if places and marked and (common or not open_question):
            first, *rest = _split(line, places)
            result += [first if first.dash else first._replace(dash=first.number_end or 0), *rest]
        else:
            result.append(line)
        if line.dash or places:
            open_question = result[-1].ends_asking
    return result


def _cuts(line: Line) -> list[int]:
    """Where a line is cut: at a dash after a question, and then wherever a question ends or begins."""
    if "?" not in line.raw or ATTRIBUTION.search(line.raw):
        return []
    at = []
    for match in INLINE.finditer(line.raw):
        dash = DASH.match(line.raw, match.end())
        following = line.raw[dash.end() : dash.end() + 1] if dash else ""
        if following and (following.isupper() or following.isdigit() or following in "«“„\"'"):
            at.append(match.start() + len(match.group().rstrip()))
    parts = [line.raw[start:end] for start, end in zip([0, *at], [*at, len(line.raw)], strict=True)]
    asks = [_ends_asking(part) for part in parts]
    if not at or not asks[0]:
        return []
    return [place for k, place in enumerate(at) if asks[k] or asks[k + 1]]


def _was_cut(lines: list[Line], i: int) -> bool:
    return (
        lines[i].dash > 0
        and lines[i].source == lines[i - 1].source
        and lines[i].start == lines[i - 1].end
        and not (LINE.match(lines[i].raw))
    )


def _split(line: Line, places: list[int]) -> Iterator[Line]:
    for start, end in zip([0, *places], [*places, len(line.raw)], strict=True):
        body = LEAD.match(line.raw, start, end).end() if start else start
        yield _line(
            line.source,
            line.start if not start else line.body + start,
            line.body + body,
            line.body + end,
            line.raw[body:end],
            line.tag,
            line.strong,
        )


def _by_labels(lines: list[Line]) -> Reading:
    """A label that comes back is a speaker; its nature, or its share of questions, says whether it asks."""
    reading = Reading("labels", _cut_at_labels(lines))
    lines = reading.lines
    labelled = [i for i, line in enumerate(lines) if line.label_kind and not _is_note(line)]
    keys = {i: _key(lines[i]) for i in labelled}
    counts = Counter(keys.values())
    known = {i for i in labelled if _is_known(lines[i], keys[i], counts)}
    if not known:
        return reading
    ends = dict(zip(sorted(known), [*sorted(known)[1:], len(lines)], strict=True))
    asked = Counter(keys[i] for i in known if _asks(_said(lines[i])) or _leads(lines[ends[i] - 1]))
    askers = {keys[i] for i in known if lines[i].label_kind in ("q", "asks")}
    shares = {keys[i]: asked[keys[i]] / counts[keys[i]] for i in known if lines[i].label_kind == "name"}
    if askers:
        askers |= {key for key, share in shares.items() if share > 0.66 and counts[key] > 1}
    else:
        least = min(shares.values(), default=0) if len(shares) > 1 else 0
        askers = {key for key, share in shares.items() if share >= 0.5 and share > least + 0.25}
        if len(shares) > 1 and not askers:
            reading.doubt("who-asks", min(known))
    previous, prompted, handed = "", False, False  # handed: the last prompt asks already
    for i in labelled:
        role = PROMPT if keys[i] in askers else ANSWER
        if i not in known:
            printed = ":" in lines[i].raw[: lines[i].label_end]
            if previous != PROMPT or not printed:
                if prompted and printed:
                    reading.doubt("label-once", i)
                continue
            role = PROMPT if _asks(_said(lines[i])) and not handed else ANSWER
        if role == ANSWER and not prompted and not _ends_sentence(lines[i].raw) and _said(lines[i]):
            continue  # a headline: "Name: what was said"
        previous, prompted, handed = role, prompted or role == PROMPT, _ends_asking(_said(lines[i]))
        speaker = "" if lines[i].label_kind in ("q", "a") else lines[i].label
        if not _said(lines[i]) and i + 1 < len(lines) and i + 1 not in keys:
            reading.turns[i] = Turn("", len(lines[i].raw.rstrip()))
            reading.turns[i + 1] = Turn(role, 0, speaker)
        elif _said(lines[i]):
            reading.turns[i] = Turn(role, lines[i].label_end, speaker)
    _take_unmarked_prompts(reading)
    if sum(1 for turn in reading.turns.values() if turn.role) < 2:
        reading.turns.clear()
    return reading


def _said(line: Line) -> str:
    return line.raw[line.label_end :].strip()


def _key(line: Line) -> str:
    """What is the same in "Vera Lind", "V. Lind", "Lind" and "LIND (Examplia)"."""
    if line.label_kind in ("q", "a"):
        return line.label_kind
    words = [word for word in line.label.partition("(")[0].casefold().split() if len(word.strip(".")) > 1]
    full = [word for word in words if "." not in word.rstrip(".")]
    return (full or words or [line.label.casefold()])[-1].strip(".")


def _is_known(line: Line, key: str, counts: Counter[str]) -> bool:
    """Is this a speaker's label for certain: one of its kind, or one that comes back, if only as initials."""
    if line.label_kind in ("q", "a"):
        both = counts["q"] and counts["a"]
        return bool(both or (counts[key] > 1 and len(line.label) > 1))
    initials = "".join(word[0] for word in line.label.split()).casefold()
    mark = line.raw[: line.label_end].rstrip()
    if ":" in mark and DASH.match(mark[-1]):
        return True  # "Vera Lind: – ..." is nothing else
    return line.label_kind == "asks" or counts[key] > 1 or (len(initials) > 1 and counts[initials] > 0)


def _cut_at_labels(lines: list[Line]) -> list[Line]:
    """ "Q: Will it? A: It will." on one line, made two; only in a line that begins with a label."""
    names = Counter(_key(line) for line in lines if line.label_kind == "name")
    result: list[Line] = []
    for line in lines:
        places, past = [], line.label_end
        for match in SENTENCE.finditer(line.raw, past) if line.label_kind else ():
            found = _label(line.raw[match.end() : match.end() + 80])
            if found and match.start() >= past and ":" in line.raw[match.end() : match.end() + found[1]]:
                past = match.end() + found[1]
                inner = line._replace(label=found[0], label_kind=found[2])
                if found[2] != "name" or names[_key(inner)]:
                    places.append(match.start() + len(match.group().rstrip()))
        result += _split(line, places) if places else [line]
    return result


def _by_numbers(lines: list[Line]) -> Reading:
    """Prompts numbered on from 1, answers without a mark; a list inside an answer breaks the order."""
    best = Reading("numbers", list(lines))
    for style in sorted({line.number_style for line in lines if line.number}):
        numbered = [i for i, line in enumerate(lines) if line.number and line.number_style == style]
        asking = {lines[i].number for i in numbered if lines[i].asks}
        reading, expected = Reading("numbers", list(lines)), 1
        for i in numbered:
            asks = lines[i].asks
            if lines[i].number == 1 and asks:
                expected = 1
            if lines[i].number == expected and (asks or expected not in asking):
                reading.turns[i] = Turn(PROMPT, lines[i].number_end)
                expected += 1
        answered = sum(i + 1 < len(lines) and i + 1 not in reading.turns for i in reading.turns)
        enough = len(reading.turns) > 1 and min(answered, reading.asking) * 2 >= len(reading.turns)
        if enough and reading.asking > best.asking:
            best = reading
    return best


def _by_weight(lines: list[Line]) -> Reading:
    """Prompts set in bold or as headings, answers not."""
    best = Reading("weight", list(lines))
    for heavy in (lambda line: line.strong, lambda line: line.tag in HEADINGS):
        reading, groups = Reading("weight", list(lines)), _groups(lines, heavy)
        asking = [group for group in groups if any(lines[i].asks for i in group)]
        for group in groups:
            if not asking or group[0] < asking[0][0] or group[-1] == len(lines) - 1 != asking[-1][-1]:
                continue
            last = next((i for i in reversed(group) if lines[i].asks), group[-1])
            said = [i for i in group if i >= last or _ends_sentence(lines[i].raw)]
            if group not in asking and not all(_ends_sentence(lines[i].raw) for i in group):
                continue
            for i in said:
                reading.turns[i] = Turn(PROMPT if i == said[0] else CONTINUED)
        if len(asking) > 1 and len(asking) * 2 >= len(groups) and reading.asking > best.asking:
            best = reading
    return best


def _groups(lines: list[Line], heavy: Callable[[Line], bool]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i, line in enumerate(lines):
        if heavy(line) and not line.is_ornament:
            if groups and groups[-1][-1] == i - 1:
                groups[-1].append(i)
            else:
                groups.append([i])
    return groups


# --- From the turns to a role for every line.


def _settle(reading: Reading, stop: int) -> list[str]:
    """A role for every line: the lede, the turns up to `stop`, then the byline and the note."""
    lines, turns = reading.lines, reading.turns
    roles = [NARRATION] * len(lines)
    first = min(i for i, turn in turns.items() if turn.role == PROMPT)
    for i in [i for i, turn in turns.items() if i < first - 1 or (i < first and turn.role)]:
        if turns.pop(i).role:
            reading.doubt("answer-first", i)
    opened = sorted(i for i, turn in turns.items() if turn.role)
    for i, end in zip(opened, [*opened[1:], stop], strict=True):
        roles[i] = turns[i].role
        following = turns[end].role if end < stop else ""
        plain = _plain_lines(reading, roles, range(i + 1, end), tail=not following)
        if not following:
            _close(reading, plain, keep=turns[i].role != ANSWER)
        prompts = 0 if turns[i].role == ANSWER else _length_of_prompt(reading, i, plain, following)
        for k, j in enumerate(plain):
            roles[j] = CONTINUED if k < prompts else ANSWER
    for i, turn in turns.items():
        roles[i] = turn.role
    if reading.marked_by in ("dashes", "items"):
        _doubt_statements(reading, roles)
    role = NARRATION
    for i in range(stop, len(lines)):
        if reading.marked_by == "dashes" and lines[i].dash and lines[i].words[:1].isupper():
            reading.doubt("mark-after-end", i)
        role = "note" if role == "note" or _is_note(lines[i]) else "byline" if _is_byline(lines[i]) else NARRATION
        roles[i] = role
    return roles


def _doubt_statements(reading: Reading, roles: list[str]) -> None:
    """Where the mark says only that somebody speaks, a prompt that does not ask is one by its place."""
    opened = None
    for i, line in enumerate(reading.lines):
        if opened is not None and roles[i] != CONTINUED:
            reading.doubt("statement-prompt", opened)
            opened = None
        if roles[i] == PROMPT:
            opened = i
        if opened is not None and (line.asks or THANKS.search(line.words[:200])):
            opened = None
    if opened is not None:
        reading.doubt("statement-prompt", opened)


def _plain_lines(reading: Reading, roles: list[str], run: range, tail: bool) -> list[int]:
    """The unmarked lines that go on with the turn before them; headings, scenes and notes stay outside it."""
    plain, outside = [], ""
    for i in run:
        line = reading.lines[i]
        if i in reading.turns:
            continue
        if outside:
            roles[i] = outside
        elif line.is_ornament:
            outside = NARRATION
            if i + 1 in run and not tail:
                reading.doubt("after-separator", i + 1)
        elif _is_note(line):
            roles[i] = outside = "note"
            reading.doubt("note-inside", i)
        elif _is_heading(line) or (_is_aside(line) and len(line.raw) <= 100):
            roles[i] = NARRATION
        else:
            if _is_aside(line):
                reading.doubt("aside", i)
            plain.append(i)
    return plain


def _is_heading(line: Line) -> bool:
    return line.tag in HEADINGS or (line.strong and len(line.raw) <= 120 and not _ends_sentence(line.raw))


def _is_aside(line: Line) -> bool:
    raw = line.raw.strip().removesuffix(".")
    return (raw[:1], raw[-1:]) in (("(", ")"), ("[", "]")) and raw.find(")", 0, -1) < 0


def _close(reading: Reading, plain: list[int], keep: bool) -> None:
    """Take from the end of the last answer what closes the text: a name, a place and date, an address."""
    while len(plain) > keep:
        line = reading.lines[plain[-1]]
        if _ends_sentence(line.raw) or len(line.raw) > 100 or not line.raw[0].isalnum() or line.tag == "li":
            return
        reading.doubt("closing-line", plain.pop())


def _length_of_prompt(reading: Reading, i: int, plain: list[int], following: str) -> int:
    """How many of the unmarked lines after a prompt are still the prompt."""
    lines = reading.lines
    asks = lines[i].asks
    if following == ANSWER:
        if asks and plain and not lines[plain[-1]].ends_asking:
            reading.doubt("unsure-turn", plain[0])
        return len(plain)
    questions = [k for k, j in enumerate(plain[:4]) if lines[j].ends_asking]
    count = 0
    if not asks:
        count = questions[0] + 1 if questions else 0
    else:
        while count in questions and count + 1 < len(plain) and len(lines[plain[count]].raw) <= 400:
            reading.doubt("question-in-answer", plain[count])
            count += 1
    if count < len(plain) and any(turn.role == ANSWER for turn in reading.turns.values()):
        reading.doubt("unmarked-answer", plain[count])
    return count


def _pieces(given: Sequence[Paragraph], reading: Reading, roles: list[str]) -> Iterator[Piece]:
    """Lines of one paragraph that belong together become one piece again."""
    of_source: dict[int, list[int]] = {}
    for i, line in enumerate(reading.lines):
        if not _goes_on(reading, roles, i):
            of_source.setdefault(line.source, []).append(i)
    for source, (text, *_) in enumerate(given):
        heads = of_source.get(source)
        if not heads:
            yield Piece(source, 0, len(text), "", text)
            continue
        start = 0
        for i, after in zip(heads, [*heads[1:], None], strict=True):
            turn = reading.turns.get(i, UNMARKED)
            if after is not None and turn is not UNMARKED and not turn.role:
                continue  # a name on its own line: part of the marker of what follows
            end = len(text) if after is None else reading.lines[after].start
            body = reading.lines[i].body + turn.taken
            yield Piece(source, start, end, text[start:body], text[body:end], roles[i], turn.speaker)
            start = end


def _goes_on(reading: Reading, roles: list[str], i: int) -> bool:
    if not i or reading.lines[i - 1].source != reading.lines[i].source or i in reading.turns:
        return False
    return roles[i] == roles[i - 1] or (roles[i - 1], roles[i]) == (PROMPT, CONTINUED)
