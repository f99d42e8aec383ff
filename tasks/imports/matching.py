"""Which row of the file is which task of the plan, and what confirming would change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from agreements.models import Plan
from tasks.imports.reading import ReadRow
from tasks.imports.staged import printed_columns
from tasks.models import ImportRow, Task
from tasks.models.task import content_key


@dataclass(frozen=True)
class Match:
    """A row with the task that it is, if the plan has it, and the printed columns that differ."""

    row: ReadRow
    task: Task | None
    changes: dict[str, list[str]]

    @property
    def action(self) -> str:
        if self.task is None:
            return ImportRow.Action.CREATE
        return ImportRow.Action.UPDATE if self.changes else ImportRow.Action.UNCHANGED


def match_rows(plan: Plan, rows: list[ReadRow]) -> list[Match]:
    """By section and wording; rows of the same wording are paired in their order."""
    waiting: dict[str, list[Task]] = defaultdict(list)
    for task in plan.tasks.order_by("position"):
        waiting[task.content_key].append(task)
    return [_match(row, waiting) for row in rows]


def _match(row: ReadRow, waiting: dict[str, list[Task]]) -> Match:
    printed = printed_columns(row.draft)
    same = waiting[content_key(printed["section"], printed["group"], printed["content"])]
    if not same:
        return Match(row, None, {})
    task = same.pop(0)
    changes = {
        name: [getattr(task, name), text] for name, text in printed.items() if getattr(task, name) != text
    }
    return Match(row, task, changes)
