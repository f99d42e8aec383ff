"""Who may do what with a task and its occurrences. When is in `tasks.states`; a button shows where both
agree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agreements.models import Plan, Role, Unit
from agreements.permissions import (
    person_of,
)
from tasks.models import (
    Assignment,
    Occurrence,
    ProgressUpdate,
    Task,
)
from tasks.permissions.seeing import all_or_404, visible_occurrences
from tasks.states import Move, allows


def get_reports_or_404(user: Any, pks: list[int]) -> list[ProgressUpdate]:
    """Completion reports that the person may confirm or send back, decided on or not; the longest waiting
    first. The person's own are among them: that nobody confirms these is said, not hidden.
    """
    seen = ProgressUpdate.objects.reports().filter(pk__in=pks, occurrence__in=visible_occurrences(user))
    reports = [report for report in seen.for_decision() if verifies(user, report.occurrence.task)]
    return all_or_404(reports, pks)


def leads(user: Any, task: Task) -> bool:
    """Staff of a lead unit of the task, or of the unit that succeeded it."""
    return _acts_for(user, task, Assignment.Role.LEAD)


def has_lead_today(task: Task) -> bool:
    """Whether a unit of today leads the task, itself or for a unit that it succeeded."""
    return bool(_heirs(task, Assignment.Role.LEAD))


def led_in(user: Any, plan: Plan) -> set[int]:
    """The tasks (ids) of a plan for which `leads` holds, in one query."""
    units = person_of(user).units(Role.STAFF, Role.SECRETARIAT)
    led = Assignment.objects.filter(task__plan=plan, role=Assignment.Role.LEAD, unit__current_heir__in=units)
    return set(led.values_list("task", flat=True))


def joins(user: Any, task: Task) -> bool:
    """Staff of a partner unit of the task, or of the unit that succeeded it."""
    return _acts_for(user, task, Assignment.Role.PARTNER)


def verifies(user: Any, task: Task) -> bool:
    """Staff of the focal unit of the plan, or the secretariat of the side that issued it."""
    person = person_of(user)
    focal = task.plan.focal_unit.current_heir_id
    return focal in person.units(Role.STAFF, Role.SECRETARIAT) or keeps(user, task)


def keeps(user: Any, task: Task) -> bool:
    """The secretariat of the side that issued the plan."""
    return task.plan.province.current_heir_id in person_of(user).provinces(Role.SECRETARIAT)


def directs(user: Any, task: Task) -> bool:
    """Leadership of the side that issued the plan."""
    return task.plan.province.current_heir_id in person_of(user).provinces(Role.LEADER)


def may_report(user: Any, occurrence: Occurrence) -> bool:
    """The lead unit, while a report can still come (domain.md §3)."""
    return leads(user, occurrence.task) and allows(Move.REPORT_PROGRESS, occurrence.status)


def may_contribute(user: Any, occurrence: Occurrence) -> bool:
    """Partner units add a note and evidence while the occurrence is open; the status is not theirs."""
    return joins(user, occurrence.task) and occurrence.is_open


def may_verify(user: Any, occurrence: Occurrence) -> bool:
    """Never the person who made the report that waits."""
    reports = [update for update in occurrence.updates.all() if not update.is_contribution]
    waiting = max(reports, key=lambda update: update.pk, default=None)
    own = waiting is not None and waiting.reported_by_id == user.pk
    return verifies(user, occurrence.task) and allows(Move.ACCEPT, occurrence.status) and not own


def may_ask_extension(user: Any, occurrence: Occurrence) -> bool:
    """The lead unit; what has no due day cannot get a later one."""
    dated = occurrence.due_on is not None and not occurrence.task.is_continuous
    return dated and leads(user, occurrence.task) and allows(Move.ASK_EXTENSION, occurrence.status)


def may_decide_extension(user: Any, occurrence: Occurrence) -> bool:
    """Who verifies, while the occurrence is open (domain.md §3)."""
    return verifies(user, occurrence.task) and allows(Move.GRANT_EXTENSION, occurrence.status)


def may_stop_or_resume(user: Any, occurrence: Occurrence, move: Move) -> bool:
    """Pause, cancel and resume belong to the secretariat."""
    return keeps(user, occurrence.task) and allows(move, occurrence.status)


def may_set_due_day(user: Any, occurrence: Occurrence) -> bool:
    """The secretariat, where the paper says no day (domain.md §3)."""
    return keeps(user, occurrence.task) and awaits_a_day(occurrence)


def awaits_a_day(occurrence: Occurrence) -> bool:
    """It has none and needs one, or has one that a person set and that was not moved since."""
    if not allows(Move.REPORT_PROGRESS, occurrence.status) or occurrence.task.is_continuous:
        return False
    if hasattr(occurrence, "set_day"):
        return not occurrence.extensions.exists()
    return occurrence.due_on is None


def units_acting_for(user: Any, task: Task, role: str) -> list[Unit]:
    """The units of the person on whose behalf a report on this task can be made, the first seat first."""
    acting = _acting_for(user, task, role)
    return sorted(Unit.objects.filter(pk__in=acting), key=lambda unit: acting.index(unit.pk))


def _acts_for(user: Any, task: Task, role: str) -> bool:
    return bool(_acting_for(user, task, role))


def _acting_for(user: Any, task: Task, role: str) -> list[int]:
    heirs = set(_heirs(task, role))
    reports = (Role.STAFF, Role.SECRETARIAT)
    return [s.unit for s in person_of(user).seats if s.role in reports and s.unit_heir in heirs]


def _heirs(task: Task, role: str) -> list[int]:
    return [
        link.unit.current_heir_id
        for link in task.assignments.all()
        if link.role == role and link.unit is not None and link.unit.current_heir_id
    ]


# Who may make each move; when is in `tasks.states.TRANSITIONS`. Both together are docs/states.md.
WHO: dict[Move, Callable[[Any, Task], bool]] = {
    Move.REPORT_PROGRESS: leads,
    Move.REPORT_COMPLETE: leads,
    Move.ACCEPT: verifies,
    Move.SEND_BACK: verifies,
    Move.ASK_EXTENSION: leads,
    Move.GRANT_EXTENSION: verifies,
    Move.REFUSE_EXTENSION: verifies,
    Move.PAUSE: keeps,
    Move.CANCEL: keeps,
    Move.RESUME: keeps,
}
