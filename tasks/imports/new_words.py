"""An import prints a task otherwise, or an undo as it was before: told in the history of each task."""

from __future__ import annotations

from typing import Any

from coop.shared.events import record_many
from tasks.models import ImportRow

TOLD = {"content", "timeframe", "heading"}  # units are told by tell_new_units; numbers only count


def tell_new_words(*, by: Any, rows: list[ImportRow], undone: bool = False) -> None:
    """One Event for each row of a task that was there already and whose words are others than before."""
    told = [
        (row.task, _words(row, old=not undone), _words(row, old=undone))
        for row in rows
        if row.task is not None and row.changes.keys() & TOLD
    ]
    record_many(by=by, verb="words_by_import", targets=told)


def _words(row: ImportRow, *, old: bool) -> dict[str, str]:
    return {name: row.changes[name][0 if old else 1] for name in TOLD if name in row.changes}
