"""Upload: read the file and stage its rows in the database, so that the review survives a restart."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.models import Plan
from coop.shared.bulk_insert import insert_rows
from coop.shared.events import record
from tasks.actions.refusal import RefusedError
from tasks.appendix.choice import goes_on
from tasks.appendix.columns import ColumnsNotFound, Mapping
from tasks.appendix.drafts import Appendix
from tasks.appendix.raw import Table, UnreadableFile
from tasks.appendix.readers import read
from tasks.imports.carrying import LosesSaidError, carry_over, said_of, told_lost
from tasks.imports.locking import locked_waiting
from tasks.imports.mapping import remember, remembered, tables_as_json
from tasks.imports.matching import Match, match_rows
from tasks.imports.reading import PlanReader, ReadRow, rows_on_paper
from tasks.imports.staged import printed_columns, reading_as_json
from tasks.models import ImportBatch, ImportRow

_AT_ONCE = 500
_WAITING = (ImportBatch.Status.STAGED, ImportBatch.Status.UNMAPPED)


def stage(*, by: Any, plan: Plan, name: str, content: bytes) -> ImportBatch:
    """Read a file for a plan; nothing of the plan changes yet.

    Raises UnreadableFile, and then keeps nothing. A file whose columns nobody can tell is kept, UNMAPPED. It
    is read before the transaction, which on SQLite holds the one right to write.
    """
    tables = read(name, content)
    batch = ImportBatch(
        plan=plan,
        file=ContentFile(content, name="appendix"),
        file_name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        tables=tables_as_json(tables),
        uploaded_by=by,
    )
    rows: list[ReadRow] = []
    try:
        appendix = appendix_in(tables)
    except ColumnsNotFound as problem:
        batch.status, batch.notes = ImportBatch.Status.UNMAPPED, [str(problem)]
    else:
        batch.notes, rows = _notes_on(appendix), PlanReader(plan).read_all(appendix)
    del tables  # as long as a book; what was read of them is at hand
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)  # a confirmation under way ends before we compare
        batch.compared_at = timezone.now()
        batch.save()
        _stage_rows(batch, rows)
        record(by=by, verb="stage_import", target=plan, after={"batch": batch.pk, "file": batch.file_name})
    return batch


def restage(
    *,
    by: Any,
    batch: ImportBatch,
    table: str,
    mapping: Mapping | None = None,
    giving_up: Collection[int] = (),
) -> ImportBatch:
    """Read another table of the file ("": the whole file as when it was uploaded), or the same with the
    columns as a person says. What was said of a row stays where the same words stand in the same place.

    giving_up: the rows (ids) of which somebody agrees to lose what was said; a note of the batch names them.
    Raises UnreadableFile, ColumnsNotFound or RefusedError, LosesSaidError where more would be lost; the batch
    is then as it was. Read before the transaction, as in `stage`.
    """
    with batch.file.open() as file:
        tables = read(batch.file_name, file.read())
    chosen = next((found for found in tables if found.name == table), None)
    if table and chosen is None:
        raise RefusedError(_("The file has no table “%s”.") % table)
    appendix = _appendix_as_said(tables, chosen, mapping)
    reader = PlanReader(batch.plan)
    rows = reader.read_all(appendix)
    with transaction.atomic():
        current = locked_waiting(batch.pk, among=_WAITING)
        said = said_of(current)
        current.rows.all().delete()
        current.status, current.table = ImportBatch.Status.STAGED, table
        current.mapping = asdict(mapping) if mapping else None
        current.compared_at = timezone.now()
        _stage_rows(current, rows)
        lost = carry_over(said, current, reader)
        if {row.pk for row in lost}.difference(giving_up):
            raise LosesSaidError(lost)
        current.notes = [*_notes_on(appendix), *_note_on(lost)]
        current.save()
        if mapping and chosen:
            remember(by=by, header=chosen.rows[0].cells, mapping=mapping)
        told = {"batch": current.pk, "file": current.file_name, "table": table}
        record(by=by, verb="restage_import", target=current.plan, after=told)
    return current


@transaction.atomic
def discard(*, by: Any, batch: ImportBatch) -> None:
    """Put a waiting import away; the file and what was read stay on record. Raises RefusedError."""
    current = locked_waiting(batch.pk, among=_WAITING)
    current.status = ImportBatch.Status.DISCARDED
    current.save()
    told = {"batch": current.pk, "file": current.file_name}
    record(by=by, verb="discard_import", target=current.plan, after=told)


def appendix_in(tables: list[Table]) -> Appendix:
    """By the header, else by what a person once said of such a table."""
    try:
        return rows_on_paper(tables)
    except ColumnsNotFound:
        mapping = remembered(tables)
        if mapping is None:
            raise
        return rows_on_paper(tables, mapping=mapping)


def _appendix_as_said(tables: list[Table], chosen: Table | None, mapping: Mapping | None) -> Appendix:
    """The columns of a table hold for those in which the paper goes on; the whole file is no chosen table."""
    if chosen is None:
        return appendix_in(tables)
    if mapping is None:
        return _one_of(tables, chosen)
    return rows_on_paper(
        [table for table in tables if table is chosen or goes_on(table, chosen)], mapping=mapping
    )


def _one_of(tables: list[Table], chosen: Table) -> Appendix:
    """One table, under the headings of those before it where the paper goes on in it."""
    try:
        whole = appendix_in(tables)
    except (ColumnsNotFound, UnreadableFile):
        return appendix_in([chosen])
    rows = tuple(row for row in whole.rows if row.place.startswith(f"{chosen.name}, "))
    return replace(whole, rows=rows, skipped=()) if rows else appendix_in([chosen])


def _notes_on(appendix: Appendix) -> list[str]:
    skipped = [f"{table.name}: {table.reason}" for table in appendix.skipped]
    return [str(problem) for problem in appendix.problems] + skipped


def _note_on(lost: list[ImportRow]) -> list[str]:
    """As all notes on a file, in Vietnamese whoever reads."""
    with override("vi"):
        return [told_lost(lost)] if lost else []


def _stage_rows(batch: ImportBatch, rows: list[ReadRow]) -> None:
    """The plan is locked: what the rows are compared with stays until they are written."""
    matches = match_rows(batch.plan, rows)
    for start in range(0, len(matches), _AT_ONCE):
        some = enumerate(matches[start : start + _AT_ONCE], start + 1)
        staged = (_staged_row(batch, position, match) for position, match in some)
        insert_rows(ImportRow, _StagedRow._fields, staged)


class _StagedRow(NamedTuple):
    """An ImportRow to be."""

    batch: int
    position: int
    place: str
    printed: dict[str, str]
    reading: dict[str, Any]
    action: str
    changes: dict[str, list[str]]
    problems: list[str]
    blocked: bool
    task: int | None


def _staged_row(batch: ImportBatch, position: int, match: Match) -> _StagedRow:
    return _StagedRow(
        batch=batch.pk,
        position=position,
        place=match.row.draft.place[:100],
        printed=printed_columns(match.row.draft),
        reading=reading_as_json(match.row),
        action=match.action,
        changes=match.changes,
        problems=list(match.row.problems),
        blocked=match.row.is_blocked,
        task=match.task.pk if match.task else None,
    )
