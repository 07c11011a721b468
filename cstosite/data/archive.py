"""The archive: all that is public in one zip, as tables of /data/ and the stored files of pictures and documents.

`manifest.json` says what is in it, with the SHA-256 of each table; `data/` holds the tables in JSON, `media/` the files
and `media.json` their list, with the SHA-256 of each.
"""

import hashlib
import json
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from press import media

from .files import current
from .tables import TABLES

FORMAT = 1
MANIFEST, LIST = "manifest.json", "media.json"
CHUNK = 1 << 20
# What is read at once: a row, the manifest; and what a file may be, a picture of 24 megapixels as PNG included.
MAX_ROW = 32 << 20
MAX_MANIFEST = 1 << 20
MAX_FILE = 128 << 20
EVERY = 500  # files or rows, between two lines of progress

Say = Callable[[str], object]
_FILE = re.compile(f"media/{media.PATTERN}")
# What damaged or hostile bytes raise while they are read.
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError)


class Refused(Exception):
    """An archive that is not written or not loaded; why, in a sentence."""


def write(target: Path, say: Say, now: datetime | None = None):
    """Write all that is public at a moment to a file, which is there once it is whole, or not at all."""
    say(_("Building the tables ..."))
    built = current(now)
    with _whole(target) as file, ExitStack() as stack, ZipFile(file, "w") as bundle:
        # Opened at once: they may be taken away when the data changes.
        sources = {each.name: stack.enter_context((built.folder / f"{each.name}.json").open("rb")) for each in TABLES}
        tables = {}
        for name, source in sources.items():
            size, digest = _put(bundle, f"data/{name}.json", source, ZIP_DEFLATED)
            tables[name] = {"rows": built.rows[name], "bytes": size, "sha256": digest}
            say(_("%(name)s: %(count)d rows") % {"name": name, "count": built.rows[name]})
        with tempfile.TemporaryFile() as listed:
            count = _put_files(bundle, [sources["pictures"], sources["documents"]], listed, say)
            listed.seek(0)
            size, digest = _put(bundle, LIST, listed, ZIP_DEFLATED)
        manifest = {
            "format": FORMAT,
            "site": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "version": built.version,
            "made_at": timezone.localtime(built.made_at).isoformat(),
            "tables": tables,
            "media": {"files": count, "bytes": size, "sha256": digest},
        }
        bundle.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1), ZIP_DEFLATED)


@contextmanager
def _whole(target):
    """A file beside the target that takes its place at the end."""
    try:
        number, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise Refused(_("Nothing can be written to %(folder)s.") % {"folder": target.parent}) from error
    try:
        with open(number, "w+b") as file:
            yield file
            file.flush()
            os.fsync(number)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _put(bundle, name, source, compression):
    """Copy a file into the zip: its size and SHA-256."""
    info = ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.compress_type = compression
    info.external_attr = 0o644 << 16
    size, digest = 0, hashlib.sha256()
    with bundle.open(info, "w", force_zip64=True) as copy:
        while part := source.read(CHUNK):
            copy.write(part)
            digest.update(part)
            size += len(part)
    return size, digest.hexdigest()


def _put_files(bundle, sources, listed, say):
    """Copy the files that tables name, with what was made of them, and list them: their number."""
    count = 0
    listed.write(b"[\n")
    for folder, names in _folders(sources, bundle):
        for name in names:
            with default_storage.open(f"{folder}/{name}") as source:
                size, digest = _put(bundle, f"media/{folder}/{name}", source, ZIP_STORED)
            entry = {"name": f"media/{folder}/{name}", "bytes": size, "sha256": digest}
            listed.write((b",\n" if count else b"") + json.dumps(entry).encode())
            count += 1
            if count % EVERY == 0:
                say(_("%(count)d files") % {"count": count})
    listed.write(b"\n]\n" if count else b"]\n")
    say(_("%(count)d files") % {"count": count})
    return count


def _folders(sources, bundle):
    """Each folder of a picture or document that is not in the zip yet, and the names of its files."""
    for source in sources:
        source.seek(0)
        for row in rows_of(source):
            found = re.search(f"{media.PATTERN}$", row["url"])
            folder, original = f"{found['folder']}/{found['key']}", found["name"]
            if f"media/{folder}/{original}" in bundle.NameToInfo:
                continue
            try:
                names = sorted(default_storage.listdir(folder)[1])
            except FileNotFoundError:
                names = []
            if original not in names:
                raise Refused(_("A file of a public item is missing: %(name)s.") % {"name": f"{folder}/{original}"})
            yield folder, [name for name in names if _FILE.fullmatch(f"media/{folder}/{name}")]


