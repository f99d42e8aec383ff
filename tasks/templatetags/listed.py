"""A row of the task list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tasks.listing import ListedTask

register = template.Library()
ROWS_KEPT = 5_000  # of about four kilobytes with their facts


@dataclass(frozen=True)
class Standing:
    """How a row stands to who looks at it. `ticks`: the list has boxes; `may_tick`: this row has one."""

    ticks: bool
    may_tick: bool
    opens_plan: bool
    is_new: bool
    is_gone: bool


@register.simple_tag(takes_context=True)
def listed_task(context: template.Context, row: ListedTask) -> SafeString:
    """Drawn once for the same facts, standing and language: people look at the same rows again and again, and
    to draw them takes longer than to read them.
    """
    kept = context["kept_sides"]
    standing = Standing(
        ticks=bool(kept),
        may_tick=row.side in kept,
        opens_plan=row.side in context["own_sides"],
        is_new=row.pk in context["new"],
        is_gone=row.task_id in context["gone"],
    )
    return _drawn(row, standing, get_language())


@lru_cache(maxsize=ROWS_KEPT)
def _drawn(row: ListedTask, standing: Standing, language: str) -> SafeString:
    """Of nothing but these three: whatever else the template asked for would be kept as it was once."""
    return render_to_string("tasks/listed_task.html", {"row": row, "standing": standing})
