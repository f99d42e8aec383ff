"""Upload: read the file and stage its rows in the database, so that the review survives a restart."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Plan
from coop.shared.events import record
from tasks.actions.refusal import RefusedError
from tasks.appendix.drafts import Appendix
from tasks.appendix.unit_index import KnownUnit
from tasks.appendix.units import UnitReading
from tasks.imports.matching import Match, match_rows, printed_columns
from tasks.imports.reading import read_appendix
from tasks.models import ImportBatch, ImportRow


@transaction.atomic
def stage(*, by: Any, plan: Plan, name: str, content: bytes) -> ImportBatch:
    """Read a file for a plan; nothing of the plan changes yet.

    Raises UnreadableFile or ColumnsNotFound; then nothing is kept.
    """
    appendix, rows = read_appendix(plan, name, content)
    matches = match_rows(plan, rows)
    batch = ImportBatch.objects.create(
        plan=plan,
        file=ContentFile(content, name="appendix"),
        file_name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        notes=_notes(appendix),
        uploaded_by=by,
    )
    ImportRow.objects.bulk_create(
        _import_row(batch, position, match) for position, match in enumerate(matches, 1)
    )
    record(by=by, verb="stage_import", target=plan, after={"batch": batch.pk, "file": batch.file_name})
    return batch


def _notes(appendix: Appendix) -> list[str]:
    kept = [str(problem) for problem in appendix.problems]
    return kept + [f"{skipped.name}: {skipped.reason}" for skipped in appendix.skipped]


def _import_row(batch: ImportBatch, position: int, match: Match) -> ImportRow:
    return ImportRow(
        batch=batch,
        position=position,
        place=match.row.draft.place[:100],
        printed=printed_columns(match.row),
        reading=reading_as_json(match),
        action=match.action,
        changes=match.changes,
        problems=list(match.row.problems),
        task=match.task,
    )


def reading_as_json(match: Match) -> dict[str, Any]:
    """What was read, in the form that `confirming` writes to the database."""
    row, deadline = match.row, match.row.deadline
    return {
        "lead": _units_as_json(row.lead),
        "partner": _units_as_json(row.partner),
        "field": row.field_id,
        "deadline": {
            "kind": deadline.kind.value,
            "recurrence": deadline.recurrence.value,
            "certain": deadline.certain,
            "reading": deadline.reading,
            "note": deadline.note,
            "occurrences": [
                [span.starts_on and span.starts_on.isoformat(), span.due_on and span.due_on.isoformat()]
                for span in deadline.occurrences
            ],
        },
    }


def _units_as_json(reading: UnitReading) -> dict[str, Any]:
    return {
        "units": [_known(unit) for unit in reading.units],
        "groups": list(reading.groups),
        "unknown": list(reading.unknown),
        "suggestions": {
            name: [_known(unit) for unit in units] for name, units in reading.suggestions.items()
        },
    }


def _known(unit: KnownUnit) -> dict[str, Any]:
    return {"id": unit.id, "name": unit.name}


@transaction.atomic
def discard(*, by: Any, batch: ImportBatch) -> None:
    """Put a staged import away; the file and what was read stay on record. Raises RefusedError."""
    current = ImportBatch.objects.select_for_update(of=("self",)).select_related("plan").get(pk=batch.pk)
    if current.status != ImportBatch.Status.STAGED:
        raise RefusedError(_("This import is “%s” already.") % current.get_status_display())
    current.status = ImportBatch.Status.DISCARDED
    current.save()
    record(by=by, verb="discard_import", target=current.plan, after={"batch": current.pk})
