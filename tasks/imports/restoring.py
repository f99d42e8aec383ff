"""What an import changes, remembered before it does, so that it can be put back."""

from __future__ import annotations

from typing import Any

from tasks.imports.resource import PRINTED, READ
from tasks.imports.staged import day_of, text_of
from tasks.models import Assignment, ImportRow, Task
from tasks.schedule import Due

COLUMNS = (*PRINTED, *READ)


def snapshot(row: ImportRow, place: int) -> dict[str, Any]:
    """Columns, units and periods of the row's task as they are now, and its place (from 1) in the plan."""
    task: Any = row.task
    return {
        "position": place,
        "field": task.field_id,
        "columns": {name: getattr(task, name) for name in COLUMNS},
        "assignments": [
            [link.role, link.unit_id, link.words, link.is_group, link.sort] for link in task.assignments.all()
        ],
        "periods": [
            [one.period_key, text_of(one.starts_on), text_of(one.due_on)] for one in task.occurrences.all()
        ],
    }


def put_back(task: Task, saved: dict[str, Any]) -> None:
    """Columns and field as they were; the caller saves."""
    task.field_id = saved["field"]
    for name, value in saved["columns"].items():
        setattr(task, name, value)


def assignments_of(task: Task, saved: dict[str, Any]) -> list[Assignment]:
    return [
        Assignment(task=task, role=role, unit_id=unit, words=words, is_group=is_group, sort=sort)
        for role, unit, words, is_group, sort in saved["assignments"]
    ]


def periods_of(saved: dict[str, Any]) -> tuple[Due, ...]:
    return tuple(Due(key, day_of(starts_on), day_of(due_on)) for key, starts_on, due_on in saved["periods"])
