"""The data as a catalogue for portals (DCAT 3, with the names of DCAT-AP), and for search engines (schema.org)."""

import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .describing import TEXTS, address, description, home, licence, media_type, title
from .models import Version
from .tables import TABLES

_REFERENCE = {"@type": "@id"}
_TEXT = {"@language": None}
_MOMENT = {"@type": "xsd:dateTime"}
_TYPED = {
    "dcat:accessURL": _REFERENCE,
    "dcat:contactPoint": _REFERENCE,
    "dcat:dataset": _REFERENCE,
    "dcat:distribution": _REFERENCE,
    "dcat:downloadURL": _REFERENCE,
    "dcat:landingPage": _REFERENCE,
    "dcat:mediaType": _REFERENCE,
    "dcat:byteSize": {"@type": "xsd:nonNegativeInteger"},
    "dcat:version": _TEXT,
    "dcterms:accrualPeriodicity": _REFERENCE,
    "dcterms:conformsTo": _REFERENCE,
    "dcterms:format": _REFERENCE,
    "dcterms:identifier": _TEXT,
    "dcterms:issued": _MOMENT,
    "dcterms:language": _REFERENCE,
    "dcterms:license": _REFERENCE,
    "dcterms:modified": _MOMENT,
    "dcterms:publisher": _REFERENCE,
    "foaf:homepage": _REFERENCE,
    "spdx:algorithm": _REFERENCE,
    "spdx:checksumValue": {"@type": "xsd:hexBinary"},
    "vcard:hasEmail": _REFERENCE,
}
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
# The terms that the names of types and media types stand for.
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types"


def catalog(built, folder: Path) -> dict:
    """The catalogue, which needs nothing from elsewhere to be read."""
    about = _about(built)
    countries = json.loads((folder / "countries.json").read_text(encoding="utf-8"))
    return {
        "@context": _PREFIXES | {"@language": get_language()} | _TYPED,
        "@id": address("catalog.jsonld"),
        "@type": "dcat:Catalog",
        "dcterms:title": title(),
        "dcterms:description": description(),
        "foaf:homepage": home(),
        **about,
        **_licensed(settings.DATA_LICENCE),
        "dcterms:issued": _moment(Version.objects.earliest("pk").made_at),
        "dcterms:spatial": [_country(country) for country in countries],
        "dcat:dataset": [_dataset(built, table, about) for table in TABLES],
    }


def _moment(at):
    return timezone.localtime(at).isoformat(timespec="seconds")


def _licensed(found):
    return {"dcterms:license": found[1]} if found else {}


def _about(built):
    """What is said of the catalogue and of each table alike."""
    publisher = {"@id": f"{settings.SITE_URL}/", "@type": "foaf:Agent", "foaf:name": settings.SITE_NAME}
    contact = {
        "@id": f"{home()}#contact",
        "@type": "vcard:Kind",
        "vcard:fn": settings.SITE_NAME,
        "vcard:hasEmail": f"mailto:{settings.CONTACT_EMAIL}",
    }
    return {
        "dcterms:publisher": publisher,
        **({"dcat:contactPoint": contact} if settings.CONTACT_EMAIL else {}),
        "dcterms:language": f"{_LANGUAGES}/{get_language()}",
        "dcterms:modified": _moment(built.made_at),
        "dcat:version": built.version,
    }


def _country(country):
    """Where the data is about, as far as its codes say."""
    return {
        "@type": "dcterms:Location",
        "skos:prefLabel": country["name"],
        "dcterms:identifier": country["code"].upper(),
    }


def _dataset(built, table, about):
    return {
        "@id": f"{home()}#{table.name}",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{home()}#{table.name}",
        "dcterms:title": str(table.title),
        "dcterms:description": str(table.description),
        **about,
        "dcat:landingPage": home(),
        # It changes when there is something to record, within a minute.
        "dcterms:accrualPeriodicity": f"{_EU}/frequency/IRREG",
        "dcterms:conformsTo": address("datapackage.json"),
        "dcat:distribution": [_distribution(built, table, form) for form in ("csv", "json")],
    }


def _distribution(built, table, form):
    name = f"{table.name}.{form}"
    return {
        "@id": address(name),
        "@type": "dcat:Distribution",
        "dcterms:title": f"{table.title} ({form.upper()})",
        **_licensed(licence(table)),
        "dcat:accessURL": home(),
        "dcat:downloadURL": address(name),
        "dcat:mediaType": f"{_MEDIA_TYPES}/{media_type(form)}",
        "dcterms:format": f"{_EU}/file-type/{form.upper()}",
        "dcat:byteSize": str(built.sizes[name]),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": "spdx:checksumAlgorithm_sha256",
            "spdx:checksumValue": built.hashes[name],
        },
    }


def datasets(built) -> dict:
    """The same for search engines: the tables together, and those of texts, whose licence is another."""
    texts = [table for table in TABLES if table.name in TEXTS]
    others = [table for table in TABLES if table.name not in TEXTS]
    words = _("The texts of the press items of the %(name)s: whole, and by exchange.") % {"name": settings.SITE_NAME}
    return {
        "@context": "https://schema.org",
        "@graph": [
            _as_dataset(built, others, title(), description()),
            _as_dataset(built, texts, _("Texts of the %(name)s") % {"name": settings.SITE_NAME}, words),
        ],
    }


def _as_dataset(built, tables, name, words):
    found = licence(tables[0])
    return {
        "@type": "Dataset",
        "name": name,
        "description": words,
        "url": home(),
        "version": built.version,
        "dateModified": _moment(built.made_at),
        "inLanguage": get_language(),
        "creator": {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"},
        **({"license": found[1]} if found else {}),
        "includedInDataCatalog": {"@type": "DataCatalog", "name": title(), "url": home()},
        "distribution": [_download(built, table, form) for table in tables for form in ("csv", "json")],
    }


def _download(built, table, form):
    name = f"{table.name}.{form}"
    return {
        "@type": "DataDownload",
        "name": str(table.title),
        "contentUrl": address(name),
        "encodingFormat": media_type(form),
        "contentSize": f"{built.sizes[name]} B",
        "sha256": built.hashes[name],
    }
