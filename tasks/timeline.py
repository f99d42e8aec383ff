"""The acts on a plan or an agreement and on their tasks, newest first.

What people do to tasks and imports is an Event. What they write into the columns of agreements, plans and
tasks stands in the history of these rows. Both are one line in time: its stations are found and ordered by
the database, so that a page reads only its own, and `told` puts a few of them into words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Plan, Step
from agreements.permissions import person_of, visible_plans, visible_steps
from coop.shared.events import Event
from tasks.column_changes import changes_between, history_rows, told_columns
from tasks.history import Act, act_of, name_of
from tasks.models import Task
from tasks.permissions.seeing import visible_tasks

Keys = QuerySet[Any] | list[int]


@dataclass(frozen=True)
class Kept:
    """A model whose columns are kept, and what its history tells: the words by the type of its rows."""

    model: type[Any]
    words: dict[str, Any]


# Tasks are created and taken away by imports, each of which is one act already.
EVENT, AGREEMENT, PLAN, TASK = range(4)
KEPT = {
    AGREEMENT: Kept(Agreement, {"+": _("agreement entered"), "~": _("agreement edited")}),
    PLAN: Kept(Plan, {"+": _("plan entered"), "~": _("plan edited")}),
    TASK: Kept(Task, {"~": _("task edited")}),
}


class Station(NamedTuple):
    """Where an act is written: in which log (EVENT or a key of KEPT), in which row, after which row."""

    at: Any
    log: int
    row: int
    previous: int | None


def acts_on_plan(plan: Plan) -> QuerySet[Any, Any]:
    """Stations of the plan and of every task that it has or had. The page has checked that the person sees
    the plan.
    """
    return _stations({Plan: [[plan.pk]], Task: [_tasks_ever([plan.pk])]})


def acts_on_agreement(user: Any, agreement: Agreement) -> QuerySet[Any, Any]:
    """Stations of the agreement, of those of its plans that the person may see, and of tasks of the other
    side that name the person's own (docs/decisions/0003). The page has checked that the person sees the
    agreement.
    """
    plans = visible_plans(user).filter(agreement=agreement).values("pk")
    steps = visible_steps(user).filter(agreement=agreement).values("pk")
    named = visible_tasks(user).filter(plan__agreement=agreement).values("pk")
    return _stations(
        {
            Agreement: [[agreement.pk]],
            Plan: [plans],
            Task: [_tasks_ever(plans), named],
            Step: [steps, _steps_ever(user, agreement)],
        }
    )


def _tasks_ever(plans: Keys) -> QuerySet[Any]:
    """Also those that were taken away again: what was done to them was done."""
    return Task.history.filter(plan__in=plans).order_by().values("id")


def _steps_ever(user: Any, agreement: Agreement) -> QuerySet[Any]:
    """Also those of the own side that were removed again."""
    own = person_of(user).provinces()
    steps = Step.history.filter(agreement=agreement, province__current_heir__in=own)
    return steps.order_by().values("id")


def _stations(things: dict[type[Model], list[Keys]]) -> QuerySet[Any, Any]:
    about = Q()
    for model, keys in things.items():
        about |= Q(target_type=model._meta.label_lower) & _among("target_id", keys)
    events = Event.objects.filter(about).annotate(log=_number(EVENT), row=F("pk"), previous=_number(0))
    edits = [_edits(kept, things[kept.model], log) for log, kept in KEPT.items() if kept.model in things]
    first, *others = [rows.order_by().values_list(*Station._fields) for rows in (events, *edits)]
    return first.union(*others, all=True).order_by("-at", "log", "-row")


def _among(column: str, keys: list[Keys]) -> Q:
    found = Q()
    for some in keys:
        found |= Q(**{f"{column}__in": some})
    return found


def _number(value: int) -> Value:
    return Value(value, output_field=IntegerField())


def _edits(kept: Kept, keys: list[Keys], log: int) -> QuerySet[Any]:
    """Rows of the history that say something new: saving a form unchanged is no act."""
    history = kept.model.history
    earlier = history.filter(id=OuterRef("id")).filter(
        Q(history_date__lt=OuterRef("history_date"))
        | Q(history_date=OuterRef("history_date"), history_id__lt=OuterRef("history_id"))
    )
    latest = earlier.order_by("-history_date", "-history_id").values("history_id")[:1]
    same = history.filter(
        *(_equals_outer(column.attname, column.null) for column in told_columns(kept.model)),
        history_id=OuterRef("previous"),
    )
    rows = history.filter(_among("id", keys), history_type__in=kept.words)
    new = rows.annotate(previous=Subquery(latest)).filter(~Exists(same))
    return new.annotate(at=F("history_date"), log=_number(log), row=F("history_id"))


def _equals_outer(column: str, nullable: bool) -> Q:
    """In SQL an empty column equals nothing, not even another empty one."""
    equal = Q(**{column: OuterRef(column)})
    if not nullable:
        return equal
    outer_is_empty: Combinable = IsNull(OuterRef(column), True)
    return equal | (Q(**{f"{column}__isnull": True}) & Q(outer_is_empty))


def told(user: Any, stations: Iterable[Any]) -> list[Act]:
    """These stations in words, in their order; a handful of queries however many they are."""
    wanted = [Station(*station) for station in stations]
    events = Event.objects.select_related("actor").in_bulk(_rows_of(wanted, EVENT))
    edited = {log: history_rows(user, kept.model, _rows_of(wanted, log)) for log, kept in KEPT.items()}
    tasks = Task.objects.select_related("plan").in_bulk(_tasks_among(events, edited))
    return [
        _act_of_event(events[station.row], tasks)
        if station.log == EVENT
        else _act_of_edit(station, edited[station.log], tasks)
        for station in wanted
    ]


def _rows_of(stations: list[Station], log: int) -> set[int]:
    """The rows of this log and those that stood before them."""
    of_kind = [station for station in stations if station.log == log]
    return {row for station in of_kind for row in (station.row, station.previous) if row}


def _tasks_among(events: dict[int, Event], edited: dict[int, dict[int, Any]]) -> set[int]:
    named = {event.target_id for event in events.values() if event.target_type == Task._meta.label_lower}
    return named | {row.id for row in edited[TASK].values()}


def _act_of_event(event: Event, tasks: dict[int, Task]) -> Act:
    if event.target_type == Task._meta.label_lower:
        return act_of(event, **_task_named(tasks.get(event.target_id), event.target_label))
    if event.target_type == Plan._meta.label_lower:
        return act_of(event, plan=event.target_label, about_url=_page_of_plan(event.target_id))
    return act_of(event)


def _act_of_edit(station: Station, rows: dict[int, Any], tasks: dict[int, Task]) -> Act:
    kept, row = KEPT[station.log], rows[station.row]
    previous = rows.get(station.previous or 0)
    return Act(
        at=row.history_date,
        who=name_of(row.history_user),
        what=str(kept.words[row.history_type]),
        changes=changes_between(kept.model, previous, row) if previous else (),
        words=(row.history_change_reason,) if row.history_change_reason else (),
        **_thing_named(row, tasks),
    )


def _thing_named(row: Any, tasks: dict[int, Task]) -> dict[str, Any]:
    if row.instance_type is Task:
        return _task_named(tasks.get(row.id), str(row.instance))
    if row.instance_type is Plan:
        return {"plan": str(row.instance), "about_url": _page_of_plan(row.id)}
    return {}


def _task_named(task: Task | None, label: str) -> dict[str, str]:
    """With its page as long as it is there; else by the name that it had."""
    if task is None:
        return {"task": label}
    page = reverse("task-detail", args=[task.pk])
    return {"task": numbered(task), "plan": task.plan.short_title, "about_url": page}


def _page_of_plan(pk: int) -> str:
    return reverse("plan-detail", args=[pk])


def numbered(task: Task) -> str:
    """'II.3 – Tổ chức hội nghị …', as the appendix numbers it."""
    number = ".".join(filter(None, [task.section, task.ordinal]))
    return f"{number} – {task}" if number else str(task)
