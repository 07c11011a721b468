from itertools import combinations, pairwise
from math import atan2, dist, hypot

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from delegations.charts import Hemicycle, Wedge, arc, hemicycle, strip

ASSEMBLY = [[7, 4], [8, 8], [7], [10, 12], [6, 6]]
THOUSAND = [[100, 50], [1], [250, 99], [], [400, 60, 40]]
PARLIAMENTS = [[3, 2]] * 30
LETTERS_14 = 168  # their width at font-size 21, with a number of two digits

modest = settings(max_examples=60, deadline=None, database=None)
chambers = st.lists(st.integers(0, 40), max_size=4)
groups = st.lists(chambers, max_size=14)
charts = st.one_of(groups.map(hemicycle), chambers.map(arc))


def make_dots(path: str) -> list[tuple[float, float]]:
    moves = path.split("M")[1:]
    return [tuple(map(float, move.removesuffix("h.01").split())) for move in moves]


def all_dots(chart: Hemicycle) -> list[tuple[float, float]]:
    return [dot for wedge in chart.wedges for dot in make_dots(wedge.path)]


def polar(chart: Hemicycle, dot: tuple[float, float]) -> tuple[float, float]:
    base = 220.5 if chart.width == 466 else chart.height - 16
    across, up = chart.centre_x - dot[0], base - dot[1]
    return atan2(up, across), hypot(across, up)


def label_box(wedge: Wedge) -> tuple[float, float, float, float]:
    share = {"start": 0, "middle": 0.5, "end": 1}[wedge.anchor]
    left = wedge.label_x - share * LETTERS_14
    return left, wedge.label_y - 16, left + LETTERS_14, wedge.label_y + 5


@pytest.mark.parametrize("seats, width", [(0, 0), (1, 14), (4, 62), (7, 110), (12, 190)])
def test_strip_has_a_dot_every_sixteen(seats, width):
    row = strip(seats)
    assert (row.width, row.height) == (width, 14)
    assert make_dots(row.path) == [(7 + 16 * seat, 7) for seat in range(seats)]


def test_strip_is_written_as_in_the_prototype():
    assert strip(2).path == "M7 7h.01M23 7h.01"


@modest
@given(groups)
@example(THOUSAND)
def test_every_seat_is_one_dot_of_its_delegation_and_chamber(groups):
    chart = hemicycle(groups)
    assert chart.total == sum(map(sum, groups))
    assert [wedge.index for wedge in chart.wedges] == list(range(1, len(groups) + 1))
    for wedge, group in zip(chart.wedges, groups, strict=True):
        dots = make_dots(wedge.path)
        first, second = sum(group[:1]), sum(group[:2])
        assert wedge.seats == len(dots) == sum(group)
        assert make_dots(wedge.holes) == dots[first:second]
        assert make_dots(wedge.hatched) == dots[second:]


@modest
@given(charts)
@example(hemicycle(THOUSAND))
@example(hemicycle(PARLIAMENTS))
@example(arc([600, 400]))
def test_no_two_dots_overlap(chart):
    dots = sorted(all_dots(chart))
    for place, dot in enumerate(dots):
        for other in dots[place + 1 :]:
            if other[0] - dot[0] > chart.dot:
                break
            assert dist(dot, other) > chart.dot


@modest
@given(charts)
@example(hemicycle(THOUSAND))
@example(arc([600, 400]))
def test_all_dots_are_inside_the_view_box_and_leave_the_middle_to_the_total(chart):
    edge = chart.dot / 2
    for x, y in all_dots(chart):
        assert edge <= x <= chart.width - edge
        assert edge <= y <= chart.height - edge
        assert polar(chart, (x, y))[1] >= 84 + edge


@modest
@given(charts)
@example(hemicycle(THOUSAND))
def test_an_open_dot_is_a_ring_on_a_dot_of_the_one_size(chart):
    assert 5 < chart.dot <= 33
    assert 1 <= (chart.dot - chart.hole) / 2 <= 3.4


@modest
@given(groups)
def test_the_same_seats_give_the_same_chart(groups):
    assert hemicycle(groups) == hemicycle([tuple(group) for group in groups])


@modest
@given(groups.map(hemicycle))
@example(hemicycle(THOUSAND))
def test_delegations_follow_each_other_within_a_row(chart):
    dots = [(*polar(chart, dot), wedge.index) for wedge in chart.wedges for dot in make_dots(wedge.path)]
    dots.sort(key=lambda dot: dot[1])
    rows = [[]]
    for dot in dots:
        if rows[-1] and dot[1] - rows[-1][-1][1] > 1:
            rows.append([])
        rows[-1].append(dot)
    for row in rows:
        owners = [index for _, _, index in sorted(row)]
        assert owners == sorted(owners)


@modest
@given(charts)
def test_a_chamber_is_one_side_of_its_wedge(chart):
    for wedge in chart.wedges:  # its dots come chamber by chamber, so they have to come by angle too
        angles = [polar(chart, dot)[0] for dot in make_dots(wedge.path)]
        assert all(after - before > -0.002 for before, after in pairwise(angles))


