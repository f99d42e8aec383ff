"""The overdue list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tasks.models import Extension


@dataclass(frozen=True)
class OverdueRow:
    """One overdue occurrence: worst first."""

    occurrence: int
    task: int
    content: str
    lead_text: str
    plan: str
    due_on: dt.date
    days: int
    postponements: int


def overdue_rows(rows: QuerySet[Any], on: dt.date, limit: int = 20) -> list[OverdueRow]:
    granted = (
        Extension.objects.filter(occurrence=OuterRef("pk"), decision=Extension.Decision.GRANTED)
        .order_by()
        .values("occurrence")
        .annotate(count=Count("pk"))
        .values("count")
    )
    worst = (
        rows.overdue(on)  # type: ignore[attr-defined]
        .annotate(postponements=Coalesce(Subquery(granted), 0))
        .order_by("due_on", "pk")
        .values_list(
            "pk", "task", "task__content", "task__lead_text", "plan__number", "due_on", "postponements"
        )[:limit]
    )
    return [
        OverdueRow(pk, task, content, lead, plan, due_on, (on - due_on).days, postponements)
        for pk, task, content, lead, plan, due_on, postponements in worst
    ]
