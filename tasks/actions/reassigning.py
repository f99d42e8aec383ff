"""The secretariat gives a unit's place in tasks to another unit, with a reason. The printed words stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Unit
from coop.shared.events import record_many
from coop.shared.saving import delete_as, save_as
from tasks.actions.changing import Change, Done, Outcome, counted, kept_and_locked, to_write
from tasks.actions.refusal import require
from tasks.models import Assignment, Task

Holder = tuple[int | None, str]


@dataclass(frozen=True)
class Place:
    """Whose place in a task: that of the only one with the role, unless a holder is named.

    A holder is the id of the unit that answers today, or the words of a group or of an unknown name.
    """

    role: str = Assignment.Role.LEAD
    holder: Holder | None = None

    def links_of(self, task: Task) -> list[Assignment]:
        links = [link for link in task.assignments.all() if link.role == self.role]
        return [link for link in links if self.holder in (None, holder_of(link))]


def holder_of(link: Assignment) -> Holder:
    """A unit and those that it succeeded hold one place."""
    if link.unit is None:
        return None, link.words
    return link.unit.current_heir_id or link.unit.pk, ""


@transaction.atomic
def reassign(
    *,
    by: Any,
    tasks: Iterable[Task],
    to_unit: Unit,
    reason: str,
    place: Place = Place(),
    seen: str | None = None,
) -> Done:
    """Who reported so far stays in the history; who reports from now on is `to_unit`.

    `seen` as in `to_write`. Raises RefusedError without a reason, for a unit that has ended, or when the
    person does not keep one of the plans.
    """
    require(bool(reason.strip()), _("Give the reason."))
    require(to_unit.is_valid_on(timezone.localdate()), _("The new unit does not exist any more."))
    changes = reassignments(kept_and_locked(by, tasks), place=place, to_unit=to_unit)
    written = to_write(changes, seen)
    for change in written:
        _hand_over(by, change.task, place, to_unit)
    told = {"role": place.role, "reason": reason}
    record_many(
        by=by,
        verb="reassign",
        targets=[(change.task, {"unit": change.old}, {"unit": change.new} | told) for change in written],
    )
    return counted(changes)


def reassignments(tasks: Iterable[Task], *, place: Place, to_unit: Unit) -> list[Change]:
    """What `reassign` would do to each of the tasks (read with `for_change`)."""
    return [_reassignment(task, place, to_unit) for task in tasks]


def _reassignment(task: Task, place: Place, to_unit: Unit) -> Change:
    links = place.links_of(task)
    outcome, why = _outcome(task, place, to_unit)
    return Change(
        task,
        old="; ".join(name_of(link) for link in links),
        new=to_unit.name,
        facts=(
            [(link.pk, link.unit_id, link.words) for link in task.assignments.all()],
            sorted((occurrence.pk, occurrence.version) for occurrence in task.occurrences.all()),
        ),
        outcome=outcome,
        why=why,
    )


def _outcome(task: Task, place: Place, to_unit: Unit) -> tuple[Outcome, str]:
    if (to_unit.pk, "") in map(holder_of, Place(place.role).links_of(task)):
        return Outcome.SAME, _("the unit has this role already")
    obstacle = _obstacle(task, place, to_unit)
    return (Outcome.LEFT_OUT, obstacle) if obstacle else (Outcome.CHANGED, "")


def _obstacle(task: Task, place: Place, to_unit: Unit) -> str:
    """Why the task cannot be reassigned so; nothing when it can."""
    links = place.links_of(task)
    if all(occurrence.is_closed for occurrence in task.occurrences.all()):
        return _("completed or cancelled: nothing is left to reassign")
    if place.holder and not links:
        return _("the unit to be replaced does not have this role here")
    if len(set(map(holder_of, links))) > 1:
        return _("several units have this role: choose which of them is replaced")
    sides = {link.unit.province and link.unit.province.current_heir_id for link in links if link.unit}
    own_side = to_unit.province and to_unit.province.current_heir_id
    if sides | {task.plan.province.current_heir_id} != {own_side}:
        return _("the unit to be replaced and the new one belong to different sides")
    return ""


def _hand_over(by: Any, task: Task, place: Place, to_unit: Unit) -> None:
    """Two offices that became one held the place twice: the first link passes on, the others end."""
    first, *others = place.links_of(task) or [Assignment(task=task, role=place.role)]
    first.unit, first.words, first.is_group = to_unit, "", False
    save_as(first, by)
    for link in others:
        delete_as(link, by)


def name_of(link: Assignment) -> str:
    return link.unit.name_today if link.unit else link.words
