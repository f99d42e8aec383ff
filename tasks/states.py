"""The states of an occurrence, the moves between them and the assessment derived from facts and a day.

No database. The same assessment is written once more in SQL (`OccurrenceQuerySet.assessed`);
a test proves that both agree on every case. Rules: domain.md §3.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """What is stored. Overdue is not among it: it is computed."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    REPORTED = "reported", _("completion reported, waiting for confirmation")
    COMPLETED = "completed", _("completed")
    PAUSED = "paused", _("paused")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATUSES = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS, Status.REPORTED})
STOPPED_STATUSES = frozenset({Status.PAUSED, Status.CANCELLED})
CLOSED_STATUSES = frozenset({Status.COMPLETED, Status.CANCELLED})


class Assessment(TextChoices):
    """Every occurrence falls into exactly one; the words are those of the Government Office."""

    DONE_ON_TIME = "done_on_time", _("completed on time")
    DONE_LATE = "done_late", _("completed late")
    ONGOING = "ongoing", _("in progress, within the deadline")
    OVERDUE = "overdue", _("overdue, not completed")
    CONTINUOUS = "continuous", _("continuous")
    UNDATED = "undated", _("deadline not determined")
    STOPPED = "stopped", _("paused or cancelled")


DONE = frozenset({Assessment.DONE_ON_TIME, Assessment.DONE_LATE})
DATED = frozenset({Assessment.DONE_ON_TIME, Assessment.DONE_LATE, Assessment.ONGOING, Assessment.OVERDUE})


class Move(TextChoices):
    """What people do to an occurrence."""

    REPORT_PROGRESS = "report_progress", _("report progress")
    REPORT_COMPLETE = "report_complete", _("report completion")
    ACCEPT = "accept", _("confirm")
    SEND_BACK = "send_back", _("send back")
    ASK_EXTENSION = "ask_extension", _("ask for more time")
    GRANT_EXTENSION = "grant_extension", _("grant more time")
    REFUSE_EXTENSION = "refuse_extension", _("refuse more time")
    PAUSE = "pause", _("pause")
    CANCEL = "cancel", _("cancel")
    RESUME = "resume", _("resume")


@dataclass(frozen=True)
class Transition:
    """From which statuses a move may start, and where it leads (None: the status stays)."""

    sources: frozenset[Status]
    target: Status | None


TRANSITIONS: dict[Move, Transition] = {
    Move.REPORT_PROGRESS: Transition(frozenset({Status.NOT_STARTED, Status.IN_PROGRESS}), Status.IN_PROGRESS),
    Move.REPORT_COMPLETE: Transition(frozenset({Status.NOT_STARTED, Status.IN_PROGRESS}), Status.REPORTED),
    Move.ACCEPT: Transition(frozenset({Status.REPORTED}), Status.COMPLETED),
    Move.SEND_BACK: Transition(frozenset({Status.REPORTED}), Status.IN_PROGRESS),
    Move.ASK_EXTENSION: Transition(frozenset({Status.NOT_STARTED, Status.IN_PROGRESS}), None),
    Move.GRANT_EXTENSION: Transition(OPEN_STATUSES, None),
    Move.REFUSE_EXTENSION: Transition(OPEN_STATUSES, None),
    Move.PAUSE: Transition(OPEN_STATUSES, Status.PAUSED),
    Move.CANCEL: Transition(OPEN_STATUSES | {Status.PAUSED}, Status.CANCELLED),
    Move.RESUME: Transition(STOPPED_STATUSES, Status.IN_PROGRESS),
}


def allows(move: Move, status: str) -> bool:
    """May the move start from this status?"""
    return status in TRANSITIONS[move].sources


@dataclass(frozen=True)
class Facts:
    """What an assessment needs to know of an occurrence. `reported_on` is the day of the completion
    report.
    """

    status: str
    continuous: bool
    due_on: dt.date | None
    reported_on: dt.date | None
    completed_on: dt.date | None


def assess(facts: Facts, on: dt.date) -> Assessment:
    """The one assessment of an occurrence on a day.

    A completion report that waits for confirmation is as punctual as the day on which it was made:
    a slow verification does not make a unit late.
    """
    if facts.status in STOPPED_STATUSES:
        return Assessment.STOPPED
    if facts.continuous:
        return Assessment.CONTINUOUS
    if facts.due_on is None:
        return Assessment.UNDATED
    if facts.status == Status.COMPLETED and facts.completed_on is not None and facts.completed_on <= on:
        return Assessment.DONE_ON_TIME if facts.completed_on <= facts.due_on else Assessment.DONE_LATE
    stands_on = facts.reported_on if facts.status == Status.REPORTED and facts.reported_on else on
    return Assessment.OVERDUE if min(stands_on, on) > facts.due_on else Assessment.ONGOING


def is_due_soon(assessment: str, due_on: dt.date | None, on: dt.date, days: int) -> bool:
    """Marks what is ongoing and due within so many days, today included. What was reported in time and waits
    for confirmation is ongoing after its day as well, and due no more. The twin of
    `OccurrenceQuerySet.due_soon`.
    """
    return assessment == Assessment.ONGOING and due_on is not None and 0 <= (due_on - on).days <= days
