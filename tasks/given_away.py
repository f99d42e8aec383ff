"""Who leads tasks that were given to others than their paper names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agreements.models import Plan
from tasks.models import Assignment, Task


def given_to(links: QuerySet[Any], tasks: Iterable[Task], plan: Plan) -> dict[int, tuple[str, ...]]:
    """Task (id) → all that lead it. `links`: assignments of the tasks of the plan, or rows of their history.
    One query.

    A link begins as it was read from the paper, and its history knows how. A unit that was succeeded is still
    the one that was printed.
    """
    unprinted = {task.pk for task in tasks if not task.lead_text}
    leads: dict[int, list[Any]] = defaultdict(list)
    for link in _with_their_beginning(links):
        leads[link.task_id].append(link)
    return {
        task: tuple(_name(link, plan) for link in some)
        for task, some in leads.items()
        if task in unprinted or any(map(_is_given_away, some))
    }


def _with_their_beginning(links: QuerySet[Any]) -> QuerySet[Any]:
    """Leads in their order, each with the unit (who answers today) or the words that it began with."""
    first = Assignment.history.filter(id=OuterRef("id")).order_by("history_date", "history_id")
    unit = first.annotate(who=Coalesce("unit__current_heir", "unit")).values("who")
    return (
        links.filter(role=Assignment.Role.LEAD)
        .select_related("unit__current_heir", "unit__province")
        .annotate(unit_first=Subquery(unit[:1]), words_first=Subquery(first.values("words")[:1]))
        .order_by("sort", "id")
    )


def _is_given_away(link: Any) -> bool:
    """What has no history at all has no other beginning."""
    now = (link.unit.current_heir_id or link.unit.pk) if link.unit else None
    return link.words_first is not None and (link.unit_first, link.words_first) != (now, link.words)


def _name(link: Any, plan: Plan) -> str:
    """A unit of another side than that of the plan with its province: every province has a Sở Y tế."""
    if link.unit is None:
        return str(link.words)
    side = link.unit.province
    is_own = side is None or side.current_heir_id == plan.province.current_heir_id
    return str(link.unit.name_today if is_own else f"{link.unit.name_today} – {side.full_name}")
