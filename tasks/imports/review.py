"""The review page of an import: the sums, the rows that need a look, and what was read of each row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tasks.models import ImportBatch, ImportRow


@dataclass(frozen=True)
class ReviewRow:
    """A staged row, its reading in words."""

    row: ImportRow
    heading: str

    @property
    def leads(self) -> list[str]:
        return _names(self.row.reading["lead"])

    @property
    def partners(self) -> list[str]:
        return _names(self.row.reading["partner"])

    @property
    def deadline(self) -> dict[str, Any]:
        return self.row.reading["deadline"]


@dataclass(frozen=True)
class Review:
    rows: tuple[ReviewRow, ...]

    @cached_property
    def unsure(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.row.problems]

    @cached_property
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
    def changes_nothing(self) -> bool:
        return not (self.created or self.updated)


def review_of(batch: ImportBatch) -> Review:
    """One query; `heading` is filled on the first row under a heading of the paper."""
    rows, above = [], ""
    for row in batch.rows.order_by("position"):
        shown = " ".join(filter(None, [row.printed["section"], row.printed["heading"]]))
        rows.append(ReviewRow(row, shown if shown != above else ""))
        above = shown
    return Review(tuple(rows))


def _names(read: dict[str, Any]) -> list[str]:
    return (
        [unit["name"] for unit in read["units"]]
        + read["groups"]
        + [f"{name} (?)" for name in read["unknown"]]
    )
