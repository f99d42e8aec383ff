"""Who may do what with a task and its occurrences. When is in `tasks.states`; a button shows where both
agree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from agreements.models import Plan, Province, Role, Unit
from agreements.permissions import keepable_plans, person_of, visible_agreements, visible_plans
from tasks.models import (
    AnnualReport,
    Assignment,
    Evidence,
    ImportBatch,
    Occurrence,
    ProgressUpdate,
    Task,
)
from tasks.models.occurrence import OccurrenceQuerySet
from tasks.models.report import AnnualReportQuerySet
from tasks.models.task import TaskQuerySet
from tasks.states import Move, allows


def visible_tasks(user: Any) -> TaskQuerySet:
    """Tasks of visible plans, and those of the other side that name a unit of the person's province."""
    ours = Assignment.objects.filter(unit__province__current_heir__in=person_of(user).provinces())
    return Task.objects.filter(
        Q(plan__in=visible_plans(user))
        | Q(pk__in=ours.values("task"), plan__agreement__in=visible_agreements(user))
    )


def visible_occurrences(user: Any) -> OccurrenceQuerySet:
    """With the task."""
    return Occurrence.objects.filter(task__in=visible_tasks(user))


def visible_evidence(user: Any) -> QuerySet[Evidence]:
    """With the task."""
    return Evidence.objects.filter(update__occurrence__in=visible_occurrences(user))


def keepable_batches(user: Any) -> QuerySet[ImportBatch]:
    """Imports into plans that the person's secretariat keeps."""
    return ImportBatch.objects.filter(
        plan__province__current_heir__in=person_of(user).provinces(Role.SECRETARIAT)
    )


def visible_reports(user: Any) -> AnnualReportQuerySet:
    """Issued reports of the own side; drafts for its secretariat, its leadership and its auditors alone."""
    person = person_of(user)
    reads_drafts = person.provinces(Role.SECRETARIAT, Role.LEADER, Role.AUDITOR)
    return AnnualReport.objects.filter(
        Q(province__current_heir__in=reads_drafts)
        | Q(province__current_heir__in=person.provinces(), status=AnnualReport.Status.ISSUED)
    )


def keepable_reports(user: Any) -> AnnualReportQuerySet:
    """The reports that the secretariat of the reporting side writes, corrects and issues."""
    return AnnualReport.objects.filter(province__current_heir__in=person_of(user).provinces(Role.SECRETARIAT))


def writes_reports(user: Any, province: Province) -> bool:
    """The secretariat of the reporting side."""
    return province.current_heir_id in person_of(user).provinces(Role.SECRETARIAT)


def get_sheet_unit_or_404(user: Any, pk: int) -> Unit:
    """A unit of today whose sheet the person may print: the own one, or any of the province for its
    secretariat and its leadership.
    """
    person = person_of(user)
    own = Q(pk__in=person.units(Role.STAFF, Role.SECRETARIAT))
    kept = Q(province__current_heir__in=person.provinces(Role.SECRETARIAT, Role.LEADER))
    unit = Unit.objects.filter(own | kept, pk=pk).select_related("province").first()
    if unit is None:
        raise Http404
    return unit


def get_task_or_404(user: Any, pk: int) -> Task:
    with_units = Prefetch("assignments", Assignment.objects.select_related("unit__current_heir"))
    task = (
        visible_tasks(user)
        .select_related("plan__agreement", "plan__province", "plan__focal_unit", "field")
        .prefetch_related(with_units)
        .filter(pk=pk)
        .first()
    )
    if task is None:
        raise Http404
    return task


def get_kept_tasks_or_404(user: Any, pks: list[int]) -> list[Task]:
    """All of them, ready to be changed together; one that is not the person's to keep is none of them."""
    kept = Task.objects.filter(plan__in=keepable_plans(user), pk__in=pks).for_change()
    return _all_or_404(list(kept), pks)


def get_reports_or_404(user: Any, pks: list[int]) -> list[ProgressUpdate]:
    """Completion reports that the person may confirm or send back, decided on or not; the longest waiting
    first. The person's own are among them: that nobody confirms these is said, not hidden.
    """
    seen = ProgressUpdate.objects.reports().filter(pk__in=pks, occurrence__in=visible_occurrences(user))
    reports = [report for report in seen.for_decision() if verifies(user, report.occurrence.task)]
    return _all_or_404(reports, pks)


def _all_or_404(found: list[Any], pks: list[int]) -> list[Any]:
    if len(found) != len(pks):
        raise Http404
    return found


def get_occurrence_or_404(user: Any, pk: int) -> Occurrence:
    found = (
        visible_occurrences(user)
        .select_related("task__plan__agreement", "task__plan__province", "task__plan__focal_unit")
        .prefetch_related("task__assignments__unit")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def leads(user: Any, task: Task) -> bool:
    """Staff of a lead unit of the task, or of the unit that succeeded it."""
    return _acts_for(user, task, Assignment.Role.LEAD)


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
    dated = occurrence.due_on is not None and not occurrence.task.is_continuous
    return dated and leads(user, occurrence.task) and allows(Move.ASK_EXTENSION, occurrence.status)


def may_decide_extension(user: Any, occurrence: Occurrence) -> bool:
    return verifies(user, occurrence.task) and allows(Move.GRANT_EXTENSION, occurrence.status)


def may_stop_or_resume(user: Any, occurrence: Occurrence, move: Move) -> bool:
    """Pause, cancel and resume belong to the secretariat."""
    return keeps(user, occurrence.task) and allows(move, occurrence.status)


def units_acting_for(user: Any, task: Task, role: str) -> list[Any]:
    """The units of the person on whose behalf a report on this task can be made."""
    heirs = set(_heirs(task, role))
    return [
        seat.unit
        for seat in person_of(user).seats
        if seat.role in (Role.STAFF, Role.SECRETARIAT) and seat.unit_heir in heirs
    ]


def _acts_for(user: Any, task: Task, role: str) -> bool:
    return bool(units_acting_for(user, task, role))


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
