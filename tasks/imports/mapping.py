"""Tables without a header that can be read: a person says once what their columns mean."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from coop.shared.text import name_key
from tasks.appendix.columns import ColumnsNotFound, Mapping, find_header
from tasks.appendix.raw import RawRow, Table
from tasks.models import ColumnMapping, ImportBatch

SHOWN_ROWS = 10


def tables_as_json(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """Name, width and first rows of each table, and what stands above it: enough for a person to choose one
    and its columns, and to tell to which paper it belongs.
    """
    return [
        {
            "name": table.name,
            "rows": len(table.rows),
            "width": table.width,
            "separate": table.separate,
            "above": table.above,
            "first": [list(row.cells) for row in table.rows[:SHOWN_ROWS]],
        }
        for table in tables
    ]


def mapping_shown(batch: ImportBatch, table: dict[str, Any]) -> dict[str, int | None]:
    """With which columns the question about a table of the file begins: as somebody said, else as its header
    says; none where that cannot be told.
    """
    if batch.mapping and table["name"] == batch.table:
        return dict(batch.mapping)
    rows = (RawRow("", tuple(cells)) for cells in table["first"])
    try:
        return asdict(find_header(Table(table["name"], tuple(rows))).mapping)
    except ColumnsNotFound:
        return {}


def remembered(tables: Sequence[Table]) -> Mapping | None:
    """What a person once said of a table that begins like one of these."""
    keys = [header_key(table.rows[0].cells) for table in tables if table.rows]
    found = ColumnMapping.objects.filter(header_key__in=keys).order_by("-chosen_at").first()
    return Mapping(**found.mapping) if found else None


def remember(*, by: Any, header: Sequence[str], mapping: Mapping) -> None:
    """The first row of the table is how it is known again."""
    ColumnMapping.objects.update_or_create(
        header_key=header_key(header),
        defaults={"header": list(header), "mapping": asdict(mapping), "chosen_by": by},
    )


def header_key(cells: Sequence[str]) -> str:
    """Letters and digits of the first row, cell by cell."""
    return hashlib.sha256("|".join(name_key(cell) for cell in cells).encode()).hexdigest()
