"""Tables of open data: what a column means, and its rows as CSV, as JSON and as a Table Schema (datapackage.org)."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.db.models import Model
from django.utils import timezone

# A spreadsheet takes a text that begins so for a formula; some take the wide forms for the same.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """One column. `kind` is a type of Table Schema; `refers` is the table and column in which its values are found."""

    name: str
    description: str
    kind: str = "string"
    is_required: bool = False
    is_unique: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    format: str = ""
    refers: tuple[str, str] | None = None

    @property
    def schema(self) -> dict:
        """The field descriptor."""
        constraints = {
            "required": self.is_required,
            "unique": self.is_unique,
            "enum": list(self.values),
            "pattern": self.pattern,
        }
        constraints = {name: value for name, value in constraints.items() if value}
        return {
            "name": self.name,
            "type": self.kind,
            **({"format": self.format} if self.format else {}),
            "description": str(self.description),
            **({"constraints": constraints} if constraints else {}),
        }


@dataclass(frozen=True)
class Table:
    """A table: `rows` gives its rows as of a moment, in an order that says nothing of when they were written.

    Values are None, texts, whole numbers, truths, dates and aware datetimes. `key` names the columns that tell rows
    apart. Of a long table that `has_parts`, `rows` gives one part after the other, each as a name and its rows: the
    name is another one whenever a row is another one, so that what was written of the part before can be taken again.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[datetime], Iterable[Row] | Iterable[tuple[str, Iterable[Row]]]]
    has_parts: bool = False

    @property
    def schema(self) -> dict:
        """The Table Schema."""
        keys = [
            {"fields": [column.name], "reference": {"resource": column.refers[0], "fields": [column.refers[1]]}}
            for column in self.columns
            if column.refers
        ]
        return {
            "fields": [column.schema for column in self.columns],
            "primaryKey": list(self.key),
            "missingValues": [""],
            **({"foreignKeys": keys} if keys else {}),
        }


class CsvWriter:
    """Rows as CSV (RFC 4180): UTF-8 with a mark that spreadsheets need, and no cell that they take for a formula."""

    between, closing = "", ""

    def __init__(self, table: Table):
        self.opening = "\ufeff" + self.text([[column.name for column in table.columns]])

    def text(self, rows: Iterable[Sequence]) -> str:
        """Rows of plain values."""
        file = StringIO(newline="")
        csv.writer(file).writerows([cell(value) for value in row] for row in rows)
        return file.getvalue()


class JsonWriter:
    """Rows as a JSON array of objects, one to a line, so that it can be read line by line; texts are verbatim."""

    opening, between, closing = "[", ",", "\n]\n"
    encode = staticmethod(json.JSONEncoder(ensure_ascii=False).encode)

    def __init__(self, table: Table):
        self.names = [column.name for column in table.columns]

    def text(self, rows: Iterable[Sequence]) -> str:
        """Rows of plain values."""
        return ",".join("\n" + self.encode(dict(zip(self.names, row, strict=True))) for row in rows)


# How each format is written: `opening`, the texts of rows with `between` them, `closing`.
WRITERS = {"csv": CsvWriter, "json": JsonWriter}
_PLAIN = frozenset({str, int, bool, type(None)})


def plain(value):
    """A value as JSON has it; moments carry the offset of the site's time zone."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        return value.astimezone(timezone.get_default_timezone()).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def cell(value) -> str:
    """A plain value as a cell of CSV; an apostrophe keeps a text that looks like a formula from being one."""
    if type(value) is str:
        return f"'{value}" if value.startswith(FORMULA) else value
    if value is None:
        return ""
    return str(value).lower() if type(value) is bool else str(value)


def values_of(model: type[Model], row: dict) -> dict:
    """What a row of JSON says of a model's own columns, by their names; a text that is not there is an empty one."""
    fields = [field for field in model._meta.concrete_fields if field.name in row and not field.is_relation]
    return {
        field.name: "" if row[field.name] is None and not field.null else field.to_python(row[field.name])
        for field in fields
    }
