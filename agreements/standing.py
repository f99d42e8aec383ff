"""How an agreement stands today: which parties have become one, what ends when, what figures add up to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agreements.collapsed import sides_of
from agreements.models import Party, Plan, Province, ResultFigure


@dataclass(frozen=True)
class Ending:
    """A day on which a paper runs out, and the days until then (below 0: since then)."""

    what: Any
    ends_on: dt.date
    days_left: int


@dataclass(frozen=True)
class Sum:
    """A figure with its parts; a figure without parts adds up by itself."""

    whole: ResultFigure
    parts: tuple[ResultFigure, ...]

    @property
    def difference(self) -> Decimal:
        """What the parts lack (above 0) or have too much (below 0)."""
        counted = sum((part.value for part in self.parts), Decimal())
        return self.whole.value - counted if self.parts else Decimal()

    @property
    def excess(self) -> Decimal:
        return -self.difference


def merged_parties(parties: Iterable[Party]) -> list[tuple[Province, list[Province]]]:
    """(province of today, parties that it answers for) where it answers for several: their agreement is
    now with itself, and the secretariat decides what becomes of it (domain.md §2).
    """
    groups = [provinces for provinces in sides_of(parties).values() if len(provinces) > 1]
    return [(provinces[0].answering, provinces) for provinces in groups]


def days_left(ends_on: dt.date | None, today: dt.date) -> int | None:
    return (ends_on - today).days if ends_on else None


def endings(plans: Iterable[Plan], today: dt.date) -> list[Ending]:
    """The plans, the next to run out first, then those that have run out."""
    rows = [Ending(plan, plan.ends_on, (plan.ends_on - today).days) for plan in plans]
    return sorted(rows, key=lambda row: (row.days_left < 0, abs(row.days_left)))


def sums(figures: Iterable[ResultFigure]) -> list[Sum]:
    rows = list(figures)
    wholes = [row for row in rows if row.whole_id is None]
    return [Sum(whole, tuple(row for row in rows if row.whole_id == whole.pk)) for whole in wholes]
