"""The dashboard's groups as stacked bars: the same picture on the page and, later, in the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coop.shared.charts import Columns, StackedBars
from tasks.dashboard import Counted
from tasks.templatetags.task_badges import ASSESSMENT_LOOKS

_TONES = {str(state): tone for state, (tone, _icon) in ASSESSMENT_LOOKS.items()}


@dataclass(frozen=True)
class GroupChart:
    """A chart with its words; every part of a bar is a link to the list that it counts."""

    name: str
    title: Any
    desc: str
    head: Any
    bars: StackedBars


def group_chart(name: str, title: Any, head: Any, groups: list[Counted], limit: int = 12) -> GroupChart:
    """The largest groups; the rest is told in the description, not drawn."""
    shown = groups[:limit]
    rows = [
        (
            group.label or str(_("no field yet")),
            group.total.url,
            [(number.key, str(number.label), number.count, number.url) for number in group.numbers],
        )
        for group in shown
    ]
    desc = _("%(shown)s of %(all)s shown, the largest first") % {"shown": len(shown), "all": len(groups)}
    return GroupChart(name, title, desc, head, StackedBars.build(rows, tones=_TONES, name=f"chart-{name}"))


@dataclass(frozen=True)
class MonthChart:
    """What was due in each month and how much of it is done."""

    columns: Columns
    desc: str


def month_chart(months: list[Counted]) -> MonthChart:
    rows = [
        (
            month.label,
            [
                (number.key, str(number.label), number.count, number.url)
                for number in (month.all_due, month.all_done)
            ],
        )
        for month in months
    ]
    due, done = sum(month.due for month in months), sum(month.done for month in months)
    desc = _("%(due)s due in the year, %(done)s of them completed") % {"due": due, "done": done}
    columns = Columns.build(rows, tones={"due": "ongoing", "done": "good"}, name="chart-months")
    return MonthChart(columns, desc)