@modest
@given(st.lists(st.one_of(chambers, st.just([1])), max_size=12).map(hemicycle))
@example(hemicycle([[1]] * 11 + [[100]]))
@example(hemicycle([[50], *[[1]] * 7, [50]]))
@example(hemicycle([[5]] * 12))
def test_twelve_labels_overlap_neither_dots_nor_one_another(chart):
    boxes = [label_box(wedge) for wedge in chart.wedges if wedge.seats]
    for left, top, right, bottom in boxes:
        assert left >= 0 and right <= chart.width and top >= 0 and bottom <= chart.height
        for x, y in all_dots(chart):
            nearest = min(max(x, left), right), min(max(y, top), bottom)
            assert dist((x, y), nearest) > chart.dot / 2
    for one, other in combinations(boxes, 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


@modest
@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_labels_climb_on_the_left_and_descend_on_the_right(sizes):
    labels = [(wedge.anchor, wedge.label_y) for wedge in hemicycle([[size] for size in sizes]).wedges]
    left, right = ([y for anchor, y in labels if anchor == side] for side in ("end", "start"))
    assert [anchor for anchor, _ in labels] == sorted(anchor for anchor, _ in labels)
    assert left == sorted(left, reverse=True) and right == sorted(right)


def test_labels_that_are_not_shown_do_not_stretch_the_chart():
    assert hemicycle(PARLIAMENTS).height == hemicycle(ASSEMBLY).height == 274


def test_the_assembly_of_68_looks_as_in_the_prototype():
    chart = hemicycle(ASSEMBLY)
    right = (chart.width - 744) // 2  # the prototype has less room for names
    assert (chart.total, chart.dot, chart.hole, chart.height) == (68, 24, 19, 274)
    assert (chart.centre_x, chart.total_y, chart.caption_y) == (372 + right, 239, 268)
    assert [(wedge.label_x - right, wedge.label_y, wedge.anchor) for wedge in chart.wedges] == [
        (135, 222, "end"),
        (210, 81, "end"),
        (339, 16, "middle"),
        (502, 56, "start"),
        (609, 218, "start"),
    ]
    assert {(x - right, y) for x, y in make_dots(chart.wedges[2].path)} == {
        (318.9, 52.8), (346.2, 155.2), (345.7, 119.1), (345.4, 83.3), (345.2, 47.7), (372, 116.7), (372, 152)
    }  # fmt: skip


def test_kazakhstan_is_one_row_with_the_second_chamber_on_the_right():
    chart = arc([8, 8])
    (wedge,) = chart.wedges
    assert (chart.width, chart.height, chart.dot, chart.hole) == (466, 241, 33, 26.4)
    assert (chart.centre_x, chart.total_y, chart.caption_y, chart.total) == (233, 202, 235, 16)
    assert make_dots(wedge.path)[:3] == [(33, 220.5), (37.4, 178.9), (50.3, 139.2)]
    assert wedge.holes.startswith("M253.9 21.6h.01M294.8 30.3h.01")
    assert all(x > chart.centre_x for x, _ in make_dots(wedge.holes)) and wedge.hatched == ""


@pytest.mark.parametrize("chambers, rows", [([20], 1), ([10, 12], 2), ([40], 2), ([41], 4), ([120], 4), ([121], 5)])
def test_a_large_delegation_takes_more_rows(chambers, rows):
    chart = arc(chambers)
    radii = sorted(polar(chart, dot)[1] for dot in all_dots(chart))
    assert 1 + sum(after - before > 1 for before, after in pairwise(radii)) == rows


def test_a_single_seat_stands_at_the_top():
    assert arc([1]).wedges[0].path == "M233 20.5h.01"
    assert hemicycle([[0, 1]]).wedges[0].path == hemicycle([[0, 1]]).wedges[0].holes == "M408 46h.01"


def test_third_and_later_chambers_are_hatched():
    (wedge,) = arc([2, 3, 4, 5]).wedges
    assert [len(make_dots(path)) for path in (wedge.path, wedge.holes, wedge.hatched)] == [14, 3, 9]


@pytest.mark.parametrize("chart", [hemicycle([]), hemicycle([[]]), hemicycle([[0, 0], [0]]), arc([]), arc([0])])
def test_no_seats_give_an_empty_chart(chart):
    assert chart.total == 0 and all_dots(chart) == []
    assert chart.width > 0 and chart.height > 0 and chart.dot > 0


def test_a_delegation_without_seats_keeps_its_number_and_moves_nobody():
    with_gap, without = hemicycle([[3], [0], [4]]), hemicycle([[3], [4]])
    assert [(wedge.index, wedge.seats) for wedge in with_gap.wedges] == [(1, 3), (2, 0), (3, 4)]
    assert [with_gap.wedges[place].path for place in (0, 2)] == [wedge.path for wedge in without.wedges]


@pytest.mark.parametrize("chart, seats", [(strip, -1), (arc, [3, -1]), (hemicycle, [[4], [-1, 9]])])
def test_a_negative_number_of_seats_is_refused(chart, seats):
    with pytest.raises(ValueError, match="fewer than 0"):
        chart(seats)
