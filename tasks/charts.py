"""The groups of the overview as stacked bars: the same picture on the page and in the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coop.shared.charts import Columns, StackedBars
from coop.shared.templatetags.ui import number as written
from tasks.dashboard import Counted
from tasks.templatetags.task_badges import ASSESSMENT_LOOKS

MOST_BARS, MOST_ROWS = 12, 40  # of the drawing and of its table: a country has a thousand agreements
TONES = {str(state): tone for state, (tone, _icon) in ASSESSMENT_LOOKS.items()}


@dataclass(frozen=True)
class GroupChart:
    """A chart with its words; every number is a link to the list that it counts. `groups`: how many there
    are, drawn or not; `place_of_all`: words and address of the page that names them all.
    """

    name: str
    title: Any
    head: Any
    bars: StackedBars
    groups: int
    place_of_all: tuple[Any, str] | None

    @property
    def desc(self) -> str:
        counts = {"shown": written(self.drawn), "all": written(self.groups)}
        return _("%(shown)s of %(all)s shown, the largest first") % counts

    @property
    def drawn(self) -> int:
        return len(self.bars.bars)

    @property
    def listed(self) -> int:
        return len(self.bars.rows)


def group_chart(
    name: str,
    title: Any,
    head: Any,
    groups: list[Counted],
    *,
    drawn: int = MOST_BARS,
    place_of_all: tuple[Any, str] | None = None,
) -> GroupChart:
    """The largest groups as bars, and more of them in the table; the page says how many are left out."""
    rows = [
        (
            group.label or str(_("no field yet")),
            group.total.url,
            [(number.key, str(number.label), number.count, number.url) for number in group.numbers],
        )
        for group in groups[:MOST_ROWS]
    ]
    bars = StackedBars.build(rows, tones=TONES, name=f"chart-{name}", drawn=drawn)
    return GroupChart(name, title, head, bars, len(groups), place_of_all)


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
