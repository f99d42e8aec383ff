"""A file waits while its plan changes: what has happened since its rows were compared, and comparing anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from coop.shared.events import Event, record
from tasks.imports.locking import locked_waiting
from tasks.imports.matching import match_drafts, what_will_happen
from tasks.imports.reading import OF_THE_TIME, PlanReader, doubts_about
from tasks.imports.staged import deadline_as_json, draft_of, meant_by
from tasks.models import ImportBatch, ImportRow

_AT_ONCE = 500
_COLUMNS = ("task", "changes", "reading", "problems", "acknowledged_by", "action")
_CHANGES = {  # the acts after which a plan has other tasks or another time, in words
    "import_appendix": gettext_lazy("the import of “%(file)s” was confirmed"),
    "undo_import": gettext_lazy("the import of “%(file)s” was undone"),
    "mark_sentences": gettext_lazy("tasks were made from sentences of a document"),
    "follow_period": gettext_lazy("the time of the plan was changed"),
}


def overtaken_by(batch: ImportBatch) -> str:
    """What happened to the plan after the rows were compared with it, in words; "" when nothing did,
    and of one that waits no longer.

    Written all the same, the file would double what another import made, leave alone what is there no more,
    or give a yearly task the years of the plan as it was.
    """
    if batch.status != ImportBatch.Status.STAGED:
        return ""
    act = Event.objects.about(batch.plan).filter(verb__in=_CHANGES, at__gt=batch.compared_at).first()
    return _CHANGES[act.verb] % act.after if act else ""


@transaction.atomic
def compare_anew(
    *, by: Any, batch: ImportBatch, on_progress: Callable[[int], None] = lambda done: None
) -> None:
    """Which row is which task of the plan as it is now, and what its time means in the years of the plan.
    What a person has said of a row stays; that somebody has looked at it, unless its time needs another look.

    `on_progress` is told how many rows are compared. Raises RefusedError when the batch waits no longer.
    """
    current = locked_waiting(batch.pk)
    rows, reader = list(current.rows.order_by("position")), PlanReader(current.plan)
    for row, found in zip(rows, match_drafts(current.plan, map(draft_of, rows)), strict=True):
        row.task, row.changes = found
        _read_time(row, reader)
        if row.action != ImportRow.Action.EXCLUDED:
            row.action = what_will_happen(row)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        ImportRow.objects.bulk_update(some, _COLUMNS)
        on_progress(start + len(some))
    current.compared_at = timezone.now()
    current.save()
    told = {"batch": current.pk, "file": current.file_name}
    record(by=by, verb="compare_import", target=current.plan, after=told)


def _read_time(row: ImportRow, reader: PlanReader) -> None:
    """As it was printed, or as a person said that it is meant."""
    timeframe = meant_by(row).timeframe or row.printed["timeframe"]
    deadline = reader.deadline(timeframe, year_above=draft_of(row).year_above)
    others = [problem for problem in row.problems if not problem.startswith(OF_THE_TIME)]
    problems = others + doubts_about(deadline)
    if set(problems) != set(row.problems):
        row.problems, row.acknowledged_by = problems, None
    row.reading["deadline"] = deadline_as_json(deadline)
