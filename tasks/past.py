"""The tasks of a plan as they stood at the end of a past day, read from history. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from agreements.models import Plan
from tasks.given_away import given_to
from tasks.models import Assignment, Occurrence, Task


@dataclass(frozen=True)
class TaskState:
    """A task at one time. `given_to`: who led it then, where the paper names others. `occurrences` bear the
    `assessment` of the day, as `Occurrence.objects.assessed(day)` gives it. `is_there`: has the task a page
    today?
    """

    task: Task
    given_to: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]
    is_there: bool


def as_of(plan: Plan, day: dt.date) -> list[TaskState]:
    """In printed order; without what did not exist yet, with what has been taken away since. Four queries.

    An import that only moves a task writes no history, so tasks that are still there stand in their order of
    today.
    """
    moment = end_of(day)
    tasks = _rows_of(as_they_stood(Task.history.filter(plan=plan.pk), moment))
    keys = [task.pk for task in tasks]
    given = given_to(as_they_stood(Assignment.history.filter(task__in=keys), moment), tasks, plan)
    occurrences = _by_task(_rows_of(as_they_stood(Occurrence.history.filter(task__in=keys), moment)))
    places = dict(Task.objects.filter(pk__in=keys).values_list("pk", "position"))
    return [
        TaskState(task, given.get(task.pk, ()), _assessed(task, occurrences[task.pk], day), task.pk in places)
        for task in sorted(tasks, key=lambda task: (places.get(task.pk, task.position), task.pk))
    ]


def gone_since(tasks: Iterable[int]) -> set[int]:
    """Which of these tasks (ids), seen on a past day, have been taken away: they have no page any more."""
    asked = set(tasks)
    return asked - set(Task.objects.filter(pk__in=asked).values_list("pk", flat=True))


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of the day at the office."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def as_they_stood(rows: QuerySet[Any], moment: dt.datetime) -> QuerySet[Any]:
    """Of each thing the last row of its history until the moment; none of what was deleted by then.

    Not the `as_of` of simple-history: it gives a thing twice when two of its rows bear the same moment.
    """
    until = rows.model.objects.filter(history_date__lte=moment)
    later = until.filter(id=OuterRef("id")).filter(
        Q(history_date__gt=OuterRef("history_date"))
        | Q(history_date=OuterRef("history_date"), history_id__gt=OuterRef("history_id"))
    )
    return rows.filter(~Exists(later), history_date__lte=moment).exclude(history_type="-").order_by()


def _rows_of(history: Iterable[Any]) -> list[Any]:
    """Not the `instance` of simple-history: it asks the table of today for each column without a history."""
    return [
        row.instance_type(**{one.attname: getattr(row, one.attname) for one in row.tracked_fields})
        for row in history
    ]


def _by_task(occurrences: Sequence[Occurrence]) -> dict[int, list[Occurrence]]:
    grouped: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in sorted(occurrences, key=_in_time):
        grouped[occurrence.task_id].append(occurrence)
    return grouped


def _in_time(occurrence: Occurrence) -> tuple[dt.date, dt.date, int]:
    return occurrence.due_on or dt.date.max, occurrence.starts_on or dt.date.max, occurrence.pk


def _assessed(task: Task, occurrences: list[Occurrence], day: dt.date) -> tuple[Occurrence, ...]:
    """Whether it is continuous is a fact of the task as it was then."""
    for occurrence in occurrences:
        occurrence.task = task
        occurrence.assessment = occurrence.assessment_on(day)  # type: ignore[attr-defined]
    return tuple(occurrences)
