"""A date known to the day, the month or the year: kept as its earliest and latest day plus the precision."""

import calendar
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PartialDate:
    """The days between `earliest` and `latest`, both included; `precision` is "day", "month" or "year"."""

    earliest: date
    latest: date
    precision: str

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "2023", "2023-12" or "2023-12-26" (ISO 8601); ValueError when it is none of them or no real day."""
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip(), re.ASCII)
        if not match:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        if day is not None:
            return cls.on_day(date(year, month, day))
        if month is not None:
            return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @classmethod
    def on_day(cls, day: date) -> "PartialDate":
        """A date known exactly."""
        return cls(day, day, "day")

    def __str__(self) -> str:
        return self.earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]
