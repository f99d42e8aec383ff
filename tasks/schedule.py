"""A deadline as read → the occurrences that should exist. No database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tasks.deadlines import Deadline, DeadlineKind, DueSpan

ONCE = "once"

_REPEATING = frozenset({DeadlineKind.SERIES, DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS})


@dataclass(frozen=True)
class Due:
    """One occurrence to be: its key is unique within the task and stays when the due date is moved."""

    period_key: str
    starts_on: dt.date | None
    due_on: dt.date | None


def due_periods(deadline: Deadline) -> tuple[Due, ...]:
    """One Due per occurrence; a one-off task has exactly one, under the key 'once'.

    A recurring phrase with no period left in the plan gives one without a day, for a person to settle.
    """
    if deadline.kind not in _REPEATING or not deadline.occurrences:
        span = deadline.occurrences[0] if deadline.occurrences else DueSpan()
        return (Due(ONCE, span.starts_on, span.due_on),)
    return tuple(Due(_period_key(span), span.starts_on, span.due_on) for span in deadline.occurrences)


def _period_key(span: DueSpan) -> str:
    """The last day of a due period, or the first of a reporting period: each is unique in its series."""
    day = span.due_on or span.starts_on
    return day.isoformat() if day else ONCE
