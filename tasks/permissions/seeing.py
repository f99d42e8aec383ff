"""What of the work a person sees: one rule for pages, lists, files, search and admin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from agreements.models import Plan, Province, Role
from agreements.permissions import keepable_plans, papers_of, seen_papers, visible_plans
from agreements.permissions.person import BUSINESS_ROLES, person_of
from coop.shared.statements import Statement
from tasks.models import (
    AnnualReport,
    Assignment,
    Evidence,
    ImportBatch,
    Occurrence,
    ProgressUpdate,
    SavedFilter,
    Task,
    TaskExport,
)
from tasks.models.occurrence import OccurrenceQuerySet
from tasks.models.progress import ProgressUpdateQuerySet
from tasks.models.report import AnnualReportQuerySet
from tasks.models.task import TaskQuerySet

STATEMENTS_KEPT = 100  # one for the provinces of each side, of about a kilobyte


def visible_tasks(user: Any) -> TaskQuerySet:
    """Tasks of visible plans, and those of the other side that name a unit of the person's province.

    A union, since behind an OR neither side is looked up by its index; the other side's plans are looked at
    apart. The same rule for lists and for search is below; a test holds the three together.
    """
    ours = Assignment.objects.filter(task=OuterRef("pk"), unit__province__in=person_of(user).lineage())
    tasks = Task.objects.order_by()
    own = tasks.filter(plan__in=visible_plans(user)).values_list("pk")
    return Task.objects.filter(
        pk__in=own.union(tasks.filter(Exists(ours), plan__in=_plans_of_others(user)).values_list("pk"))
    )


def visible_occurrences(user: Any) -> OccurrenceQuerySet:
    """With the task."""
    return Occurrence.objects.filter(task__in=visible_tasks(user))


def listed_occurrences(user: Any, *, by_words: bool = False) -> OccurrenceQuerySet:
    """The same rows as `visible_occurrences`, for lists of any length. What is seen is found first, in two
    queries more: the database then knows how much it will read, and who sees every plan needs no wall.
    `by_words`: the tasks will be looked through for words, so that these too are asked for their plan.
    """
    lineage = frozenset(person_of(user).lineage())
    own, others, are_all = _plans_by_side(lineage)
    if are_all and not others:
        return Occurrence.objects.all()
    rows = Occurrence.objects.filter(task__plan__in=[*own, *others]) if by_words else Occurrence.objects.all()
    shared = _tasks_naming(lineage, others)
    return rows.filter(Q(plan__in=own) | Q(task__in=shared)) if shared else rows.filter(plan__in=own)


def _tasks_naming(provinces: frozenset[int], plans: list[int]) -> list[int]:
    """Tasks (ids) of these plans in which a unit of these provinces leads or takes part."""
    named = Assignment.objects.filter(unit__province__in=provinces, task__plan__in=plans)
    return list(named.order_by().values_list("task", flat=True).distinct())


def _plans_by_side(provinces: frozenset[int]) -> tuple[list[int], list[int], bool]:
    """Plans (ids) under the agreements of these provinces: of the own side, of others. And: are they all?"""
    rows = _plan_rows(provinces).rows()
    own = [plan for plan, side, _more in rows if side in provinces]
    others = [plan for plan, side, _more in rows if side not in provinces]
    return own, others, bool(rows) and not rows[0][2]


@lru_cache(maxsize=STATEMENTS_KEPT)
def _plan_rows(provinces: frozenset[int]) -> Statement:
    """Plan, its side, and whether there are plans besides (as the database writes a truth)."""
    under_seen = Q(agreement__in=papers_of(provinces))
    is_more = Exists(Plan.objects.exclude(under_seen))
    return Statement.of(Plan.objects.filter(under_seen).order_by().values_list("pk", "province", is_more))


@dataclass(frozen=True)
class SeenPlans:
    """Plans of which the person sees all, and plans of others, of which it sees what names a unit of its own
    province; each with its agreement (ids).
    """

    user: Any
    own: dict[int, int]
    others: dict[int, int]

    @classmethod
    def of(cls, user: Any, among: Q | None = None) -> SeenPlans:
        """Of these plans, or of all. One query."""
        lineage = set(person_of(user).lineage())
        plans = Plan.objects.filter(among or Q(), agreement__in=seen_papers(user)).order_by()
        rows = list(plans.values_list("pk", "agreement", "province"))
        own = {plan: agreement for plan, agreement, side in rows if side in lineage}
        return cls(user, own, {plan: agreement for plan, agreement, _side in rows if plan not in own})

    @property
    def agreements(self) -> dict[int, int]:
        return self.own | self.others

    def occurrences_by_side(self) -> dict[str, OccurrenceQuerySet]:
        """Together those of `visible_occurrences` under these plans, in no order. The plans are known by now:
        the database sees how little it will read, and finds it by an index.
        """
        ours = Assignment.objects.filter(
            task=OuterRef("task"), unit__province__in=person_of(self.user).lineage()
        )
        rows = Occurrence.objects.order_by()
        return {
            "own": rows.filter(plan__in=list(self.own)),
            "others": rows.filter(Exists(ours), plan__in=list(self.others)),
        }


def visible_evidence(user: Any) -> QuerySet[Evidence]:
    """With the task."""
    return Evidence.objects.filter(update__occurrence__in=visible_occurrences(user))


def visible_filters(user: Any) -> QuerySet[SavedFilter]:
    """One's own, and those that somebody shared with a unit for which the person works today."""
    units = person_of(user).units(*BUSINESS_ROLES)
    return SavedFilter.objects.filter(Q(owner=user) | Q(unit__current_heir__in=units))


