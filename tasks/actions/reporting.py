"""Units report on an occurrence."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Unit
from coop.shared.events import record
from tasks.actions.refusal import locked, require, require_move, require_own_unit, require_version, saved
from tasks.evidence import CheckedFile
from tasks.models import Assignment, Evidence, Occurrence, ProgressUpdate
from tasks.permissions.acting import joins, leads
from tasks.states import TRANSITIONS, Move, Status


@transaction.atomic
def report_progress(
    *,
    by: Any,
    occurrence: Occurrence,
    on_behalf_of: Unit,
    complete: bool = False,
    percent: int = 0,
    result: str = "",
    obstacles: str = "",
    proposal: str = "",
    evidence: Sequence[CheckedFile] = (),
    version: int | None = None,
    submission_key: uuid.UUID | None = None,
) -> ProgressUpdate:
    """A lead unit says how far it is, or that it is done. A form sent twice is one report.

    Raises RefusedError when the person, the state or the content does not allow it.
    """
    current = locked(occurrence, version=None)
    move = Move.REPORT_COMPLETE if complete else Move.REPORT_PROGRESS
    told = {
        "reported_by": by,
        "occurrence": current,
        "on_behalf_of": on_behalf_of,
        "status": TRANSITIONS[move].target or Status(current.status),
        "percent": 100 if complete else percent,
        "result": result,
        "obstacles": obstacles,
        "proposal": proposal,
    }
    if sent_before := _sent_before(submission_key, evidence, told):
        return sent_before
    require_version(current, version)
    _require_reporter(by, current, on_behalf_of)
    require_move(move, current)
    require_content = _require_proof if complete else _require_news
    require_content(told, evidence)
    update = _write(submission_key, evidence, told)
    _bring_up_to(update, move)
    return update


@transaction.atomic
def contribute(
    *,
    by: Any,
    occurrence: Occurrence,
    on_behalf_of: Unit,
    result: str = "",
    obstacles: str = "",
    proposal: str = "",
    evidence: Sequence[CheckedFile] = (),
    submission_key: uuid.UUID | None = None,
) -> ProgressUpdate:
    """A partner unit adds a note and evidence; the status stays. Raises RefusedError."""
    current = locked(occurrence, version=None)
    told = {
        "reported_by": by,
        "occurrence": current,
        "on_behalf_of": on_behalf_of,
        "is_contribution": True,
        "result": result,
        "obstacles": obstacles,
        "proposal": proposal,
    }
    if sent_before := _sent_before(submission_key, evidence, told):
        return sent_before
    require(joins(by, current.task), _("Only a partner unit of the task contributes a note."))
    require_own_unit(by, current.task, Assignment.Role.PARTNER, on_behalf_of)
    require(current.is_open, _("The task is closed: notes can no longer be added."))
    require(bool(result or obstacles or proposal or evidence), _("Write a note or attach a file."))
    update = _write(submission_key, evidence, told | {"status": current.status, "percent": current.percent})
    record(
        by=by,
        verb="contribute",
        target=current.task,
        after={"occurrence": current.pk, "period": current.period_name, "on_behalf_of": on_behalf_of.name},
    )
    return update


def _sent_before(
    submission_key: uuid.UUID | None, evidence: Sequence[CheckedFile], told: dict[str, Any]
) -> ProgressUpdate | None:
    """The report that the same form has told already. Asked under the lock of the occurrence: one sent twice
    at once is one report as well. Who goes back in the browser and tells something else sends another.
    """
    if submission_key is None:
        return None
    sent = ProgressUpdate.objects.filter(submission_key=submission_key, **told).first()
    files = sorted(file.sha256 for file in evidence)
    is_the_same = sent and sorted(sent.evidence.values_list("sha256", flat=True)) == files
    return sent if is_the_same else None


def _require_reporter(by: Any, occurrence: Occurrence, on_behalf_of: Unit) -> None:
    require(leads(by, occurrence.task), _("Only a lead unit of the task reports its progress."))
    require_own_unit(by, occurrence.task, Assignment.Role.LEAD, on_behalf_of)


def _require_news(told: dict[str, Any], evidence: Sequence[CheckedFile]) -> None:
    is_further = told["percent"] != told["occurrence"].percent
    is_news = is_further or evidence or told["result"] or told["obstacles"] or told["proposal"]
    require(bool(is_news), _("Write what is new, attach a file, or change the percentage."))


def _require_proof(told: dict[str, Any], evidence: Sequence[CheckedFile]) -> None:
    """A task is completed with its product, not with a word (reporting-practice.md A4)."""
    occurrence = told["occurrence"]
    has_result = bool(told["result"].strip())
    require(has_result, _("Say what the result is: completion is reported with its result."))
    own = Evidence.objects.filter(update__occurrence=occurrence, update__is_contribution=False)
    has_file = bool(evidence) or own.exists()
    require(
        has_file or not occurrence.task.plan.evidence_required,
        _("This plan asks for evidence: attach at least one file."),
    )


def _write(
    submission_key: uuid.UUID | None, evidence: Sequence[CheckedFile], told: dict[str, Any]
) -> ProgressUpdate:
    is_new = submission_key and not ProgressUpdate.objects.filter(submission_key=submission_key).exists()
    key = {"submission_key": submission_key} if is_new else {}
    update = ProgressUpdate.objects.create(**told, **key)
    for file in evidence:
        Evidence.objects.create(
            update=update,
            file=file.content,
            file_name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
        )
    return update


def _bring_up_to(update: ProgressUpdate, move: Move) -> None:
    """The occurrence stands as its unit says from now on."""
    by, current = update.reported_by, update.occurrence
    reported_on = timezone.localdate() if move == Move.REPORT_COMPLETE else None
    before, after = saved(
        current, by=by, status=update.status, percent=update.percent, reported_on=reported_on
    )
    after |= {"on_behalf_of": update.on_behalf_of.name}
    record(by=by, verb=move, target=current.task, before=before, after=after)
