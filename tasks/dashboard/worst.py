"""The overdue list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tasks.models import Extension
from tasks.past import gone_since


@dataclass(frozen=True)
class OverdueRow:
    """One overdue occurrence: worst first. `has_page`: its task has not been taken away since."""

    occurrence: int
    task: int
    content: str
    lead_text: str
    plan: str
    due_on: dt.date
    days: int
    postponements: int
    has_page: bool = True


def overdue_rows(rows: QuerySet[Any], on: dt.date, limit: int = 20) -> tuple[OverdueRow, ...]:
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
    return tuple(
        OverdueRow(pk, task, content, lead, plan, due_on, (on - due_on).days, postponements)
        for pk, task, content, lead, plan, due_on, postponements in worst
    )


def as_linked_today(rows: tuple[OverdueRow, ...]) -> tuple[OverdueRow, ...]:
    """Rows of a past day, with the pages that there are today."""
    gone = gone_since(row.task for row in rows)
    return tuple(replace(row, has_page=row.task not in gone) for row in rows)
