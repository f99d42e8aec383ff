"""A rate as pages and papers tell it, and what it is made of."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tasks.states import DATED, DONE

_ALL, _STEP = Decimal(100), Decimal("0.1")


def percent_of(part: int, whole: int) -> Decimal | None:
    """With one decimal; what is not all is never 100, what is not nothing never 0. None of nothing."""
    if not whole:
        return None
    exact = _ALL * part / whole
    rounded = exact.quantize(_STEP, ROUND_HALF_UP)
    if exact in (0, _ALL):
        return rounded
    return min(max(rounded, _STEP), _ALL - _STEP)


class Rated:
    """What has `counts` by assessment. Continuous and undated never enter a rate (domain.md §3)."""

    counts: Any

    @property
    def due(self) -> int:
        """The denominator of every rate: what has a due date in the period."""
        return sum(self.counts.get(state, 0) for state in DATED)

    @property
    def done(self) -> int:
        return sum(self.counts.get(state, 0) for state in DONE)

    @property
    def done_percent(self) -> Decimal | None:
        return percent_of(self.done, self.due)
