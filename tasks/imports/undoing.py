"""Undo a confirmed import, as long as nobody has built on it; say what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from coop.shared.bulk_history import delete_recorded
from coop.shared.events import record
from coop.shared.saving import save_as, update_as
from tasks.actions.changing import lock
from tasks.actions.refusal import RefusedError, set_columns
from tasks.actions.scheduling import set_occurrences
from tasks.imports.confirming import OnProgress, set_positions
from tasks.imports.handing_over import tell_new_units, units_of
from tasks.imports.locking import locked
from tasks.imports.new_words import tell_new_words
from tasks.imports.restoring import assignments_of, periods_of, put_back
from tasks.models import (
    Assignment,
    Directive,
    Extension,
    ImportBatch,
    ImportRow,
    Occurrence,
    ProgressUpdate,
    SetDay,
    Task,
)
from tasks.schedule import Due
from tasks.states import STOPPED_STATUSES

_PART = 500
_OF_NO_EDIT = {"position", "content_key", "search_text"}  # the program's own: nobody types them
_OF_TASK = [column.attname for column in Task._meta.concrete_fields if column.name not in _OF_NO_EDIT]
_OF_UNIT = ("task_id", "role", "sort", "unit_id", "words", "is_group")
_CHANGES = (ImportRow.Action.CREATE, ImportRow.Action.UPDATE)


@transaction.atomic
def undo(*, by: Any, batch: ImportBatch, on_progress: OnProgress = lambda done: None) -> None:
    """Remove what the batch made and put back what it changed. Raises RefusedError with what stands in the
    way.
    """
    current = locked(batch.pk)
    if current.status != ImportBatch.Status.CONFIRMED:
        raise RefusedError(_("Only a confirmed import can be undone."))
    _lock_tasks(current)
    obstacles = what_stands_in_the_way(current)
    if obstacles:
        raise RefusedError(_("The import cannot be undone: %s") % "; ".join(obstacles))
    rows = list(current.rows.select_related("task").order_by("position"))
    for start in range(0, len(rows), _PART):
        some = rows[start : start + _PART]
        created = [row.task_id for row in some if row.action == ImportRow.Action.CREATE]
        _remove(by, [task for task in created if task is not None])
        for row in some:
            if row.action == ImportRow.Action.UPDATE:
                _restore(by, row)
        on_progress(start + len(some))
    _renumber(current, rows)
    current.status = ImportBatch.Status.UNDONE
    current.save()
    told = {"batch": current.pk, "file": current.file_name}
    record(by=by, verb="undo_import", target=current.plan, after=told)


def _lock_tasks(batch: ImportBatch) -> None:
    """With their periods, after the plan: a report that is on its way is waited for, and then seen."""
    tasks = Task.objects.filter(pk__in=batch.rows.filter(action__in=_CHANGES).values("task"))
    lock(tasks)
    lock(Occurrence.objects.filter(task__in=tasks))


def what_stands_in_the_way(batch: ImportBatch) -> list[str]:
    """Sentences for a person; none when the import can be undone."""
    since = batch.confirmed_at
    touched = batch.rows.filter(action__in=_CHANGES).values("task")
    obstacles = []
    later = ImportBatch.objects.filter(
        plan=batch.plan, confirmed_at__gt=since, status=ImportBatch.Status.CONFIRMED
    )
    if later.filter(rows__action__in=_CHANGES).exists():  # one that changed nothing is in nobody's way
        obstacles.append(_("another appendix has been imported into the plan since"))
    reports = ProgressUpdate.objects.filter(occurrence__task__in=touched, reported_at__gt=since).count()
    if reports:
        obstacles.append(_("%s reports have been made on its tasks") % reports)
    if Extension.objects.filter(occurrence__task__in=touched, asked_at__gt=since).exists():
        obstacles.append(_("more time has been asked for"))
    if SetDay.objects.filter(occurrence__task__in=touched, set_at__gt=since).exists():
        obstacles.append(_("due days have been set"))
    if Directive.objects.filter(task__in=touched, given_at__gt=since).exists():
        obstacles.append(_("leadership has given directives on its tasks"))
    stopped = Occurrence.history.filter(task__in=touched, history_date__gt=since, status__in=STOPPED_STATUSES)
    if stopped.exists() or _edited(touched, since):
        obstacles.append(_("its tasks have been edited"))
    return obstacles


def _edited(tasks: QuerySet[Any], since: dt.datetime | None) -> bool:
    """What a person sees of them is another than then: what a later import changed and its undoing put back
    is as it was.
    """
    edited = Task.history.filter(id__in=tasks, history_date__gt=since)
    reassigned = Assignment.history.filter(task__in=tasks, history_date__gt=since)
    if not (edited.exists() or reassigned.exists()):
        return False
    then = (
        Task.history.as_of(since).filter(id__in=tasks),
        Assignment.history.as_of(since).filter(task__in=tasks),
    )
    now = Task.objects.filter(pk__in=tasks), Assignment.objects.filter(task__in=tasks)
    return any(
        Counter(rows.values_list(*columns)) != Counter(found.values_list(*columns))
        for rows, found, columns in zip(then, now, (_OF_TASK, _OF_UNIT), strict=True)
    )


def _remove(by: Any, tasks: list[int]) -> None:
    """Nobody has built on them: they have units and periods and nothing else."""
    delete_recorded(Assignment.objects.filter(task__in=tasks), by=by)
    delete_recorded(Occurrence.objects.filter(task__in=tasks), by=by)
    ImportRow.objects.filter(task__in=tasks).update(task=None)
    delete_recorded(Task.objects.filter(pk__in=tasks), by=by)


def _restore(by: Any, row: ImportRow) -> None:
    task: Any = row.task
    put_back(task, row.restore)
    save_as(task, by)
    tell_new_words(by=by, rows=[row], undone=True)
    before = units_of([task.pk])
    delete_recorded(task.assignments.all(), by=by)
    bulk_create_with_history(assignments_of(task, row.restore), Assignment, default_user=by)
    tell_new_units(by=by, tasks=[task], before=before)
    periods = periods_of(row.restore)
    _take_back_first_days(by, task, periods)
    set_occurrences(by=by, task=task, wanted=periods)


def _take_back_first_days(by: Any, task: Task, before: tuple[Due, ...]) -> None:
    """A period that waited for a day got it although there were reports, and waits again."""
    waited = [due.period_key for due in before if due.starts_on is None and due.due_on is None]
    given = list(task.occurrences.select_for_update().filter(period_key__in=waited, due_on__isnull=False))
    for occurrence in given:
        set_columns(occurrence, starts_on=None, due_on=None)
    update_as(by, given, "starts_on", "due_on", "version")


def _renumber(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """The order before the import: tasks that the file did not have kept theirs, the others go back between
    them.
    """
    before: dict[Any, int] = {row.task_id: row.restore["position"] for row in rows if row.restore}
    left = list(Task.objects.filter(plan=batch.plan).order_by("position").values_list("pk", flat=True))
    Task.objects.filter(plan=batch.plan).update(position=F("position") + 1_000_000)
    order = [pk for pk in left if pk not in before]
    for pk in sorted(before.keys() & set(left), key=before.__getitem__):
        order.insert(before[pk] - 1, pk)
    set_positions({pk: position for position, pk in enumerate(order, 1)})
