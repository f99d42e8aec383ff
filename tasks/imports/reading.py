"""One printed row → its units, its deadline and its field, with what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agreements.models import FieldHeading, Plan
from coop.shared.text import name_key
from tasks.appendix.drafts import Appendix, DraftRow
from tasks.appendix.raw import UnreadableFile
from tasks.appendix.readers import read
from tasks.appendix.rows import draft_rows
from tasks.appendix.unit_index import UnitIndex
from tasks.appendix.units import UnitReading, read_cell
from tasks.deadlines import Deadline, parse
from tasks.imports.unit_data import index_for_plan


@dataclass(frozen=True)
class ReadRow:
    """A row as printed and as read. `problems` are sentences in Vietnamese; a row without any is certain."""

    draft: DraftRow
    lead: UnitReading
    partner: UnitReading
    deadline: Deadline
    field_id: int | None
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The row as `manage.py import_appendix --json` prints it."""
        return {
            "section": self.draft.section,
            "field": self.draft.heading,
            "ordinal": self.draft.ordinal,
            "content": self.draft.content,
            "lead": [unit.name for unit in self.lead.units],
            "partner": [unit.name for unit in self.partner.units],
            "groups": [*self.lead.groups, *self.partner.groups],
            "timeframe": self.draft.timeframe,
            "kind": self.deadline.kind.value,
            "certain": self.deadline.certain and self.lead.certain and self.partner.certain,
            "occurrences": [
                {"starts_on": span.starts_on, "due_on": span.due_on} for span in self.deadline.occurrences
            ],
            "problems": list(self.problems),
        }


def read_appendix(plan: Plan, name: str, content: bytes) -> tuple[Appendix, list[ReadRow]]:
    """The tasks of a file as the plan's day understands them.

    Raises UnreadableFile (what is wrong with the file) or ColumnsNotFound (which columns are missing).
    """
    appendix = draft_rows(read(name, content))
    if not appendix.rows:
        raise UnreadableFile(
            "no_rows", "Bảng có tiêu đề nhưng không có hàng nhiệm vụ nào. Hãy kiểm tra lại tệp."
        )
    return appendix, read_rows(plan, appendix)


def read_rows(plan: Plan, appendix: Appendix) -> list[ReadRow]:
    index, headings = index_for_plan(plan), _known_headings()
    rows: list[ReadRow] = []
    for draft in appendix.rows:
        above = rows[-1] if rows else None
        rows.append(_read_row(plan, draft, index, headings, above))
    return rows


def _read_row(
    plan: Plan, draft: DraftRow, index: UnitIndex, headings: dict[str, int], above: ReadRow | None
) -> ReadRow:
    lead = read_cell(draft.lead, index, previous=above.lead if above else None)
    partner = read_cell(draft.partner, index, previous=above.partner if above else None)
    if lead.partner is not None and not draft.partner:
        partner = lead.partner
    deadline = parse(draft.timeframe, issued_on=plan.issued_on, period=plan.period)
    field_id = headings.get(name_key(draft.heading))
    problems = (
        *(str(problem) for problem in draft.problems if not problem.is_note),
        *_unit_problems("Đơn vị chủ trì", lead),
        *_unit_problems("Đơn vị phối hợp", partner),
        *([] if deadline.certain else [f"Thời gian: {deadline.note}"]),
    )
    return ReadRow(draft, lead, partner, deadline, field_id, problems)


def _unit_problems(column: str, reading: UnitReading) -> list[str]:
    problems = [f"{column}: chưa có đơn vị “{name}” trong danh mục." for name in reading.unknown]
    if not reading.certain and not problems:
        problems = [f"{column}: {note}" for note in reading.notes] or [
            f"{column}: cần kiểm tra lại cách đọc."
        ]
    return problems


def _known_headings() -> dict[str, int]:
    return dict(FieldHeading.objects.values_list("heading_key", "field"))
