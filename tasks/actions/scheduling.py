"""The occurrences of a task follow its deadline; what has reports never vanishes."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tasks.deadlines import Deadline
from tasks.models import Occurrence, Task
from tasks.schedule import due_periods


@transaction.atomic
def sync_occurrences(*, by: Any, task: Task, deadline: Deadline) -> None:
    """Create what is missing, move what nobody has reported on, drop what is no longer due and has no
    reports.
    """
    wanted = {due.period_key: due for due in due_periods(deadline)}
    for occurrence in task.occurrences.all():
        due = wanted.pop(occurrence.period_key, None)
        if occurrence.updates.exists() or occurrence.extensions.exists():
            continue
        if due is None:
            occurrence.delete()
        elif (occurrence.starts_on, occurrence.due_on) != (due.starts_on, due.due_on):
            occurrence.starts_on, occurrence.due_on = due.starts_on, due.due_on
            occurrence._history_user = by
            occurrence.save()
    for due in wanted.values():
        occurrence = Occurrence(
            task=task, period_key=due.period_key, starts_on=due.starts_on, due_on=due.due_on
        )
        occurrence._history_user = by
        occurrence.save()
