"""What a deadline phrase was read as (domain.md §3, "Deadlines")."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class DeadlineKind(StrEnum):
    """domain.md §3 has examples. CONTINUOUS is never overdue; the last two come without a due date."""

    DATED = "dated"
    SPAN = "span"
    SERIES = "series"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    CONDITIONAL = "conditional"
    UNCLEAR = "unclear"


class Recurrence(StrEnum):
    """NONE: it does not come back, or nothing says how often."""

    NONE = ""
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


@dataclass(frozen=True)
class DueSpan:
    """One occurrence: both days included; None where the phrase does not say."""

    starts_on: dt.date | None = None
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Deadline:
    """A phrase as read: `reading` explains it in one Vietnamese sentence, `note` says why to look again.

    `certain` is False whenever another sensible reading exists; `note` is empty exactly when it is True.
    """

    kind: DeadlineKind
    recurrence: Recurrence
    occurrences: tuple[DueSpan, ...]
    certain: bool
    reading: str
    note: str
