"""Days of the story. Some are fixed, others follow the day on which the demo is loaded. No Django."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from coop.shared.dates import short_date

_MOVING_WORD = re.compile(r"\{(day|month|year)([+-]\d+)?\}")
_MOVING_DAY = re.compile(r"(today|due)([+-]\d+)")
_SATURDAY = 5
OPENING = dt.time(8, 0)


@dataclass(frozen=True)
class Calendar:
    """The calendar as seen on the day of loading."""

    today: dt.date

    def words(self, text: str) -> str:
        """'Trước ngày {day+11}' → 'Trước ngày 02/12/2026'; '{month-1}' → '10/2026'; '{year+1}' → '2027'."""
        return _MOVING_WORD.sub(lambda found: self._written(found[1], int(found[2] or 0)), text)

    def day(self, text: str, due_on: dt.date | None = None) -> dt.date:
        """'2024-11-26', 'today-3' or 'due+8'. Raises ValueError for 'due' where nothing is due."""
        moving = _MOVING_DAY.fullmatch(text)
        if not moving:
            return dt.date.fromisoformat(text)
        anchor = self.today if moving[1] == "today" else due_on
        if anchor is None:
            raise ValueError(f"{text}: nothing is due")
        return anchor + dt.timedelta(days=int(moving[2]))

    def _written(self, what: str, step: int) -> str:
        if what == "day":
            return short_date(self.today + dt.timedelta(days=step))
        if what == "year":
            return str(self.today.year + step)
        year, month = divmod(self.today.year * 12 + self.today.month - 1 + step, 12)
        return f"{month + 1}/{year}"


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend: offices act on working days."""
    return day - dt.timedelta(days=max(day.weekday() - _SATURDAY + 1, 0))
