"""The secretariat pauses, cancels and resumes, each time with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coop.shared.events import record, record_many
from coop.shared.saving import update_as
from tasks.actions.changing import kept_and_locked
from tasks.actions.refusal import locked, require, require_move, saved, set_columns
from tasks.models import Occurrence, Task
from tasks.permissions.acting import keeps
from tasks.states import TRANSITIONS, Move, allows


@transaction.atomic
def stop_or_resume(
    *, by: Any, occurrence: Occurrence, move: Move, reason: str, version: int | None = None
) -> Occurrence:
    """Move.PAUSE, Move.CANCEL or Move.RESUME. Raises RefusedError."""
    current = locked(occurrence, version=version)
    require(keeps(by, current.task), _("Only the secretariat pauses, cancels or resumes a task."))
    require_move(move, current)
    require(bool(reason.strip()), _("Give the reason."))
    before, after = saved(current, by=by, status=TRANSITIONS[move].target, reported_on=None)
    record(by=by, verb=move, target=current.task, before=before, after=after | {"reason": reason})
    return current


@transaction.atomic
def cancel_all(*, by: Any, tasks: Iterable[Task], reason: str) -> int:
    """Every period of the tasks that is not closed, one Event each. Returns how many. Raises RefusedError
    when the person does not keep one of the plans, or without a reason.
    """
    require(bool(reason.strip()), _("Give the reason."))
    told, stopped = [], []
    for task in kept_and_locked(by, tasks):
        for occurrence in task.occurrences.all():
            if allows(Move.CANCEL, occurrence.status):
                target = TRANSITIONS[Move.CANCEL].target
                before, after = set_columns(occurrence, status=target, reported_on=None)
                told.append((task, before, after | {"reason": reason}))
                stopped.append(occurrence)
    update_as(by, stopped, "status", "reported_on", "version")
    record_many(by=by, verb=Move.CANCEL, targets=told)
    return len(stopped)
