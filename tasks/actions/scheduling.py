"""The occurrences of a task follow its deadline; what has reports never vanishes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from agreements.models import Plan
from coop.shared.bulk_history import delete_recorded, record_created
from coop.shared.events import record
from coop.shared.saving import update_as
from tasks.actions.refitting import Fate, PeriodChange, Refit, refits
from tasks.actions.refusal import set_columns
from tasks.deadlines import DeadlineKind, parse
from tasks.models import ImportBatch, ImportRow, Occurrence, Task
from tasks.schedule import Due, due_periods


@transaction.atomic
def set_occurrences(*, by: Any, task: Task, wanted: tuple[Due, ...]) -> list[PeriodChange]:
    """Create what is missing, move what nobody has touched, drop what is no longer due and nobody has
    touched. A form that was opened before its occurrence was moved is stale. Returns what became of the
    periods, those that were kept against the time included.
    """
    return _fit(by, {task.pk: wanted})


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


def _fit(by: Any, wanted: Mapping[int, tuple[Due, ...]]) -> list[PeriodChange]:
    """`wanted`: by task (id). The same few statements for many tasks as for one."""
    found = refits(Occurrence.objects.select_for_update().filter(task__in=wanted), wanted)
    told = [refit.told() for refit in found]
    changes: dict[Fate, list[Occurrence]] = defaultdict(list)
    for refit in found:
        changes[refit.fate].append(_fitted(refit))
    delete_recorded(_rows(changes[Fate.GONE]), by=by)
    update_as(by, changes[Fate.MOVED], "starts_on", "due_on", "version")
    record_created(_rows(Occurrence.objects.bulk_create(changes[Fate.NEW])), by=by)
    return told


def _fitted(refit: Refit) -> Occurrence:
    """The period as it will be; one that is gone or kept as it is."""
    due = refit.due
    if refit.occurrence is None:
        return Occurrence(task_id=refit.task, **vars(due))
    if refit.fate == Fate.MOVED and due is not None:
        set_columns(refit.occurrence, starts_on=due.starts_on, due_on=due.due_on)
    return refit.occurrence


def _rows(occurrences: Iterable[Occurrence]) -> QuerySet[Occurrence]:
    return Occurrence.objects.filter(pk__in=[one.pk for one in occurrences])
