"""Confirm: the staged rows become tasks in one transaction, with history and one Event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Plan, UnitAlias
from coop.shared.bulk_history import delete_recorded, record_created
from coop.shared.bulk_insert import insert_rows
from coop.shared.events import record
from tasks.actions.refusal import RefusedError
from tasks.actions.scheduling import set_occurrences
from tasks.deadlines import DeadlineKind
from tasks.imports.comparing import overtaken_by
from tasks.imports.groups import fix_groups
from tasks.imports.handing_over import tell_new_units, units_of
from tasks.imports.locking import locked_waiting
from tasks.imports.new_words import tell_new_words
from tasks.imports.periods import has_new_time, kept_in, remember_changes, still_kept
from tasks.imports.resource import write_tasks
from tasks.imports.restoring import snapshot
from tasks.imports.staged import deadline_of, meant_by
from tasks.models import Assignment, ImportBatch, ImportRow, Occurrence, Task
from tasks.models.task import LONGEST_WORDS
from tasks.schedule import due_periods

ImportRows = QuerySet[ImportRow]
OnProgress = Callable[[int], None]

WRITTEN = (ImportRow.Action.CREATE, ImportRow.Action.UPDATE)
"""What is read of these goes into the plan, so that somebody has to be sure of it."""

_BATCH = 500
_ASIDE = 1_000_000


@dataclass(frozen=True)
class Confirmed:
    """What a confirmation did; rows left out count nowhere. `kept`: due periods that keep their day although
    the file has another, because somebody had acted on them.
    """

    created: int
    updated: int
    unchanged: int
    kept: int = 0

    @property
    def told(self) -> dict[str, int]:
        """For the Event."""
        return {name: count for name, count in vars(self).items() if count or name != "kept"}


@transaction.atomic
def confirm(
    *, by: Any, batch: ImportBatch, acknowledge_all: bool = False, on_progress: OnProgress = lambda done: None
) -> Confirmed:
    """Create, update and leave alone, as staged; all or nothing.

    `on_progress` is told after each part how many rows are written.
    `acknowledge_all`: the person has looked at every row that needs a look and takes it as printed.
    Raises RefusedError when a row is blocked or was not looked at, when the batch is no longer waiting, or
    when the plan changed since.
    """
    current = locked_waiting(batch.pk)
    rows = current.rows.exclude(action=ImportRow.Action.EXCLUDED)
    _refuse_if_plan_changed(current)
    _refuse_unsure(by, rows, acknowledge_all)
    places = _places(current.plan)
    Task.objects.filter(plan=current.plan).update(position=F("position") + _ASIDE)
    for some in _in_parts(rows):
        _remember_what_was(some, places)
        _create(by, [row for row in some if row.action == ImportRow.Action.CREATE])
        _update(by, [row for row in some if row.action == ImportRow.Action.UPDATE])
        ImportRow.objects.bulk_update([row for row in some if row.restore], ["restore"], batch_size=_BATCH)
        _remember_spellings(by, some)
        on_progress(some[-1].position)
    _link_created(rows, current.plan)
    _renumber(current, rows)
    _close(by, current)
    done = _counted(current, rows)
    told = {"batch": current.pk, "file": current.file_name} | done.told
    record(by=by, verb="import_appendix", target=current.plan, after=told)
    return done


def _in_parts(rows: ImportRows) -> Iterator[list[ImportRow]]:
    """Some rows at a time, in the order of the paper: 10,000 of them take no more memory than 500."""
    with_tasks = rows.select_related("task").prefetch_related("task__assignments", "task__occurrences")
    last = 0
    while some := list(with_tasks.filter(position__gt=last).order_by("position")[:_BATCH]):
        yield some
        last = some[-1].position


def _counted(batch: ImportBatch, rows: ImportRows) -> Confirmed:
    count = dict(rows.order_by().values_list("action").annotate(Count("pk")))
    actions = (ImportRow.Action.CREATE, ImportRow.Action.UPDATE, ImportRow.Action.UNCHANGED)
    created, updated, unchanged = (count.get(action, 0) for action in actions)
    return Confirmed(created, updated, unchanged, kept_in(batch))


def _refuse_if_plan_changed(batch: ImportBatch) -> None:
    if happened := overtaken_by(batch):
        raise RefusedError(
            _(
                "After this file was compared with the plan, %s. Nothing of this file was written; it still "
                "waits here with what was said of its rows. Compare it anew to see what is new."
            )
            % happened
        )


def _refuse_unsure(by: Any, rows: ImportRows, acknowledge_all: bool) -> None:
    rows = rows.filter(action__in=WRITTEN)
    blocked = list(rows.filter(blocked=True).order_by("position").values_list("place", flat=True))
    if blocked:
        raise RefusedError(
            _(
                "These rows lack their content or a lead unit: %s. Say who leads, or leave them out; "
                "content is mended in the file, which is then uploaded again."
            )
            % ", ".join(blocked)
        )
    unsure = rows.filter(acknowledged_by=None).exclude(problems=[])
    if acknowledge_all:
        unsure.update(acknowledged_by=by)
    elif count := unsure.count():
        raise RefusedError(
            _("%s rows need a look. Look at them, or say that you take them as printed.") % count
        )


def _places(plan: Plan) -> dict[int, int]:
    """Task → its place from 1, counted, since numbers may have gaps."""
    order = Task.objects.filter(plan=plan).order_by("position").values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(order, 1)}


def _remember_what_was(rows: list[ImportRow], places: dict[int, int]) -> None:
    """So that the import can be undone, with the periods that it leaves their old day once more; saved when
    the rows are written.
    """
    kept = still_kept(rows)
    for row in rows:
        if row.task is not None:
            row.restore = snapshot(row, places[row.task_id])  # type: ignore[index]
            remember_changes(row, kept.get(row.pk, ()))


def _create(by: Any, rows: list[ImportRow]) -> None:
    for row, task in zip(rows, write_tasks(by, rows), strict=True):
        row.task = task
    assign(by, rows)
    insert_rows(Occurrence, _Period._fields, (period for row in rows for period in _periods(row)))
    record_created(Occurrence.objects.filter(task__in=[row.task_id for row in rows]), by=by)


class _Period(NamedTuple):
    """The last three are copies of the task: given rightly, the database need not write each row twice."""

    task: int
    period_key: str
    starts_on: dt.date | None
    due_on: dt.date | None
    plan: int
    field: int | None
    is_continuous: bool


def _periods(row: ImportRow) -> Iterator[_Period]:
    task: Any = row.task
    is_continuous = task.deadline_kind == DeadlineKind.CONTINUOUS
    for due in due_periods(deadline_of(row)):
        yield _Period(
            task.pk, due.period_key, due.starts_on, due.due_on, task.plan_id, task.field_id, is_continuous
        )


def _link_created(rows: ImportRows, plan: Plan) -> None:
    """In one statement: a task that was created stands at the position of its row."""
    made = Task.objects.filter(plan=plan, position=OuterRef("position")).values("pk")
    rows.filter(action=ImportRow.Action.CREATE).update(task=Subquery(made))


def _update(by: Any, rows: list[ImportRow]) -> None:
    write_tasks(by, rows)
    tell_new_words(by=by, rows=rows)
    _give_units(by, [row for row in rows if units_change(row)])
    for row in rows:
        if row.task is not None and has_new_time(row):
            row.task.refresh_from_db()
            told = set_occurrences(by=by, task=row.task, wanted=due_periods(deadline_of(row)))
            remember_changes(row, told)


def _give_units(by: Any, rows: list[ImportRow]) -> None:
    """Those of the file in place of those that the tasks have."""
    tasks = [row.task for row in rows if row.task is not None]
    ids = [task.pk for task in tasks]
    before = units_of(ids)
    delete_recorded(Assignment.objects.filter(task__in=ids), by=by)
    assign(by, rows)
    tell_new_units(by=by, tasks=tasks, before=before)


def units_change(row: ImportRow) -> bool:
    meant = meant_by(row)
    return bool({"lead_text", "partner_text"} & row.changes.keys() or meant.lead or meant.partner)


def assign(by: Any, rows: list[ImportRow]) -> None:
    """Units, groups and unknown names of the rows' tasks, which have none now."""
    links = [link for row in rows for link in _links(row)]
    insert_rows(Assignment, _Link._fields, links)
    record_created(Assignment.objects.filter(task__in=[row.task_id for row in rows]), by=by)
    if rows:
        fix_groups(rows[0].batch.plan, {link.words for link in links if link.is_group})


