"""The occurrences of a task follow its deadline; what has reports never vanishes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from agreements.models import Plan
from coop.shared.events import record
from tasks.actions.refusal import delete_as, save_as, saved
from tasks.deadlines import DeadlineKind, parse
from tasks.models import ImportBatch, ImportRow, Occurrence, Task
from tasks.schedule import Due, due_periods
from tasks.states import Status


@transaction.atomic
def set_occurrences(*, by: Any, task: Task, wanted: tuple[Due, ...]) -> None:
    """Create what is missing, move what nobody has touched, drop what is no longer due and nobody has
    touched. A form that was opened before its occurrence was moved is stale.
    """
    missing = {due.period_key: due for due in wanted}
    for occurrence in task.occurrences.all():
        due = _take(missing, occurrence)
        if _is_touched(occurrence):
            continue
        if due is None:
            delete_as(occurrence, by)
        elif (occurrence.starts_on, occurrence.due_on) != (due.starts_on, due.due_on):
            saved(occurrence, by=by, starts_on=due.starts_on, due_on=due.due_on)
    for due in missing.values():
        occurrence = Occurrence(
            task=task, period_key=due.period_key, starts_on=due.starts_on, due_on=due.due_on
        )
        save_as(occurrence, by)


@transaction.atomic
def follow_period(*, by: Any, plan: Plan) -> int:
    """The plan runs longer or shorter now: what comes back in it has the periods of its new time, and what
    has reports stays. Returns how many periods more there are; fewer is negative. One Event.
    """
    before = Occurrence.objects.filter(task__plan=plan).count()
    repeating = plan.tasks.filter(deadline_kind__in=(DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS))
    for task in repeating.select_for_update().prefetch_related(Prefetch("import_rows", _confirmed_rows())):
        deadline = parse(_phrase(task), issued_on=plan.issued_on, period=plan.period)
        if task.deadline_reading != deadline.reading:
            task.deadline_reading = deadline.reading
            save_as(task, by)
        set_occurrences(by=by, task=task, wanted=due_periods(deadline))
    more = Occurrence.objects.filter(task__plan=plan).count() - before
    runs = {"starts_on": plan.starts_on, "ends_on": plan.ends_on}
    record(by=by, verb="follow_period", target=plan, after=runs | {"more_periods": more})
    return more


def _phrase(task: Task) -> str:
    """As a person said it was meant, where somebody did, else as printed. The rows are `_confirmed_rows`."""
    rows = task.import_rows.all()
    said = (row.reading["meant"]["timeframe"] for row in rows if row.printed["timeframe"] == task.timeframe)
    return next(filter(None, said), task.timeframe)


def _confirmed_rows() -> QuerySet[ImportRow]:
    """What somebody wrote beside a row counts once the import is confirmed, the last confirmation first; an
    import that was discarded or undone has said nothing.
    """
    rows = ImportRow.objects.filter(batch__status=ImportBatch.Status.CONFIRMED)
    return rows.exclude(action=ImportRow.Action.EXCLUDED).order_by("-batch__confirmed_at", "-pk")


def _take(missing: dict[str, Due], occurrence: Occurrence) -> Due | None:
    """Which wanted period the occurrence is: by its key, or by its dates where one time became a series."""
    if occurrence.period_key in missing:
        return missing.pop(occurrence.period_key)
    dates = (occurrence.starts_on, _printed_due_on(occurrence))
    same = [key for key, due in missing.items() if (due.starts_on, due.due_on) == dates]
    return missing.pop(same[0]) if same else None


def _printed_due_on(occurrence: Occurrence) -> dt.date | None:
    """The due date before anybody was granted more time."""
    first = occurrence.extensions.order_by("pk").first()
    return first.old_due_on if first else occurrence.due_on


def _is_touched(occurrence: Occurrence) -> bool:
    """Has anybody reported, asked for more time, or paused or cancelled it?"""
    has_words = occurrence.updates.exists() or occurrence.extensions.exists()
    return has_words or occurrence.status != Status.NOT_STARTED
