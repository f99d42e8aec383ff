"""Review: a person says how a cell is meant, has looked at a row, or leaves it out. The print stays as it
is.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.actions.headings import Heading, remember_headings
from agreements.models import Field
from tasks.actions.refusal import RefusedError
from tasks.appendix.unit_roles import is_ditto
from tasks.appendix.unit_words import as_printed
from tasks.imports.locking import locked_waiting
from tasks.imports.matching import what_will_happen
from tasks.imports.reading import OF_A_TWIN, Meant, PlanReader, ReadRow
from tasks.imports.staged import WORDS, draft_of, meant_by, reading_as_json
from tasks.models import Assignment, ImportBatch, ImportRow

_OF_HEADING = ("field", "field_chosen")
"""What a row reads by the heading under which it stands, and not by its cells."""


@transaction.atomic
def correct(*, by: Any, row: ImportRow, meant: Meant) -> ImportRow:
    """Read the row again as the person means it; what is still not certain is said again. Raises
    RefusedError.
    """
    current = _waiting(row)
    read_as_meant(current, _but_untouched(current, meant), PlanReader(current.batch.plan))
    current.acknowledged_by = None
    current.save()
    return current


def read_as_meant(row: ImportRow, meant: Meant, reader: PlanReader) -> None:
    """The reading, its doubts and what will happen; the caller saves."""
    read = reader.read(draft_of(row), _row_above(reader, row, meant), meant)
    kept = {name: row.reading[name] for name in _OF_HEADING if name in row.reading}
    row.reading = reading_as_json(read, meant) | kept | {"aliases": _still_meant(row, read)}
    row.problems, row.blocked = [*read.problems, *_twin_still(row, meant)], read.is_blocked
    if row.action != ImportRow.Action.EXCLUDED:
        row.action = what_will_happen(row)


@transaction.atomic
def take_suggestion(
    *, by: Any, row: ImportRow, role: str, name: str, unit: str, everywhere: bool = False
) -> ImportRow:
    """An unknown name in a cell ('lead' or 'partner') is meant as this suggested unit; `everywhere`: in all
    rows that have it and that nobody took as printed.

    The name becomes a spelling of the unit when the import is confirmed, unless it is another unit's own on
    another day. Raises RefusedError.
    """
    current = _waiting(row)
    reader = PlanReader(current.batch.plan)
    _take(current, role, name, unit, reader)
    if everywhere:
        _take_elsewhere(current, name, unit, reader)
    return current


def _take(row: ImportRow, role: str, name: str, unit: str, reader: PlanReader) -> None:
    chosen = _offered(row, role, name, unit)
    if not chosen:
        raise RefusedError(_("“%s” was not among the suggestions.") % unit)
    is_of_another_day = name in row.reading.get("other_days", [])
    read_as_meant(row, _but_untouched(row, _with_unit(row, role, name, unit)), reader)
    row.acknowledged_by = None
    if not is_of_another_day:
        read = [[name, one["id"]] for one in row.reading[role]["units"] if one["id"] in chosen]
        row.reading["aliases"] += read[:1]
    row.save()


def _take_elsewhere(taken: ImportRow, name: str, unit: str, reader: PlanReader) -> None:
    """What cannot be put in the place of the name in some cell leaves its row for a person."""
    others = taken.batch.rows.filter(acknowledged_by=None).select_related("task").order_by("position")
    for row in list(others):
        for role in Assignment.Role.values:
            if _offered(row, role, name, unit):
                with suppress(RefusedError):
                    _take(row, role, name, unit, reader)


def _offered(row: ImportRow, role: str, name: str, unit: str) -> set[int]:
    """The units (ids) of that name which were suggested for an unknown name in a cell."""
    offered = row.reading[role]["suggestions"].get(name, []) if role in Assignment.Role.values else []
    return {one["id"] for one in offered if one["name"] == unit}


@transaction.atomic
def choose_field(*, by: Any, row: ImportRow, field: Field) -> int:
    """All rows under the heading belong to the field. The heading is remembered, unless it was before: then
    the choice holds for this import alone. The number of rows.
    """
    current = _waiting(row)
    heading = current.printed["heading"]
    if heading:
        remember_headings(by=by, headings=[Heading(heading, (field,))], paper=current.batch.plan)
    return give_field(current.batch, heading, field.pk)


def give_field(batch: ImportBatch, heading: str, field: int) -> int:
    """To all rows under the heading, as somebody chose it (by id). The number of rows."""
    same = [row for row in batch.rows.select_related("task") if row.printed["heading"] == heading]
    for row in same:
        row.reading |= {"field": field, "field_chosen": True}
        if row.action == ImportRow.Action.UNCHANGED:
            row.action = what_will_happen(row)
    ImportRow.objects.bulk_update(same, ["reading", "action"], batch_size=500)
    return len(same)


@transaction.atomic
def acknowledge(*, by: Any, row: ImportRow) -> ImportRow:
    """The person has looked: the row goes in as printed, and stays marked on the task. Raises
    RefusedError.
    """
    current = _waiting(row)
    if current.blocked:
        raise RefusedError(
            _("This row lacks its content or a lead unit. Say who leads, or leave the row out.")
        )
    current.acknowledged_by = by
    current.save()
    return current


@transaction.atomic
def leave_out(*, by: Any, row: ImportRow, out: bool) -> ImportRow:
    """Leave a row out of the import, or take it in again. Raises RefusedError."""
    current = _waiting(row)
    current.action = ImportRow.Action.EXCLUDED if out else what_will_happen(current)
    current.save()
    return current


def _row_above(reader: PlanReader, row: ImportRow, meant: Meant) -> ReadRow | None:
    """What "nt" in a cell repeats, read from as far up as "nt" reaches; nothing where no cell has it."""
    chain: list[ImportRow] = []
    repeats = _repeats_above(row, meant)
    earlier = row.batch.rows.filter(position__lt=row.position).order_by("-position")
    for one in earlier.iterator(chunk_size=20) if repeats else ():
        chain.append(one)
        if not _repeats_above(one, meant_by(one)):
            break
    above: ReadRow | None = None
    for one in reversed(chain):
        above = reader.read(draft_of(one), above, meant_by(one))
    return above


def _repeats_above(row: ImportRow, meant: Meant) -> bool:
    lead, partner = meant.lead or row.printed["lead_text"], meant.partner or row.printed["partner_text"]
    return is_ditto(as_printed(lead)) or is_ditto(as_printed(partner))


def _but_untouched(row: ImportRow, meant: Meant) -> Meant:
    """The boxes show one line: words that differ from the print or from what was said before in white space
    alone were not touched, and line breaks stay.
    """
    said = dict(vars(meant))
    for name, before in vars(meant_by(row)).items():
        if said[name].split() == row.printed[WORDS[name]].split():
            said[name] = ""
        elif said[name].split() == before.split():
            said[name] = before
    return Meant(**said)


def _with_unit(row: ImportRow, role: str, name: str, unit: str) -> Meant:
    """The cell with the unit in place of the name, which the paper may have broken into lines.

    "Chủ trì: A. Phối hợp: B" in one cell: a partner may stand in the cell of the lead. Raises RefusedError.
    """
    meant = meant_by(row)
    words = re.compile(r"\s+".join(map(re.escape, name.split())))
    for cell in dict.fromkeys((role, Assignment.Role.LEAD.value)):
        text = unicodedata.normalize("NFC", getattr(meant, cell) or row.printed[WORDS[cell]])
        said, times = words.subn(lambda _found: unit, text)
        if times:
            return replace(meant, **{cell: said})
    raise RefusedError(f"“{name}”: {_('Say how it is meant')}.")


def _twin_still(row: ImportRow, meant: Meant) -> list[str]:
    """With another lead or time it may be other work than the row that says the same."""
    if meant.lead or meant.timeframe:
        return []
    return [problem for problem in row.problems if problem.startswith(OF_A_TWIN)]


def _still_meant(row: ImportRow, read: ReadRow) -> list[list[Any]]:
    """Spellings of units that the new reading still has; what was taken back is not remembered."""
    units = {unit.id for unit in (*read.lead.units, *read.partner.units)}
    return [[text, unit] for text, unit in row.reading["aliases"] if unit in units]


def _waiting(row: ImportRow) -> ImportRow:
    """The row as it is now. Raises RefusedError when its batch waits no longer or was read again."""
    current = locked_waiting(row.batch_id).rows.select_related("task").filter(pk=row.pk).first()
    if current is None:
        raise RefusedError(_("The file was read again meanwhile. Look at its rows as they are now."))
    return current
