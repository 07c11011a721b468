"""A delegation as search engines read it (schema.org)."""

from cstosite.shared.linked_data import assembly, said
from cstosite.shared.twins import absolute

from .facts import Standing

CODES = [("ISO 3166-1 alpha-2", "code"), ("ISO 3166-1 alpha-3", "alpha3"), ("UN M49", "m49")]


def person(someone, **more):
    """A person, by the identifier they have on every page."""
    address = absolute(someone.get_absolute_url())
    return said(type_="Person", id_=f"{address}#person", name=someone.name, url=address, **more)


def organization(delegation, name="", **more):
    """A delegation, by the identifier it has on every page."""
    address = absolute(delegation.get_absolute_url())
    name = name or delegation.name
    return said(type_="GovernmentOrganization", id_=f"{address}#delegation", name=name, url=address, **more)


def delegation_page(entry, description):
    """A delegation as known today: whose it is, in which assembly, and who represents it."""
    country, reading = entry.delegation.country, entry.representative
    roles = []
    if reading and reading.standing != Standing.OVER:
        fact = reading.fact
        roles.append(role(fact, fact.wording or fact.post.name, member=person(fact.person)))
    return organization(
        entry.delegation,
        entry.name,
        identifier=str(entry.delegation.uuid),
        description=description,
        parentOrganization={"@type": "GovernmentOrganization", "name": entry.parliament},
        memberOf=assembly() if entry.belongs else None,
        areaServed=_country(country) if country else None,
        member=roles,
    )


def role(fact, name, **between):
    """An office between a person and an organization; its dates as far as they are known and may be told."""
    end = fact.valid_to if fact.has_ended else None
    dates = {"startDate": fact.valid_from and str(fact.valid_from), "endDate": end and str(end)}
    return said(type_="OrganizationRole", roleName=name, **dates, **between)


def roles_of(offices):
    """The offices of a person; not those that were retracted, or that ended on a day nobody knows."""
    return [
        role(
            office.fact,
            office.words,
            memberOf=organization(office.delegation) if office.delegation else assembly(),
        )
        for office in offices
        if not office.fact.retracted_at and not (office.fact.has_ended and office.fact.valid_to is None)
    ]


def _country(country):
    identifiers = [
        {"@type": "PropertyValue", "propertyID": scheme, "value": getattr(country, field).upper()}
        for scheme, field in CODES
        if getattr(country, field)
    ]
    return {"@type": "Country", "name": country.name, "identifier": identifiers}
