"""All tables of the open data, in the order in which they refer to each other."""

from delegations import open_data as register
from press import open_data as press
from press.countries import public_countries
from press.open_data.rows import people as people_of_press
from press.people import with_page


def people(now):
    """People of the register and of the press."""
    return register.public_people(now) | people_of_press(now)


TABLES = [*register.tables(public_countries, people, with_page), *press.TABLES]
