"""A row in the form in which it waits in the database, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tasks.appendix.drafts import DraftRow
from tasks.appendix.unit_index import KnownUnit
from tasks.appendix.units import UnitReading
from tasks.deadlines import Deadline, DeadlineKind, DueSpan, Recurrence
from tasks.imports.reading import Meant, ReadRow
from tasks.models import ImportRow

WORDS = {"lead": "lead_text", "partner": "partner_text", "timeframe": "timeframe"}
"""What a person can say anew → the column of its print."""


def printed_columns(draft: DraftRow) -> dict[str, str]:
    """The columns of a task that stand on the paper."""
    return {
        "section": draft.section,
        "heading": draft.heading,
        "ordinal": draft.ordinal,
        "group": draft.group,
        "content": draft.content,
        "lead_text": draft.lead,
        "partner_text": draft.partner,
        "timeframe": draft.timeframe,
        "product": draft.product,
        "note": draft.note,
    }


def draft_of(row: ImportRow) -> DraftRow:
    """The printed row again, for another reading."""
    printed = row.printed
    return DraftRow(
        place=row.place,
        section=printed["section"],
        heading=printed["heading"],
        ordinal=printed["ordinal"],
        content=printed["content"],
        lead=printed["lead_text"],
        partner=printed["partner_text"],
        timeframe=printed["timeframe"],
        product=printed["product"],
        note=printed["note"],
        group=printed["group"],
        phase=row.reading.get("phase", ""),
    )


def reading_as_json(row: ReadRow, meant: Meant | None = None) -> dict[str, Any]:
    """What was read, and how a person said it was meant."""
    return {
        "lead": _units_as_json(row.lead, row.names_abroad),
        "partner": _units_as_json(row.partner, row.names_abroad),
        "field": row.field_id,
        "phase": row.draft.phase,
        "meant": vars(meant or Meant()),
        "aliases": [],
        "other_days": list(row.other_days),
        "deadline": deadline_as_json(row.deadline),
    }


def deadline_as_json(deadline: Deadline) -> dict[str, Any]:
    return {
        "kind": deadline.kind.value,
        "recurrence": deadline.recurrence.value,
        "certain": deadline.certain,
        "reading": deadline.reading,
        "note": deadline.note,
        "occurrences": [[text_of(span.starts_on), text_of(span.due_on)] for span in deadline.occurrences],
    }


def meant_by(row: ImportRow) -> Meant:
    return Meant(**row.reading["meant"])


def deadline_of(row: ImportRow) -> Deadline:
    """The deadline as it was read when the row was staged or corrected."""
    read = row.reading["deadline"]
    return Deadline(
        DeadlineKind(read["kind"]),
        Recurrence(read["recurrence"]),
        tuple(DueSpan(day_of(start), day_of(due)) for start, due in read["occurrences"]),
        read["certain"],
        read["reading"],
        read["note"],
    )


def _units_as_json(reading: UnitReading, names_abroad: Mapping[int | str, str]) -> dict[str, Any]:
    return {
        "units": [{"id": unit.id, "name": names_abroad.get(unit.id, unit.name)} for unit in reading.units],
        "groups": list(reading.groups),
        "unknown": list(reading.unknown),
        "suggestions": {
            name: [_known(unit) for unit in units] for name, units in reading.suggestions.items()
        },
    }


def _known(unit: KnownUnit) -> dict[str, Any]:
    return {"id": unit.id, "name": unit.name}


def text_of(day: dt.date | None) -> str | None:
    """2024-12-31, as a day waits in JSON; None for no day."""
    return day.isoformat() if day else None


def day_of(text: str | None) -> dt.date | None:
    """The day that `text_of` wrote."""
    return dt.date.fromisoformat(text) if text else None
