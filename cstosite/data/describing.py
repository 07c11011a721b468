"""What every description of the data says: addresses, types, the title, licences."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cstosite.shared.tables import Table

TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "jsonld": "application/ld+json",
}
# The tables that are works of somebody, whose licence is that of texts.
TEXTS = {"press_texts", "exchanges"}


def home() -> str:
    """The absolute address of the page about the data."""
    return settings.SITE_URL + reverse("data")


def address(name: str) -> str:
    """The absolute address of a file."""
    return settings.SITE_URL + reverse("data-file", args=name.rsplit(".", 1))


def media_type(form: str) -> str:
    """The type of a file, without parameters."""
    return TYPES[form].partition(";")[0]


def title() -> str:
    """What the data is called."""
    return _("Open data of the %(name)s") % {"name": settings.SITE_NAME}


def description() -> str:
    """What the data is, in a sentence."""
    words = _("The register of delegations and the press of the %(name)s as tables, with dates and sources.")
    return words % {"name": settings.SITE_NAME}


def licence(table: Table) -> tuple:
    """The licence of a table as (name, address); () when none is stated."""
    return settings.TEXT_LICENCE if table.name in TEXTS else settings.DATA_LICENCE