class _Link(NamedTuple):
    """A row of Assignment to be."""

    task: int | None
    role: str
    sort: int
    unit: int | None
    words: str
    is_group: bool


def _links(row: ImportRow) -> Iterator[_Link]:
    for role in Assignment.Role.values:
        read = row.reading[role]
        named = [(unit["id"], "", False) for unit in read["units"]]
        named += [(None, group[:LONGEST_WORDS], True) for group in read["groups"]]
        named += [(None, name[:LONGEST_WORDS], False) for name in read["unknown"]]
        yield from (_Link(row.task_id, role, sort, *who) for sort, who in enumerate(named, 1))


def _renumber(batch: ImportBatch, rows: ImportRows) -> None:
    """Unchanged tasks take their place in the paper; those that it does not have follow in their order.

    Tasks that were created or updated have their place already.
    """
    unchanged = rows.filter(action=ImportRow.Action.UNCHANGED).values_list("task", "position")
    others = Task.objects.filter(plan=batch.plan).exclude(pk__in=rows.values("task"))
    last = rows.aggregate(last=Max("position"))["last"] or 0
    behind = enumerate(others.order_by("position").values_list("pk", flat=True), last + 1)
    set_positions(dict(unchanged) | {pk: position for position, pk in behind})


def set_positions(positions: dict[int, int]) -> None:
    """Of tasks that stand aside now, so that no two meet on the way."""
    moved = [Task(pk=pk, position=position) for pk, position in positions.items()]
    Task.objects.bulk_update(moved, ["position"], batch_size=_BATCH)


def _remember_spellings(by: Any, rows: list[ImportRow]) -> None:
    """Corrections of names, so that the next paper is read without asking."""
    for row in rows:
        for text, unit in row.reading["aliases"]:
            UnitAlias.objects.get_or_create(unit_id=unit, text=text[:200], defaults={"added_by": by})


def _close(by: Any, batch: ImportBatch) -> None:
    batch.status, batch.confirmed_by = ImportBatch.Status.CONFIRMED, by
    batch.confirmed_at = timezone.now()
    batch.save()
