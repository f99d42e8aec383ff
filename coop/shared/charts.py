"""Figures → SVG geometry. No Django: `templates/ui/charts/` draws it, on the page and in the report alike.

One drawing for every width: across, a length is in thousandths of the paper, which the drawing tells as
percent; down, it is in whole CSS pixels. What has room on a wide paper only is `roomy`, and the style sheet
hides it on a narrow one.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from coop.shared.chart_parts import (
    LETTER,
    Amount,
    Part,
    Series,
    TableRow,
    Text,
    any_url,
    grouped,
    in_order,
    in_use,
    series_of,
)

PAPER = 1000  # across
NARROW, ROOMY = 300, 560  # pixels of a phone, and of what app.css takes for a wide paper
BAR, BAR_GAP, LINE = 24, 14, 18
MIN_PART = 16  # five pixels of a phone
MIN_SHARE = 40  # five pixels of a cell
LONGEST_BAR = 880  # the rest is for the total behind it
WIDEST_COLUMN = 60
# Pixels beside a value, on a phone and on a wide paper: there the columns themselves stand apart.
IN_A_BAR, OVER_A_COLUMN = (10, 10), (8, 2)
AXIS = 90  # what the values of a scale need on a phone, at least


@dataclass(frozen=True)
class Bar:
    """`roomy_label`: where a wide paper has room for more of the name, or for the same in fewer lines."""

    row: TableRow
    label: tuple[Text, ...]
    roomy_label: tuple[Text, ...]
    parts: tuple[Part, ...]
    total: Text
    bottom: int


Row = tuple[str, str | None, Sequence[tuple]]
Group = tuple[str, Sequence[tuple]]


@dataclass(frozen=True)
class StackedBars:
    """Horizontal bars on one scale, cut into series; the table beside them may have more rows than are drawn.
    `name` makes the ids unique on the page.
    """

    name: str
    height: int
    series: tuple[Series, ...]
    rows: tuple[TableRow, ...]
    bars: tuple[Bar, ...]

    @classmethod
    def build(
        cls,
        rows: Sequence[Row],
        tones: Mapping[str, str] | None = None,
        name: str = "bars",
        drawn: int | None = None,
    ) -> StackedBars:
        """`rows`: (label, url or None, [(series key, series label, value) or with a url, …]).

        `tones`: series key → tone of app.css; a key without one is its own tone, or neutral.
        `drawn`: so many rows, the first; without it all.
        """
        series = series_of([amounts for _label, _url, amounts in rows], tones or {})
        table = tuple(TableRow(label, url, in_order(amounts, series)) for label, url, amounts in rows)
        unit = min((_unit(row) for row in table[:drawn] if row.total), default=1)
        bars, y = [], 0
        for row in table[:drawn]:
            bar = _bar(row, series, unit, y)
            bars.append(bar)
            y = bar.bottom + BAR_GAP
        return cls(name, max(y - BAR_GAP + 2, 1), series, table, tuple(bars))

    @property
    def legend(self) -> tuple[Series, ...]:
        return in_use(self.series, (bar.row for bar in self.bars))

    @property
    def is_linked(self) -> bool:
        return any_url(self.rows)


def _unit(row: TableRow) -> float:
    """The length of a value of 1 with which this row is the longest bar, no part of it below the least."""
    values = sorted(amount.value for amount in row.amounts if amount.value > 0)
    units = ((LONGEST_BAR - MIN_PART * least) / sum(values[least:]) for least in range(len(values)))
    return next(unit for unit, value in zip(units, values, strict=True) if value * unit >= MIN_PART)


def _bar(row: TableRow, series: tuple[Series, ...], unit: float, top: int) -> Bar:
    """Under its label; `unit`: the length of a value of 1."""
    lines, roomy = _wrapped(row.label, NARROW), _wrapped(row.label, ROOMY)
    y = top + len(lines) * LINE + 2
    parts = tuple(_parts(row, series, unit, y))
    end = parts[-1].x + parts[-1].width if parts else 0
    total = Text(end, y + BAR - 7, grouped(row.total))
    return Bar(row, _above(y, lines), _above(y, roomy) if roomy != lines else (), parts, total, y + BAR)


def _above(bar: int, lines: Sequence[str]) -> tuple[Text, ...]:
    """The last line close to its bar."""
    first = bar - 7 - LINE * (len(lines) - 1)
    return tuple(Text(0, first + LINE * index, line) for index, line in enumerate(lines))


def _parts(row: TableRow, series: tuple[Series, ...], unit: float, y: int) -> Iterable[Part]:
    x = 0
    for one, amount in zip(series, row.amounts, strict=True):
        if amount.value > 0:
            width = max(MIN_PART, round(amount.value * unit))
            yield Part(one, amount, x, y, width, BAR, _value_at(amount, x, y + BAR - 7, width, IN_A_BAR))
            x += width


@dataclass(frozen=True)
class Columns:
    """Groups of columns side by side, one group a month: what was due and what was done."""

    name: str
    height: int
    series: tuple[Series, ...]
    rows: tuple[TableRow, ...]
    parts: tuple[Part, ...]
    labels: tuple[Text, ...]
    grid: tuple[Text, ...]  # a horizontal line at y, with the value that it stands for

    @classmethod
    def build(
        cls,
        groups: Sequence[Group],
        height: int = 240,
        tones: Mapping[str, str] | None = None,
        name: str = "columns",
    ) -> Columns:
        """`groups`: (short label such as "T5", [(series key, series label, value) or with a url, …])."""
        series = series_of([amounts for _label, amounts in groups], tones or {})
        table = tuple(TableRow(label, None, in_order(amounts, series)) for label, amounts in groups)
        ticks = tick_values(max([amount.value for row in table for amount in row.amounts] + [1]))
        axis = _room_for(ticks)
        base, step = height - 26, (PAPER - axis) / max(len(table), 1)
        scale = (base - 20) / ticks[-1]
        middles = [axis + round(step * (index + 0.5)) for index in range(len(table))]
        parts = [
            part
            for row, middle in zip(table, middles, strict=True)
            for part in _columns_of(row, series, middle, base, step, scale)
        ]
        grid = tuple(Text(0, base - round(value * scale), grouped(value)) for value in ticks)
        return cls(
            name,
            height,
            series,
            table,
            tuple(_tallest_told(parts)),
            _labels(table, middles, step, base),
            grid,
        )

    @property
    def legend(self) -> tuple[Series, ...]:
        return in_use(self.series, self.rows)

    @property
    def is_linked(self) -> bool:
        return any_url(self.rows)


def _room_for(ticks: Sequence[int]) -> int:
    """To the left of the columns, for the longest value of the scale."""
    return max(AXIS, (LETTER * len(grouped(ticks[-1])) + 4) * PAPER // NARROW)


def _columns_of(
    row: TableRow, series: tuple[Series, ...], middle: int, base: int, step: float, scale: float
) -> Iterable[Part]:
    """`step`: from one group to the next; all of it is for the value of a column that stands alone."""
    column = min(round(step * 0.8 / max(len(series), 1)), WIDEST_COLUMN)
    x, beside = middle - column * len(series) // 2, round(step - column) // 2 if len(series) == 1 else 0
    for one, amount in zip(series, row.amounts, strict=True):
        height = round(amount.value * scale)
        if amount.value > 0:
            text = _value_at(amount, x - beside, base - height - 5, column + 2 * beside, OVER_A_COLUMN)
            yield Part(one, amount, x, base - height, column, height, text, row.label)
        x += column


def _tallest_told(parts: Sequence[Part]) -> Iterable[Part]:
    """Nothing stands as high as the (first) tallest column, so its value has room on every paper."""
    tallest = max(parts, key=lambda part: part.height, default=None)
    for part in parts:
        yield replace(part, text=_over(part)) if part is tallest else part


def _over(part: Part) -> Text:
    return Text(part.x + part.width // 2, part.y - 5, grouped(part.amount.value))


def _labels(table: Sequence[TableRow], middles: Sequence[int], step: float, base: int) -> tuple[Text, ...]:
    """As many as stand apart: on a narrow paper every second, third …"""
    longest = max((len(row.label) for row in table), default=0) * LETTER + 6
    every = math.ceil(longest * PAPER / (step * ROOMY))
    shown = list(zip(table, middles, strict=True))[::every]
    narrow = math.ceil(longest * PAPER / (step * every * NARROW))
    return tuple(
        Text(middle, base + 18, row.label, roomy=index % narrow != 0)
        for index, (row, middle) in enumerate(shown)
    )


@dataclass(frozen=True)
class Share:
    """One part of a slim bar."""

    series: Series
    x: int
    width: int


def shares_of(amounts: Iterable[tuple[Series, int]]) -> tuple[Share, ...]:
    """A bar as wide as its place, in a row of a table: how a whole is divided. What is there is seen."""
    there = [(series, value) for series, value in amounts if value > 0]
    unit = (PAPER - MIN_SHARE * len(there)) / max(sum(value for _series, value in there), 1)
    ends = list(accumulate((MIN_SHARE + value * unit for _series, value in there), initial=0.0))
    return tuple(
        Share(series, round(start), round(end) - round(start))
        for (series, _value), (start, end) in zip(there, pairwise(ends), strict=True)
    )


def tick_values(highest: int) -> list[int]:
    """Three to six round values from 0 up to at least `highest`: 7 → 0, 2, 4, 6, 8."""
    step = 1
    while step * 5 < highest:
        step = _next_round(step)
    return list(range(0, highest + step, step))


def _next_round(step: int) -> int:
    """1 → 2 → 5 → 10 → 20 …"""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


def _value_at(amount: Amount, x: int, y: int, width: int, margins: tuple[int, int]) -> Text | None:
    """In the middle of its part, where there is room for it."""
    text = grouped(amount.value)
    narrow, roomy = ((LETTER * len(text) + margin) * PAPER for margin in margins)
    if width * ROOMY < roomy:
        return None
    return Text(x + width // 2, y, text, roomy=width * NARROW < narrow)


def _wrapped(label: str, width: int) -> list[str]:
    """At most two lines; the full label is in the title of the bar and in the table."""
    return textwrap.wrap(label, width // LETTER, max_lines=2, placeholder=" …") or [""]
