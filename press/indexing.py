"""What search and lists know of an item: its parts, and what it is filtered by. Rows are rebuilt when it is saved."""

from cstosite.search import index
from cstosite.search.writing import Unit, facet

from . import body, transcript
from .models.listed import Listed
from .transcript import Narration


def put(item, blocks, is_new=False) -> None:
    """Replace what search knows of an item. The caller has the transaction in which the item is saved."""
    facets = own_facets(item) if is_new else facets_of(item)
    index.put(item.pk, item.published_at, item.uuid, item.title, units_of(item, blocks), facets)
    Listed.project([item])


def rebuild(item) -> None:
    """The same for an item as it is stored."""
    put(item, body.parse(item.body))


def units_of(item, blocks) -> list[Unit]:
    """The part outside the exchanges, then every exchange."""
    note = [block.text for block in body.parse(item.reference_note)]
    narration = [segment.text for segment in transcript.segments(blocks) if isinstance(segment, Narration)]
    outside = "\n\n".join(filter(None, [item.standfirst, *narration, *note]))
    return [Unit(outside), *map(_unit, transcript.exchanges(blocks))]


def _unit(exchange):
    text = "\n\n".join(filter(None, [exchange.prompt_text, exchange.answer_text]))
    # Without a name the speaker is known by the item's list of them: see press/speakers.py.
    voices = dict.fromkeys(turn.speaker for turn in exchange.answers)
    return Unit(text, exchange.anchor, exchange.short_title, tuple(voices))


def own_facets(item) -> list[str]:
    """What an item is filtered by, of its own columns."""
    return [facet("language", item.language), facet("kind", item.kind)]


def facets_of(item) -> list[str]:
    """What an item is filtered by, with its countries, topics and those who appear in it."""
    return [
        *own_facets(item),
        *(facet("country", country.code) for country in item.countries.all()),
        *(facet("topic", topic.pk) for topic in item.topics.all()),
        *(facet("person", voice.person_id) for voice in item.appearances.all() if voice.person_id),
    ]


def refile(items) -> None:
    """Let filters and lists follow what is kept beside some items: their countries, and who appears in them."""
    for item in items.defer("body", "reference_note", "imported_text"):
        refile_one(item)


def refile_one(item) -> None:
    """The same for one item."""
    index.refile(item.pk, facets_of(item))
    Listed.project([item])


def entry_of(item, is_taken):
    """The row of an item, not saved: for writing many."""
    units = units_of(item, body.parse(item.body))
    return index.entry(item.pk, item.published_at, item.uuid, item.title, units, facets_of(item), is_taken)
