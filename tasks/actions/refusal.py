"""Why an act was not done. The message is for the person who tried; nothing was written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agreements.models import Unit
from coop.shared.refusal import RefusedError as RefusedError
from coop.shared.refusal import require as require
from coop.shared.saving import save_as
from tasks.models import Occurrence, Task
from tasks.permissions.acting import units_acting_for
from tasks.states import Move, Status, allows


class StaleError(RefusedError):
    """Somebody else changed the occurrence since the form was opened."""


def locked(occurrence: Occurrence, *, version: int | None) -> Occurrence:
    """The occurrence, locked for this transaction. Raises StaleError when `version` is no longer the one
    in the database, RefusedError where an import was undone that had made it.
    """
    rows = Occurrence.objects.select_for_update(of=("self",))
    try:
        current = rows.select_related("task__plan__focal_unit", "task__plan__province").get(pk=occurrence.pk)
    except Occurrence.DoesNotExist as error:
        raise RefusedError(_("Somebody has removed this meanwhile.")) from error
    require_version(current, version)
    return current


def locked_task(task: Task) -> Task:
    """The task, locked for this transaction. Raises RefusedError where the import that made it was undone."""
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan__province")
    current = rows.filter(pk=task.pk).first()
    if current is None:
        raise RefusedError(_("Somebody has removed this meanwhile."))
    return current


def require_version(occurrence: Occurrence, version: int | None) -> None:
    """Raises StaleError when the form was filled in on another version; None asks for nothing."""
    if version is not None and occurrence.version != version:
        raise StaleError(
            _(
                "This task has changed since you opened the form. Nothing of yours was saved yet: your text "
                "is still below. Read what is new, then send again."
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
    label = {"occurrence": occurrence.pk, "period": occurrence.period_name}
    return before | label, changes | label
