"""Seat charts (strip, arc, hemicycle) as numbers and SVG path strings, in user units with y pointing down.

A dot is a zero-length stroke with round caps, so its size is the stroke's width and a delegation is one path.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, cos, pi, sin, sqrt

Place = tuple[float, float]  # angle, from 0 at the start of the half circle to pi at its end; radius
Label = tuple[int, int, str]  # across, up or down, text-anchor

GAP = 0.7  # seats left free between two groups in a row
FILL = 0.925  # a dot, as a share of the closest distance between two; the rest is air, and covers rounding

# The hemicycle. Outside its labels' circle the width leaves 168: a name of 14 letters at font-size 21.
WIDTH, BASE, OUTER, LARGEST = 816, 258, 212, 28  # BASE: from the top; OUTER: the first row's radius
LABEL_RADIUS = 240  # clears the largest dot and a letter's descender
LABEL_LINE = 24  # from label to label
LABEL_ASCENT = 16
LABELS = 12  # with more delegations the page shows none


@dataclass(frozen=True)
class Strip:
    """One row of dots for a list: a view box of width x height and the dots as one path."""

    width: int
    height: int
    path: str


@dataclass(frozen=True)
class Wedge:
    """One delegation in a chart: all its dots, those open, those hatched, and where its label is anchored."""

    index: int
    path: str
    holes: str
    hatched: str
    label_x: int
    label_y: int
    anchor: str
    seats: int


@dataclass(frozen=True)
class Hemicycle:
    """A chart of rows on half circles: its view box, two stroke widths, and places for total and caption."""

    width: int
    height: int
    dot: float
    hole: float
    wedges: tuple[Wedge, ...]
    total: int
    centre_x: int
    total_y: int
    caption_y: int


def strip(seats: int) -> Strip:
    """One row of `seats` dots, 16 apart in a box 14 high."""
    _check([seats])
    return Strip(max(0, 16 * seats - 2), 14, _path((7 + 16 * seat, 7) for seat in range(seats)))


def hemicycle(groups: Sequence[Sequence[int]]) -> Hemicycle:
    """The Assembly: delegations in order from start to end, each a sequence of seats by chamber."""
    dots, dot = _place([_check(group) for group in groups], OUTER, LARGEST)
    drawn = [number for number, own in enumerate(dots) if own]
    means = [sum(angle for angle, _ in dots[number]) / len(dots[number]) for number in drawn]
    labels = dict(zip(drawn, _labels(means), strict=True))
    # Crowded labels climb above the arc, and the arc then moves down to make room for them.
    base = max([BASE] + [height + LABEL_ASCENT for _, height, _ in labels.values()])
    centre = WIDTH // 2
    wedges = []
    for number, (group, own) in enumerate(zip(groups, dots, strict=True)):
        x, height, anchor = labels.get(number, (0, 0, "middle"))
        wedges.append(_wedge(number + 1, group, own, (centre + x, base - height, anchor), centre, base))
    return Hemicycle(
        width=WIDTH,
        height=base + 16,
        dot=dot,
        hole=_hole(dot),
        wedges=tuple(wedges),
        total=sum(map(sum, groups)),
        centre_x=centre,
        total_y=base - 19,
        caption_y=base + 10,
    )


def arc(chambers: Sequence[int]) -> Hemicycle:
    """One delegation: seats by chamber, in one row of large dots while there are few; its label is unused."""
    (own,), dot = _place([_check(chambers)], 200, 33)
    wedge = _wedge(1, chambers, own, (233, 202, "middle"), 233, 220.5)
    return Hemicycle(
        width=466,
        height=241,
        dot=dot,
        hole=_hole(dot),
        wedges=(wedge,),
        total=sum(chambers),
        centre_x=233,
        total_y=202,
        caption_y=235,
    )


def _check(chambers: Sequence[int]) -> int:
    if any(seats < 0 for seats in chambers):
        raise ValueError(f"a chamber cannot have fewer than 0 seats: {list(chambers)}")
    return sum(chambers)


def _rows(total: int, outer: float) -> list[tuple[float, int]]:
    """Radius and seats of each row, outermost first; no row is empty."""
    count = next((rows for most, rows in ((20, 1), (40, 2), (120, 4)) if total <= most), 0)
    count = count or ceil(sqrt(total / 5))  # keeps rows about as far apart as the seats in them
    # The rows share the outer half of the radius; the inner half belongs to the total and its caption.
    step = outer * min(0.2, 0.5 / max(1, count - 1))
    radii = [outer - step * row for row in range(count)]
    # Rounding running totals, not shares, makes the rows add up.
    ends = [0, *(round(total * part / sum(radii)) for part in accumulate(radii))]
    seats = [end - start for start, end in pairwise(ends)]
    return [row for row in zip(radii, seats, strict=True) if row[1]]


def _deal(rows: list[int], sizes: list[int]) -> list[list[int]]:
    """How many seats of each group stand in each row, when all places are dealt in order of their angle."""
    places = [(seat / max(1, seats - 1), -row) for row, seats in enumerate(rows) for seat in range(seats)]
    places.sort()  # of places at one angle the innermost comes first
    owners = [group for group, size in enumerate(sizes) for _ in range(size)]
    counts = [[0] * len(sizes) for _ in rows]
    for (_, minus_row), group in zip(places, owners, strict=True):
        counts[-minus_row][group] += 1
    return counts


def _place(sizes: list[int], outer: float, largest: float) -> tuple[list[list[Place]], float]:
    """The dots of each group, in order of angle, and the dot's size."""
    rows = _rows(sum(sizes), outer)
    dots: list[list[Place]] = [[] for _ in sizes]
    closest = [largest / FILL] + [a - b for (a, _), (b, _) in pairwise(rows)]
    for (radius, seats), deal in zip(rows, _deal([seats for _, seats in rows], sizes), strict=True):
        taken = seats - 1 + GAP * (sum(map(bool, deal)) - 1)
        # A handful of seats stays together at the top, at most two dots apart.
        span = max(taken, pi * outer / largest / 2) if len(rows) == 1 else taken
        at = (span - taken) / 2
        for group, count in enumerate(deal):
            for _ in range(count):
                dots[group].append((round(pi * at / span, 9), radius))
                at += 1
            at += GAP if count else 0
        closest.append(2 * radius * sin(pi / span / 2))
    for own in dots:
        own.sort()  # so that a chamber is one side of its wedge
    return dots, round(FILL * min(closest), 1)


