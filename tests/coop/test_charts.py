"""The geometry of the charts: across in thousandths of the paper, down in pixels, nothing outside of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.shared.chart_parts import percent, series_of
from coop.shared.charts import MIN_SHARE, PAPER, Columns, StackedBars, shares_of, tick_values

ROWS = [
    (
        "Thỏa thuận Đà Nẵng – Quảng Nam",
        "/nhiem-vu/?thoa-thuan=1",
        [("on_time", "đúng hạn", 6), ("overdue", "quá hạn", 2, "/qua-han/")],
    ),
    ("Bản ghi nhớ Lào Cai", None, [("overdue", "quá hạn", 4)]),
    ("Chưa có nhiệm vụ", None, []),
]
TONES = {"on_time": "good", "overdue": "bad"}
COUNTS = st.lists(st.lists(st.integers(0, 500), min_size=1, max_size=7), min_size=1, max_size=6)


def amounts(values: list[int]) -> list[tuple[str, str, int]]:
    return [(f"s{index}", f"Series {index}", value) for index, value in enumerate(values)]


def test_a_row_without_a_series_counts_zero_there_and_draws_no_part():
    chart = StackedBars.build(ROWS, tones=TONES)
    assert [[amount.value for amount in row.amounts] for row in chart.rows] == [[6, 2], [0, 4], [0, 0]]
    assert [len(bar.parts) for bar in chart.bars] == [2, 1, 0]
    assert [bar.total.text for bar in chart.bars] == ["8", "4", "0"]


def test_the_legend_has_every_series_once_with_its_tone_and_hatching():
    series = StackedBars.build(ROWS, tones=TONES).series
    assert [(one.label, one.tone, one.hatch) for one in series] == [
        ("đúng hạn", "good", "solid"),
        ("quá hạn", "bad", "cross"),
    ]


def test_the_legend_leaves_out_what_is_drawn_nowhere():
    chart = StackedBars.build([("A", None, amounts([0, 3])), ("B", None, amounts([0, 1]))])
    assert [one.key for one in chart.legend] == ["s1"]
    assert [one.key for one in chart.series] == ["s0", "s1"]


def test_a_key_that_is_no_tone_is_neutral():
    assert [one.tone for one in StackedBars.build(ROWS).series] == ["neutral", "neutral"]


def test_bars_share_one_scale():
    first, second, _empty = StackedBars.build(ROWS, tones=TONES).bars
    assert first.parts[1].width * 2 == pytest.approx(second.parts[0].width, abs=2)


def test_a_bar_stands_under_its_label_and_its_total_behind_it():
    for bar in StackedBars.build(ROWS, tones=TONES).bars:
        assert all(bar.label[-1].y < part.y for part in bar.parts)
        assert bar.total.x == sum(part.width for part in bar.parts)


def test_a_value_is_written_where_it_has_room_and_on_a_wide_paper_more_often():
    (bar,) = StackedBars.build([("A", None, amounts([2000, 200, 70, 2]))]).bars
    assert [part.text and part.text.roomy for part in bar.parts] == [False, True, None, None]


def test_lengths_are_told_with_a_point_in_every_language():
    with override("vi"):
        assert [percent(length) for length in (0, 125, 1000)] == ["0%", "12.5%", "100%"]


def test_a_long_label_takes_two_lines_at_most_and_a_wide_paper_has_more_of_it():
    name = "Thỏa thuận hợp tác " * 12
    (bar,) = StackedBars.build([(name, None, amounts([3]))]).bars
    lines = (bar.label, bar.roomy_label)
    assert [len(of_paper) for of_paper in lines] == [2, 2]
    assert [of_paper[1].text.endswith("…") for of_paper in lines] == [True, True]
    assert [sum(len(line.text) for line in of_paper) for of_paper in lines] == [81, 157]
    assert {of_paper[-1].y for of_paper in lines} == {bar.parts[0].y - 7}


def test_a_label_that_is_the_same_on_every_paper_is_written_once():
    (bar,) = StackedBars.build([("Y tế", None, amounts([3]))]).bars
    assert [line.text for line in bar.label] == ["Y tế"]
    assert bar.roomy_label == ()


def test_the_table_has_every_row_where_the_drawing_has_only_the_first():
    chart = StackedBars.build([("A", None, amounts([0, 3])), ("B", None, amounts([1, 0]))], drawn=1)
    assert [row.label for row in chart.rows] == ["A", "B"]
    assert [bar.row.label for bar in chart.bars] == ["A"]
    assert [one.key for one in chart.legend] == ["s1"]
    assert chart.height == StackedBars.build([("A", None, amounts([0, 3]))]).height


def test_a_drawing_with_links_says_so():
    assert StackedBars.build(ROWS).is_linked
    assert not StackedBars.build(ROWS[1:]).is_linked


@settings(deadline=None)
@given(COUNTS)
def test_parts_touch_stay_inside_and_show_even_a_single_task(counts):
    chart = StackedBars.build([(f"Row {index}", None, amounts(row)) for index, row in enumerate(counts)])
    for bar in chart.bars:
        for left, right in zip(bar.parts, bar.parts[1:], strict=False):
            assert left.x + left.width == right.x
        assert all(part.width >= 16 and 0 <= part.y <= chart.height - part.height for part in bar.parts)
        assert bar.total.x <= 885  # a phone has 40 pixels left for the number
    longest = max(bar.total.x for bar in chart.bars)
    assert longest >= 875 or longest == 0
    tops = [bar.total.y for bar in chart.bars]
    assert tops == sorted(set(tops))


@settings(deadline=None)
@given(COUNTS)
def test_columns_stand_on_one_line_under_the_highest_tick(counts):
    chart = Columns.build([(f"T{index}", amounts(row)) for index, row in enumerate(counts)])
    base, top = chart.grid[0].y, chart.grid[-1].y
    assert all(part.y + part.height == base and part.y >= top for part in chart.parts)
    assert all(part.x >= 90 and part.x + part.width <= 1000 for part in chart.parts)


def test_long_numbers_are_written_in_groups_and_have_room_beside_the_columns():
    years = {"2022": 980_000, "2023": 1_250_000, "2024": 1_400_000}
    chart = Columns.build([(year, amounts([value])) for year, value in years.items()])
    texts = [part.text for part in chart.parts]

    assert chart.grid[-1].text == "1.500.000"
    assert [text.text for text in texts] == ["980.000", "1.250.000", "1.400.000"]
    assert not any(text.roomy for text in texts)
    assert [text.x for text in texts] == [part.x + part.width // 2 for part in chart.parts]
    longest = 7 * len("1.500.000") * 1000 / 300  # of a phone
    assert min(part.x for part in chart.parts) >= longest
    (bar,) = StackedBars.build([("A", None, amounts([1_250_000]))]).bars
    assert bar.total.text == "1.250.000"


def test_columns_of_a_year_bear_values_of_two_digits_and_the_tallest_one_on_a_phone_too():
    months = [(f"T{month}", amounts([month * 10 % 90, month])) for month in range(1, 13)]
    parts = Columns.build(months).parts
    assert all(part.text for part in parts)
    assert [part.text.text for part in parts if not part.text.roomy] == ["80"]


def test_the_tallest_column_has_its_number_where_no_other_has_room():
    parts = Columns.build([(f"T{month}", amounts([month * 1000])) for month in range(1, 31)]).parts
    assert [part.text and part.text.text for part in parts] == [None] * 29 + ["30.000"]


def test_months_without_anything_keep_their_place():
    chart = Columns.build([("T1", amounts([0, 0])), ("T2", amounts([3, 1]))])
    assert [label.text for label in chart.labels] == ["T1", "T2"]
    assert len(chart.parts) == 2


def test_labels_that_would_touch_are_thinned_out():
    labels = Columns.build([(f"{month}/2026", amounts([month])) for month in range(1, 13)]).labels
    assert [label.text for label in labels] == [f"{month}/2026" for month in (1, 3, 5, 7, 9, 11)]
    assert [label.text for label in labels if not label.roomy] == ["1/2026", "5/2026", "9/2026"]


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [(0, [0]), (1, [0, 1]), (7, [0, 2, 4, 6, 8]), (23, [0, 5, 10, 15, 20, 25]), (80, [0, 20, 40, 60, 80])],
)
def test_ticks_are_round_and_reach_the_highest_value(highest, ticks):
    assert tick_values(highest) == ticks


# A bar in a row of a table


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=7))
def test_shares_fill_their_place_without_a_gap_and_what_is_there_is_seen(values):
    series = series_of([amounts(values)], {})

    shares = shares_of(zip(series, values, strict=True))

    there = [(one.key, value) for one, value in zip(series, values, strict=True) if value]
    assert [share.series.key for share in shares] == [key for key, _value in there]
    ends = [0, *(share.x + share.width for share in shares)]
    assert ends[:-1] == [share.x for share in shares]
    assert ends[-1] == (PAPER if there else 0)
    assert all(share.width >= MIN_SHARE for share in shares)
    widths = [share.width for share in sorted(shares, key=lambda share: dict(there)[share.series.key])]
    assert all(wider >= width - 1 for width, wider in pairwise(widths))
