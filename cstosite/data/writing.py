"""Writing a file of the data and its compressed twin together, so that what did not change is copied from before.

A part of a file is compressed without regard to what stands before it: its bytes are the same in every file that has
it, in both forms.
"""

import hashlib
import struct
import zlib
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cstosite.shared.tables import WRITERS, Table, plain

# Of a text, the sixth level takes four times as long to save a twentieth more.
LEVEL = 4
# What gzip writes first: no name, no time.
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
CHUNK = 1 << 20
ROWS = 100  # written at once: they may be long


class Damaged(Exception):
    """The files before are not what was written."""


class Place(NamedTuple):
    """Where a part stands in a file and in its compressed twin, each with what its bytes sum up to (CRC-32)."""

    start: int
    end: int
    check: int
    packed_start: int
    packed_end: int
    packed_check: int


class Writing:
    """A file and its compressed twin that are being written; to be closed by `seal`, or by leaving the context."""

    def __init__(self, path: Path):
        self.plain, self.packed = open(path, "wb"), open(f"{path}.gz", "wb")  # noqa: SIM115
        self.packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self.digest, self.check = hashlib.sha256(), 0
        self.part_check = self.packed_check = 0
        self.packed.write(HEAD)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.plain.close()
        self.packed.close()

    def write(self, text: str):
        """Add a text."""
        data = text.encode()
        self._put(data)
        self._put_packed(self.packer.compress(data))

    def _put(self, data):
        self.digest.update(data)
        self.check, self.part_check = zlib.crc32(data, self.check), zlib.crc32(data, self.part_check)
        self.plain.write(data)

    def _put_packed(self, data):
        self.packed_check = zlib.crc32(data, self.packed_check)
        self.packed.write(data)

    def begin(self) -> tuple[int, int]:
        """Begin a part: where that is."""
        self._put_packed(self.packer.flush(zlib.Z_FULL_FLUSH))
        self.part_check = self.packed_check = 0
        return self.plain.tell(), self.packed.tell()

    def end(self, start: int, packed_start: int) -> Place:
        """End the part that begins there."""
        self._put_packed(self.packer.flush(zlib.Z_FULL_FLUSH))
        ends = self.plain.tell(), self.packed.tell()
        return Place(start, ends[0], self.part_check, packed_start, ends[1], self.packed_check)

    def copy(self, path: Path, place: Place) -> Place:
        """Add a part as it stands in another file; Damaged when it does not."""
        begun = self.begin()
        for name, put, start, end in [
            (path, self._put, place.start, place.end),
            (f"{path}.gz", self._put_packed, place.packed_start, place.packed_end),
        ]:
            with open(name, "rb") as source:
                source.seek(start)
                while start < end and (data := source.read(min(CHUNK, end - start))):
                    put(data)
                    start += len(data)
        if (self.part_check, self.packed_check) != (place.check, place.packed_check):
            raise Damaged(path)
        return self.end(*begun)

    def seal(self) -> tuple[int, str]:
        """End both files: the size in bytes and the SHA-256 of the plain one."""
        size = self.plain.tell()
        self.packed.write(self.packer.flush() + struct.pack("<LL", self.check, size & 0xFFFFFFFF))
        self.plain.close()
        self.packed.close()
        return size, self.digest.hexdigest()


class Written(NamedTuple):
    """A table that was written: its rows, (bytes, SHA-256) by format, and its parts as the next version finds them."""

    rows: int
    files: dict[str, tuple[int, str]]
    parts: dict[str, tuple[int, dict[str, Place]]]


def write_table(folder: Path, table: Table, now: datetime, before: Path | None, known: dict) -> Written:
    """Write a table in every format; what is `known` of its parts in the folder before is copied from there."""
    writers = {form: writer(table) for form, writer in WRITERS.items()}
    count, parts = 0, {}
    with ExitStack() as stack:
        files = {form: stack.enter_context(Writing(folder / f"{table.name}.{form}")) for form in WRITERS}
        for form, file in files.items():
            file.write(writers[form].opening)
        for name, rows in table.rows(now) if table.has_parts else [("", table.rows(now))]:
            for form, file in files.items() if count else ():
                file.write(writers[form].between)
            if name in known:
                number, stood = known[name]
                places = {form: files[form].copy(before / f"{table.name}.{form}", stood[form]) for form in files}
            else:
                number, places = _write_rows(rows, files, writers)
            if name:
                parts[name] = number, places
            count += number
        for form, file in files.items():
            file.write(writers[form].closing)
        return Written(count, {form: file.seal() for form, file in files.items()}, parts)


def _write_rows(rows, files, writers):
    """Write some rows as one part of each file: their number, and the places."""
    begun = {form: file.begin() for form, file in files.items()}
    count, rows = 0, iter(rows)
    while some := [[plain(value) for value in row] for row in islice(rows, ROWS)]:
        for form, file in files.items():
            file.write((writers[form].between if count else "") + writers[form].text(some))
        count += len(some)
    return count, {form: file.end(*begun[form]) for form, file in files.items()}
