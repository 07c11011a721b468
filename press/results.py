"""What a search shows of the items it found: the exchange that has the words, who speaks in it, the words marked."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db.models import Value

from cstosite.search import index, marking
from cstosite.search.models import units_of
from cstosite.search.writing import Unit, segments
from cstosite.shared import prepared

from . import speakers
from .models import Appearance, PressItem
from .transcript import ANSWER

MAX_OTHERS = 8


class Shown(NamedTuple):
    """What is shown of an item that was found, and what the index knows of it."""

    pk: int
    slug: str
    title: str
    standfirst: str
    kind: str
    published_at: datetime
    tokens: str
    parts: str


class Voice(NamedTuple):
    """Somebody who speaks in an item, as it names them."""

    pk: int
    label: str
    office: str
    is_interviewer: bool


@dataclass
class Result:
    """An item that was found: what is shown of it, and the exchange it was found in, if it was one."""

    item: Shown
    countries: list[str]
    headline: marking.Pieces = field(default_factory=list)
    passage: marking.Pieces = field(default_factory=list)
    exchange: Unit | None = None
    number: int = 0  # of the exchange
    title: marking.Pieces = field(default_factory=list)  # of the exchange
    voices: list[Voice] = field(default_factory=list)
    others: list[tuple[int, Unit]] = field(default_factory=list)  # the next exchanges that have all the words


def results(asked, places, language, now) -> list[Result]:
    """What is shown of some places, as far as the public may see it at `now` in a language."""
    numbers = [place.item for place in places]
    if not numbers:
        return []
    shown = {row[0]: _as_shown(*row) for row in prepared.rows(_shown, language, now=now, numbers=numbers)}
    countries, voices = defaultdict(list), defaultdict(list)
    # By position and key; countries, which have neither, by name.
    rows = sorted(prepared.rows(_beside, numbers=numbers), key=lambda row: (row[2], row[1], row[3]))
    for number, voice, _position, name, office, is_interviewer in rows:
        if voice:
            voices[number].append(Voice(voice, name, office, is_interviewer))
        else:
            countries[number].append(name)
    shown_items = [Result(shown[each], countries[each]) for each in numbers if each in shown and shown[each].tokens]
    for result in shown_items:
        _show(result, asked, voices[result.item.pk])
    return shown_items


def _shown(language, now, numbers):
    items = PressItem.objects.published(now).in_language(language).filter(pk__in=numbers).order_by()
    return index.with_entry(items).values_list(*Shown._fields)


def _as_shown(*row):
    *before, published_at, tokens, parts = row
    return Shown(*before, prepared.moment(published_at), tokens, parts)


def _beside(numbers):
    """The countries of some items and those who speak in them, in one query."""
    links = PressItem.countries.through.objects.filter(pressitem__in=numbers)
    countries = links.values_list("pressitem_id", Value(0), Value(0), "country__name", Value(""), Value(False))
    voices = Appearance.objects.filter(item__in=numbers).order_by()
    return countries.union(
        voices.values_list("item_id", "pk", "position", "label", "office", "is_interviewer"), all=True
    )


def _show(result, asked, voices):
    item, units = result.item, units_of(result.item.parts)
    headline, *lines = segments(item.tokens, len(units))
    result.headline = marking.marked(asked, item.title, headline)
    exchanges = list(enumerate(zip(units[1:], lines[1:], strict=True), start=1))
    unsaid = marking.lacking(asked.include, item.title, headline)
    for found in (_having(asked.include, exchanges), _answering(unsaid, exchanges, voices)):
        if first := next(found, None):
            result.number, result.exchange, line = first
            result.others = [(number, unit) for number, unit, _line in islice(found, MAX_OTHERS)]
            _show_exchange(result, asked, line, voices)
            return
    result.passage = marking.passage(asked, units[0].words, lines[0])
    if not result.passage and unsaid:
        # Its words stand in several exchanges: the first of them are shown, and the item is what was found.
        passages = (marking.passage(asked, unit.words, line) for _number, (unit, line) in exchanges)
        result.passage = next(filter(None, passages), [])
    if not result.passage and item.standfirst:
        result.passage = [(item.standfirst, False)]


def _having(terms, exchanges):
    """The exchanges that have some terms: their numbers, themselves and their lines."""
    return ((number, unit, line) for number, (unit, line) in exchanges if not marking.lacking(terms, unit.words, line))


def _answering(unsaid, exchanges, voices):
    """Those that have what the headline leaves unsaid, but for the names of who speaks in them: of a question like
    "what did Ada Example say about bridges?".
    """
    for exchange in exchanges:
        names = "\n".join(voice.label for voice in _who_speaks(exchange[1][0], voices))
        if own := marking.lacking(unsaid, names, marking.line_of(names)):
            yield from _having(own, [exchange])


def _show_exchange(result, asked, line, voices):
    unit = result.exchange
    skip = len(marking.w.words(unit.title))
    if unit.title:
        result.title = marking.marked(asked, unit.title, f" {' '.join(line.split()[:skip])} ")
    result.passage = marking.passage(asked, unit.words, line, skip) or [(unit.text[:300], False)]
    result.voices = _who_speaks(unit, voices)


def _who_speaks(unit, voices):
    """Those who answer in an exchange, each once."""
    named = (speakers.resolve(voice, ANSWER, voices) for voice in unit.voices)
    return list({voice.pk: voice for voice in named if voice}.values())
