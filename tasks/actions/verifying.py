"""The focal unit confirms a completion report or sends it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coop.shared.events import record
from tasks.actions.refusal import RefusedError, StaleError, locked, require, require_move, saved
from tasks.models import Occurrence, ProgressUpdate, Verification
from tasks.permissions.acting import verifies
from tasks.states import Move, Status


@transaction.atomic
def accept(
    *,
    by: Any,
    occurrence: Occurrence,
    note: str = "",
    version: int | None = None,
    report: ProgressUpdate | None = None,
) -> Verification:
    """Completed as of the day of the report, so that a slow verification makes nobody late.

    `report`: only this one, which the person has read, and no newer one. Raises RefusedError.
    """
    current, update = _waiting(by, occurrence, Move.ACCEPT, version)
    if report is not None and report != update:
        raise StaleError(_("The unit has reported anew since; read the new report first."))
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


@dataclass
class Confirmations:
    """What became of several confirmations: done now, done by this person before, and refused with why."""

    accepted: list[ProgressUpdate] = field(default_factory=list)
    before: list[ProgressUpdate] = field(default_factory=list)
    refused: list[tuple[ProgressUpdate, str]] = field(default_factory=list)


@transaction.atomic
def accept_many(*, by: Any, reports: Iterable[ProgressUpdate]) -> Confirmations:
    """Every report stands alone, under the rules of `accept`: what is refused keeps no other one back.

    They are locked in the order of their ids, so that two people with the same queue never wait for each
    other in a circle.
    """
    told = Confirmations()
    for report in sorted(reports, key=lambda report: report.occurrence_id):
        try:
            accept(by=by, occurrence=report.occurrence, report=report)
        except RefusedError as refusal:
            if _accepted_before(by, report):
                told.before.append(report)
            else:
                told.refused.append((report, str(refusal)))
        else:
            told.accepted.append(report)
    return told


def _accepted_before(by: Any, report: ProgressUpdate) -> bool:
    accepted = Verification.objects.filter(decision=Verification.Decision.ACCEPT, decided_by=by)
    return accepted.filter(update=report).exists()


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
