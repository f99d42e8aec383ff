"""The occurrences of a task follow its deadline; what has reports never vanishes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from tasks.actions.refusal import delete_as, save_as, saved
from tasks.models import Occurrence, Task
from tasks.schedule import Due
from tasks.states import Status


@transaction.atomic
def set_occurrences(*, by: Any, task: Task, wanted: tuple[Due, ...]) -> None:
    """Create what is missing, move what nobody has touched, drop what is no longer due and nobody has
    touched. A form that was opened before its occurrence was moved is stale.
    """
    missing = {due.period_key: due for due in wanted}
    for occurrence in task.occurrences.all():
        due = _take(missing, occurrence)
        if _is_touched(occurrence):
            continue
        if due is None:
            delete_as(occurrence, by)
        elif (occurrence.starts_on, occurrence.due_on) != (due.starts_on, due.due_on):
            saved(occurrence, by=by, starts_on=due.starts_on, due_on=due.due_on)
    for due in missing.values():
        occurrence = Occurrence(
            task=task, period_key=due.period_key, starts_on=due.starts_on, due_on=due.due_on
        )
        save_as(occurrence, by)


def _take(missing: dict[str, Due], occurrence: Occurrence) -> Due | None:
    """Which wanted period the occurrence is: by its key, or by its dates where one time became a series."""
    if occurrence.period_key in missing:
        return missing.pop(occurrence.period_key)
    dates = (occurrence.starts_on, _printed_due_on(occurrence))
    same = [key for key, due in missing.items() if (due.starts_on, due.due_on) == dates]
    return missing.pop(same[0]) if same else None


def _printed_due_on(occurrence: Occurrence) -> dt.date | None:
    """The due date before anybody was granted more time."""
    first = occurrence.extensions.order_by("pk").first()
    return first.old_due_on if first else occurrence.due_on


def _is_touched(occurrence: Occurrence) -> bool:
    """Has anybody reported, asked for more time, or paused or cancelled it?"""
    has_words = occurrence.updates.exists() or occurrence.extensions.exists()
    return has_words or occurrence.status != Status.NOT_STARTED
