"""The register as one Popolo document (popoloproject.com): what stands, with dates and sources.

Popolo has no words for what was retracted, for what is over since nobody knows when, for how many seats there are and
for classes of membership: the tables say these.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..facts import Held, Precision
from ..models import Appointment, Delegation, Member, Person, Post, Website, has_public_fact
from ..naming import is_there, name_on
from .facts import ends_later, told
from .people import public_posts
from .public import public_chambers, public_countries

# The Assembly itself is no row of the register: it is told apart by this.
ASSEMBLY = UUID("0c6e4b1e-54a5-4f0c-8f7c-6a1f0d6f6c5d")


def popolo(now: datetime) -> dict:
    """All of it as of a moment, small enough for memory."""
    today = timezone.localdate(now)
    delegations = Delegation.objects.public(today).select_related("country").prefetch_related("names").order_by("uuid")
    chambers = public_chambers(today).select_related("delegation__country").prefetch_related("names").order_by("uuid")
    sites = [site for site in _standing(Website, today, "delegation", "chamber") if site.on(today) is not Held.NO]
    return {
        "areas": [_area(country) for country in public_countries(now).order_by("code")],
        "organizations": [
            _assembly(),
            *(_delegation(each, today) for each in delegations),
            *(_parliament(each, today, sites) for each in delegations),
            *(_chamber(each, today, sites) for each in chambers),
        ],
        "posts": [
            *(_post(each) for each in public_posts(today)),
            *(_seat(each, today) for each in chambers),
        ],
        "persons": [_person(each) for each in _people(today)],
        "memberships": [
            *(_holding(each, today) for each in _standing(Appointment, today, "person", "post", "post__delegation")),
            *(_sitting(each, today) for each in _standing(Member, today, "person", "chamber", "chamber__delegation")),
        ],
    }


def _people(today):
    return Person.objects.filter(has_public_fact(today)).prefetch_related("merges").order_by("uuid")


def _standing(model, today, *followed):
    """The facts of one kind that stand and of which Popolo can say when they held."""
    facts = told(model, today).standing().select_related("source", *followed).order_by("uuid")
    return [fact for fact in facts if fact.valid_to or fact.valid_to_precision != Precision.UNKNOWN]


def _known(**values):
    """The values there are: what is not known is absent."""
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items() if value}


def _dated(fact, today):
    """From when to when, as far as known; neither is known of what was seen on one day."""
    ends = None if ends_later(fact, today) else fact.valid_to
    return {name: str(day) for name, day in [("start_date", fact.valid_from), ("end_date", ends)] if day}


def _sources(fact):
    source = fact.source
    listed = f"{settings.SITE_URL}{reverse('data-file', args=['sources', 'json'])}#{source.uuid}"
    notes = [source.title, source.document]
    if fact.is_observation:
        notes.append(fact.when())
    return [{"url": source.url or listed, "note": "; ".join(filter(None, notes))}]


def _names(row, today):
    return [name for name in row.names.all() if name.is_public(today)]


def _called(row, today, field="name"):
    """What it is called, and what it was called before: the members that say so."""
    names = _names(row, today)
    name = getattr(name_on(names, today) or row, field)
    others = [{"name": getattr(each, field)} | _dated(each, today) for each in names if getattr(each, field) != name]
    others = sorted({tuple(other.items()) for other in others})
    return {"name": name} | _known(other_names=[dict(other) for other in others])


def _area(country):
    codes = {
        "iso3166-1-alpha-2": country.code.upper(),
        "iso3166-1-alpha-3": country.alpha3,
        "un-m49": country.m49,
    }
    return {
        "id": str(country.uuid),
        "name": country.name,
        "classification": "country",
        "identifier": country.code.upper(),
        "identifiers": [{"scheme": scheme, "identifier": code} for scheme, code in codes.items() if code],
    }


def _organization(uuid, classification, called, **values):
    return {"id": str(uuid), **called, "classification": classification, **_known(**values)}


def _assembly():
    return _organization(ASSEMBLY, "assembly", {"name": settings.SITE_NAME}, links=[{"url": settings.SITE_URL + "/"}])


def _delegation(delegation, today):
    country, page = delegation.country, settings.SITE_URL + delegation.get_absolute_url()
    area = country and country.uuid
    called = _called(delegation, today)
    links = [{"url": page}]
    return _organization(delegation.uuid, "delegation", called, parent_id=ASSEMBLY, area_id=area, links=links)


def _parliament_id(delegation):
    return uuid5(delegation.uuid, "parliament")


def _parliament(delegation, today, sites):
    area = delegation.country and delegation.country.uuid
    called = _called(delegation, today, "parliament")
    links = _links(site for site in sites if site.delegation_id == delegation.pk and not site.chamber_id)
    return _organization(_parliament_id(delegation), "parliament", called, area_id=area, links=links)


def _chamber(chamber, today, sites):
    delegation = chamber.delegation
    return _organization(
        chamber.uuid,
        "chamber",
        _called(chamber, today),
        parent_id=_parliament_id(delegation),
        area_id=delegation.country and delegation.country.uuid,
        links=_links(site for site in sites if site.chamber_id == chamber.pk),
        **_span(_names(chamber, today), today),
    )


def _span(names, today: date):
    """Since when a chamber has been there and until when it was: its names are recorded with dates for that."""
    dates = {}
    if names and all(name.valid_from for name in names):
        dates["founding_date"] = str(min((name.valid_from for name in names), key=lambda day: day.earliest))
    if names and not is_there(names, today) and all(name.valid_to for name in names):
        dates["dissolution_date"] = str(max((name.valid_to for name in names), key=lambda day: day.latest))
    return dates


def _links(sites):
    return [{"url": url} for url in sorted({site.url for site in sites})]


def _post(post):
    is_representative = post.kind == Post.Kind.PLENIPOTENTIARY
    return {
        "id": str(post.uuid),
        "label": post.name,
        "role": str(post.get_kind_display()) if is_representative else post.name,
        "organization_id": str(post.delegation.uuid if post.delegation else ASSEMBLY),
    }


def _seat_id(chamber):
    return uuid5(chamber.uuid, "seat")


def _seat(chamber, today):
    called = name_on(_names(chamber, today), today) or chamber
    return {
        "id": str(_seat_id(chamber)),
        "label": _("Seat for %(chamber)s") % {"chamber": called.name},
        "role": "member",
        "organization_id": str(chamber.delegation.uuid),
    }


def _person(person):
    merged = sorted(str(merge.uuid) for merge in person.merges.all())
    return {"id": str(person.uuid), "name": person.name, "sort_name": person.sort_name} | _known(
        other_names=[{"name": name} for name in person.other_spellings],
        identifiers=[{"scheme": "uuid", "identifier": uuid} for uuid in merged],
        links=[{"url": settings.SITE_URL + person.get_absolute_url()}],
    )


def _membership(fact, today, **values):
    return {"id": str(fact.uuid), **_known(**values), **_dated(fact, today), "sources": _sources(fact)}


def _holding(fact, today):
    """An appointment to a post."""
    post = fact.post
    organization = post.delegation.uuid if post.delegation else ASSEMBLY
    return _membership(
        fact,
        today,
        person_id=fact.person.uuid,
        post_id=post.uuid,
        organization_id=organization,
        role=post.name,
        label=fact.wording,
    )


def _sitting(fact, today):
    """A member of a delegation, who sits there for a chamber; an alternate has no seat."""
    chamber = fact.chamber
    role = "head" if fact.is_head else "alternate" if fact.is_alternate else "member"
    return _membership(
        fact,
        today,
        person_id=fact.person.uuid,
        post_id=None if fact.is_alternate else _seat_id(chamber),
        organization_id=chamber.delegation.uuid,
        on_behalf_of_id=chamber.uuid,
        role=role,
        label=fact.office,
    )
