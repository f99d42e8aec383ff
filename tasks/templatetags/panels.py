"""How pages of agreements and plans show tasks without importing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Prefetch
from django.utils import timezone

from agreements.models import Agreement, Plan
from tasks import dashboard
from tasks.models import Occurrence, Task
from tasks.panel import NEXT_STEPS
from tasks.permissions import visible_occurrences

register = template.Library()


@dataclass(frozen=True)
class PrintedRow:
    """A task with its occurrences; `heading` is filled on the first task under a heading of the paper."""

    task: Task
    heading: str
    occurrences: list[Occurrence]


@register.inclusion_tag("tasks/panels/plan_appendix.html")
def plan_appendix(plan: Plan) -> dict[str, Any]:
    """The appendix in its printed order and numbering. The page has checked that the person sees the plan."""
    assessed = Occurrence.objects.assessed(timezone.localdate()).order_by("due_on", "starts_on")
    tasks = plan.tasks.in_print_order().prefetch_related(Prefetch("occurrences", assessed))
    rows, above = [], ""
    for task in tasks:
        heading = " ".join(filter(None, [task.section and f"{task.section}.", task.heading]))
        rows.append(PrintedRow(task, heading if heading != above else "", list(task.occurrences.all())))
        above = heading
    return {"rows": rows, "total": len(rows)}


@register.inclusion_tag("tasks/panels/agreement_tasks.html", takes_context=True)
def agreement_tasks(context: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """The counts of the agreement's tasks that the person may see."""
    rows = visible_occurrences(context["request"].user).filter(task__plan__agreement=agreement)
    summary = dashboard.summary(rows.assessed(timezone.localdate()), {"agreement": agreement.pk})
    return {"numbers": [number for number in summary.numbers if number.count]}


@register.filter
def next_step(status: str) -> Any:
    """What happens next, in words."""
    return NEXT_STEPS[status]
