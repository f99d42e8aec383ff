"""What an annual report counts and quotes, read from the database once and then only looked at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from agreements.models import Agreement, Plan, Province, ResultFigure, Unit
from coop.shared.dates import Period, year_period
from tasks.models import Assignment, Occurrence, ProgressUpdate
from tasks.models.task import Task
from tasks.states import DATED, DONE, Assessment


@dataclass(frozen=True)
class Scope:
    """One side's report on one agreement for a period, with the state of affairs on the cut-off day."""

    agreement: Agreement
    province: Province
    period: Period
    cut_off_on: dt.date


@dataclass(frozen=True)
class Entry:
    """An occurrence of the period with its assessment and the latest report of a lead unit on it."""

    task: Task
    due_on: dt.date | None
    assessment: Assessment
    reported: bool
    result: str
    obstacles: str
    proposal: str

    @property
    def leads(self) -> str:
        """Lead units under the names of the paper's day, with 'nay là …'; else the cell as printed."""
        units = [unit.name_today for unit in self.task.lead_units]
        return ", ".join(units) or " ".join(self.task.lead_text.split())


@dataclass(frozen=True)
class Tally:
    """Counts by assessment. Continuous and undated never enter a rate (domain.md §3)."""

    counts: Counter[Assessment]
    reported_continuous: int

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Tally:
        listed = list(entries)
        continuous = [entry for entry in listed if entry.assessment == Assessment.CONTINUOUS]
        return cls(Counter(entry.assessment for entry in listed), sum(entry.reported for entry in continuous))

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def due(self) -> int:
        return sum(self.counts[state] for state in DATED)

    @property
    def done(self) -> int:
        return sum(self.counts[state] for state in DONE)


@dataclass(frozen=True)
class FieldFacts:
    """A heading of the paper with its entries, in print order."""

    heading: str
    entries: tuple[Entry, ...]

    @property
    def tally(self) -> Tally:
        return Tally.of(self.entries)


@dataclass(frozen=True)
class Facts:
    scope: Scope
    plans: tuple[Plan, ...]
    entries: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    figures: tuple[ResultFigure, ...]
    focal_unit: Unit | None

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(self.entries)

    @cached_property
    def fields(self) -> tuple[FieldFacts, ...]:
        """By the heading as printed; headings keep the order in which the papers bring them."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault(field_name(entry.task), []).append(entry)
        return tuple(FieldFacts(heading, tuple(entries)) for heading, entries in groups.items())

    def with_assessment(self, *states: Assessment) -> list[Entry]:
        return [entry for entry in self.entries if entry.assessment in states]


def gather(scope: Scope) -> Facts:
    """Eight queries, nine where figures are told, however many tasks there are."""
    plans = tuple(plans_of(scope.agreement, scope.province))
    following = year_period(scope.period.end.year + 1)
    return Facts(
        scope,
        plans,
        tuple(_entries(plans, scope.period, scope.cut_off_on)),
        tuple(_entries(plans, following, scope.cut_off_on)),
        tuple(
            scope.agreement.figures.filter(year__in=list(scope.period.years), whole=None)
            .select_related("field", "province")
            .prefetch_related("parts")
        ),
        plans[-1].focal_unit if plans else None,
    )


def plans_of(agreement: Agreement, province: Province) -> list[Plan]:
    """The plans that this side, or a province that it succeeded, issued under the agreement; oldest first."""
    return list(
        agreement.plans.filter(province__current_heir=province.current_heir_id)
        .select_related("issuer__current_heir", "focal_unit__current_heir", "province")
        .order_by("issued_on", "pk")
    )


def field_name(task: Task) -> str:
    """The heading of the paper, else the common field, else that there is none."""
    return task.heading or (task.field.name if task.field else "Nội dung khác")


def _entries(plans: tuple[Plan, ...], period: Period, on: dt.date) -> list[Entry]:
    rows = (
        Occurrence.objects.assessed(on)
        .filter(task__plan__in=plans)
        .in_period(period)
        .select_related("task__plan", "task__field")
        .prefetch_related(
            Prefetch(
                "task__assignments",
                Assignment.objects.select_related("unit__current_heir").order_by("role", "sort"),
            ),
            Prefetch("updates", ProgressUpdate.objects.filter(reported_at__date__lte=on).order_by("-pk")),
        )
        .order_by("task__plan__issued_on", "task__plan", "task__position", "due_on", "starts_on")
    )
    return [_entry(row) for row in rows]


def _entry(row: Occurrence) -> Entry:
    reports = [update for update in row.updates.all() if not update.is_contribution]
    last = reports[0] if reports else None
    return Entry(
        task=row.task,
        due_on=row.due_on,
        assessment=Assessment(row.assessment),  # type: ignore[attr-defined]
        reported=bool(reports),
        result=last.result if last else "",
        obstacles=last.obstacles if last else "",
        proposal=last.proposal if last else "",
    )
