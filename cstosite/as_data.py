"""What a search found, as data."""

from cstosite.search.index import MAX_COUNTED
from cstosite.shared.twins import absolute, day
from delegations.as_data import delegation_as_dict, person_as_dict
from press.addresses import exchange_address
from press.as_data import summary_as_dict, twin_or_none


def search_as_dict(context: dict, items: dict) -> dict:
    """The answer to a search, of what its page is made of and of public items, by number; `next` is what follows."""
    search, found = context["search"], context["found"]
    return {
        "url": absolute(search.address),
        "query": search.typed,
        "filters": {
            "kind": search.kind or None,
            "country": search.country or None,
            "person": search.person or None,
            "topic": search.topic or None,
            "year": search.year,
            "from": day(search.since),
            "to": day(search.until),
        },
        "sort": search.sort or None,
        "found": None if found.is_beyond_count else found.count,
        "found_more_than": MAX_COUNTED if found.is_beyond_count else None,
        "instead": found.instead or None,
        "is_by_beginnings": found.is_by_beginnings,
        "is_cut": found.asked.is_cut,
        "delegations": [delegation_as_dict(delegation) for delegation in context["delegations"]],
        "people": [person_as_dict(person) for person in context["people"]],
        "results": [result_as_dict(result, item) for result in found.results if (item := items.get(result.item.pk))],
        "fewer_words": [{"query": words, "url": absolute(address)} for words, address in found.fewer],
        "similar_names": [person_as_dict(person) for person in context["spelt"]],
        "next": twin_or_none(found.more),
    }


def result_as_dict(result, item) -> dict:
    """An item that was found, the exchange it was found in, and the words around the place."""
    unit = result.exchange
    exchange = unit and _exchange(item, result.number, unit)
    return summary_as_dict(item) | {
        "exchange": exchange,
        "speakers": [{"name": voice.label, "office": voice.office or None} for voice in result.voices],
        "passage": "".join(text for text, _is_mark in result.passage) or None,
        "other_exchanges": [_exchange(item, number, other) for number, other in result.others],
    }


def _exchange(item, number, unit):
    address = absolute(exchange_address(item, unit.anchor))
    return {"anchor": unit.anchor, "number": number, "short_title": unit.title or None, "url": address}
