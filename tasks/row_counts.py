"""How the tasks of each row of a list stand: of an agreement, a plan, a unit that leads them, a province."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.list_files import Beside
from agreements.models import Party, Unit
from agreements.permissions import seen_papers
from coop.shared.documents.content import Column
from coop.shared.tally import Largest, Source, Tally, tally
from tasks.dashboard import Counted
from tasks.models import Assignment
from tasks.models.occurrence import MARK
from tasks.permissions.seeing import SeenPlans
from tasks.states import OPEN_STATUSES, Assessment

Counts = Mapping[int, Mapping[str, int]]
Ids = Collection[int] | QuerySet[Any, int]
SIDES = ("own", "others")

# Where a task stands in several rows, how it comes there.
RULES: dict[str, Any] = {
    "lead": _("A unit has what it leads, also under a former name; what several lead is in the row of each."),
    "partner": _(
        "A province has all tasks of the agreements to which it is a party, whoever leads them; those of an "
        "agreement of several parties are in the row of each, and of our own side as well."
    ),
}


@dataclass(frozen=True)
class RowCounts:
    """Row (id) → due periods by assessment, and how many are open where that was asked for. `named`: the
    filter of the task list that asks for one row.
    """

    named: str
    counts: Counts
    open_counts: Mapping[int, int] = field(default_factory=dict)

    def __getitem__(self, row: int) -> Counted:
        return Counted("", self.counts.get(row, {}), {self.named: row})

    @property
    def states(self) -> list[Assessment]:
        """Those that some row has."""
        return [state for state in Assessment if any(counts.get(state) for counts in self.counts.values())]

    def put_beside(self, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
        """The rows with `task_count`, by which `agreements.filters` sorts this column; in a column of other
        things it is 0. The numbers are written down as few: rows that have the same are named together.
        """
        alike: dict[int, list[int]] = defaultdict(list)
        for row, count in self._numbers(column).items():
            alike[count].append(row)
        counts = (When(pk__in=same, then=count) for count, same in alike.items())
        return rows.annotate(task_count=Case(*counts, default=0, output_field=IntegerField()))

    def _numbers(self, column: str) -> Mapping[int, int]:
        if column == "open":
            return self.open_counts
        if column == "overdue":
            return {row: self[row].overdue.count for row in self.counts}
        return {row: self[row].size for row in self.counts} if column == "tasks" else {}


def of_agreements(user: Any, on: dt.date, ids: Ids | None = None) -> RowCounts:
    """Of these agreements, or of all. Two queries."""
    seen = SeenPlans.of(user, None if ids is None else Q(agreement__in=ids))
    return RowCounts("agreement", _by_agreement(seen, _by_plan(seen, on)))


def of_plans(user: Any, on: dt.date, ids: Ids | None = None) -> RowCounts:
    """Of these plans, or of all. Two queries."""
    seen = SeenPlans.of(user, None if ids is None else Q(pk__in=ids))
    return RowCounts("plan", _added_up(_by_plan(seen, on), "plan"))


def of_units(user: Any, on: dt.date, ids: Ids) -> RowCounts:
    """What these units of today lead, or led under a former name; a task with two of them counts for both.
    Three queries.
    """
    former = Q(current_heir__in=ids) | Q(pk__in=ids, current_heir__isnull=True)
    units = list(Unit.objects.filter(former).order_by().values_list("pk", flat=True))
    leads = Assignment.objects.filter(role=Assignment.Role.LEAD, unit__in=units)
    led = leads.values_list("task", Coalesce("unit__current_heir", "unit"))
    sources: dict[str, Source | Largest] = {}
    for side, periods in _assessed(SeenPlans.of(user), on).items():
        columns, kept = ("id", "task", "assessment"), ("id", "lead", "assessment")
        sources[f"of {side}"] = Source(periods.values_list("pk", "task", "assessment"), columns, ())
        sources[side] = Source(led, ("task", "lead"), (("lead", "assessment"),), of=f"of {side}", kept=kept)
    return RowCounts("lead", _added_up(tally(sources), "lead"))


def of_provinces(user: Any, on: dt.date) -> RowCounts:
    """Of all agreements to which a province, or one that it succeeded, is a party, with those that are open.
    Three queries.
    """
    seen = SeenPlans.of(user)
    counted = _by_plan(seen, on, is_open=Q(status__in=OPEN_STATUSES))
    of_agreement = _by_agreement(seen, counted)
    is_open = _by_agreement(seen, counted, "is_open")
    states: dict[int, Counter[str]] = defaultdict(Counter)
    open_counts: Counter[int] = Counter()
    parties: Any = Party.objects.filter(agreement__in=seen_papers(user)).order_by()
    known = parties.filter(province__current_heir__isnull=False)
    for agreement, province in set(known.values_list("agreement", "province__current_heir")):
        states[province].update(of_agreement.get(agreement, {}))
        open_counts[province] += is_open[agreement][MARK]
    return RowCounts("partner", states, open_counts)


def beside(counts: RowCounts, label: str) -> Beside:
    """The same as columns of a file: how many in all, and of each assessment."""
    labels = [label, *(capfirst(str(state.label)) for state in Assessment)]

    def cells(row: int) -> tuple[int, ...]:
        return (counts[row].size, *(counts[row].count(state) for state in Assessment))

    return Beside(tuple(Column(one, 25, "right") for one in labels), cells)


def _assessed(seen: SeenPlans, on: dt.date) -> dict[str, Any]:
    return {side: rows.assessed(on) for side, rows in seen.occurrences_by_side().items()}


def _by_plan(seen: SeenPlans, on: dt.date, **marks: Q) -> Tally:
    """By assessment, and by these marks."""
    columns = ("plan", "assessment", *marks)
    return tally(
        {
            side: Source(periods.marked(**marks).values_list(*columns), columns, (columns,))
            for side, periods in _assessed(seen, on).items()
        }
    )


def _by_agreement(seen: SeenPlans, counted: Tally, column: str = "assessment") -> dict[int, Counter[str]]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    agreements = seen.agreements
    for plan, values in _added_up(counted, "plan", column).items():
        counts[agreements[plan]].update(values)
    return counts


def _added_up(counted: Tally, row: str, column: str = "assessment") -> dict[int, Counter[str]]:
    """Both sides together."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for side in SIDES:
        for (key, value), count in counted[side, row, column].items():
            counts[int(str(key))][str(value)] += count
    return counts
