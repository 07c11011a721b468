"""The open data over HTTP: files that were built once, sent as they are."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import http_date

from .describing import TYPES
from .files import current
from .tables import TABLES


def data(request):
    """What data there is, in which formats, how fresh, and how to cite it."""
    built = current(timezone.now())
    return render(request, "data.html", {"built": built, "tables": TABLES})


def file(request, name, form):
    """One file of the data, compressed where whoever asks can read that."""
    built = current(timezone.now())
    full = f"{name}.{form}"
    if full not in built.hashes:
        raise Http404("There is no such file.")
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    path = built.folder / (f"{full}.gz" if is_packed else full)
    response = FileResponse(path.open("rb"), content_type=TYPES[form])
    # The same bytes have the same tag, in whatever version: who has them already need not fetch them again.
    tag = f'"{built.hashes[full][:32]}"'
    response["ETag"] = f"W/{tag}" if is_packed else tag
    if is_packed:
        response["Content-Encoding"] = "gzip"
    response["Last-Modified"] = http_date(built.since.timestamp())
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
