"""The occurrences of a task follow its deadline; what has reports never vanishes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from agreements.models import Plan
from coop.shared.bulk_history import delete_recorded, record_created
from coop.shared.events import record
from coop.shared.saving import update_as
from tasks.actions.refusal import set_columns
from tasks.deadlines import DeadlineKind, parse
from tasks.models import ImportBatch, ImportRow, Occurrence, Task
from tasks.schedule import Due, due_periods
from tasks.states import Status


@transaction.atomic
def set_occurrences(*, by: Any, task: Task, wanted: tuple[Due, ...]) -> None:
    """Create what is missing, move what nobody has touched, drop what is no longer due and nobody has
    touched. A form that was opened before its occurrence was moved is stale.
    """
    _fit(by, {task.pk: wanted})


@transaction.atomic
def follow_period(*, by: Any, plan: Plan) -> int:
    """The plan runs longer or shorter now: what comes back in it has the periods of its new time, and what
    has reports stays. Returns how many periods more there are; fewer is negative. One Event.
    """
    before = Occurrence.objects.filter(task__plan=plan).count()
    repeating = plan.tasks.filter(deadline_kind__in=(DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS))
    wanted, reread = {}, []
    for task in repeating.select_for_update().prefetch_related(Prefetch("import_rows", _confirmed_rows())):
        deadline = parse(_phrase(task), issued_on=plan.issued_on, period=plan.period)
        if task.deadline_reading != deadline.reading:
            task.deadline_reading = deadline.reading
            reread.append(task)
        wanted[task.pk] = due_periods(deadline)
    update_as(by, reread, "deadline_reading")
    _fit(by, wanted)
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


def _fit(by: Any, wanted: Mapping[int, tuple[Due, ...]]) -> None:
    """`wanted`: by task (id). The same few statements for many tasks as for one."""
    there = defaultdict(list)
    for occurrence in Occurrence.objects.select_for_update().filter(task__in=wanted).order_by("pk"):
        there[occurrence.task_id].append(occurrence)
    prefetch_related_objects(list(chain(*there.values())), "updates", "extensions")
    changes: dict[str, list[Occurrence]] = defaultdict(list)
    for task, dues in wanted.items():
        for kind, occurrence in _changes(task, there[task], dues):
            changes[kind].append(occurrence)
    delete_recorded(_rows(changes["gone"]), by=by)
    update_as(by, changes["moved"], "starts_on", "due_on", "version")
    record_created(_rows(Occurrence.objects.bulk_create(changes["new"])), by=by)


def _rows(occurrences: Iterable[Occurrence]) -> QuerySet[Occurrence]:
    return Occurrence.objects.filter(pk__in=[one.pk for one in occurrences])


def _changes(
    task: int, there: Iterable[Occurrence], wanted: tuple[Due, ...]
) -> Iterator[tuple[str, Occurrence]]:
    """What becomes of the periods of one task (id): 'gone', 'moved' or 'new'."""
    missing = {due.period_key: due for due in wanted}
    for occurrence in there:
        due = _take(missing, occurrence)
        if _is_touched(occurrence):
            continue
        if due is None:
            yield "gone", occurrence
        elif (occurrence.starts_on, occurrence.due_on) != (due.starts_on, due.due_on):
            set_columns(occurrence, starts_on=due.starts_on, due_on=due.due_on)
            yield "moved", occurrence
    for key, due in missing.items():
        yield "new", Occurrence(task_id=task, period_key=key, starts_on=due.starts_on, due_on=due.due_on)


def _take(missing: dict[str, Due], occurrence: Occurrence) -> Due | None:
    """Which wanted period the occurrence is: by its key, or by its dates where one time became a series."""
    if occurrence.period_key in missing:
        return missing.pop(occurrence.period_key)
    dates = (occurrence.starts_on, _printed_due_on(occurrence))
    same = [key for key, due in missing.items() if (due.starts_on, due.due_on) == dates]
    return missing.pop(same[0]) if same else None


def _printed_due_on(occurrence: Occurrence) -> dt.date | None:
    """The due date before anybody was granted more time."""
    first = min(occurrence.extensions.all(), key=lambda extension: extension.pk, default=None)
    return first.old_due_on if first else occurrence.due_on


def _is_touched(occurrence: Occurrence) -> bool:
    """Has anybody reported, asked for more time, or paused or cancelled it?"""
    has_words = occurrence.updates.exists() or occurrence.extensions.exists()
    return has_words or occurrence.status != Status.NOT_STARTED
