"""Figures → SVG geometry. No Django: `templates/ui/charts/` draws it, on the page and in the report alike.

All lengths are whole SVG user units (a decimal comma of the language on screen would break the drawing);
at its own width one unit is one CSS pixel. `narrow` is the same chart for a phone.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coop.shared.chart_parts import (
    LETTER,
    Amount,
    Part,
    Series,
    TableRow,
    Text,
    any_url,
    in_order,
    in_use,
    series_of,
)

NARROW = 320
LABELS_ABOVE_BELOW = 480
BAR, BAR_GAP, LINE = 24, 14, 18
MIN_PART = 5
TOTAL_WIDTH = 44


@dataclass(frozen=True)
class Bar:
    row: TableRow
    label: tuple[Text, ...]
    parts: tuple[Part, ...]
    total: Text
    bottom: int


Row = tuple[str, str | None, Sequence[tuple]]
Group = tuple[str, Sequence[tuple]]


@dataclass(frozen=True)
class StackedBars:
    """Horizontal bars on one scale, cut into series. `name` makes the ids unique on the page."""

    name: str
    width: int
    height: int
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]

    @classmethod
    def build(
        cls, rows: Sequence[Row], width: int = 720, tones: Mapping[str, str] | None = None, name: str = "bars"
    ) -> StackedBars:
        """`rows`: (label, url or None, [(series key, series label, value) or with a url, …]).

        `tones`: series key → tone of app.css; a key without one is its own tone, or neutral.
        """
        series = series_of([amounts for _label, _url, amounts in rows], tones or {})
        table = [TableRow(label, url, in_order(amounts, series)) for label, url, amounts in rows]
        return cls._drawn(table, series, width, name)

    @classmethod
    def _drawn(
        cls, table: Sequence[TableRow], series: tuple[Series, ...], width: int, name: str
    ) -> StackedBars:
        layout = _BarLayout.of(width, table, len(series))
        bars, y = [], 0
        for row in table:
            bar = layout.bar(row, series, y)
            bars.append(bar)
            y = bar.bottom + BAR_GAP
        return cls(name, width, max(y - BAR_GAP + 2, 1), series, tuple(bars))

    @property
    def rows(self) -> tuple[TableRow, ...]:
        return tuple(bar.row for bar in self.bars)

    @property
    def legend(self) -> tuple[Series, ...]:
        return in_use(self.series, self.rows)

    @property
    def is_linked(self) -> bool:
        return any_url(self.rows)

    @property
    def narrow(self) -> StackedBars:
        return self._drawn(self.rows, self.series, NARROW, f"{self.name}-narrow")


@dataclass(frozen=True)
class _BarLayout:
    label_width: int
    bar_x: int
    unit: float  # user units for a value of 1

    @classmethod
    def of(cls, width: int, table: Sequence[TableRow], series_count: int) -> _BarLayout:
        label_width = width if width < LABELS_ABOVE_BELOW else width * 38 // 100
        bar_x = 0 if label_width == width else label_width + 12
        room = width - bar_x - TOTAL_WIDTH - MIN_PART * series_count
        return cls(label_width, bar_x, room / max([row.total for row in table] + [1]))

    def bar(self, row: TableRow, series: tuple[Series, ...], top: int) -> Bar:
        """The bar stands beside its label, or under it where the chart is narrow."""
        lines = _wrapped(row.label, self.label_width)
        above = self.bar_x == 0
        y = top + len(lines) * LINE + 2 if above else top + max(0, (len(lines) * LINE - BAR) // 2)
        first = top + 13 if above else y + BAR // 2 + 5 - (len(lines) - 1) * LINE // 2  # base line
        label = tuple(Text(0, first + index * LINE, line) for index, line in enumerate(lines))
        parts = self._parts(row, series, y)
        end = parts[-1].x + parts[-1].width if parts else self.bar_x
        bottom = max(y + BAR, label[-1].y + 5)
        return Bar(row, label, parts, Text(end + 8, y + BAR - 7, str(row.total)), bottom)

    def _parts(self, row: TableRow, series: tuple[Series, ...], y: int) -> tuple[Part, ...]:
        parts: list[Part] = []
        x = self.bar_x
        for one, amount in zip(series, row.amounts, strict=True):
            if amount.value > 0:
                width = max(MIN_PART, round(amount.value * self.unit))
                parts.append(Part(one, amount, x, y, width, BAR, _value_in(amount, x, y, width)))
                x += width
        return tuple(parts)


@dataclass(frozen=True)
class Columns:
    """Groups of columns side by side, one group a month: what was due and what was done."""

    name: str
    width: int
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
        width: int = 720,
        height: int = 240,
        tones: Mapping[str, str] | None = None,
        name: str = "columns",
    ) -> Columns:
        """`groups`: (short label such as "T5", [(series key, series label, value) or with a url, …])."""
        series = series_of([amounts for _label, amounts in groups], tones or {})
        table = tuple(TableRow(label, None, in_order(amounts, series)) for label, amounts in groups)
        return cls._drawn(table, series, width, height, name)

    @classmethod
    def _drawn(
        cls, table: tuple[TableRow, ...], series: tuple[Series, ...], width: int, height: int, name: str
    ) -> Columns:
        left, top, base = 34, 20, height - 26
        highest = max([amount.value for row in table for amount in row.amounts] + [1])
        ticks = tick_values(highest)
        scale = (base - top) / ticks[-1]
        step = (width - left) / max(len(table), 1)
        column = max(4, min(28, round(step * 0.8 / max(len(series), 1))))
        parts: list[Part] = []
        labels: list[Text] = []
        for index, row in enumerate(table):
            middle = left + round(step * (index + 0.5))
            if index % _label_step(table, step) == 0:
                labels.append(Text(middle, base + 18, row.label))
            parts.extend(_columns_of(row, series, middle, base, column, scale))
        grid = tuple(Text(left - 8, base - round(value * scale), str(value)) for value in ticks)
        return cls(name, width, height, series, table, tuple(parts), tuple(labels), grid)

    @property
    def grid_from(self) -> int:
        return 34

    @property
    def legend(self) -> tuple[Series, ...]:
        return in_use(self.series, self.rows)

    @property
    def is_linked(self) -> bool:
        return any_url(self.rows)

    @property
    def narrow(self) -> Columns:
        return self._drawn(self.rows, self.series, NARROW, self.height, f"{self.name}-narrow")


def _columns_of(
    row: TableRow, series: tuple[Series, ...], middle: int, base: int, column: int, scale: float
) -> Iterable[Part]:
    x = middle - column * len(series) // 2
    for one, amount in zip(series, row.amounts, strict=True):
        height = round(amount.value * scale)
        if amount.value > 0:
            has_room = column >= LETTER * len(str(amount.value))
            text = Text(x + column // 2, base - height - 5, str(amount.value)) if has_room else None
            yield Part(one, amount, x, base - height, column, height, text, row.label)
        x += column


def _label_step(table: Sequence[TableRow], step: float) -> int:
    """1 writes every label, 2 every second one …: as many as stand apart."""
    return math.ceil((max(len(row.label) for row in table) * LETTER + 6) / step)


def tick_values(highest: int) -> list[int]:
    """Three to six round values from 0 up to at least `highest`: 7 → 0, 2, 4, 6, 8."""
    step = 1
    while step * 5 < highest:
        step = _next_round(step)
    return list(range(0, highest + step, step))


def _next_round(step: int) -> int:
    """1 → 2 → 5 → 10 → 20 …"""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


def _value_in(amount: Amount, x: int, y: int, width: int) -> Text | None:
    text = str(amount.value)
    return Text(x + width // 2, y + BAR - 7, text) if width >= LETTER * len(text) + 10 else None


def _wrapped(label: str, width: int) -> list[str]:
    """At most two lines; the full label is in the title of the bar and in the table."""
    return textwrap.wrap(label, max(width // LETTER, 8), max_lines=2, placeholder=" …") or [""]
