"""Where a phrase stands in time: the plan's day of issue and its period (domain.md §3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from coop.shared.dates import Period

from .deadline import DueSpan
from .grammar import Relation
from .moments import Moment, Part

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Anchor:
    """`period`: the time in which the plan runs; an occurrence lies in it and not before the day of issue.
    `year_above`: that of the heading under which the phrase stands.
    """

    issued_on: dt.date
    period: Period
    year_above: int | None = None

    @property
    def opens_on(self) -> dt.date:
        """What is over before this day gives no occurrence."""
        return max(self.issued_on, self.period.start)

    def is_ahead(self, span: DueSpan) -> bool:
        """Due inside the period and not before the plan was issued."""
        due = span.due_on
        return due is not None and self.opens_on <= due <= self.period.end

    def clipped(self, days: Period) -> Period | None:
        """The part inside the plan's period; None when it is over at issue or lies outside."""
        inside = days.overlap(self.period)
        return inside if inside and inside.end >= self.opens_on else None


def due_span(first: Moment, last: Moment, relation: Relation, year: int) -> DueSpan | None:
    """The days from `first` to `last`, a missing year being `year`; None when there are no such days.

    "Trước X" is due on the day before X; only a whole stretch says when it starts (domain.md §3).
    """
    start, end = first.in_year(year), last.in_year(year)
    if start is None or end is None:
        return None
    if relation is Relation.BEFORE and last.part is Part.END:
        return DueSpan(None, end.end)  # "trước cuối năm" leaves time until the end
    if relation is Relation.BEFORE:
        return DueSpan(None, start.start - ONE_DAY)
    if start.start > end.end:
        return None
    return DueSpan(start.start if _says_start(first, last, relation) else None, end.end)


def _says_start(first: Moment, last: Moment, relation: Relation) -> bool:
    if relation is not Relation.DURING:
        return False
    return first != last or not (first.is_vague or (first.day is not None and first.until is None))
