"""The questions behind the overview: all counts in one statement, then the names of what was counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractMonth

from agreements.models import Unit
from coop.shared.dates import year_period
from coop.shared.tally import Largest, Line, Source, Tally, tally
from tasks.awaited import Awaited, awaiting
from tasks.dashboard.scope import OverviewFilter, Scope
from tasks.filters import NO_FIELD
from tasks.models import Assignment, ImportBatch
from tasks.models.occurrence import MARK
from tasks.permissions.seeing import keepable_batches
from tasks.states import DATED

MOST_UNITS = 12  # that a table or a chart shows
DECIDED_ON = (Awaited.REPORT, Awaited.EXTENSION, Awaited.ANSWER)


@dataclass(frozen=True)
class Reading:
    """What was counted for these filters; figures are made of it without further questions."""

    scope: Scope
    filters: OverviewFilter
    tally: Tally

    @classmethod
    def of(cls, scope: Scope, filters: OverviewFilter) -> Reading:
        return cls(scope, filters, tally(_sources(scope, filters)))

    @cached_property
    def kept(self) -> dict[str, str]:
        """The filters as the address has them: what every link to a list carries along."""
        return {
            name: value for name, value in self.filters.data.items() if value and name in self.filters.filters
        }

    @property
    def year(self) -> int:
        return int(self.kept["year"])

    @cached_property
    def ever(self) -> dict[str, str]:
        """The same filters for every year."""
        return {name: value for name, value in self.kept.items() if name != "year"}

    def dated(self) -> QuerySet[Any]:
        """What has a due date in the year: fewer than `filters.qs`, and found by an index alone."""
        year, ever = year_period(self.year), self.filters.leaving_out("year", of=self.scope.rows)
        return ever.filter(due_on__range=(year.start, year.end))

    @cached_property
    def led(self) -> dict[str, dict[str, int]]:
        """Counts by assessment of every lead unit, also of those beside the chosen one. A task with two lead
        units counts for both.
        """
        return _nested(self.tally["led", "lead", "assessment"].items())

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """Every unit that was counted with its name, in the order of the alphabet; units of one name in two
        provinces bear their province's name.
        """
        found = Unit.objects.filter(pk__in=self.led).order_by("sort_name", "province__sort_name", "pk")
        rows = list(found.values_list("pk", "name", "province__name"))
        often = Counter(name for _pk, name, _province in rows)
        return [
            (str(pk), f"{name} ({province})" if often[name] > 1 and province else name)
            for pk, name, province in rows
        ]

    @cached_property
    def unit_names(self) -> dict[str, str]:
        return dict(self.units)

    def by(self, key: str) -> dict[str, dict[str, int]]:
        """Counts by assessment of every month, agreement or field."""
        return _nested(self.tally["year", key, "assessment"].items())

    def last_year(self) -> dict[str, int]:
        return {str(state): count for (state,), count in self.tally["last", "assessment"].items()}

    def overdue_ever(self) -> int:
        return self.tally.total("overdue")

    def awaited(self, what: Awaited) -> int:
        return self.tally.total(what.value)

    def unreported(self) -> int:
        return self.tally["year", "unreported"].get((MARK,), 0)

    @property
    def by_lead(self) -> dict[str, dict[str, int]]:
        return self._of_chosen_lead(self.led)

    @cached_property
    def cells(self) -> dict[tuple[str, str], dict[str, int]]:
        """(lead unit, code of the field) → counts by assessment, of the units that lead most or of the chosen
        one.
        """
        chosen = self.kept.get("lead")
        if chosen:
            return {(chosen, self.field_code(field)): counts for field, counts in self.by("field").items()}
        cells: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for (lead, field, state), count in self.tally["cells", "lead", "field", "assessment"].items():
            cells[str(lead), self.field_code(field)][str(state)] = count
        return cells

    def silent_by_lead(self) -> dict[str, int]:
        silent = self.tally["led", "lead", "unreported"].items()
        return self._of_chosen_lead({str(lead): count for (lead, mark), count in silent if mark})

    def field_code(self, pk: str | None) -> str:
        return self.scope.fields[pk][0] if pk else NO_FIELD

    def _of_chosen_lead(self, by_lead: dict[str, Any]) -> dict[str, Any]:
        """Where one unit was chosen, not those that share its tasks: they have more than these."""
        chosen = self.kept.get("lead")
        return {lead: found for lead, found in by_lead.items() if chosen in (None, lead)}


def _nested(counts: Iterable[tuple[tuple[str | None, ...], int]]) -> dict[str, dict[str, int]]:
    """Added up by the first key; rows without one have the key ""."""
    nested: dict[str, Counter[str]] = defaultdict(Counter)
    for (key, state), count in counts:
        nested[key or ""][str(state)] += count
    return dict(nested)


def _sources(scope: Scope, filters: OverviewFilter) -> dict[str, Source | Largest]:
    """Each reads no more rows than it counts, and carries no more of them than it counts by."""
    year, unreported = int(filters.data["year"]), awaiting(Awaited.UNREPORTED, scope.on)
    ever: Any = filters.leaving_out("year", of=scope.rows)
    last_year = _of_period(ever.assessed(scope.on), year - 1, "assessment")
    staged = keepable_batches(scope.user).filter(status=ImportBatch.Status.STAGED)

    def of_year(rows: Any, *lines: Line) -> Source:
        rows = rows.assessed(scope.on).marked(unreported=unreported)
        return Source(_of_period(rows, year, *_OF_YEAR.values()), tuple(_OF_YEAR), lines)

    any_lead: Any = filters.leaving_out("year", "lead", of=scope.rows)
    beside = {"any lead": of_year(any_lead)} if filters.form.cleaned_data.get("lead") else {}
    return {
        "year": of_year(
            ever, ("month", "assessment", "unreported"), ("agreement", "assessment"), ("field", "assessment")
        ),
        **beside,
        "led": Source(
            _leads().values_list("task", "unit__current_heir"),
            ("task", "lead"),
            (("lead", "assessment", "unreported"),),
            of="any lead" if beside else "year",
            kept=("id", "lead", "field", "assessment", "unreported"),
        ),
        **({} if beside else {"cells": _OF_MOST_UNITS}),
        "last": Source(last_year, ("assessment",), (("assessment",),)),
        "overdue": _number_of(ever.overdue(scope.on)),
        **{what.value: _number_of(ever.filter(awaiting(what, scope.on))) for what in DECIDED_ON},
        "imports": _number_of(staged),
    }


def _of_period(rows: Any, year: int, *columns: Any) -> QuerySet[Any]:
    """What `in_period` finds, each part of it by its index."""
    dated, undated = rows.order_by().parts_of_period(year_period(year))
    return dated.values_list(*columns).union(undated.values_list(*columns), all=True)


def _number_of(rows: QuerySet[Any]) -> Source:
    return Source(rows.values_list("pk"), ("id",))


_OF_MOST_UNITS = Largest(
    "led", "lead", MOST_UNITS, "assessment", tuple(DATED), (("lead", "field", "assessment"),)
)
_OF_YEAR: dict[str, Any] = {
    "id": "pk",
    "task": "task",
    "month": ExtractMonth("due_on"),
    "agreement": "plan__agreement",
    "field": "field",
    "assessment": "assessment",
    "unreported": "unreported",
}


def _leads() -> QuerySet[Any]:
    """With the unit that answers today; a period is counted once for each."""
    return Assignment.objects.filter(role=Assignment.Role.LEAD, unit__current_heir__isnull=False)
