"""The same figure over the years: what a small chart shows. No database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agreements.models import ResultFigure
from agreements.standing import Sum
from coop.shared.charts import Columns

HEIGHT = 180  # CSS pixels


@dataclass(frozen=True)
class Series:
    """What was counted in the same way in several years, the latest last."""

    label: str
    measure: str
    scope: Any
    side: Any
    figures: tuple[ResultFigure, ...]
    chart: Columns | None


def series_over_years(sums: Iterable[Sum]) -> list[Series]:
    """Figures of one agreement, label, measure, scope, field and side; counted in one year only they have no
    chart.
    """
    found: dict[tuple[Any, ...], list[ResultFigure]] = defaultdict(list)
    for one in sums:
        whole = one.whole
        same = (whole.label, whole.measure, whole.scope, whole.field_id, whole.province_id)
        found[whole.agreement_id, *same].append(whole)
    return [_series(place, sorted(rows, key=_year)) for place, rows in enumerate(found.values(), 1)]


def _year(figure: ResultFigure) -> int:
    return figure.year


def _series(place: int, rows: list[ResultFigure]) -> Series:
    first = rows[0]
    side = first.province.full_name if first.province else ""
    return Series(
        first.label, first.measure, first.get_scope_display(), side, tuple(rows), _chart(place, rows)
    )


def _chart(place: int, rows: list[ResultFigure]) -> Columns | None:
    """Whole numbers only: the drawing counts in them."""
    years = {row.year for row in rows}
    is_drawn = len(years) > 1 and len(years) == len(rows)
    if not is_drawn or any(row.value != int(row.value) for row in rows):
        return None
    groups = [(str(row.year), [("value", row.measure, int(row.value))]) for row in rows]
    return Columns.build(groups, HEIGHT, {"value": "ongoing"}, f"figure-{place}")