def rows_of(file: BinaryIO) -> Iterator[dict]:
    """The rows of a table in JSON, read one by one."""
    opening = file.readline(3)
    line = file.readline(MAX_ROW) if opening == b"[\n" else b""
    while line != b"]\n":
        if not (line.startswith(b"{") and line.endswith(b"\n")):
            raise ValueError(_("It is no table with one row to a line."))
        yield json.loads(line.rstrip(b",\n"))
        line = file.readline(MAX_ROW)


class Archive:
    """An archive, open for reading; `Refused` when it is not what `write` writes."""

    def __init__(self, path: Path):
        with _read_as(_("%(file)s is no whole archive.") % {"file": path}):
            self.bundle = ZipFile(path)
            try:
                self.infos = {info.filename: info for info in self.bundle.infolist()}
                self.manifest = self._manifest()
            except BaseException:
                self.bundle.close()
                raise
        self.place = ""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.bundle.close()

    def _manifest(self):
        if self.infos[MANIFEST].file_size > MAX_MANIFEST:
            raise ValueError(MANIFEST)
        manifest = json.loads(self.bundle.read(MANIFEST))
        if manifest["format"] != FORMAT:
            words = _("The archive is of format %(other)s; this version of the site reads format %(own)d.")
            raise Refused(words % {"other": manifest["format"], "own": FORMAT})
        return manifest

    def check(self, say: Say):
        """Read all of it once, without loading anything: names, sizes and hashes must be those that it states."""
        with _read_as(_("The archive is damaged.")):
            self._check_names()
            for table in TABLES:
                self._check_file(f"data/{table.name}.json", self.manifest["tables"][table.name])
            say(_("The tables are whole."))
            self._check_file(LIST, self.manifest["media"])
            files = [name for name in self.infos if name.startswith("media/")]
            for count, (name, stated) in enumerate(zip(files, self.files(), strict=True), start=1):
                if stated["name"] != name or self.infos[name].file_size > MAX_FILE:
                    raise Refused(_("%(name)s is not listed as it should be, or is too large.") % {"name": name})
                self._check_file(name, stated)
                if count % EVERY == 0:
                    say(_("%(count)d of %(total)d files are whole.") % {"count": count, "total": len(files)})

    def _check_names(self):
        tables = {f"data/{table.name}.json" for table in TABLES}
        if missing := {*tables, LIST} - {*self.infos}:
            raise Refused(_("Missing in the archive: %(names)s.") % {"names": ", ".join(sorted(missing))})
        if len(self.infos) != len(self.bundle.infolist()):
            raise Refused(_("A name stands twice in the archive."))
        for name, info in self.infos.items():
            is_known = name in {*tables, LIST, MANIFEST} or _FILE.fullmatch(name)
            if not is_known or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise Refused(_("%(name)s does not belong into an archive.") % {"name": ascii(name)[:200]})

    def _check_file(self, name, stated):
        digest = hashlib.sha256()
        if self.infos[name].file_size == stated["bytes"]:
            with self.open(name) as file:
                while part := file.read(CHUNK):
                    digest.update(part)
        if digest.hexdigest() != stated["sha256"]:
            raise Refused(_("%(name)s is not what the archive says of it.") % {"name": name})

    def open(self, name: str) -> BinaryIO:
        """A file of it."""
        return self.bundle.open(name)

    def rows(self, name: str) -> Iterator[dict]:
        """The rows of a table; `place` says which was read last."""
        count = 0
        self._read_to(name, 2)
        with self.open(f"data/{name}.json") as file:
            for count, row in enumerate(rows_of(file), start=1):
                self._read_to(name, count + 1)
                yield row
        if count != self.manifest["tables"][name]["rows"]:
            raise Refused(_("%(name)s is not what the archive says of it.") % {"name": name})

    def _read_to(self, name, line):
        self.place = _("%(name)s.json, line %(line)d") % {"name": name, "line": line}

    def files(self) -> Iterator[dict]:
        """What is listed of each stored file."""
        with self.open(LIST) as file:
            yield from rows_of(file)


@contextmanager
def _read_as(words):
    """Refuse, in these words, what cannot be read."""
    try:
        yield
    except _BROKEN as error:
        raise Refused(words) from error
