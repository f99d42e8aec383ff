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
from tasks.imports.staged import draft_of
from tasks.models import ImportBatch, ImportRow

_AT_ONCE = 500
_OTHER_IMPORTS = {  # the acts after which a plan has other tasks, in words
    "import_appendix": gettext_lazy("the import of “%s” was confirmed"),
    "undo_import": gettext_lazy("the import of “%s” was undone"),
}


def overtaken_by(batch: ImportBatch) -> str:
    """What happened to the plan after the rows were compared with it, in words; "" when nothing did,
    and of one that waits no longer.

    Written all the same, the file would double what another import made, or leave alone what is there no
    more.
    """
    if batch.status != ImportBatch.Status.STAGED:
        return ""
    acts = Event.objects.about(batch.plan).filter(verb__in=_OTHER_IMPORTS, at__gt=batch.compared_at)
    act = acts.first()
    return _OTHER_IMPORTS[act.verb] % act.after["file"] if act else ""


@transaction.atomic
def compare_anew(
    *, by: Any, batch: ImportBatch, on_progress: Callable[[int], None] = lambda done: None
) -> None:
    """Which row is which task of the plan as it is now. What a person has said of the rows stays.

    `on_progress` is told how many rows are compared. Raises RefusedError when the batch waits no longer.
    """
    current = locked_waiting(batch.pk)
    rows = list(current.rows.order_by("position"))
    for row, found in zip(rows, match_drafts(current.plan, map(draft_of, rows)), strict=True):
        row.task, row.changes = found
        if row.action != ImportRow.Action.EXCLUDED:
            row.action = what_will_happen(row)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        ImportRow.objects.bulk_update(some, ["task", "changes", "action"])
        on_progress(start + len(some))
    current.compared_at = timezone.now()
    current.save()
    told = {"batch": current.pk, "file": current.file_name}
    record(by=by, verb="compare_import", target=current.plan, after=told)
