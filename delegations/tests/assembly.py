"""A fictional assembly for trials: its files for `load_register`, and what is true of it on any day, counted apart.

Everything is drawn from one seed. Facts are known to the day, so that the truth is a look at spans of days.
"""

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

FIRST, LAST = date(1986, 1, 1), date(2026, 1, 1)
DAY = timedelta(days=1)
# The codes that ISO 3166-1 leaves free for such use.
CODES = [f"x{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


@dataclass
class Span:
    """What held from one day to another, both included; `last` is None while it holds."""

    first: date
    last: date | None
    value: object

    def holds(self, day):
        return self.first <= day and (self.last is None or day <= self.last)


def on(spans, day):
    """The value that holds on a day, or None."""
    return next((span.value for span in spans if span.holds(day)), None)


@dataclass
class Truth:
    """What is true of one delegation."""

    slug: str
    names: list[Span]
    statuses: list[Span]
    representatives: list[Span]
    chambers: list[list[Span]] = field(default_factory=list)

    def boundaries(self):
        """Every day on which something begins, or is for the last time."""
        for spans in (self.names, self.statuses, self.representatives, *self.chambers):
            for span in spans:
                yield span.first
                if span.last:
                    yield span.last


class Assembly:
    """Draws an assembly and writes its files into a folder."""

    def __init__(self, folder: Path, delegations: int = 30, seed: int = 1):
        self.folder, self.random, self.rows, self.number = folder, Random(seed), {}, 0
        self.source = self._add(
            "sources", title="Bulletin of the Assembly", url="", document="No 1", seen_on="", seen_by=""
        )
        for name, counts in [("Member", "yes"), ("Observer", ""), ("Suspended", "")]:
            self._add("classes", slug=name.lower(), name=name, counts_in_totals=counts)
        self.people = [self._person(number) for number in range(delegations * 4)]
        self.truths = [self._delegation(number) for number in range(delegations)]
        for name, rows in self.rows.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)

    def _add(self, file, **row):
        self.number += 1
        identifier = str(UUID(int=self.number + (0xFAB << 100)))
        self.rows.setdefault(file, []).append({"uuid": identifier, **row})
        return identifier

    def _fact(self, file, span, **row):
        dates = {"observed": "", "observed_on": "", "valid_from": span.first, "valid_to": span.last or ""}
        return self._add(file, **row, **dates, source=self.source)

    def _person(self, number):
        name = f"Fiona Fable {number}"
        return self._add("people", name=name, sort_name=f"Fable {number}, Fiona", slug=f"fable-{number}"), name

    def _spans(self, first, last, years, value):
        """Spans one after another, each some years long, the last of them open when `last` is None."""
        spans, begin = [], first
        while begin <= (last or LAST):
            length = timedelta(days=self.random.randint(200, 365 * years))
            end = begin + length
            if end >= (last or LAST):
                spans.append(Span(begin, last, value()))
                break
            spans.append(Span(begin, end, value()))
            begin = end + DAY
        return spans

    def _delegation(self, number):
        random, slug = self.random, f"fabland-{number}"
        code = CODES[number] if number < len(CODES) else ""
        names = self._spans(FIRST, None, 25, lambda: f"Fabland {number}{chr(97 + random.randrange(26))}")
        names = [span for place, span in enumerate(names) if not place or span.value != names[place - 1].value] or names
        for earlier, later in zip(names, names[1:], strict=False):
            earlier.last = later.first - DAY
        today = names[-1].value
        if code:
            self._add("countries", code=code, alpha3="", m49="", name=today, official_name="")
        self._add("delegations", slug=slug, name=today, parliament=f"Parliament of {slug}", country=code)
        for span in names:
            parliament = f"Parliament of {slug}"
            self._fact("delegation_names", span, delegation=slug, name=span.value, parliament=parliament, succeeds="")
        joined = FIRST + timedelta(days=random.randrange(365 * 10))
        left = LAST - timedelta(days=random.randrange(365 * 10)) if random.random() < 0.2 else None
        statuses = self._spans(joined, left, 20, lambda: random.choice(["Member", "Member", "Observer", "Suspended"]))
        for span in statuses:
            self._fact("status", span, delegation=slug, **{"class": span.value.lower()})
        post = self._add(
            "posts", kind="plenipotentiary", name=f"Representative of {slug}", delegation=slug, is_shared=""
        )
        representatives = self._spans(joined, left, 6, lambda: random.choice(self.people))
        for span in representatives:
            identifier, span.value = span.value
            self._fact("appointments", span, person=identifier, post=post, wording="")
        truth = Truth(slug, names, statuses, representatives)
        for position in range(1, random.randint(1, 3) + 1):
            chamber = self._add(
                "chambers", delegation=slug, position=position, name=f"Chamber {position}", members_are="deputies"
            )
            seats = self._spans(joined, left, 5, lambda: random.randint(0, 20))
            for span in seats:
                self._fact("seats", span, chamber=chamber, seats=span.value)
            truth.chambers.append(seats)
        return truth
