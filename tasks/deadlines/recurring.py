"""Occurrences of what comes back: each inside the plan's period, none over at its issue (domain.md §3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice

from coop.shared.dates import Period, last_day, month_starts

from .anchor import ONE_DAY, Anchor, due_span
from .atoms import Cycle
from .deadline import DueSpan, Recurrence
from .grammar import Mention, Relation
from .moments import Moment, Unit

MOST_OCCURRENCES = 4000  # eleven years of days; a plan that needs more is not tracked day by day

_BY_MONTHS = {
    1: Recurrence.MONTHLY,
    3: Recurrence.QUARTERLY,
    6: Recurrence.HALF_YEARLY,
    12: Recurrence.YEARLY,
}


def recurrence_of(cycle: Cycle) -> Recurrence:
    """The named recurrence, or the nearest that comes at least as often (2 tháng/lần → monthly)."""
    if cycle.unit == "d" and cycle.every < 7:
        return Recurrence.DAILY
    if cycle.unit in "dw":
        return Recurrence.WEEKLY
    return _BY_MONTHS[max(months for months in _BY_MONTHS if months <= cycle.every)]


def is_named(cycle: Cycle) -> bool:
    """Whether a recurrence has exactly this length."""
    return cycle.every in _BY_MONTHS if cycle.unit == "m" else cycle.every == 1


def length_in_days(cycle: Cycle) -> int:
    """Roughly, to find the shortest of several."""
    return cycle.every * {"d": 1, "w": 7, "m": 30}[cycle.unit]


def whole_cycles(cycle: Cycle, anchor: Anchor) -> tuple[DueSpan, ...]:
    """One span per cycle, clipped to the period at both ends."""
    clipped = (anchor.clipped(days) for days in _blocks(cycle, anchor.period))
    return tuple(islice((DueSpan(days.start, days.end) for days in clipped if days), MOST_OCCURRENCES))


def is_cut_short(cycle: Cycle, anchor: Anchor) -> bool:
    """Whether the plan ends inside a cycle of months, so that the last due date is the plan's end."""
    return cycle.unit == "m" and any(
        days.start <= anchor.period.end < days.end for days in _blocks(cycle, anchor.period)
    )


def yearly_at(mentions: Iterable[Mention], anchor: Anchor) -> tuple[DueSpan, ...]:
    """Tháng 5 hàng năm, trước ngày 20/11 hằng năm: the named days of every year."""
    years = range(anchor.period.start.year - 1, anchor.period.end.year + 2)
    spans = [
        due_span(first, last, mention.relation, year)
        for mention in mentions
        for year in years
        for first, last in mention.members
        if not last.year_shift or year in anchor.period.years  # "năm sau" of a year of the plan
    ]
    return _inside(spans, anchor)


def monthly_on(mention: Mention, anchor: Anchor) -> tuple[DueSpan, ...]:
    """Ngày 15 hàng tháng, ngày 15 đến 20 hàng tháng; a day that a month lacks is its last day."""
    spans = [
        DueSpan(_day_in(month, first) if first != last else None, _due_in(month, last, mention.relation))
        for month in month_starts(anchor.period)
        for first, last in mention.members
        if (first.day or 1) <= (last.day or 1)
    ]
    return _inside(spans, anchor)


def weekly_on(mention: Mention, anchor: Anchor) -> tuple[DueSpan, ...]:
    """Thứ năm hàng tuần."""
    weekdays = {first.weekday for first, _ in mention.members}
    dues = (day for day in _days(anchor.period, 1) if day.weekday() in weekdays)
    return _inside((DueSpan(None, _limit(due, mention.relation)) for due in dues), anchor)


def yearly_continuous(anchor: Anchor, since: dt.date | None = None) -> tuple[DueSpan, ...]:
    """One reporting period a calendar year, without a due date."""
    clipped = (
        anchor.clipped(Period(dt.date(year, 1, 1), dt.date(year, 12, 31))) for year in anchor.period.years
    )
    starts = [(days.start, days.end) for days in clipped if days]
    return tuple(
        DueSpan(max(start, since or start), None) for start, end in starts if not since or end >= since
    )


def is_day_of_month(moment: Moment) -> bool:
    """ "Ngày 20" alone: the 20th of every month."""
    return moment.unit is Unit.DAY and not moment.has_month


def _blocks(cycle: Cycle, period: Period) -> Iterator[Period]:
    if cycle.unit == "m":
        return _month_blocks(cycle.every, period)
    if cycle.unit == "d":
        return _day_blocks(cycle.every, period)
    monday = period.start - dt.timedelta(days=period.start.weekday())
    return _day_blocks(7 * cycle.every, Period(monday, period.end + 6 * ONE_DAY))


def _month_blocks(every: int, period: Period) -> Iterator[Period]:
    """Counted from January of the first year, so that quarters are the calendar's."""
    counted = Period(dt.date(period.start.year, 1, 1), period.end)
    for start in islice(month_starts(counted), 0, None, every):
        last = start.year * 12 + start.month - 1 + every - 1
        yield Period(start, last_day(last // 12, last % 12 + 1))


def _day_blocks(length: int, period: Period) -> Iterator[Period]:
    for start in _days(period, length):
        yield Period(start, start + (length - 1) * ONE_DAY)


def _days(period: Period, step: int) -> Iterator[dt.date]:
    return map(dt.date.fromordinal, range(period.start.toordinal(), period.end.toordinal() + 1, step))


def _day_in(month: dt.date, moment: Moment) -> dt.date:
    return month.replace(day=min(moment.day or 1, last_day(month.year, month.month).day))


def _due_in(month: dt.date, moment: Moment, relation: Relation) -> dt.date:
    """Before the 30th is by the 29th, and by the last day of a February."""
    latest = (moment.day or 1) - (relation is Relation.BEFORE)
    last = last_day(month.year, month.month).day
    return month - ONE_DAY if latest == 0 else month.replace(day=min(latest, last))


def _limit(due: dt.date, relation: Relation) -> dt.date:
    return due - ONE_DAY if relation is Relation.BEFORE else due


def _inside(spans: Iterable[DueSpan | None], anchor: Anchor) -> tuple[DueSpan, ...]:
    """Sorted, without doubles; a stretch is clipped to the period, a single day is kept or left out."""
    found: set[DueSpan] = set()
    for span in spans:
        if span is None or span.due_on is None:
            continue
        days = anchor.clipped(Period(span.starts_on or span.due_on, span.due_on))
        if days:
            found.add(DueSpan(span.starts_on and days.start, days.end))
    return tuple(sorted(found, key=lambda span: (span.due_on, span.starts_on or span.due_on)))[
        :MOST_OCCURRENCES
    ]
