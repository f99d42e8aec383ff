"""What a person said of the rows of an import, carried over to another reading of its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tasks.actions.refusal import RefusedError
from tasks.imports.correcting import give_field, read_as_meant
from tasks.imports.reading import Meant, PlanReader
from tasks.imports.staged import WORDS, meant_by
from tasks.models import ImportBatch, ImportRow

_SAME = ("section", "heading", "group", "ordinal", "content")
_NAMED_AT_ONCE = 20
_Spot = tuple[str | int, ...]


@dataclass(frozen=True)
class Said:
    """The rows with which somebody dealt, by where they stand on paper; heading → the field (id) that
    somebody chose for it.
    """

    rows: dict[_Spot, ImportRow]
    fields: dict[str, int]


class LosesSaidError(RefusedError):
    """Another reading would lose what was said of these rows (of the reading before)."""

    def __init__(self, rows: list[ImportRow]) -> None:
        super().__init__(told_lost(rows))
        self.rows = rows


def told_lost(rows: list[ImportRow]) -> str:
    """A sentence with the places of the rows."""
    shown = "; ".join(row.place for row in rows[:_NAMED_AT_ONCE])
    if (more := len(rows) - _NAMED_AT_ONCE) > 0:
        shown = _("%(places)s and %(more)s more rows") % {"places": shown, "more": more}
    return (
        _("What was said of these rows is not kept, since they are not here or read otherwise: %s.") % shown
    )


def is_settled() -> Q:
    """Somebody has looked at the row, left it out, or said how it is meant."""
    meant_anew = reduce(or_, (~Q(**{f"reading__meant__{name}": ""}) for name in WORDS))
    return Q(acknowledged_by__isnull=False) | Q(action=ImportRow.Action.EXCLUDED) | meant_anew


def said_of(batch: ImportBatch) -> Said:
    """Before the rows of the batch are replaced."""
    said = Said({}, {})
    settled = set(batch.rows.filter(is_settled()).values_list("pk", flat=True))
    for spot, row in _on_paper(batch):
        if row.pk in settled:
            said.rows[spot] = row
        if row.reading.get("field_chosen"):
            said.fields[row.printed["heading"]] = row.reading["field"]
    return said


def carry_over(said: Said, batch: ImportBatch, reader: PlanReader) -> list[ImportRow]:
    """To the rows of the same number and words under the same heading. Gives the rows of the reading before
    of which not all could be kept.
    """
    for heading, field in said.fields.items():
        give_field(batch, heading, field)
    lost = dict(said.rows)
    there = [(spot, row) for spot, row in _on_paper(batch) if spot in lost] if lost else []
    for spot, row in there:
        if _carry(lost[spot], row, reader):
            del lost[spot]
    return list(lost.values())


def _on_paper(batch: ImportBatch) -> Iterator[tuple[_Spot, ImportRow]]:
    """In the order of the paper; rows of the same words are told apart by it."""
    seen: Counter[_Spot] = Counter()
    for row in batch.rows.select_related("task").order_by("position").iterator(chunk_size=500):
        words = tuple(row.printed[name] for name in _SAME)
        seen[words] += 1
        yield (*words, seen[words]), row


def _carry(row: ImportRow, to: ImportRow, reader: PlanReader) -> bool:
    """Was all of it kept? Words for a cell hold where its print is the same, a look where the doubts are."""
    meant = _of_the_same_print(row, to)
    if any(vars(meant).values()):
        to.reading["aliases"] = row.reading["aliases"]
        read_as_meant(to, meant, reader)
    if row.action == ImportRow.Action.EXCLUDED:
        to.action = ImportRow.Action.EXCLUDED
    if has_same_doubts := to.problems == row.problems:
        to.acknowledged_by_id = row.acknowledged_by_id
    to.save()
    return meant == meant_by(row) and (has_same_doubts or row.acknowledged_by_id is None)


def _of_the_same_print(row: ImportRow, to: ImportRow) -> Meant:
    said: dict[str, Any] = vars(meant_by(row))
    same = {name for name, column in WORDS.items() if row.printed[column] == to.printed[column]}
    return Meant(**{name: words for name, words in said.items() if name in same})
