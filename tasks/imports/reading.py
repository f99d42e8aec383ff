"""One printed row → its units, its deadline and its field, with what a person should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from agreements.models import FieldHeading, Plan
from coop.shared.text import name_key
from tasks.appendix.drafts import Appendix, DraftRow
from tasks.appendix.meanings import VIETNAMESE, Meaning
from tasks.appendix.raw import Table, UnreadableFile
from tasks.appendix.rows import draft_rows
from tasks.appendix.units import UnitReading, read_cell
from tasks.deadlines import Deadline, parse
from tasks.imports.unit_data import index_for_plan
from tasks.imports.unit_doubts import UnitDoubts

OF_THE_TIME = "Thời gian: "
OF_A_TWIN = "Trùng với "
_NO_LEAD = f"no_{Meaning.LEAD}"
"""Said of the reading and not of the print alone: a person may say who leads."""


@dataclass(frozen=True)
class Meant:
    """How a person says the printed words are to be read; "" where they are read as printed."""

    lead: str = ""
    partner: str = ""
    timeframe: str = ""


@dataclass(frozen=True)
class ReadRow:
    """A row as printed and as read. `problems` are sentences in Vietnamese; a row without any is certain.

    strangers: a unit of it belongs to no party. other_days: names of units that lived on another day.
    names_abroad: how units (ids) of other provinces are shown.
    """

    draft: DraftRow
    lead: UnitReading
    partner: UnitReading
    deadline: Deadline
    field_id: int | None
    problems: tuple[str, ...]
    strangers: bool = False
    other_days: tuple[str, ...] = ()
    names_abroad: Mapping[int | str, str] = field(default_factory=dict)

    @property
    def is_blocked(self) -> bool:
        """Nobody leads it, so that it would belong to no one, or nobody can say what it is."""
        return not (_somebody_leads(self.lead) and self.draft.content.strip())

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
            "certain": self.deadline.certain
            and self.lead.certain
            and self.partner.certain
            and not self.strangers,
            "occurrences": [
                {"starts_on": span.starts_on, "due_on": span.due_on} for span in self.deadline.occurrences
            ],
            "problems": list(self.problems),
        }


class PlanReader:
    """Reads rows with the units of the plan's day and the headings that people have assigned to fields."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.index = index_for_plan(plan)
        self.doubts = UnitDoubts(plan, self.index)
        self.headings = dict(FieldHeading.objects.values_list("heading_key", "field"))
        self.deadline = cache(partial(parse, issued_on=plan.issued_on, period=plan.period))

    def read_all(self, appendix: Appendix) -> list[ReadRow]:
        rows: list[ReadRow] = []
        places: dict[tuple[str, ...], str] = {}
        for draft in appendix.rows:
            row = self.read(draft, rows[-1] if rows else None)
            rows.append(replace(row, problems=(*row.problems, *_said_before(draft, places))))
        return rows

    def read(self, draft: DraftRow, above: ReadRow | None = None, meant: Meant | None = None) -> ReadRow:
        """`above` is what "nt" repeats; `meant` replaces the printed words for the reading alone."""
        meant = meant or Meant()
        lead = read_cell(meant.lead or draft.lead, self.index, previous=above.lead if above else None)
        partner = read_cell(
            meant.partner or draft.partner, self.index, previous=above.partner if above else None
        )
        if lead.partner is not None and not (meant.partner or draft.partner):
            partner = lead.partner
        lead, partner = self.doubts.with_suggestions(lead), self.doubts.with_suggestions(partner)
        deadline = self.deadline(meant.timeframe or draft.timeframe, year_above=draft.year_above)
        problems = (
            *(
                problem.text
                for problem in draft.problems
                if not (problem.is_note or problem.code == _NO_LEAD)
            ),
            *([] if _somebody_leads(lead) else [f"Thiếu “{VIETNAMESE[Meaning.LEAD]}”."]),
            *self.doubts.problems("Đơn vị chủ trì", lead),
            *self.doubts.problems("Đơn vị phối hợp", partner),
            *doubts_about(deadline),
        )
        field_id = self.headings.get(name_key(draft.heading))
        doubts = self.doubts
        return ReadRow(
            draft,
            lead,
            partner,
            deadline,
            field_id,
            problems,
            strangers=bool(doubts.strangers(lead) or doubts.strangers(partner)),
            other_days=(*doubts.of_other_days(lead), *doubts.of_other_days(partner)),
            names_abroad=doubts.names_abroad(lead) | doubts.names_abroad(partner),
        )


def doubts_about(deadline: Deadline) -> list[str]:
    """Why it needs a look, if it does: a sentence that begins with `OF_THE_TIME`."""
    return [] if deadline.certain else [f"{OF_THE_TIME}{deadline.note}"]


def rows_on_paper(tables: list[Table], **mapping: Any) -> Appendix:
    """The rows of an appendix. Raises UnreadableFile when there are none, ColumnsNotFound without a
    header.
    """
    appendix = draft_rows(tables, **mapping)
    if not appendix.rows:
        raise UnreadableFile(
            "no_rows", "Bảng có tiêu đề nhưng không có hàng nhiệm vụ nào. Hãy kiểm tra lại tệp."
        )
    return appendix


def _said_before(draft: DraftRow, places: dict[tuple[str, ...], str]) -> list[str]:
    """Of a row that says the same as one above: the same work, by the same unit, at the same time."""
    told = (draft.section, draft.group, draft.content, draft.lead, draft.timeframe)
    first = places.setdefault(tuple(map(name_key, told)), draft.place)
    same = draft.content.strip() and first != draft.place
    return [f"{OF_A_TWIN}{first}: cùng nội dung, đơn vị chủ trì và thời gian."] if same else []


def _somebody_leads(lead: UnitReading) -> bool:
    return bool(lead.units or lead.groups or lead.unknown)
