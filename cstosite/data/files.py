"""The files of the open data: built once for each state of what is public, from one reading of the database.

They lie in a folder named by what is in them, so that whoever is being sent one never sees it change.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from delegations.open_data import popolo

from .documents import DOCUMENTS
from .models import Touch, Version
from .state import public_state
from .tables import TABLES
from .writing import Damaged, Place, Writing, write_table

logger = logging.getLogger("cstosite")

# To be raised when the files of the same data become others.
LAYOUT = 5
# What the parts of tables are, for the next version: nobody is sent this file.
PARTS = "parts"


@dataclass(frozen=True)
class Built:
    """A version whose files are there, the current one since a moment.

    `sizes` and `hashes` are those of each file, in bytes and as SHA-256.
    """

    name: str
    state: str
    version: str
    made_at: datetime
    since: datetime
    digest: str
    rows: dict[str, int]
    sizes: dict[str, int]
    hashes: dict[str, str]

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return root() / self.name

    @property
    def day(self) -> str:
        """The day it was made, in the site's time zone."""
        return f"{timezone.localtime(self.made_at):%Y-%m-%d}"


def root() -> Path:
    """The folder of all versions."""
    return settings.OPEN_DATA_ROOT


class Busy(Exception):
    """Somebody else is still writing the files."""


def current(now: datetime | None = None, patience: int | None = None) -> Built:
    """The version of this moment, built first when it is not there: 2 queries when it is.

    Busy when somebody else has been building it for `patience` seconds; without patience it takes as long as it takes.
    """
    now = now or timezone.now()
    found = _known()
    if found and found.state == _state(now):
        return found
    root().mkdir(parents=True, exist_ok=True)
    with (root() / "lock").open("w") as lock:
        # One builds, the others wait and find it there.
        _take(lock, patience)
        found = _known()
        if found and found.state == _state(now):
            return found
        return _build(now)


def _take(lock, patience):
    if patience is None:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return
    for _tenth in range(10 * patience):
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(0.1)
    raise Busy


def _state(now):
    """What the data is made of at a moment: all that was written by then and has fallen due."""
    return _hash(public_state(now).text, _own())


def _own():
    """What the files say besides the data."""
    licences = settings.DATA_LICENCE, settings.TEXT_LICENCE
    return LAYOUT, settings.SITE_URL, settings.SITE_NAME, settings.CONTACT_EMAIL, settings.TIME_ZONE, *licences


def _hash(*parts):
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def _known():
    try:
        values = json.loads((root() / "current.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    found = Built(**values | {name: datetime.fromisoformat(values[name]) for name in ("made_at", "since")})
    return found if found.folder.is_dir() else None


def _build(now):
    folder = Path(tempfile.mkdtemp(prefix="new-", dir=root()))
    try:
        with snapshot():
            state = _state(now)
            rows, sizes, hashes = _write_tables(folder, now)
            register = popolo(now)
        sizes["popolo.json"], hashes["popolo.json"] = _write(folder / "popolo.json", register)
        digest = _hash(*(f"{name} {hashes[name]}" for name in sorted(hashes)))
        version, _is_new = Version.objects.get_or_create(digest=digest)
        # The newest version is in the list of all, also when this one is an older state come back.
        name = _hash(digest, version, Version.objects.latest("pk"), _own())[:32]
        before = _known()
        since = before.since if before and before.name == name else _moment_after(before)
        built = Built(name, state, str(version), version.made_at, since, digest, rows, sizes, hashes)
        for each, document in DOCUMENTS.items():
            sizes[each], hashes[each] = _write(folder / each, document(built, folder))
        _put_in_place(folder, built)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    Touch.forget()
    logger.info("Open data: version %s, %d rows.", built.version, sum(rows.values()))
    return built


def _moment_after(before):
    """This moment, but in a later second than the version before: dates of HTTP know no less."""
    now = timezone.now()
    return max(now, before.since + timedelta(seconds=1)) if before else now


def _write_tables(folder, now):
    """Write the tables with the help of the files before, or without it when these are damaged."""
    try:
        return write_tables(folder, now, _known())
    except (Damaged, OSError):
        logger.exception("Open data: the files before are damaged, all is written anew.")
        return write_tables(folder, now, None)


def write_tables(folder: Path, now: datetime, before: Built | None):
    """Write every table in every format: (rows by table, bytes by file, SHA-256 by file)."""
    rows, sizes, hashes, parts = {}, {}, {}, {}
    known = _parts_of(before) if before else {}
    for table in TABLES:
        written = write_table(folder, table, now, before and before.folder, known.get(table.name, {}))
        rows[table.name], parts[table.name] = written.rows, written.parts
        for form, (size, digest) in written.files.items():
            sizes[f"{table.name}.{form}"], hashes[f"{table.name}.{form}"] = size, digest
    (folder / PARTS).write_text(json.dumps([_hash(*_own()), parts]), encoding="utf-8")
    return rows, sizes, hashes


def _parts_of(before):
    """The parts of each table in the files before; none where the same data would be other files now."""
    try:
        own, tables = json.loads((before.folder / PARTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {
        table: {
            name: (number, {form: Place(*place) for form, place in places.items()})
            for name, (number, places) in parts.items()
        }
        for table, parts in tables.items()
        if own == _hash(*_own())
    }


def _write(path, document):
    """Write a document of JSON: its size in bytes and its SHA-256."""
    with Writing(path) as file:
        file.write(json.dumps(document, ensure_ascii=False) + "\n")
        return file.seal()


def _put_in_place(folder, built):
    if not built.folder.exists():
        folder.chmod(0o755)
        folder.rename(built.folder)
    else:
        shutil.rmtree(folder)
    before = _known()
    pointer = root() / "current.new"
    pointer.write_text(json.dumps(asdict(built), default=str), encoding="utf-8")
    os.replace(pointer, root() / "current.json")
    # The version before stays for whoever has asked for it this very moment.
    kept = {built.name, before.name if before else ""}
    for each in root().iterdir():
        if each.is_dir() and each.name not in kept:
            shutil.rmtree(each, ignore_errors=True)


@contextmanager
def snapshot() -> Iterator[None]:
    """One view of the database, whatever is written meanwhile, that keeps nobody from writing."""
    if connection.in_atomic_block:  # the caller's own view
        yield
    elif connection.vendor == "sqlite":
        # Django's own transactions would take the right to write from everybody else.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
