"""How the tasks of each row of a list stand: lists of agreements, plans and units know nothing of tasks, and
show them by these tags.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape  # Django's asks of each whether it is lazy
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coop.shared.chart_parts import Series, percent, series_of
from coop.shared.charts import Share, shares_of
from coop.shared.templatetags.ui import number
from tasks.charts import TONES
from tasks.dashboard import Counted, Number
from tasks.lists import list_at
from tasks.row_counts import RULES, RowCounts

register = template.Library()
CELLS_KEPT = 2_000  # of some kilobyte
NONE = '<span class="row-tasks__all soft">0</span>'


@dataclass(frozen=True)
class RowTasks:
    """A column of slim bars, what their parts mean, and by which rule a task comes into several rows; `name`
    begins the ids of their hatchings.
    """

    counts: RowCounts
    legend: tuple[Series, ...]
    rule: Any = ""
    name: str = "row-tasks"

    @classmethod
    def of(cls, counts: RowCounts) -> RowTasks:
        legend = series_of([[(state.value, state.label) for state in counts.states]], TONES)
        return cls(counts, legend, RULES.get(counts.named, ""))


@register.simple_tag(takes_context=True)
def tasks_of_rows(context: dict[str, Any]) -> RowTasks | None:
    """Of the `rows` of the list at this address as of today, unless the page has counted its `tasks` itself;
    None for the list of tasks.
    """
    counts = context.get("tasks") or _counted(context)
    return RowTasks.of(counts) if counts else None


def _counted(context: dict[str, Any]) -> RowCounts | None:
    request = context["request"]
    count = list_at(request.resolver_match.url_name).count
    if count is None:
        return None
    return count(request.user, timezone.localdate(), [row.pk for row in context["rows"]])


@register.simple_tag
def row_tasks_cell(tasks: RowTasks, row: int, label: str) -> SafeString:
    """The number of all, a bar of the assessments with its title in words, and what is overdue; each number
    leads to the list that it counts. Drawn once for the same counts and language.
    """
    return _drawn_cell(tasks.counts[row], tasks.legend, tasks.name, label, get_language())


@lru_cache(maxsize=CELLS_KEPT)
def _drawn_cell(
    counted: Counted, legend: tuple[Series, ...], name: str, label: str, language: str
) -> SafeString:
    head = escape(label)
    if not counted.size:
        return mark_safe(f'<td data-label="{head}"><div class="row-tasks">{NONE}</div></td>')
    all_of_them = _link("row-tasks__all", counted.total, f"{label}: {number(counted.size)}")
    late = _late(counted.overdue) if counted.overdue.count else ""
    drawn = f'<div class="row-tasks">{all_of_them}{_bar(counted, legend, name)}{late}</div>'
    return mark_safe(f'<td data-label="{head}">{drawn}</td>')


def _link(css: str, one: Number, words: str) -> str:
    return f'<a class="{css}" href="{escape(one.url)}" aria-label="{escape(words)}">{number(one.count)}</a>'


def _late(one: Number) -> str:
    words = escape(_("overdue"))
    return f'<a class="row-tasks__late tone-bad" href="{escape(one.url)}">{number(one.count)} {words}</a>'


def _bar(counted: Counted, legend: tuple[Series, ...], name: str) -> str:
    amounts = [(series, counted.count(series.key)) for series in legend]
    words = "; ".join(f"{series.label}: {number(count)}" for series, count in amounts if count)
    parts = "".join(_part(name, share) for share in shares_of(amounts))
    title = f"<title>{escape(words)}</title>"
    return f'<svg class="chart row-tasks__bar" role="img" height="12">{title}{parts}</svg>'


def _part(name: str, share: Share) -> str:
    series = share.series
    fill = f' fill="url(#{name}-{series.key})"' if series.is_hatched else ""
    return (
        f'<rect class="part part--{series.pattern} tone-{series.tone}" x="{percent(share.x)}" '
        f'width="{percent(share.width)}" height="12"{fill}/>'
    )
