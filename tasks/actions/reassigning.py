"""The secretariat gives a unit's place in tasks to another unit, with a reason. The printed words stay.

Who becomes lead of a task stops being its partner: a unit has one place in a task.
"""

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
    told = [_told(change, place, to_unit, reason) for change in written]
    for change in written:
        _hand_over(by, change.task, place, to_unit)
    record_many(by=by, verb="reassign", targets=told)
    return counted(changes)


def reassignments(tasks: Iterable[Task], *, place: Place, to_unit: Unit) -> list[Change]:
    """What `reassign` would do to each of the tasks (read with `for_change`)."""
    return [_reassignment(task, place, to_unit) for task in tasks]


def _reassignment(task: Task, place: Place, to_unit: Unit) -> Change:
    outcome, why = _outcome(task, place, to_unit)
    gives_up = outcome is Outcome.CHANGED and _given_up(task, place, to_unit)
    return Change(
        task,
        old=names_of(place.links_of(task)),
        new=to_unit.name,
        facts=(
            [(link.pk, link.unit_id, link.words) for link in task.assignments.all()],
            sorted((occurrence.pk, occurrence.version) for occurrence in task.occurrences.all()),
        ),
        outcome=outcome,
        why=why,
        besides=_("%(unit)s stops being a partner unit of this task") % {"unit": to_unit} if gives_up else "",
    )


def _outcome(task: Task, place: Place, to_unit: Unit) -> tuple[Outcome, str]:
    if _holds(task, place.role, to_unit):
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
    if place.role == Assignment.Role.PARTNER and _holds(task, Assignment.Role.LEAD, to_unit):
        return _("the new unit leads this task already")
    sides = {link.unit.province and link.unit.province.current_heir_id for link in links if link.unit}
    own_side = to_unit.province and to_unit.province.current_heir_id
    if sides | {task.plan.province.current_heir_id} != {own_side}:
        return _("the unit to be replaced and the new one belong to different sides")
    return ""


def _holds(task: Task, role: str, unit: Unit) -> bool:
    """The unit, or one that it succeeded, has the role."""
    return bool(Place(role, (unit.pk, "")).links_of(task))


def _given_up(task: Task, place: Place, to_unit: Unit) -> list[Assignment]:
    """The new lead's places as partner."""
    if place.role != Assignment.Role.LEAD:
        return []
    return Place(Assignment.Role.PARTNER, (to_unit.pk, "")).links_of(task)


def _told(
    change: Change, place: Place, to_unit: Unit, reason: str
) -> tuple[Task, dict[str, Any], dict[str, Any]]:
    """Task, before and after, for the event; with the partners where there is one less."""
    before, after = {"unit": change.old}, {"unit": change.new, "role": place.role, "reason": reason}
    given_up = _given_up(change.task, place, to_unit)
    if given_up:
        partners = Place(Assignment.Role.PARTNER).links_of(change.task)
        before["partner"] = names_of(partners)
        after["partner"] = names_of(link for link in partners if link not in given_up)
    return change.task, before, after


def _hand_over(by: Any, task: Task, place: Place, to_unit: Unit) -> None:
    """Two offices that became one held the place twice: the first link passes on, the others end."""
    for link in _given_up(task, place, to_unit):
        delete_as(link, by)
    first, *others = place.links_of(task) or [Assignment(task=task, role=place.role)]
    first.unit, first.words, first.is_group = to_unit, "", False
    save_as(first, by)
    for link in others:
        delete_as(link, by)


def name_of(link: Assignment) -> str:
    """As a page shows it: the unit with who answers today, or the group in its own words."""
    return link.unit.name_today if link.unit else link.words


def names_of(links: Iterable[Assignment]) -> str:
    """As the act records them, in the order of the paper; with semicolons, since names have commas."""
    return "; ".join(link.unit.name_on_paper if link.unit else link.words for link in links)
