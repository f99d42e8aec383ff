"""Which row of the file is which task of the plan, and what confirming would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements.models import Plan
from tasks.appendix.drafts import DraftRow
from tasks.imports.reading import ReadRow
from tasks.imports.staged import printed_columns
from tasks.models import ImportRow, Task
from tasks.models.task import content_key

Changes = dict[str, list[str]]
"""Printed column → [as it is, as the file has it]."""


@dataclass(frozen=True)
class Match:
    """A row with the task that it is, if the plan has it, and the printed columns that differ."""

    row: ReadRow
    task: Task | None
    changes: Changes

    @property
    def action(self) -> str:
        if self.task is None:
            return ImportRow.Action.CREATE
        return ImportRow.Action.UPDATE if self.changes else ImportRow.Action.UNCHANGED


def match_rows(plan: Plan, rows: list[ReadRow]) -> list[Match]:
    found = match_drafts(plan, (row.draft for row in rows))
    return [Match(row, task, changes) for row, (task, changes) in zip(rows, found, strict=True)]


def match_drafts(plan: Plan, drafts: Iterable[DraftRow]) -> Iterator[tuple[Task | None, Changes]]:
    """By section and wording; rows of the same wording are paired in their order."""
    waiting: dict[str, list[Task]] = defaultdict(list)
    for task in plan.tasks.order_by("position"):
        waiting[task.content_key].append(task)
    for draft in drafts:
        yield _match(draft, waiting)


def _match(draft: DraftRow, waiting: dict[str, list[Task]]) -> tuple[Task | None, Changes]:
    printed = printed_columns(draft)
    same = waiting[content_key(printed["section"], printed["group"], printed["content"])]
    if not same:
        return None, {}
    task = same.pop(0)
    before = {name: getattr(task, name) for name in printed}
    return task, {name: [before[name], text] for name, text in printed.items() if before[name] != text}


def what_will_happen(row: ImportRow) -> ImportRow.Action:
    """Of a staged row that is not left out. A task without a field gains the one of its heading."""
    if row.task is None:
        return ImportRow.Action.CREATE
    gains_field = row.task.field_id is None and row.reading["field"] is not None
    is_said_anew = any(row.reading["meant"].values())
    changes = row.changes or is_said_anew or gains_field
    return ImportRow.Action.UPDATE if changes else ImportRow.Action.UNCHANGED
