"""Tables of open data: what a column means, and its rows as CSV, as JSON and as a Table Schema (datapackage.org)."""

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TextIO

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
    apart.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[datetime], Iterable[Row]]

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

    def __init__(self, file: TextIO, table: Table):
        file.write("\ufeff")
        self.rows = csv.writer(file)
        self.rows.writerow([column.name for column in table.columns])

    def write(self, row: Row):
        """Add a row."""
        self.rows.writerow([cell(value) for value in row])

    def close(self):
        """There is nothing after the last row."""


class JsonWriter:
    """Rows as a JSON array of objects, one to a line, so that it can be read line by line; texts are verbatim."""

    def __init__(self, file: TextIO, table: Table):
        self.file, self.names, self.is_first = file, [column.name for column in table.columns], True
        file.write("[")

    def write(self, row: Row):
        """Add a row."""
        values = dict(zip(self.names, map(plain, row), strict=True))
        self.file.write(("\n" if self.is_first else ",\n") + json.dumps(values, ensure_ascii=False))
        self.is_first = False

    def close(self):
        """End the array."""
        self.file.write("\n]\n")


WRITERS = {"csv": CsvWriter, "json": JsonWriter}


def plain(value):
    """A value as JSON has it; moments carry the offset of the site's time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)


def cell(value) -> str:
    """A value as a cell of CSV; an apostrophe keeps a text that looks like a formula from being one."""
    match plain(value):
        case None:
            return ""
        case bool(truth):
            return "true" if truth else "false"
        case str(text) if text.startswith(FORMULA):
            return f"'{text}"
        case other:
            return str(other)


def values_of(model: type[Model], row: dict) -> dict:
    """What a row of JSON says of a model's own columns, by their names; a text that is not there is an empty one."""
    fields = [field for field in model._meta.concrete_fields if field.name in row and not field.is_relation]
    return {
        field.name: "" if row[field.name] is None and not field.null else field.to_python(row[field.name])
        for field in fields
    }
