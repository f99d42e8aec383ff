"""Several tasks changed in one act: what would change is worked out, shown, and then done all or nothing.

The preview and the act work it out with the same function; the act does so again under lock, and refuses when
that no longer gives what the person saw.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.models import Plan
from tasks.actions.refusal import StaleError, require
from tasks.models import Occurrence, Task
from tasks.permissions.acting import keeps


class Outcome(Enum):
    """LEFT_OUT: it cannot be changed so; the others of the act are changed all the same."""

    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Change:
    """What an act does to one task: `old` becomes `new`, or `why` it stays as it is. `besides`: what else
    changes with it.
    """

    task: Task
    old: str
    new: str
    facts: tuple[Any, ...]
    """What this rests on; a preview made on other facts is stale."""
    outcome: Outcome = Outcome.CHANGED
    why: str = ""
    besides: str = ""


@dataclass(frozen=True)
class Done:
    """How many tasks an act changed, found as wished already, and could not change."""

    changed: int
    same: int
    left_out: int


def kept_and_locked(by: Any, tasks: Iterable[Task]) -> list[Task]:
    """The tasks as they are now, locked with their plans and occurrences for this transaction.

    Every kind in the order of its ids, plans first as an import does: acts that meet wait for each other,
    never in a circle. Raises RefusedError when the person does not keep one of the plans, or when an import
    was undone that had made one of the tasks.
    """
    asked_for = {task.pk for task in tasks}
    chosen = Task.objects.filter(pk__in=asked_for)
    lock(Plan.objects.filter(pk__in=chosen.values("plan")))
    lock(chosen)
    lock(Occurrence.objects.filter(task__in=chosen))
    locked = list(chosen.for_change())
    require(
        len(locked) == len(asked_for),
        _("Somebody has removed a task of these meanwhile, so nothing was changed."),
    )
    require(
        all(keeps(by, task) for task in locked),
        _("Only the secretariat of the side that issued the plan changes its tasks."),
    )
    return locked


def lock(rows: QuerySet[Any]) -> None:
    """For this transaction, each by its id."""
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def to_write(changes: list[Change], seen: str | None) -> list[Change]:
    """The changes that are still to be made: none when the same form is sent again.

    `seen` is the fingerprint of the preview; None asks for nothing. Raises StaleError when there is something
    to write and it is not what the person saw.
    """
    waiting = [change for change in changes if change.outcome is Outcome.CHANGED]
    if waiting and seen is not None and seen != fingerprint(changes):
        raise StaleError(
            _(
                "Something has changed since this preview was made, so nothing was written. "
                "Look at what would change now, then send again."
            )
        )
    return waiting


def fingerprint(changes: list[Change]) -> str:
    """The same for the same outcome on the same facts, in whatever order."""
    told = sorted((change.task.pk, change.outcome.value, repr(change.facts)) for change in changes)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def counted(changes: list[Change]) -> Done:
    """In tasks, for the sentence that is told after the act."""
    number = Counter(change.outcome for change in changes)
    return Done(number[Outcome.CHANGED], number[Outcome.SAME], number[Outcome.LEFT_OUT])
