"""Reading a pasted list of names: one to a line, with an office after a dash or a tab."""

import re
from dataclasses import dataclass

from cstosite.shared.text import clean_text

# What lists put before a name: numbers and marks.
_MARK = re.compile(r"^(?:\(?\d{1,3}[.)]\s*|\d{1,3}\s+|[•·▪‣*–—-]\s+)+")
_OFFICE = re.compile(r"\s+[–—-]\s+|\t")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad]")


@dataclass(frozen=True)
class NamedLine:
    """A line of the list: its number as pasted, the name, and the office as printed if there is one."""

    number: int
    name: str
    office: str = ""


def read_names(text: str) -> list[NamedLine]:
    """The lines of a list that hold anything, in order; white space of every kind is one space."""
    lines = enumerate(re.split(r"\r\n|[\n\r\v\f\u2028\u2029]", _INVISIBLE.sub("", text)), start=1)
    return [_read(number, line) for number, line in lines if line.strip()]


def _read(number, line):
    parts = [" ".join(clean_text(part).split()) for part in _OFFICE.split(_MARK.sub("", line.strip()))]
    name, *office = [part for part in parts if part] or [""]
    return NamedLine(number, name.rstrip(" ,;."), " – ".join(office))
