"""Confirm: the staged rows become tasks in one transaction, with history and one Event."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from coop.shared.events import record
from tasks.actions.refusal import RefusedError
from tasks.actions.scheduling import sync_occurrences
from tasks.deadlines import Deadline, DeadlineKind, DueSpan, Recurrence
from tasks.models import Assignment, ImportBatch, ImportRow, Occurrence, Task
from tasks.schedule import due_periods

_BATCH = 500


@dataclass(frozen=True)
class Confirmed:
    """What a confirmation did."""

    created: int
    updated: int
    unchanged: int


@transaction.atomic
def confirm(*, by: Any, batch: ImportBatch) -> Confirmed:
    """Create, update and leave alone, as staged; all or nothing.

    Raises RefusedError when the batch was confirmed, undone or discarded before, or the plan changed since.
    """
    current = ImportBatch.objects.select_for_update(of=("self",)).select_related("plan").get(pk=batch.pk)
    if current.status != ImportBatch.Status.STAGED:
        raise RefusedError(_("This import is “%s” already.") % current.get_status_display())
    rows = list(current.rows.select_related("task").order_by("position"))
    _refuse_if_plan_changed(current, rows)
    _make_room(current)
    created = _create(by, current, [row for row in rows if row.action == ImportRow.Action.CREATE])
    updated = _update(by, [row for row in rows if row.action == ImportRow.Action.UPDATE])
    _renumber(current, rows)
    current.status, current.confirmed_by, current.confirmed_at = (
        ImportBatch.Status.CONFIRMED,
        by,
        timezone.now(),
    )
    current.save()
    done = Confirmed(created, updated, len(rows) - created - updated)
    record(
        by=by,
        verb="import_appendix",
        target=current.plan,
        after={"batch": current.pk, "file": current.file_name, "created": created, "updated": updated},
    )
    return done


def _refuse_if_plan_changed(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Two people may review at once; the second confirmation must not double what the first one made."""
    since = ImportBatch.objects.filter(plan=batch.plan, confirmed_at__gt=batch.uploaded_at)
    if since.exists() or any(row.task is None for row in rows if row.action != ImportRow.Action.CREATE):
        raise RefusedError(
            _(
                "The tasks of the plan have changed since this file was read. "
                "Upload it again to see what is new."
            )
        )


def _make_room(batch: ImportBatch) -> None:
    """Positions are unique: the present tasks stand aside until all are numbered anew."""
    Task.objects.filter(plan=batch.plan).update(position=F("position") + 1_000_000)


def _create(by: Any, batch: ImportBatch, rows: list[ImportRow]) -> int:
    tasks = [_new_task(batch, row) for row in rows]
    bulk_create_with_history(tasks, Task, batch_size=_BATCH, default_user=by)
    for row, task in zip(rows, tasks, strict=True):
        row.task = task
    assignments = [link for row in rows for link in _assignments(row)]
    bulk_create_with_history(assignments, Assignment, batch_size=_BATCH, default_user=by)
    occurrences = [
        Occurrence(task=row.task, period_key=due.period_key, starts_on=due.starts_on, due_on=due.due_on)
        for row in rows
        for due in due_periods(staged_deadline(row))
    ]
    bulk_create_with_history(occurrences, Occurrence, batch_size=_BATCH, default_user=by)
    ImportRow.objects.bulk_update(rows, ["task"], batch_size=_BATCH)
    return len(rows)


def _new_task(batch: ImportBatch, row: ImportRow) -> Task:
    task = Task(plan=batch.plan, position=row.position, field_id=row.reading["field"], **row.printed)
    _set_deadline(task, row)
    task.fill_derived()
    return task


def _set_deadline(task: Task, row: ImportRow) -> None:
    deadline = row.reading["deadline"]
    task.deadline_kind = deadline["kind"]
    task.deadline_certain = deadline["certain"]
    task.deadline_reading = deadline["reading"]


def _update(by: Any, rows: list[ImportRow]) -> int:
    for row in rows:
        task: Any = row.task
        for name in row.changes:
            setattr(task, name, row.printed[name])
        if "timeframe" in row.changes:
            _set_deadline(task, row)
        task._history_user = by
        task.save()
        if {"lead_text", "partner_text"} & row.changes.keys():
            task.assignments.all().delete()
            bulk_create_with_history(_assignments(row), Assignment, default_user=by)
        if "timeframe" in row.changes:
            sync_occurrences(by=by, task=task, deadline=staged_deadline(row))
    return len(rows)


def _renumber(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """The order of the paper; tasks that the file does not have keep their order behind it."""
    order: list[Any] = [row.task_id or row.task.pk for row in rows]  # type: ignore[union-attr]
    known = set(order)
    others = Task.objects.filter(plan=batch.plan).exclude(pk__in=known).order_by("position")
    order += list(others.values_list("pk", flat=True))
    numbered = [Task(pk=pk, position=position) for position, pk in enumerate(order, 1)]
    Task.objects.bulk_update(numbered, ["position"], batch_size=_BATCH)


def _assignments(row: ImportRow) -> list[Assignment]:
    links = []
    for role in Assignment.Role:
        read = row.reading[role.value]
        named = [{"unit_id": unit["id"]} for unit in read["units"]]
        named += [{"words": group[:300], "is_group": True} for group in read["groups"]]
        named += [{"words": name[:300]} for name in read["unknown"]]
        links += [Assignment(task=row.task, role=role, sort=sort, **who) for sort, who in enumerate(named, 1)]
    return links


def staged_deadline(row: ImportRow) -> Deadline:
    """The deadline as it was read when the row was staged."""
    read = row.reading["deadline"]
    spans = tuple(DueSpan(_day(start), _day(due)) for start, due in read["occurrences"])
    return Deadline(
        DeadlineKind(read["kind"]),
        Recurrence(read["recurrence"]),
        spans,
        read["certain"],
        read["reading"],
        read["note"],
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
