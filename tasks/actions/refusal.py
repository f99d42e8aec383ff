"""Why an act was not done. The message is for the person who tried; nothing was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from agreements.models import Unit
from coop.shared.refusal import RefusedError as RefusedError
from coop.shared.refusal import require as require
from tasks.models import Occurrence, Task
from tasks.permissions.acting import units_acting_for
from tasks.states import Move, Status, allows


class StaleError(RefusedError):
    """Somebody else changed the occurrence since the form was opened."""


def locked(occurrence: Occurrence, *, version: int | None) -> Occurrence:
    """The occurrence, locked for this transaction. Raises StaleError when `version` is no longer the one
    in the database.
    """
    current = (
        Occurrence.objects.select_for_update(of=("self",))
        .select_related("task__plan__focal_unit", "task__plan__province")
        .get(pk=occurrence.pk)
    )
    require_version(current, version)
    return current


def require_version(occurrence: Occurrence, version: int | None) -> None:
    """Raises StaleError when the form was filled in on another version; None asks for nothing."""
    if version is not None and occurrence.version != version:
        raise StaleError(
            _(
                "Someone else has changed this task since you opened the form. Nothing of yours was saved "
                "yet: your text is still below. Read what is new, then send again."
            )
        )


def require_move(move: Move, occurrence: Occurrence) -> None:
    """Raises RefusedError when the state does not allow the move."""
    require(
        allows(move, occurrence.status),
        _("“%(move)s” is not possible now: the task is “%(status)s”.")
        % {"move": move.label, "status": Status(occurrence.status).label},
    )


def require_own_unit(by: Any, task: Task, role: str, on_behalf_of: Unit) -> None:
    """Raises RefusedError when the unit has not this role in the task, or the person no seat in it."""
    require(
        on_behalf_of in units_acting_for(by, task, role),
        _("You can act on behalf of your own unit only, and only where it is named."),
    )


def saved(occurrence: Occurrence, *, by: Any, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """As `set_columns`, and save with history."""
    told = set_columns(occurrence, **changes)
    save_as(occurrence, by)
    return told


def set_columns(occurrence: Occurrence, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set the columns and count the version up. Returns (before, after) for the Event."""
    before = {name: getattr(occurrence, name) for name in changes}
    for name, value in changes.items():
        setattr(occurrence, name, value)
    occurrence.version += 1
    label = {"occurrence": occurrence.pk, "period": occurrence.period_label}
    return before | label, changes | label


def save_as(row: Any, by: Any) -> None:
    """Save with a history row in the name of this person; None is the program itself."""
    row._history_user = by
    row.save()


def update_as(by: Any, rows: Sequence[Any], *columns: str) -> None:
    """As `save_as`, these columns of many rows of one model in a few statements."""
    if rows:
        bulk_update_with_history(rows, type(rows[0]), columns, batch_size=500, default_user=by)


def delete_as(row: Any, by: Any) -> None:
    """Delete with a history row in the name of this person."""
    row._history_user = by
    row.delete()
