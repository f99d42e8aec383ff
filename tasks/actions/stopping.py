"""The secretariat pauses, cancels and resumes, each time with a reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coop.shared.events import record
from tasks.actions.refusal import locked, require, require_move, saved
from tasks.models import Occurrence
from tasks.permissions.acting import keeps
from tasks.states import TRANSITIONS, Move


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
