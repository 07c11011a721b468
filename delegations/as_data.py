"""The register as data: what its pages show, in the same words, with the facts behind every figure.

Nothing is told that a page does not tell. What is not known is None.
"""

from cstosite.shared.twins import absolute, day, moment, partial

from .models import Country, Delegation, Person, Source
from .register import DelegationEntry, Register
from .templatetags.delegations import (
    assembly_in_words,
    membership_in_words,
    seats_in_words,
    span,
    standing_in_words,
    unknown_in_words,
)

NOT_KNOWN = "not-known"


def source_as_dict(source: Source) -> dict:
    """Where a fact was taken from."""
    return {
        "id": str(source.uuid),
        "title": source.title,
        "url": source.url or None,
        "document": source.document or None,
        "seen_on": day(source.seen_on),
    }


def fact_as_dict(fact) -> dict:
    """A fact's dates, source and retraction. `valid_to` is None while it holds, or may; an end to come is not told."""
    end = (partial(fact.valid_to) or {"date": None, "precision": "unknown"}) if fact.has_ended else None
    retraction = {"at": moment(fact.retracted_at), "reason": fact.retraction_reason} if fact.retracted_at else None
    return {
        "id": str(fact.uuid),
        "when": span(fact),
        "is_observation": fact.is_observation,
        "observed_on": day(fact.observed_on),
        "valid_from": partial(fact.valid_from),
        "valid_to": end,
        "checked_on": day(fact.checked_on),
        "source": source_as_dict(fact.source),
        "retracted": retraction,
    }


def known(value, reading) -> dict:
    """What is shown as an answer, and how far it may be relied on."""
    return {
        "value": value,
        "standing": str(reading.standing.value),
        "words": standing_in_words(reading),
        "fact": fact_as_dict(reading.fact),
        "beside": None,
    }


def not_known(asked, beside: dict | None = None) -> dict:
    """What is shown where there is no answer; `beside` is what was known once, or without a day."""
    words = unknown_in_words(asked)
    return {"value": None, "standing": NOT_KNOWN, "words": words, "fact": None, "beside": beside}


def figure(value, reading, is_known: bool, asked) -> dict:
    """An answer of the register; where it is none, what is known beside it."""
    found = known(value, reading) if reading else None
    return found if found and is_known else not_known(asked, found)


def person_as_dict(person: Person) -> dict:
    """A person, by the identifier that stays theirs."""
    return {"id": str(person.uuid), "name": person.name, "url": absolute(person.get_absolute_url())}


def delegation_as_dict(delegation: Delegation) -> dict:
    """A delegation by its name of today."""
    address = absolute(delegation.get_absolute_url())
    return {"id": str(delegation.uuid), "slug": delegation.slug, "name": delegation.name, "url": address}


def country_as_dict(country: Country) -> dict:
    """A country by its codes (ISO 3166-1, UN M49)."""
    return {
        "id": str(country.uuid),
        "code": country.code,
        "alpha3": country.alpha3 or None,
        "m49": country.m49 or None,
        "name": country.name,
    }


def seats_as_dict(entry: DelegationEntry) -> dict:
    """A delegation's seats added up."""
    is_at_least = entry.seats is not None and entry.unknown_chambers > 0
    return {"value": entry.seats, "is_at_least": is_at_least, "words": seats_in_words(entry)}


def chamber_seats_as_dict(chamber) -> dict:
    """A chamber and its seats on the day."""
    seats = chamber.reading and chamber.reading.fact.seats
    return {
        "id": str(chamber.chamber.uuid),
        "name": chamber.name,
        "members_are": chamber.members_are,
        "seats": figure(seats, chamber.reading, chamber.seats is not None, chamber),
    }


def chamber_as_dict(chamber) -> dict:
    """A chamber with its seats and websites."""
    return chamber_seats_as_dict(chamber) | {"websites": [website_as_dict(site) for site in chamber.websites]}


def website_as_dict(site) -> dict:
    """A website; its language is None where the source does not say."""
    return known(site.fact.url, site) | {"language": site.fact.language or None}


def membership_as_dict(entry: DelegationEntry) -> dict:
    """In which class of membership a delegation is, in the words of its page."""
    reading = entry.status
    kind = reading and reading.fact.membership_class
    value = kind and {"code": kind.slug, "name": kind.name, "counts_in_totals": kind.counts_in_totals}
    found = figure(value, reading, entry.has_status, entry)
    return found if found["value"] else found | {"words": membership_in_words(entry)}


def representative_as_dict(entry: DelegationEntry) -> dict:
    """The plenipotentiary representative, with the other offices the page names."""
    reading = entry.representative
    if reading is None:
        return not_known(entry)
    fact = reading.fact
    value = person_as_dict(fact.person) | {"office": fact.wording or fact.post.name}
    # Of today the last known is named, and said to be that; of a day that was asked for only who is known for it.
    found = figure(value, reading, entry.is_represented or not entry.is_dated, entry)
    offices = [known(office.fact.wording or office.fact.post.name, office) for office in entry.other_offices]
    return found | {"other_offices": offices if found["value"] else []}


