"""What a reorganisation of units touches, and which tasks it leaves for a person to decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Membership, Party, Plan, Unit
from agreements.permissions import keepable_plans, seen_papers
from agreements.succession import heirs_of_units, predecessors
from tasks.actions.joining_places import places_held_twice
from tasks.actions.reassigning import Holder, Place, holder_of
from tasks.bulk_forms import place_key
from tasks.models import Assignment, ProgressUpdate, Task
from tasks.models.task import TaskQuerySet
from tasks.permissions.seeing import visible_tasks
from tasks.states import OPEN_STATUSES


@dataclass(frozen=True)
class Touched:
    """What hangs on one unit today, that of its predecessors included."""

    unit: Unit
    leads: int
    joins: int
    agreements: int
    focal_plans: int
    members: int


@dataclass(frozen=True)
class Offer:
    """A unit, and the page on which the task is given to it or its place to another."""

    unit: Unit
    url: str


@dataclass(frozen=True)
class Double:
    """A task whose lead is its partner as well, and where each such partner's place can be given away."""

    task: Task
    offers: list[Offer]


@dataclass(frozen=True)
class Orphan:
    """A task whose lead ended without one heir, with the heirs among whom a person decides, or is not in the
    list of units; `leads` as the paper names them.
    """

    task: Task
    leads: list[str]
    offers: list[Offer]


def touched_by(user: Any, units: Sequence[Unit]) -> list[Touched]:
    """Five queries, however many units. Work is counted as the list of tasks lists it: by open periods."""
    work = Assignment.objects.filter(task__in=visible_tasks(user))
    open_work = work.filter(task__occurrences__status__in=OPEN_STATUSES)
    parties = Party.objects.filter(agreement__in=seen_papers(user))
    members = Membership.objects.active_on(timezone.localdate())
    counted = [
        _by_heir(open_work.filter(role=Assignment.Role.LEAD), "unit", "task__occurrences", units),
        _by_heir(open_work.filter(role=Assignment.Role.PARTNER), "unit", "task__occurrences", units),
        _by_heir(parties, "focal_unit", "agreement", units),
        _by_heir(Plan.objects.all(), "focal_unit", "pk", units),
        _by_heir(members, "unit", "user", units),
    ]
    return [Touched(unit, *(counts.get(unit.pk, 0) for counts in counted)) for unit in units]


def _by_heir(rows: QuerySet[Any], unit: str, counted: str, units: Sequence[Unit]) -> dict[int, int]:
    heir = f"{unit}__current_heir"
    found = rows.filter(**{f"{heir}__in": [unit.pk for unit in units]}).order_by()
    return dict(found.values_list(heir).annotate(number=Count(counted, distinct=True)))


def tasks_without_heir(user: Any) -> TaskQuerySet:
    """Tasks that the person's secretariat has to give to somebody: 'cần phân công lại'."""
    return Task.objects.filter(plan__in=keepable_plans(user)).without_heir()


def tasks_with_a_unit_twice(user: Any) -> TaskQuerySet:
    """Tasks of the person's secretariat whose lead and partner are one unit today."""
    return Task.objects.filter(plan__in=keepable_plans(user)).with_a_unit_twice()


def orphans(tasks: Iterable[Task]) -> list[Orphan]:
    """Read with `for_change`; two queries more for all heirs."""
    found = list(tasks)
    ended = [unit for task in found for unit in _ended_leads(task)]
    heirs = heirs_of_units(ended, timezone.localdate())
    return [_orphan(task, heirs) for task in found]


def _orphan(task: Task, heirs: dict[int, list[Unit]]) -> Orphan:
    ended = _ended_leads(task)
    offers = [Offer(heir, _reassign_url(task, unit, heir)) for unit in ended for heir in heirs[unit.pk]]
    unknown = [link.words for link in task.assignments.all() if _is_unknown_lead(link)]
    return Orphan(task, [*(unit.name for unit in ended), *unknown], offers)


def _is_unknown_lead(link: Assignment) -> bool:
    return link.role == Assignment.Role.LEAD and link.unit is None and not link.is_group


def _ended_leads(task: Task) -> list[Unit]:
    return [unit for unit in task.lead_units if unit.current_heir_id is None]


def doubles(tasks: Iterable[Task]) -> list[Double]:
    """Read with `for_change`."""
    return [Double(task, list(_partners_to_replace(task))) for task in tasks]


def _partners_to_replace(task: Task) -> Iterable[Offer]:
    for link in places_held_twice(task):
        if link.unit:
            place = _place_of(task, Assignment.Role.PARTNER, holder_of(link))
            yield Offer(link.unit, _url(task=task.pk, place=place, list="doubles"))


def _reassign_url(task: Task, ended: Unit, heir: Unit) -> str:
    place = _place_of(task, Assignment.Role.LEAD, (ended.pk, ""))
    return _url(task=task.pk, place=place, to_unit=heir.pk, list="orphans")


def _place_of(task: Task, role: str, holder: Holder) -> str:
    """As the form offers it: by name where several share the role."""
    holders = {holder_of(link) for link in Place(role).links_of(task)}
    return place_key(Place(role) if len(holders) == 1 else Place(role, holder))


def _url(**chosen: int | str) -> str:
    return f"{reverse('tasks-reassign')}?{urlencode(chosen)}"


def work_of_the_heir(succession: Any) -> Iterable[str]:
    """What the heir has reported since on tasks of the unit that it succeeded."""
    if not isinstance(succession.predecessor, Unit):
        return
    former = [succession.predecessor, *predecessors(succession.predecessor)]
    on_its_tasks = Q(occurrence__task__assignments__unit__in=former)
    since = Q(reported_at__date__gte=succession.effective_on)
    reports = ProgressUpdate.objects.filter(on_its_tasks, since, on_behalf_of=succession.successor)
    count = reports.distinct().count()
    if count:
        told = {"name": succession.successor, "count": count}
        yield _("%(count)s reports of %(name)s on its tasks") % told


def open_work_of(succession: Any) -> Iterable[tuple[str, int]]:
    """Open tasks of the body that is to be succeeded: those in plans of a province, or led by a unit."""
    open_tasks = Task.objects.unfinished()
    if isinstance(succession.predecessor, Unit):
        led = Assignment.objects.filter(
            role=Assignment.Role.LEAD, unit__current_heir=succession.predecessor
        ).values("task")
        yield _("Open tasks that it leads"), open_tasks.filter(pk__in=led).count()
    else:
        issued = open_tasks.filter(plan__province__current_heir=succession.predecessor)
        yield _("Open tasks of its plans"), issued.count()