def _labels(angles: list[float]) -> list[Label]:
    """Each label's distance right of the centre, height above the base, and anchor, in the order given."""
    line = LABEL_LINE if len(angles) <= LABELS else 0  # more are not shown, and must not stretch the chart
    near_top = [number for number, angle in enumerate(angles) if abs(angle - pi / 2) < 0.2]
    split = near_top[len(near_top) // 2] if near_top else sum(angle < pi / 2 for angle in angles)
    middle = split if len(near_top) % 2 else None  # a pair at the top parts to the sides
    left, right = range(split), range(len(angles) - 1, split - (middle is None), -1)
    found: dict[int, Label] = {}
    top = 0.0
    for side, numbers, anchor in ((-1, left, "end"), (1, right, "start")):
        height = -float(line)
        for number in numbers:  # from the base upwards, a line apart
            height = max(LABEL_RADIUS * sin(angles[number]), height + line)
            across = sqrt(max(100, LABEL_RADIUS**2 - height**2))
            found[number] = side * round(across), round(height), anchor
        top = max(top, height)
    if middle is not None:
        height = max(LABEL_RADIUS + 2, top + line)
        found[middle] = round(-LABEL_RADIUS * cos(angles[middle])), round(height), "middle"
    return [found[number] for number in range(len(angles))]


def _wedge(index: int, chambers: Sequence[int], dots: list[Place], label: Label, centre: int, base: float) -> Wedge:
    points = [(centre - radius * cos(angle), base - radius * sin(angle)) for angle, radius in dots]
    second, third = sum(chambers[:1]), sum(chambers[:2])  # where these chambers begin
    holes, hatched = points[second:third], points[third:]
    return Wedge(index, _path(points), _path(holes), _path(hatched), *label, len(points))


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "".join(f"M{round(x, 1):g} {round(y, 1):g}h.01" for x, y in points)


def _hole(dot: float) -> float:
    """What an open dot leaves free: its ring is 2.5 wide, more in large dots and less in small ones."""
    return round(dot - max(dot * 0.2, min(5, dot * 0.4)), 1)
