"""The open data over HTTP: files that were built once, sent as they are."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cstosite.shared import twins
from cstosite.shared.compression import takes_gzip
from cstosite.shared.cors import open_to_all
from cstosite.shared.tables import WRITERS
from press.open_data import TABLES as PRESS_TABLES

from .describing import TYPES, title
from .files import Busy, current
from .tables import TABLES

# So many seconds somebody waits while the files are written for another: every process would be waiting soon.
PATIENCE = 5
DOCUMENTS = [
    ("popolo.json", _("The register as people, posts and memberships, in the form of Popolo: one file.")),
    ("datapackage.json", _("The Data Package: every table with its columns, what they mean and how they refer.")),
    ("catalog.jsonld", _("The catalogue for data portals, DCAT in JSON-LD.")),
    ("versions.json", _("The versions there were, each with the digest that proves it.")),
]


def data(request):
    """What data there is, in which formats, how fresh, and how to cite it."""
    try:
        built = current(timezone.now(), PATIENCE)
    except Busy:
        return _later(render(request, "503.html", status=503))
    register = [table for table in TABLES if table not in PRESS_TABLES]
    context = {
        "built": built,
        "title": title(),
        "parts": [(name, [_listed(built, table) for table in tables]) for name, tables in _parts(register)],
        "documents": [(name, built.sizes[name], *name.rsplit(".", 1), words) for name, words in DOCUMENTS],
    }
    return render(request, "data.html", context)


def _parts(register):
    return [(_("The register"), register), (_("The press"), PRESS_TABLES)]


def _listed(built, table):
    """A table with its number of rows, and the size of its file in each format."""
    return table, built.rows[table.name], [(form, built.sizes[f"{table.name}.{form}"]) for form in WRITERS]


def file(request, name, form):
    """One file of the data, compressed where whoever asks can read that."""
    try:
        built = current(timezone.now(), PATIENCE)
    except Busy:
        message = gettext("The data is being written anew. Ask again in a minute.")
        return _later(twins.for_programs(twins.refusal(503, message)))
    full = f"{name}.{form}"
    if full not in built.hashes:
        raise Http404("There is no such file.")
    is_packed = takes_gzip(request)
    path = built.folder / (f"{full}.gz" if is_packed else full)
    response = FileResponse(path.open("rb"), content_type=TYPES[form])
    # The same bytes have the same tag, in whatever version: who has them already need not fetch them again.
    tag = f'"{built.hashes[full][:32]}"'
    response["ETag"] = f"W/{tag}" if is_packed else tag
    if is_packed:
        response["Content-Encoding"] = "gzip"
    response["Last-Modified"] = http_date(built.since.timestamp())
    return open_to_all(response)


def _later(response):
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response
