"""The files of items: each answers where, and only where, somebody may see an item that uses it."""

import re

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse

from .models import Document, ItemDocument, ItemPicture, Picture, PressItem

# The path below an address of files, and what stands in it.
PATTERN = r"(?P<folder>pictures|documents)/(?P<key>[0-9a-f]{32})/(?P<name>[0-9a-z-]{1,20}\.(?:avif|webp|jpg|png|pdf))"
PLACE = re.compile(PATTERN)
USES = {Picture.FOLDER: (ItemPicture, "picture"), Document.FOLDER: (ItemDocument, "document")}
BASE = "/media/"
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


def public(request, folder, key, name):
    """A file of an item that is public now; 404 for every other, as for one that never was."""
    model, link = USES[folder]
    if not model.objects.filter(**{f"{link}__key": key}, item__in=PressItem.objects.published()).exists():
        raise Http404("No such file.")
    response = answer(folder, key, name)
    # Readers on other sites show pictures of feeds.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def answer(folder, key, name):
    """The file itself, for whoever was found to have a right to it; Http404 when there is none."""
    extension = name.rpartition(".")[2]
    try:
        with default_storage.open(f"{folder}/{key}/{name}") as file:
            data = file.read()
    except OSError:
        raise Http404("No such file.") from None
    response = HttpResponse(data, content_type=TYPES[extension])
    if extension == "pdf":
        response["Content-Disposition"] = 'attachment; filename="document.pdf"'
    return response


def address(file, name, base=BASE):
    """Where a file is found below an address of files: the public one, or that of a preview."""
    return f"{base}{file.FOLDER}/{file.key}/{name}"