def own_filters(user: Any) -> QuerySet[SavedFilter]:
    """Renamed, shared and deleted by who saved them alone."""
    return SavedFilter.objects.filter(owner=user)


def own_exports(user: Any) -> list[TaskExport]:
    """Long lists that the person asked for, newest first, while those provinces are still theirs."""
    provinces = set(person_of(user).provinces())
    exports = TaskExport.objects.filter(owner=user)
    return [export for export in exports if provinces.issuperset(export.provinces)]


def findable_tasks(user: Any) -> TaskQuerySet:
    """The visible tasks for who takes few of many: each row is asked whether it is seen, so that the first
    hundred of a search cost no look at all the others.
    """
    return Task.objects.filter(_is_findable(user, plan="plan", task="pk"))


def findable_updates(user: Any) -> ProgressUpdateQuerySet:
    """The reports and notes on them, asked in the same way."""
    return ProgressUpdate.objects.filter(_is_findable(user, plan="occurrence__plan", task="occurrence__task"))


def _is_findable(user: Any, *, plan: str, task: str) -> Q:
    """Of a row that has these columns. The plan is asked first: few are of the other sides of our papers."""
    units = Assignment.objects.filter(unit__province__in=person_of(user).lineage())
    named = Exists(units.filter(task=OuterRef(task)))
    return Q((f"{plan}__in", visible_plans(user))) | Q((f"{plan}__in", _plans_of_others(user))) & Q(named)


def _plans_of_others(user: Any) -> QuerySet[Plan]:
    """Under agreements that the person sees."""
    plans = Plan.objects.filter(agreement__in=seen_papers(user))
    return plans.exclude(province__in=person_of(user).lineage())


def keepable_batches(user: Any) -> QuerySet[ImportBatch]:
    """Imports into plans that the person's secretariat keeps."""
    return ImportBatch.objects.filter(plan__province__in=person_of(user).lineage(Role.SECRETARIAT))


def visible_reports(user: Any) -> AnnualReportQuerySet:
    """Issued reports of the own side; drafts for its secretariat, its leadership and its auditors alone."""
    person = person_of(user)
    reads_drafts = person.lineage(Role.SECRETARIAT, Role.LEADER, Role.AUDITOR)
    issued = Q(province__in=person.lineage(), status=AnnualReport.Status.ISSUED)
    return AnnualReport.objects.filter(Q(province__in=reads_drafts) | issued)


def keepable_reports(user: Any) -> AnnualReportQuerySet:
    """The reports that the secretariat of the reporting side writes, corrects and issues."""
    return AnnualReport.objects.filter(province__in=person_of(user).lineage(Role.SECRETARIAT))


def writes_reports(user: Any, province: Province) -> bool:
    """The secretariat of the reporting side."""
    return province.current_heir_id in person_of(user).provinces(Role.SECRETARIAT)


def get_task_or_404(user: Any, pk: int) -> Task:
    """With its plan and units. Raises Http404 for what `visible_tasks` does not have."""
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


def get_filter_or_404(user: Any, pk: int) -> SavedFilter:
    """Of the person or shared with a unit of the person. Raises Http404."""
    return _one_or_404(visible_filters(user).filter(pk=pk))


def get_own_filter_or_404(user: Any, pk: int) -> SavedFilter:
    """Raises Http404 for one that a colleague shared."""
    return _one_or_404(own_filters(user).filter(pk=pk))


def get_export_or_404(user: Any, pk: int) -> TaskExport:
    """Raises Http404, also for an own one that holds a province which is the person's no more."""
    return _one_or_404([export for export in own_exports(user) if export.pk == pk])


def _one_or_404(found: Iterable[Any]) -> Any:
    for one in found:
        return one
    raise Http404


def get_kept_tasks_or_404(user: Any, pks: list[int]) -> list[Task]:
    """All of them, ready to be changed together; one that is not the person's to keep is none of them."""
    return all_or_404(kept_tasks(user, pks), pks)


def kept_tasks(user: Any, pks: list[int]) -> list[Task]:
    """Those that are there and the person's to keep, ready to be changed together."""
    return list(Task.objects.filter(plan__in=keepable_plans(user), pk__in=pks).for_change())


def all_or_404(found: list[Any], pks: list[int]) -> list[Any]:
    """What was found, if it is all that was asked for; `pks` has no key twice. Raises Http404."""
    if len(found) != len(pks):
        raise Http404
    return found


def get_occurrence_or_404(user: Any, pk: int) -> Occurrence:
    """With its task, plan and units. Raises Http404 for what `visible_occurrences` does not have."""
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
