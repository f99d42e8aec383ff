"""An import gives tasks other units, or an undo the old ones: told in the history of each task."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from coop.shared.events import record_many
from tasks.models import Assignment, Task

Units = dict[str, str]
"""Role → the units as they were called then, with semicolons between, since names have commas."""


def units_of(tasks: list[int]) -> dict[int, Units]:
    """Of these tasks (ids). One query."""
    names: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    links = Assignment.objects.filter(task__in=tasks).select_related("unit").order_by("role", "sort", "pk")
    for link in links:
        names[link.task_id][link.role].append(link.unit.name if link.unit else link.words)
    return {task: {role: "; ".join(names[task][role]) for role in Assignment.Role.values} for task in tasks}


def tell_new_units(*, by: Any, tasks: list[Task], before: dict[int, Units]) -> None:
    """One Event for each task that has others than before."""
    after = units_of([task.pk for task in tasks])
    told = [(task, before[task.pk], after[task.pk]) for task in tasks if before[task.pk] != after[task.pk]]
    record_many(by=by, verb="units_by_import", targets=told)