def entry_as_dict(entry: DelegationEntry) -> dict:
    """A delegation as known on a day."""
    delegation = entry.delegation
    return delegation_as_dict(delegation) | {
        "name": entry.name,
        "name_today": delegation.name,
        "parliament": entry.parliament,
        "country": country_as_dict(delegation.country) if delegation.country else None,
        "belongs": entry.belongs,
        "counts": entry.counts,
        "membership": membership_as_dict(entry),
        "seats": seats_as_dict(entry),
        "chambers": [chamber_as_dict(chamber) for chamber in entry.chambers],
        "representative": representative_as_dict(entry),
        "websites": [website_as_dict(site) for site in entry.websites],
    }


def total_as_dict(register: Register) -> dict:
    """The Assembly's figures, in the words of the list."""
    is_known = register.entries and (register.seats or not register.incomplete)
    return {
        "delegations": len(register.entries),
        "chambers": register.chambers,
        "seats": register.seats if is_known else None,
        "is_at_least": bool(register.incomplete and register.seats),
        "not_wholly_known": register.incomplete,
        "not_in_total": dict(register.not_counted),
        "without_membership_status": register.without_status,
        "words": assembly_in_words(register) if register.entries else None,
    }


def register_as_dict(context: dict) -> dict:
    """The list of delegations, from what the page is made of: those that belong to the Assembly, and the others."""
    register = context["register"]
    return {
        "url": absolute(context["page"]),
        "on": day(context["asked"].day),
        "total": total_as_dict(register),
        "delegations": [entry_as_dict(entry) for entry in register.entries],
        "others": [entry_as_dict(entry) for entry in register.others],
    }


def member_as_dict(member) -> dict:
    """Somebody who sits, or may sit, in a delegation."""
    fact, reading = member.fact, member.reading
    return {
        "person": person_as_dict(fact.person),
        "office": fact.office or None,
        "is_head": fact.is_head,
        "is_alternate": fact.is_alternate,
        "standing": str(reading.standing.value) if reading else NOT_KNOWN,
        "words": standing_in_words(reading) if reading else span(fact),
        "fact": fact_as_dict(fact),
    }


def count_as_dict(count) -> dict:
    """How many are named, and for how many seats."""
    return {"named": count.named, "alternates": count.alternates, "seats": count.seats, "words": str(count)}


def members_as_dict(members) -> dict | None:
    """The members by chamber; None where nobody is named."""
    if not members:
        return None
    chambers = [
        {
            "id": str(each.chamber.uuid),
            "name": each.name,
            "count": count_as_dict(each.count),
            "known": [member_as_dict(member) for member in each.known],
            "not_known": [member_as_dict(member) for member in each.beside],
        }
        for each in members.chambers
    ]
    return {"count": count_as_dict(members.count), "chambers": chambers}


def change_as_dict(change) -> dict:
    """A change in the register, in the sentence the public reads."""
    return {
        "id": str(change.uuid),
        "act": change.act,
        "sentence": change.sentence,
        "told_on": day(change.told_on),
        "effective_on": day(change.effective_on),
    }


def chapter_as_dict(chapter) -> dict:
    """What is recorded of one thing over time, oldest first."""
    lines = [{"words": line.words, "fact": fact_as_dict(line.fact)} for line in chapter.lines]
    return {"title": chapter.title, "lines": lines}


def office_as_dict(office) -> dict:
    """What a person was, in the words of their page."""
    delegation = office.delegation and delegation_as_dict(office.delegation)
    return {"words": office.words, "delegation": delegation, "fact": fact_as_dict(office.fact)}


def delegation_page_as_dict(context: dict) -> dict:
    """The page of a delegation, from what the page is made of."""
    entry = context["entry"]
    return entry_as_dict(entry) | {
        "url": absolute(context["page"]),
        "on": day(context["asked"].day),
        "share_percent": context["share"],
        "in_the_place_of": [
            {"from": partial(name.valid_from), "delegation": delegation_as_dict(name.succeeds)}
            for name in entry.predecessors
        ],
        "succeeded_by": [
            {"from": partial(name.valid_from), "delegation": delegation_as_dict(name.delegation)}
            for name in context["successors"]
        ],
        "wording": known(entry.wording.fact.lines, entry.wording) if entry.wording else None,
        "members": members_as_dict(context["members"]),
        "changes": [change_as_dict(change) for change in context["changes"]],
        "history": [chapter_as_dict(chapter) for chapter in context["chapters"]],
        "previous": _neighbour(context["previous"]),
        "next": _neighbour(context["next"]),
    }


def _neighbour(entry):
    return delegation_as_dict(entry.delegation) | {"name": entry.name} if entry else None
