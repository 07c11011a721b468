"""Who is interviewed, and in what office, as the page prints it."""

import re

from ..proposal import Proposal
from .lines import ends_sentence, plain

WITH = re.compile(
    r"(?:(?:an|the|our|exclusive|special|эксклюзивное|большое|специальное) )*"
    r"(?:interview (?:with|of|given by) (?:the )?|интервью (?:со? (?=\w)|(?-i:(?=[А-ЯЁ]))|"
    r"(?=председател|депутат|секретар|руководител|член|замест|полномочн|ответственн|исполнительн|генеральн|министр|посла|сенатор|глав|директор|эксперт)))",
    re.I,
)
_TOLD = (
    r"(?:has |gave |recently )?(?:told|tells?|answer(?:ed|s)|spoke|speaks|talk(?:ed|s)|shared?s?|explain(?:ed|s)|"
    r"discusse[ds]|commented|an interview)|(?:в интервью |в беседе |дал[аи]? )?"
    r"(?:рассказ|ответил|поделил|прокоммент|говорит|сообщил|пояснил|обсудил|интервью)"
)
_CAPITAL = r"[A-ZА-ЯЁÀ-ÞІЇЄҐҚҒҢӨҰҮҺІӘ]"
_NAMED_LEDE = re.compile(
    rf"((?:{_CAPITAL}[\w'’.-]{{0,30}} ){{1,3}}{_CAPITAL}[\w'’-]{{1,30}}), (.{{3,300}}?),? (?i:{_TOLD})"
)
_NAME_WORD = re.compile(rf"{_CAPITAL}[^\W\d_]*(?:['’.-][^\W\d_]+)*\.?")
_PARTICLES = frozenset("de da del der van von bin ben ibn al el и oglu kyzy оглы кызы угли уулу".split())  # noqa: SIM905


def is_name(text: str) -> bool:
    """Could it be a person's name: two to five words with capitals, particles between them?"""
    words = text.split()
    capital = [bool(_NAME_WORD.fullmatch(word)) for word in words]
    named = all(one or word in _PARTICLES for one, word in zip(capital, words, strict=True))
    return 2 <= len(words) <= 5 and named and capital[0] and sum(capital) >= 2


def interviewed(ledes: list[str], title: str, proposal: Proposal) -> tuple[str, str]:
    """The name and the office as printed; ("", "") when it cannot be read."""
    head = title.partition(": ")[0] if ": " in title else ""
    known = head if is_name(head) else ""
    for lede in filter(None, ledes):
        if match := WITH.match(lede):
            return _split_name(lede[match.end() :].strip(" ."), known)
    if not proposal.is_interview:
        return "", ""
    for lede in [lede for lede in ledes if lede and lede != title]:
        found = _named_in_sentence(lede, known)
        if found[0]:
            return found
    answering = {piece.speaker for piece in proposal.pieces if piece.role == "answer" and piece.speaker}
    label = answering.pop() if len(answering) == 1 else ""
    return (known or (label if is_name(label) else "")), ""


def _split_name(text: str, known: str) -> tuple[str, str]:
    """ "NAME, POSITION" or "POSITION NAME"; in Russian the headline knows the nominative."""
    text = text[:600]
    name, sign, office = _partition(text)
    if is_name(name):
        office = office.removesuffix(")") if sign == " (" and office.count(")") > office.count("(") else office
        return (known if _is_same_name(name, known) else name), office.strip(" ,")
    start, end = _find_name(text, known)
    if start > 0:
        return known, text[:start].strip(" ,–—-")
    return (known, text[end:].strip(" ,–—-")) if end else ("", "")


def _partition(text: str) -> tuple[str, str, str]:
    """Cut at the first sign that may part a name from what follows it."""
    match = re.search(r",\s?| [–—-] | \(|: ", text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def _named_in_sentence(lede: str, known: str) -> tuple[str, str]:
    """ "NAME, POSITION, told ...", "POSITION NAME told ...", or a line "NAME, POSITION" that is no sentence."""
    if not ends_sentence(lede):
        name, sign, office = _partition(lede[:600])
        other = known and not _is_same_name(name, known)
        return ("", "") if other or not sign or not is_name(name) else (known or name, office)
    if match := _NAMED_LEDE.match(lede):
        return (known if _is_same_name(match[1], known) else match[1]), match[2]
    start, end = _find_name(lede[:600], known)
    before = lede[:start].rstrip()
    told = re.match(rf",? (?i:{_TOLD})", lede[end:]) if end else None
    if told and before and not re.search(r"[,.:;]|^(?:In|At|On|В|На|О)\b", before):
        return known, before
    return ("", "")


def _find_name(text: str, known: str) -> tuple[int, int]:
    """Where a name stands in a text, in whatever case; (0, 0) when it does not."""
    if not known:
        return 0, 0
    words = list(re.finditer(r"[\w'’.-]+", text))
    count = len(known.split())
    for i in range(len(words) - count + 1):
        start, end = words[i].start(), words[i + count - 1].end()
        if _is_same_name(text[start:end].rstrip("."), known):
            return start, end
    return 0, 0


def _is_same_name(name: str, known: str) -> bool:
    """Is it the name, though the ends of its words may differ as cases do?"""
    one, other = name.casefold().replace("ё", "е").split(), known.casefold().replace("ё", "е").split()
    return len(one) == len(other) > 0 and all(
        a[: (keep := max(3, min(len(a), len(b)) - 2))] == b[:keep] and abs(len(a) - len(b)) <= 3
        for a, b in zip(one, other, strict=True)
    )


def narration_before_the_first_prompt(proposal: Proposal) -> list[str]:
    """The editor's lines that lead to an interview."""
    found: list[str] = []
    for piece in proposal.pieces[:6]:
        if piece.role != "narration" or not proposal.is_interview:
            break
        found.append(plain(piece.text[:600]))
    return found
