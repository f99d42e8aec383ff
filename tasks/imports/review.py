"""The review page of an import: the sums, the rows that need a look, and what was read of each row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tasks.deadlines import DeadlineKind
from tasks.imports.forms import MeantForm
from tasks.imports.staged import WORDS
from tasks.models import ImportBatch, ImportRow

_NEVER_DATED = {DeadlineKind.CONDITIONAL, DeadlineKind.UNCLEAR}


@dataclass(frozen=True)
class ReviewRow:
    """A staged row, its reading in words, and the form to say how it is meant."""

    row: ImportRow
    heading: str = ""

    @property
    def leads(self) -> list[str]:
        return _names(self.row.reading["lead"])

    @property
    def partners(self) -> list[str]:
        return _names(self.row.reading["partner"])

    @property
    def deadline(self) -> dict[str, Any]:
        return self.row.reading["deadline"]

    @property
    def is_open(self) -> bool:
        """Still to be looked at."""
        excluded = self.row.action == ImportRow.Action.EXCLUDED
        return (
            bool(self.row.problems or self.row.blocked) and not self.row.acknowledged_by_id and not excluded
        )

    @property
    def suggestions(self) -> list[tuple[str, str, str]]:
        """(lead or partner, the unknown name, a unit that looks like it): never taken by itself."""
        offered = (
            (role, name, unit["name"])
            for role in ("lead", "partner")
            for name, units in self.row.reading[role]["suggestions"].items()
            for unit in units
        )
        return list(dict.fromkeys(offered))  # both provinces may have a unit of the name

    @property
    def complete(self) -> int:
        """How many of unit, time and product the row brings, out of 3."""
        has_time = DeadlineKind(self.deadline["kind"]) not in _NEVER_DATED
        has_unit = bool(self.row.reading["lead"]["units"])
        return has_unit + has_time + bool(self.row.printed["product"])

    @property
    def form(self) -> MeantForm:
        meant = self.row.reading["meant"]
        words = {name: meant[name] or self.row.printed[column] for name, column in WORDS.items()}
        one_line = {name: " ".join(text.split()) for name, text in words.items()}
        return MeantForm(initial=one_line, prefix=f"hang-{self.row.pk}")


@dataclass(frozen=True)
class Review:
    """All rows; `not_in_file` counts the tasks of the plan that the file does not have, which stay."""

    rows: tuple[ReviewRow, ...]
    not_in_file: int = 0

    @cached_property
    def unsure(self) -> list[ReviewRow]:
        """Rows that need a look or that somebody has dealt with: they stay in sight until confirmed."""
        return [row for row in self.rows if row.row.problems or row.row.blocked or _is_settled(row.row)]

    @property
    def headings_to_place(self) -> list[ReviewRow]:
        """The first row under each heading that belongs to no field of the common list yet."""
        firsts: dict[str, ReviewRow] = {}
        for row in self.rows:
            heading = row.row.printed["heading"]
            if heading and row.row.reading["field"] is None:
                firsts.setdefault(heading, row)
        return list(firsts.values())

    @property
    def waiting(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def blocked(self) -> int:
        return sum(row.row.blocked and row.is_open for row in self.rows)

    @property
    def headings(self) -> int:
        return len({(row.row.printed["section"], row.row.printed["heading"]) for row in self.rows})

    def count(self, action: str) -> int:
        return sum(row.row.action == action for row in self.rows)

    @property
    def created(self) -> int:
        return self.count(ImportRow.Action.CREATE)

    @property
    def updated(self) -> int:
        return self.count(ImportRow.Action.UPDATE)

    @property
    def unchanged(self) -> int:
        return self.count(ImportRow.Action.UNCHANGED)

    @property
    def excluded(self) -> int:
        return self.count(ImportRow.Action.EXCLUDED)

    @property
    def to_confirm(self) -> int:
        return len(self.rows) - self.excluded

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.updated)


def review_of(batch: ImportBatch) -> Review:
    """Two queries; `heading` is filled on the first row under a heading of the paper."""
    rows, above = [], ""
    for row in batch.rows.select_related("acknowledged_by").order_by("position"):
        shown = " ".join(filter(None, [row.printed["section"], row.printed["heading"]]))
        rows.append(ReviewRow(row, shown if shown != above else ""))
        above = shown
    found = {row.row.task_id for row in rows if row.row.task_id}
    return Review(tuple(rows), batch.plan.tasks.exclude(pk__in=found).count())


def _is_settled(row: ImportRow) -> bool:
    return row.action == ImportRow.Action.EXCLUDED or any(row.reading["meant"].values())


def _names(read: dict[str, Any]) -> list[str]:
    return (
        [unit["name"] for unit in read["units"]]
        + read["groups"]
        + [f"{name} (?)" for name in read["unknown"]]
    )
