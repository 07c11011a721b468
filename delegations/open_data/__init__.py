"""The register as tables of open data, in the order in which they refer to each other."""

from cstosite.shared.tables import Table

from .bodies import CHAMBERS, CHANGES, CLASSES, DELEGATIONS, SOURCES, countries_table
from .facts import FACT_TABLES
from .people import POSTS, old_addresses_table, old_identifiers_table, people_table
from .popolo import popolo
from .public import public_countries, public_people

__all__ = ["popolo", "public_countries", "public_people", "tables"]


def tables(countries, people, with_page) -> list[Table]:
    """The tables; `countries` and `people` give those shown at a moment, whom the press may name as well."""
    of_people = [people_table(people, with_page), old_addresses_table(people), old_identifiers_table(people)]
    bodies = [SOURCES, countries_table(countries), DELEGATIONS, CHAMBERS]
    return [*bodies, *of_people, POSTS, CLASSES, *FACT_TABLES, CHANGES]
