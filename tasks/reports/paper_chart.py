"""The chart of the overview for a paper: the same drawing, with its legend in the same picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string

from coop.shared.chart_parts import LETTER, Series
from coop.shared.charts import StackedBars

WIDTH = 620  # CSS pixels: the 160 mm of the text
_ROW, _SQUARE, _GAP = 22, 16, 22
_ON_HATCHING = re.compile(r'<text class="chart-value chart-value--on-hatching[^>]*>[^<]*</text>')


@dataclass(frozen=True)
class LegendItem:
    """A square with its hatching and the words beside it; lengths in units of the drawing."""

    series: Series
    x: int
    y: int

    @property
    def text_x(self) -> int:
        return self.x + _SQUARE + 6

    @property
    def text_y(self) -> int:
        return self.y + 13


def chart_on_paper(bars: StackedBars, title: str) -> str:
    """One `<svg>`: the bars as on the page, below them what each hatching means."""
    legend, bottom = _legend(bars)
    context = {"chart": bars, "title": title, "desc": "", "legend": legend, "width": WIDTH, "height": bottom}
    return _ON_HATCHING.sub(_on_plain_ground, render_to_string("documents/chart.html", context))


def _on_plain_ground(value: re.Match[str]) -> str:
    """The number once more below itself with a broad edge: paper knows no `paint-order`."""
    edge = '<text stroke="#fff" stroke-width="5" stroke-linejoin="round"'
    return value[0].replace("<text", edge, 1) + value[0]


def _legend(bars: StackedBars) -> tuple[list[LegendItem], int]:
    """In rows as wide as the drawing; and where the last one ends."""
    items, x, y = [], 0, bars.height + 14
    for series in bars.legend:
        width = _SQUARE + 6 + LETTER * len(series.label) + _GAP
        if x and x + width > WIDTH:
            x, y = 0, y + _ROW
        items.append(LegendItem(series, x, y))
        x += width
    return items, y + _ROW
