"""The secretariat says to which field tasks belong, and which are the key tasks of the year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from agreements.models import Field
from coop.shared.events import record_many
from tasks.actions.changing import Change, Done, Outcome, counted, kept_and_locked, to_write
from tasks.models import Task


@transaction.atomic
def set_field(*, by: Any, tasks: Iterable[Task], field: Field, seen: str | None = None) -> Done:
    """The common field; the heading as printed stays. Raises RefusedError; `seen` as in `to_write`."""
    changes = field_changes(kept_and_locked(by, tasks), field=field)
    written = to_write(changes, seen)
    told = [(change.task, {"field": change.old}, {"field": change.new}) for change in written]
    _set(by, written, "field", field)
    record_many(by=by, verb="set_field", targets=told)
    return counted(changes)


def field_changes(tasks: Iterable[Task], *, field: Field) -> list[Change]:
    """What `set_field` would do to each of the tasks (read with `for_change`)."""
    return [
        Change(
            task,
            old=task.field.name if task.field else "",
            new=field.name,
            facts=(task.field_id,),
            outcome=Outcome.SAME if task.field_id == field.pk else Outcome.CHANGED,
            why=_("in this field already") if task.field_id == field.pk else "",
        )
        for task in tasks
    ]


@transaction.atomic
def mark_key(*, by: Any, tasks: Iterable[Task], is_key: bool, seen: str | None = None) -> Done:
    """Mark as key tasks, or take the mark away. Raises RefusedError; `seen` as in `to_write`."""
    changes = key_changes(kept_and_locked(by, tasks), is_key=is_key)
    written = to_write(changes, seen)
    _set(by, written, "is_key", is_key)
    record_many(
        by=by,
        verb="mark_key" if is_key else "unmark_key",
        targets=[(change.task, {"is_key": not is_key}, {"is_key": is_key}) for change in written],
    )
    return counted(changes)


def key_changes(tasks: Iterable[Task], *, is_key: bool) -> list[Change]:
    """What `mark_key` would do to each of the tasks."""
    return [
        Change(
            task,
            old=_key_word(task.is_key),
            new=_key_word(is_key),
            facts=(task.is_key,),
            outcome=Outcome.SAME if task.is_key == is_key else Outcome.CHANGED,
            why=_("so already") if task.is_key == is_key else "",
        )
        for task in tasks
    ]


def _key_word(is_key: bool) -> str:
    return _("key task") if is_key else _("not a key task")


def _set(by: Any, changes: list[Change], column: str, value: Any) -> None:
    changed = [change.task for change in changes]
    for task in changed:
        setattr(task, column, value)
    bulk_update_with_history(changed, Task, [column], batch_size=500, default_user=by)
