"""The groups of the overview as stacked bars: the same picture on the page and in the report."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from coop.shared.charts import Columns, StackedBars
from coop.shared.templatetags.ui import number as written
from tasks.dashboard import Counted
from tasks.templatetags.task_badges import ASSESSMENT_LOOKS

MOST_BARS, MOST_ROWS = 12, 40  # of the drawing and of its table: a country has a thousand agreements
TONES = {str(state): tone for state, (tone, _icon) in ASSESSMENT_LOOKS.items()}


@dataclass(frozen=True)
class GroupChart:
    """A chart with its words; every number is a link to the list that it counts. `largest` are in its table,
    and the first `most_drawn` of them are bars; `groups`: how many there are, drawn or not; `place_of_all`:
    words and address of the page that names them all.
    """

    name: str
    title: str
    head: str
    largest: tuple[Counted, ...]
    most_drawn: int
    groups: int
    place_of_all: tuple[str, str] | None

    @property
    def bars(self) -> StackedBars:
        rows = [
            (
                group.label or _("no field yet"),
                group.total.url,
                [(number.key, str(number.label), number.count, number.url) for number in group.numbers],
            )
            for group in self.largest
        ]
        return StackedBars.build(rows, tones=TONES, name=f"chart-{self.name}", drawn=self.most_drawn)

    @property
    def desc(self) -> str:
        counts = {"shown": written(self.drawn), "all": written(self.groups)}
        return _("%(shown)s of %(all)s shown, the largest first") % counts

    @property
    def drawn(self) -> int:
        return min(self.most_drawn, self.listed)

    @property
    def listed(self) -> int:
        return len(self.largest)


def group_chart(
    name: str,
    title: str,
    head: str,
    groups: list[Counted],
    *,
    drawn: int = MOST_BARS,
    place_of_all: tuple[str, str] | None = None,
) -> GroupChart:
    """The largest groups as bars, and more of them in the table; the page says how many are left out."""
    return GroupChart(name, title, head, tuple(groups[:MOST_ROWS]), drawn, len(groups), place_of_all)


@dataclass(frozen=True)
class MonthChart:
    """What was due in each month and how much of it is done."""

    months: tuple[Counted, ...]

    @property
    def columns(self) -> Columns:
        rows = [
            (
                month.label,
                [
                    (number.key, str(number.label), number.count, number.url)
                    for number in (month.all_due, month.all_done)
                ],
            )
            for month in self.months
        ]
        return Columns.build(rows, tones={"due": "ongoing", "done": "good"}, name="chart-months")

    @property
    def desc(self) -> str:
        due, done = sum(month.due for month in self.months), sum(month.done for month in self.months)
        return _("%(due)s due in the year, %(done)s of them completed") % {"due": due, "done": done}
