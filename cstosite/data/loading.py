"""An archive loaded into an empty site: all of it or nothing."""

import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from cstosite.shared import uploads
from delegations.loading import REFUSED, reason_of
from delegations.models import LoadedRecord
from delegations.open_data import loading as register
from press import media
from press.open_data import loading as press

from .archive import CHUNK, EVERY, Archive, Refused, Say
from .models import Touch
from .tables import TABLES

BATCH = 1000


def load(path: Path, say: Say):
    """Load an archive; `Refused`, with nothing changed, when it cannot be loaded."""
    refuse_unless_empty()
    with Archive(path) as archive:
        archive.check(say)
        with _taken_back() as stored, transaction.atomic():
            refuse_unless_empty()
            try:
                rows = _told(archive, say)
                register.load(rows)
                press.load(rows)
                _remember(archive)
            except (*REFUSED, DatabaseError, OverflowError, RecursionError) as error:
                words = {"place": archive.place, "reason": reason_of(error)}
                raise Refused(_("%(place)s: %(reason)s") % words) from error
            _store_files(archive, stored, say)
            Touch.forget()


def refuse_unless_empty():
    """Refused when anything is recorded or written on the site."""
    for label in ("delegations", "press"):
        for model in apps.get_app_config(label).get_models():
            if model._base_manager.exists():
                raise Refused(
                    _(
                        "This site is not empty (%(what)s): an archive is loaded into a new database, after “manage.py "
                        "migrate” and before anything else."
                    )
                    % {"what": model._meta.verbose_name_plural}
                )


@contextmanager
def _taken_back():
    """A list of what was stored; when all comes to nothing, it is removed again."""
    stored = []
    try:
        yield stored
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def _told(archive, say):
    """Reads a table of the archive, and tells of it."""

    def rows(name):
        total = archive.manifest["tables"][name]["rows"]
        for count, row in enumerate(archive.rows(name), start=1):
            yield row
            if count % EVERY == 0 and count < total:
                say(_("%(name)s: %(count)d of %(total)d rows") % {"name": name, "count": count, "total": total})
        say(_("%(name)s: %(count)d rows") % {"name": name, "count": total})

    return rows


def _remember(archive):
    """Mark every identifier as loaded, so that no other loader makes the same again."""
    known = []
    for table in TABLES:
        if "uuid" in {column.name for column in table.columns}:
            for row in archive.rows(table.name):
                known.append(LoadedRecord(identifier=row["uuid"]))
                if len(known) == BATCH:
                    LoadedRecord.objects.bulk_create(known)
                    known.clear()
    LoadedRecord.objects.bulk_create(known)


def _store_files(archive, stored, say):
    """Put the files where they lay, each looked at first."""
    total, originals = archive.manifest["media"]["files"], 0
    for count, entry in enumerate(archive.files(), start=1):
        originals += _store(archive, entry, stored)
        if count % EVERY == 0 or count == total:
            say(_("%(count)d of %(total)d files") % {"count": count, "total": total})
    if originals != press.count_files():
        raise Refused(_("The file of a picture or a document is missing in the archive."))


def _store(archive, entry, stored):
    name = entry["name"].removeprefix("media/")
    place = media.PLACE.fullmatch(name)
    try:
        with archive.open(entry["name"]) as file:
            is_original = press.check_file(**place.groupdict(), file=file)
    except uploads.Refused as error:
        raise Refused(_("%(place)s: %(reason)s") % {"place": name, "reason": error}) from error
    if not default_storage.exists(name):
        with archive.open(entry["name"]) as file:
            stored.append(name)
            default_storage.save(name, File(file))
    elif _hash_of(name) != entry["sha256"]:
        raise Refused(
            _("Another file lies at %(name)s: give the new site a new folder for its files.") % {"name": name}
        )
    return is_original


def _hash_of(name):
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        while part := file.read(CHUNK):
            digest.update(part)
    return digest.hexdigest()
