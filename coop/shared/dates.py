"""Calendar arithmetic of Vietnamese papers. No Django; days are `datetime.date`, both ends included."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

YEARS = range(1990, 2101)  # papers of cooperation are of these years; a day outside them was mistyped


@dataclass(frozen=True, order=True)
class Period:
    """A span of days with both ends included. Raises ValueError when it ends before it starts."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day <= self.end

    def overlap(self, other: Period) -> Period | None:
        """The days that both have, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    @property
    def years(self) -> range:
        """The calendar years that it touches."""
        return range(self.start.year, self.end.year + 1)


def year_period(year: int) -> Period:
    """1 January to 31 December, both included."""
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def months_period(year: int, first: int, last: int) -> Period:
    """First to last month of one year: months_period(2024, 5, 6) is 01/05/2024–30/06/2024."""
    return Period(dt.date(year, first, 1), last_day(year, last))


def last_day(year: int, month: int) -> dt.date:
    """The 28th to 31st, as the year has it. Raises ValueError for a month that is none."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def month_starts(period: Period) -> Iterator[dt.date]:
    """The first day of every month that the period touches."""
    year, month = period.start.year, period.start.month
    while dt.date(year, month, 1) <= period.end:
        yield dt.date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def short_date(day: dt.date) -> str:
    """05/12/2026, as on screen."""
    return f"{day:%d/%m/%Y}"


def long_date(day: dt.date) -> str:
    """'ngày 05 tháng 12 năm 2026'; a leading zero only for days below 10 and months 1 and 2.

    Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def paper_date(day: dt.date) -> str:
    """'30/8/2023', '05/01/2024': a day inside a sentence of an official paper, zeros as in `long_date`."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
