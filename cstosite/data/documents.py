"""The documents that describe the tables: for programs, without a word that the tables do not say.

Each is made of a version and the folder in which its files lie while it is being built.
"""

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cstosite.shared.tables import Table

from .catalog import catalog
from .describing import description, home, licence, media_type, title
from .models import Version
from .tables import TABLES

# Of ten a day those of nearly three years, in 2 MB; the others are in the database.
MOST_VERSIONS = 10_000


def datapackage(built, folder: Path) -> dict:
    """The tables as a Data Package (datapackage.org), with a schema for each."""
    resources = [_table(built, table, form) for form in ("csv", "json") for table in TABLES]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "open-data",
        "id": home(),
        "title": title(),
        "description": description(),
        "homepage": home(),
        "version": built.version,
        "created": _moment(built.made_at),
        "contributors": [{"title": settings.SITE_NAME, "path": settings.SITE_URL, "roles": ["publisher"]}],
        **_licences(settings.DATA_LICENCE),
        "resources": resources + [_register(built)],
    }


def _moment(at):
    return timezone.localtime(at).isoformat(timespec="seconds")


def _licences(*found):
    found = [{"name": each[0], "path": each[1]} for each in found if each]
    return {"licenses": found} if found else {}


def _own_licence(table):
    """The licence of a table where it is not that of the whole; there is a name for none."""
    own = licence(table)
    if own == settings.DATA_LICENCE:
        return {}
    return _licences(own) or {"licenses": [{"name": "notspecified", "title": _("None has been stated")}]}


def _file(built, name, form):
    return {
        "path": name,
        "format": form,
        "mediatype": media_type(form),
        "encoding": "utf-8",
        "bytes": built.sizes[name],
        "hash": f"sha256:{built.hashes[name]}",
    }


def _table(built, table: Table, form):
    schema = table.schema
    if form == "json":
        # Texts are verbatim there; references are to the other files of the same format.
        keys = schema.get("foreignKeys", [])
        schema["foreignKeys"] = [_in_json(key) for key in keys]
    return {
        "name": table.name if form == "csv" else f"{table.name}-json",
        "title": str(table.title),
        "description": str(table.description),
        **_file(built, f"{table.name}.{form}", form),
        **_own_licence(table),
        "schema": schema,
    }


def _in_json(key):
    reference = key["reference"]
    return key | {"reference": reference | {"resource": f"{reference['resource']}-json"}}


def _register(built):
    name = "popolo.json"
    words = _("The register once more, as people, posts and memberships (popoloproject.com).")
    return {"name": "popolo", "title": _("Popolo"), "description": words, **_file(built, name, "json")}


def versions(built, folder: Path) -> dict:
    """The versions there were, the newest first; how many came before those that are listed."""
    newest = list(Version.objects.order_by("-pk")[:MOST_VERSIONS])
    return {
        "title": title(),
        "current": built.version,
        "digest": (
            "SHA-256 of 'NAME HASH' of each table in CSV and in JSON and of popolo.json, sorted by NAME and joined by "
            "'|'; HASH is the SHA-256 of the file, in hexadecimal."
        ),
        "versions": [
            {"version": str(each), "number": each.pk, "made_at": _moment(each.made_at), "digest": each.digest}
            for each in newest
        ],
        "earlier": Version.objects.filter(pk__lt=newest[-1].pk).count(),
    }


DOCUMENTS = {"datapackage.json": datapackage, "catalog.jsonld": catalog, "versions.json": versions}
