"""The focal unit confirms a completion report or sends it back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coop.shared.events import record
from tasks.actions.refusal import RefusedError, locked, require, require_move, saved
from tasks.models import Occurrence, ProgressUpdate, Verification
from tasks.permissions import verifies
from tasks.states import Move, Status


@transaction.atomic
def accept(*, by: Any, occurrence: Occurrence, note: str = "", version: int | None = None) -> Verification:
    """Completed as of the day of the report, so that a slow verification makes nobody late. Raises
    RefusedError.
    """
    current, update = _waiting(by, occurrence, Move.ACCEPT, version)
    verification = Verification.objects.create(
        update=update, decision=Verification.Decision.ACCEPT, reason=note, decided_by=by
    )
    before, after = saved(
        current, by=by, status=Status.COMPLETED, completed_on=current.reported_on, percent=100
    )
    record(by=by, verb=Move.ACCEPT, target=current.task, before=before, after=after | {"note": note})
    return verification


@transaction.atomic
def send_back(*, by: Any, occurrence: Occurrence, reason: str, version: int | None = None) -> Verification:
    """Back to the unit with a reason; it counts as not done. Raises RefusedError."""
    require(bool(reason.strip()), _("Give the reason for sending the report back."))
    current, update = _waiting(by, occurrence, Move.SEND_BACK, version)
    verification = Verification.objects.create(
        update=update, decision=Verification.Decision.RETURN, reason=reason, decided_by=by
    )
    before, after = saved(current, by=by, status=Status.IN_PROGRESS, reported_on=None)
    record(by=by, verb=Move.SEND_BACK, target=current.task, before=before, after=after | {"reason": reason})
    return verification


def _waiting(
    by: Any, occurrence: Occurrence, move: Move, version: int | None
) -> tuple[Occurrence, ProgressUpdate]:
    """The locked occurrence and the report that waits for a decision."""
    current = locked(occurrence, version=version)
    require_move(move, current)
    require(verifies(by, current.task), _("Only the focal unit or the secretariat confirms reports."))
    update = current.updates.reports().order_by("-pk").first()
    if update is None or hasattr(update, "verification"):
        raise RefusedError(_("There is no report that waits for confirmation."))
    require(update.reported_by_id != by.pk, _("Nobody confirms a report of their own."))
    return current, update
