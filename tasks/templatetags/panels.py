"""How pages of agreements and plans show tasks without importing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Prefetch
from django.utils import timezone

from agreements.collapsed import fewer_since, sides_of
from agreements.models import Agreement, Plan, Role
from agreements.permissions import person_of
from tasks import dashboard
from tasks.forms import PastDayForm
from tasks.models import Occurrence
from tasks.panel import NEXT_STEPS
from tasks.past import TaskState, as_of
from tasks.permissions import led_in, visible_occurrences
from tasks.states import Move, allows

register = template.Library()


@dataclass(frozen=True)
class PrintedRow:
    """`heading` is filled on the first task under a heading of the paper; `reportable` are the due periods
    (ids) on which the person may report now.
    """

    state: TaskState
    heading: str
    reportable: frozenset[int]


@register.inclusion_tag("tasks/panels/plan_appendix.html", takes_context=True)
def plan_appendix(context: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The appendix in its printed order and numbering, as it stands or as it stood on the day that the
    address asks for (`?ngay=`). The page has checked that the person sees the plan.
    """
    asked = context["request"].GET
    form = PastDayForm(asked if asked.get("ngay") else None)
    day = form.past_day()
    led = set() if day else led_in(context["request"].user, plan)
    rows, above = [], ""
    for state in as_of(plan, day) if day else _as_it_stands(plan):
        heading = " ".join(
            filter(None, [state.task.section and f"{state.task.section}.", state.task.heading])
        )
        reportable = _reportable(state) if state.task.pk in led else frozenset()
        rows.append(PrintedRow(state, heading if heading != above else "", reportable))
        above = heading
    return {"rows": rows, "total": len(rows), "form": form, "day": day, "plan": plan}


def _reportable(state: TaskState) -> frozenset[int]:
    open_now = (one for one in state.occurrences if allows(Move.REPORT_PROGRESS, one.status))
    return frozenset(one.pk for one in open_now)


def _as_it_stands(plan: Plan) -> list[TaskState]:
    """Who leads today is on the page of the task; the appendix shows what is printed."""
    assessed = Occurrence.objects.assessed(timezone.localdate()).order_by("due_on", "starts_on")
    tasks = plan.tasks.in_print_order().prefetch_related(Prefetch("occurrences", assessed))
    return [TaskState(task, (), tuple(task.occurrences.all()), is_there=True) for task in tasks]


@register.inclusion_tag("tasks/panels/agreement_tasks.html", takes_context=True)
def agreement_tasks(context: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """The counts of the agreement's tasks that the person may see."""
    rows = visible_occurrences(context["request"].user).filter(task__plan__agreement=agreement)
    summary = dashboard.summary(rows.assessed(timezone.localdate()), {"agreement": agreement.pk})
    return {"numbers": [number for number in summary.numbers if number.count]}


@register.inclusion_tag("tasks/panels/collapse_mark.html", takes_context=True)
def collapse_mark(context: dict[str, Any], agreement: Agreement, parties: Any) -> dict[str, Any]:
    """Whether provinces of the agreement have become one; what was decided then is on a page of its own."""
    if agreement.stage == Agreement.Stage.DRAFTING or not fewer_since(agreement, parties):
        return {}
    sides = sides_of(parties)
    keeps_it = not sides.keys().isdisjoint(person_of(context["request"].user).provinces(Role.SECRETARIAT))
    return {
        "agreement": agreement,
        "signed": sum(map(len, sides.values())),
        "sides": len(sides),
        "may_decide": keeps_it and agreement.stage == Agreement.Stage.SIGNED,
    }


@register.filter
def next_step(status: str) -> Any:
    """What happens next, in words."""
    return NEXT_STEPS[status]
