"""The documents that describe the tables: for programs, without a word that the tables do not say."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cstosite.shared.tables import Table

from .tables import TABLES

TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "jsonld": "application/ld+json",
}


def address(name: str) -> str:
    """The absolute address of a file."""
    return settings.SITE_URL + reverse("data-file", args=name.rsplit(".", 1))


def title() -> str:
    """What the data is called."""
    return _("Open data of the %(name)s") % {"name": settings.SITE_NAME}


def datapackage(built) -> dict:
    """The tables as a Data Package (datapackage.org), with a schema for each."""
    licences = [{"name": name, "path": path} for name, path in filter(None, [settings.DATA_LICENCE])]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "open-data",
        "id": settings.SITE_URL + reverse("data"),
        "title": title(),
        "homepage": settings.SITE_URL + reverse("data"),
        "version": built.version,
        "created": timezone.localtime(built.made_at).isoformat(timespec="seconds"),
        "contributors": [{"title": settings.SITE_NAME, "path": settings.SITE_URL, "roles": ["publisher"]}],
        **({"licenses": licences} if licences else {}),
        "resources": [_resource(built, table, form) for form in ("csv", "json") for table in TABLES],
    }


def _resource(built, table: Table, form):
    name = f"{table.name}.{form}"
    schema = table.schema
    if form == "json":
        # Texts are verbatim there; references are to the other files of the same format.
        keys = schema.get("foreignKeys", [])
        schema["foreignKeys"] = [_in_json(key) for key in keys]
    return {
        "name": table.name if form == "csv" else f"{table.name}-json",
        "path": name,
        "title": str(table.title),
        "description": str(table.description),
        "format": form,
        "mediatype": TYPES[form].partition(";")[0],
        "encoding": "utf-8",
        "bytes": built.sizes[name],
        "hash": f"sha256:{built.hashes[name]}",
        "schema": schema,
    }


def _in_json(key):
    reference = key["reference"]
    return key | {"reference": reference | {"resource": f"{reference['resource']}-json"}}


DOCUMENTS = {"datapackage.json": datapackage}
