"""A stretch of the calendar as a phrase names it: year, quarter, month or day, the year perhaps unsaid."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from coop.shared.dates import Period, last_day


class Unit(StrEnum):
    """By the word that names it. HALF is any run of months: "6 tháng đầu năm", "9 tháng năm 2025"."""

    DAY = "ngày"
    WEEK = "tuần"
    MONTH = "tháng"
    QUARTER = "quý"
    HALF = "khoảng tháng"
    YEAR = "năm"
    WEEKDAY = "thứ"


class Part(StrEnum):
    """How long each is, is said where the moment is made: `month`, `quarter`."""

    WHOLE = ""
    BEGINNING = "đầu"
    MIDDLE = "giữa"
    END = "cuối"


@dataclass(frozen=True)
class Moment:
    """Months `first` to `last` of `year`, or day `day` (to `until`) of month `first`.

    None for what the phrase leaves out. `year_shift` is +1 for "năm sau" and -1 for "năm trước";
    `weekday` is 0 for Monday. `guessed` marks a spelling with a second possible reading; `in_words` a day
    written "ngày 30 tháng 9", as laws write what comes back every year.
    """

    unit: Unit
    year: int | None = None
    first: int | None = None
    last: int | None = None
    day: int | None = None
    until: int | None = None
    part: Part = Part.WHOLE
    year_shift: int = 0
    weekday: int | None = None
    guessed: bool = False
    in_words: bool = False

    @property
    def has_month(self) -> bool:
        return self.first is not None

    @property
    def is_vague(self) -> bool:
        """đầu, giữa, cuối: where it starts is anyone's reading."""
        return self.part != Part.WHOLE

    def completed_by(self, other: Moment) -> Moment:
        """The year, and for a bare day the month, that another member of the same list or range says."""
        moment = self
        if moment.unit == Unit.DAY and not moment.has_month and other.unit == Unit.DAY:
            moment = replace(moment, first=other.first, last=other.last)
        if moment.year is None:
            moment = replace(moment, year=other.year, year_shift=moment.year_shift or other.year_shift)
        return moment

    def in_year(self, year: int) -> Period | None:
        """The days that it covers when the missing year is `year`; None when there is no such day (30/2)."""
        chosen = (year if self.year is None else self.year) + self.year_shift
        if self.first is None or self.last is None:
            return None
        try:
            return self._days(chosen, self.first, self.last)
        except ValueError:
            return None

    def _days(self, year: int, first: int, last: int) -> Period:
        if self.day is not None:
            start = dt.date(year, first, self.day)
            return Period(start, start.replace(day=self.until) if self.until else start)
        return Period(dt.date(year, first, 1), last_day(year, last))


def month(number: int, year: int | None = None, part: Part = Part.WHOLE) -> Moment | None:
    """Its beginning are the first ten days, its middle the next ten. None where no month has the number."""
    if not 1 <= number <= 12:
        return None
    start, until = {Part.BEGINNING: (1, 10), Part.MIDDLE: (11, 20)}.get(part, (None, None))
    return Moment(Unit.MONTH, year, number, number, start, until, part)


def quarter(number: int, year: int | None = None, part: Part = Part.WHOLE) -> Moment | None:
    """The beginning of a quarter is its first month, the middle its second."""
    if not 1 <= number <= 4:
        return None
    start = 3 * number - 2
    first, last = {
        Part.BEGINNING: (start, start),
        Part.MIDDLE: (start + 1, start + 1),
        Part.END: (start + 2, start + 2),
    }.get(part, (start, start + 2))
    return Moment(Unit.QUARTER, year, first, last, part=part)


def whole_year(year: int | None = None, part: Part = Part.WHOLE) -> Moment:
    """The beginning of a year is its first quarter, the middle its second, the end its last."""
    first, last = {Part.BEGINNING: (1, 3), Part.MIDDLE: (4, 6), Part.END: (10, 12)}.get(part, (1, 12))
    return Moment(Unit.YEAR, year, first, last, part=part)


def day(number: int, month_number: int | None = None, year: int | None = None) -> Moment | None:
    """None where no day or month has the number; whether a year has the day says `Moment.in_year`."""
    if not 1 <= number <= 31 or not 1 <= (month_number or 1) <= 12:
        return None
    return Moment(Unit.DAY, year, month_number, month_number, number)


def first_months(count: int, year: int | None = None, *, at_end: bool = False) -> Moment | None:
    """6 tháng đầu năm, 9 tháng năm 2025, 6 tháng cuối năm."""
    if not 1 <= count <= 12:
        return None
    first, last = (13 - count, 12) if at_end else (1, count)
    return Moment(Unit.HALF, year, first, last)
