"""Does the file say that it belongs to another paper than the plan into which it is read?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import Plan
from coop.shared.dates import short_date
from tasks.appendix.cited import CitedPaper, cited_paper, is_same_number, number_key
from tasks.appendix.columns import ColumnsNotFound, find_header
from tasks.appendix.raw import RawRow, Table
from tasks.models import ImportBatch


def other_paper(batch: ImportBatch) -> str:
    """A sentence for who reviews, or "": asked anew each time, since the plan may be corrected meanwhile."""
    place = batch.rows.order_by("position").values_list("place", flat=True).first() or ""
    return other_paper_in(batch.tables, batch.plan, batch.table or place)


def other_paper_in(tables: Sequence[dict[str, Any]], plan: Plan, place: str) -> str:
    """`tables` as `tables_as_json` keeps them; `place`: of the appendix, or of its first row."""
    cited = cited_paper(_lines_above(tables, place))
    if cited is None or not _names_another(cited, plan):
        return ""
    told = {"cited": cited.words, "paper": plan.number or plan.title, "day": short_date(plan.issued_on)}
    return (
        _(
            "The file says “%(cited)s”, and the plan into which it is imported is %(paper)s of %(day)s. "
            "Check that this is the right file and the right plan."
        )
        % told
    )


def _names_another(cited: CitedPaper, plan: Plan) -> bool:
    own = number_key(plan.number)
    another_number = bool(cited.key and own and not is_same_number(cited.key, own))
    return another_number or (cited.on is not None and cited.on != plan.issued_on)


def _lines_above(tables: Sequence[dict[str, Any]], place: str) -> list[str]:
    """All that stands before the header of the appendix; a sheet stands for itself."""
    lines: list[str] = []
    for table in tables:
        is_appendix = f"{place},".startswith(f"{table['name']},") or len(tables) == 1
        if is_appendix or not table.get("separate"):
            lines += table.get("above", "").splitlines()
            lines += _rows_above_header(table) if is_appendix else _cells(table["first"])
        if is_appendix:
            return lines
    return lines


def _rows_above_header(table: dict[str, Any]) -> list[str]:
    """Without a header that can be told: the rows of one cell with which the table begins."""
    rows = tuple(RawRow("", tuple(cells)) for cells in table["first"])
    try:
        first = find_header(Table(table["name"], rows)).first
    except ColumnsNotFound:
        first = len(list(takewhile(lambda row: len(row.filled) == 1, rows)))
    return _cells(table["first"][:first])


def _cells(rows: Sequence[Sequence[str]]) -> list[str]:
    return [line for cells in rows for cell in cells for line in cell.splitlines()]
