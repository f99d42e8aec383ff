"""Writes docs/deadlines.md from tests/data/deadlines.tsv: `python -m docs.build_deadlines`."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from coop.shared.dates import Period, short_date
from tasks.deadlines import Deadline, DeadlineKind, parse

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "tests" / "data" / "deadlines.tsv"
PAGE = ROOT / "docs" / "deadlines.md"

PLANS = {
    "1606": (dt.date(2023, 8, 30), Period(dt.date(2023, 8, 30), dt.date(2025, 12, 31))),
    "2026": (dt.date(2026, 1, 26), Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))),
}

_HEAD = """# How deadline phrases are read

Generated from `tests/data/deadlines.tsv` by `python -m docs.build_deadlines`; do not edit.
The rules are in `tasks/deadlines/`; try a phrase with `manage.py read_deadline "Tháng 5 hàng năm"`.

The phrase is kept as written; next to it stands how it was read. A reading is certain (✓) or needs a look
(?).
The day of issue and the period of the plan are the anchor:

"""

_TABLE_HEAD = "| phrase | plan | | reading | remark |\n|---|---|---|---|---|\n"

_KINDS = {
    DeadlineKind.SPAN: "one stretch, due on its last day",
    DeadlineKind.DATED: "one due date; “trước ngày X” is due on X−1, “chậm nhất X” and “đến X” on X",
    DeadlineKind.SERIES: "one occurrence for each member of the list",
    DeadlineKind.RECURRING: "one occurrence a cycle inside the plan's period, none that is over at its issue",
    DeadlineKind.CONTINUOUS: "never due; one reporting period each calendar year",
    DeadlineKind.CONDITIONAL: "waits for something; a person sets the date",
    DeadlineKind.UNCLEAR: "no deadline was found; a person reads it",
}


@dataclass(frozen=True)
class Row:
    """One line of the table; `occurrences` as written there."""

    plan: str
    phrase: str
    kind: str
    recurrence: str
    certain: bool
    occurrences: str
    why: str

    def read(self) -> Deadline:
        issued_on, period = PLANS[self.plan]
        return parse(self.phrase, issued_on=issued_on, period=period)


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [
        Row(plan, phrase, kind, recurrence, certain == "yes", occurrences, why)
        for plan, phrase, kind, recurrence, certain, occurrences, why in lines
    ]


def page() -> str:
    """The whole page as Markdown."""
    return _HEAD + _plans() + "".join(_section(kind) for kind in _KINDS)


def _plans() -> str:
    lines = [
        f"- **{name}**: issued {short_date(issued_on)}, {short_date(period.start)}–{short_date(period.end)}\n"
        for name, (issued_on, period) in PLANS.items()
    ]
    return "".join(lines)


def _section(kind: DeadlineKind) -> str:
    table = "".join(_line(row) for row in rows() if row.kind == kind)
    return f"\n## {kind}: {_KINDS[kind]}\n\n{_TABLE_HEAD}{table}"


def _line(row: Row) -> str:
    deadline = row.read()
    sign = "✓" if deadline.certain else "?"
    return f"| {row.phrase} | {row.plan} | {sign} | {deadline.reading} | {row.why or deadline.note} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
