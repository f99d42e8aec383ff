"""The due periods that a report tells, each as it stood at the end of the cut-off day.

What people decided later counts for later: more time that was granted after the day has not moved the due
day, what was paused, cancelled or resumed after it was not so yet. A completion report counts from the day on
which it was made, however slow its confirmation (domain.md §3), and what was corrected holds for every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from agreements.models import Plan
from coop.shared.dates import Period, year_period
from tasks.models import Assignment, Extension, Occurrence, ProgressUpdate, Verification
from tasks.models.occurrence import OccurrenceQuerySet, in_period
from tasks.past import as_they_stood, end_of
from tasks.reports.entries import Entry
from tasks.reports.scope import Scope, named_with
from tasks.states import STOPPED_STATUSES, Assessment, Facts, assess


@dataclass(frozen=True)
class _Day:
    """`stopped`: by id, the facts of the day of what was stopped then and is not today, or the reverse."""

    scope: Scope
    stopped: dict[int, dict[str, Any]]

    @property
    def on(self) -> dt.date:
        return self.scope.cut_off_on

    def is_past(self, moment: dt.datetime) -> bool:
        return timezone.localdate(moment) <= self.on


def entries_of(plans: Iterable[Plan], scope: Scope) -> list[Entry]:
    """Those of the period and of the year after it, those whose work runs or was moved beyond the period, and
    those of earlier years that are overdue; in print order. Four queries, of a past day five.
    """
    rows = _rows(plans, scope)
    day = _Day(scope, _stopped_otherwise(rows, scope.cut_off_on))
    return sorted((_entry(row, day) for row in _with_what_was_said(rows, day.on)), key=print_order)


def print_order(entry: Entry) -> tuple[Any, ...]:
    """Plans from the oldest, each as printed; what was postponed stands where it was promised."""
    day = entry.promised_on or entry.due_on or dt.date.max
    start = entry.occurrence.starts_on or dt.date.max
    plan = entry.task.plan
    return (plan.issued_on, plan.pk, entry.task.position, entry.task.pk, day, start)


def _rows(plans: Iterable[Plan], scope: Scope) -> OccurrenceQuerySet:
    """All that a report may have to tell; how it stood decides where."""
    period = scope.period
    both = Period(period.start, max(period.end, year_period(period.end.year + 1).end))
    unfinished = Q(due_on__lt=period.start, assessment__in=(Assessment.OVERDUE, Assessment.STOPPED))
    wanted = in_period(both) | _begun(period) | _moved(period) | unfinished
    rows = Occurrence.objects.assessed(scope.cut_off_on).filter(wanted, plan__in=plans)
    if scope.field is not None:
        rows = rows.filter(field=scope.field)
    if scope.unit is not None:
        rows = rows.led_by([scope.unit.current_heir_id or scope.unit.pk])
    return rows


def _begun(period: Period) -> Q:
    """Due after the period, and work on it began by its end: its time, or what its unit says of it."""
    told = ProgressUpdate.objects.reports().filter(occurrence=OuterRef("pk"))
    by_then = Q(Exists(told.filter(reported_at__lte=end_of(period.end))), starts_on__isnull=True)
    return Q(due_on__gt=period.end) & (Q(starts_on__lte=period.end) | by_then)


def _moved(period: Period) -> Q:
    granted = Extension.objects.filter(decision=Extension.Decision.GRANTED, old_due_on__lte=period.end)
    return Q(due_on__gt=period.end, pk__in=granted.values("occurrence"))


def _stopped_otherwise(rows: OccurrenceQuerySet, on: dt.date) -> dict[int, dict[str, Any]]:
    """By id, the facts of the day of what is stopped now and was not then, or the reverse. What had not been
    entered by then is as it is today.
    """
    if on >= timezone.localdate():
        return {}
    history: Any = Occurrence.history
    later = history.filter(id__in=rows.values("pk"), history_date__gt=end_of(on))
    stood = as_they_stood(history.filter(id__in=later.values("id")), end_of(on))
    return {row["id"]: row for row in stood.values("id", "status", "reported_on", "completed_on")}


def _with_what_was_said(rows: OccurrenceQuerySet, on: dt.date) -> Iterable[Occurrence]:
    units = Assignment.objects.select_related(*named_with("unit")).order_by("role", "sort")
    told = ProgressUpdate.objects.select_related("verification", *named_with("on_behalf_of"))
    asked = Extension.objects.select_related(*named_with("on_behalf_of"))
    return rows.select_related("task__plan", "task__field").prefetch_related(
        Prefetch("task__assignments", units),
        Prefetch("updates", told.filter(reported_at__lte=end_of(on)).order_by("-pk")),
        Prefetch("extensions", asked.order_by("pk")),
    )


def _entry(row: Occurrence, day: _Day) -> Entry:
    reports = [update for update in row.updates.all() if not update.is_contribution]
    hindered = next((report for report in reports if report.obstacles.strip()), None)
    proposed = next((report for report in reports if report.proposal.strip()), None)
    due_on = _due_on(row, day)
    return Entry(
        task=row.task,
        occurrence=row,
        due_on=due_on,
        assessment=assess(_facts(row, due_on, day), day.on),
        reported=bool(reports),
        result=next((one.result for one in reports if not _was_sent_back(one, day)), ""),
        obstacles=hindered.obstacles if hindered else "",
        proposal=proposed.proposal if proposed else "",
        side=day.scope.province,
        obstacles_by=hindered.on_behalf_of if hindered else None,
        proposal_by=proposed.on_behalf_of if proposed else None,
        extensions=tuple(one for one in row.extensions.all() if day.is_past(one.asked_at)),
        promised_on=_promised_on(row, due_on, day),
        has_begun=_has_begun(row, reports, day.scope.period),
    )


def _facts(row: Occurrence, due_on: dt.date | None, day: _Day) -> Facts:
    facts = replace(row.facts, due_on=due_on)
    then = day.stopped.get(row.pk)
    if then is None or (then["status"] in STOPPED_STATUSES) == (row.status in STOPPED_STATUSES):
        return facts
    return replace(
        facts, status=then["status"], reported_on=then["reported_on"], completed_on=then["completed_on"]
    )


def _due_on(row: Occurrence, day: _Day) -> dt.date | None:
    """Before the first extension that was granted after the day."""
    later = (one.old_due_on for one in _granted(row) if not day.is_past(one.decided_at))
    return next(later, row.due_on)


def _promised_on(row: Occurrence, due_on: dt.date | None, day: _Day) -> dt.date | None:
    """The first day in the period from which an extension had moved it to one after the period."""
    period = day.scope.period
    if due_on is None or due_on <= period.end:
        return None
    moved = (one.old_due_on for one in _granted(row) if day.is_past(one.decided_at))
    return next((promised for promised in moved if promised in period), None)


def _granted(row: Occurrence) -> list[Any]:
    return [one for one in row.extensions.all() if one.decision == Extension.Decision.GRANTED]


def _has_begun(row: Occurrence, reports: list[ProgressUpdate], period: Period) -> bool:
    if row.starts_on is not None:
        return row.starts_on <= period.end
    return any(timezone.localdate(report.reported_at) <= period.end for report in reports)


def _was_sent_back(report: ProgressUpdate, day: _Day) -> bool:
    """By the day: a result that the focal unit refused is none; what hindered the unit it has said all the
    same.
    """
    verification = getattr(report, "verification", None)
    if verification is None or verification.decision != Verification.Decision.RETURN:
        return False
    return day.is_past(verification.decided_at)
