"""What an annual report counts and quotes, read from the database once and then only looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from agreements.chain import Station, genealogies
from agreements.models import Agreement, Field, Party, Plan, Province, ResultFigure, Unit
from agreements.models.agreement import AgreementQuerySet
from agreements.models.plan import PlanQuerySet
from coop.shared.dates import Period, year_period
from tasks.models import Assignment, Extension, Occurrence, ProgressUpdate, Verification
from tasks.models.occurrence import in_period
from tasks.models.task import Task
from tasks.reports.entries import Entry, FieldFacts, Tally, inside
from tasks.states import Assessment


@dataclass(frozen=True)
class Scope:
    """One side's report for a period, with the state of affairs on the cut-off day; on one agreement, with
    one partner, on one field, on what one unit leads, or on everything.
    """

    agreement: Agreement | None
    province: Province
    period: Period
    cut_off_on: dt.date
    partner: Province | None = None
    field: Field | None = None
    unit: Unit | None = None
    plan: Plan | None = None


@dataclass(frozen=True)
class CountedFigure:
    """A count that reports quote, with its parts; `adds_up` is false when the parts make another sum."""

    whole: ResultFigure
    parts: tuple[ResultFigure, ...]

    @property
    def adds_up(self) -> bool:
        return not self.parts or sum(part.value for part in self.parts) == self.whole.value


@dataclass(frozen=True)
class Facts:
    """All that a report tells, read once. `coming`: what is due in the year after; `postponed`: what was due
    in it and got more time until after it; `earlier`: what was due before it and is still overdue.
    """

    scope: Scope
    plans: tuple[Plan, ...]
    entries: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    figures: tuple[CountedFigure, ...]
    postponed: tuple[Entry, ...] = ()
    earlier: tuple[Entry, ...] = ()

    @cached_property
    def told(self) -> tuple[Entry, ...]:
        """What was promised for the period, in print order: what counts in it, and what was postponed out of
        it, which no rate counts (domain.md §3: due is what has its day in the period).
        """
        if not self.postponed:
            return self.entries
        return tuple(sorted((*self.entries, *self.postponed), key=_print_order))

    @cached_property
    def lines(self) -> tuple[tuple[Station, ...], ...]:
        """The papers with which the agreements that are reported on hang together, each family once; asked
        for when a paper is written: two queries more.
        """
        found = genealogies(self.agreements, _signed_by_day(self.scope, self.agreements))
        return tuple(map(tuple, found))

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

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """Those reported on: the one of the scope, else those of the plans; the oldest plan's first."""
        if self.scope.agreement is not None:
            return (self.scope.agreement,)
        return tuple(dict.fromkeys(plan.agreement for plan in self.plans))

    @property
    def focal_unit(self) -> Unit | None:
        return self.plans[-1].focal_unit if self.plans else None

    @property
    def directives(self) -> int:
        """What leadership said on tasks of these plans in the period, until the cut-off day."""
        return sum(plan.directives for plan in self.plans)  # type: ignore[attr-defined]

    @cached_property
    def names(self) -> dict[str, str]:
        """'Sở A (nay là Sở B)' → 'Sở A' for every unit whose name has changed."""
        units = [
            unit for entry in (*self.told, *self.coming, *self.earlier) for unit in entry.task.lead_units
        ]
        units += [unit for plan in self.plans for unit in (plan.focal_unit, plan.issuer)]
        units += [figure.whole.unit for figure in self.figures if figure.whole.unit]
        side = self.scope.province
        told = {unit.name_today_for(side): unit.name_for(side) for unit in units}
        changed = {full: name for full, name in told.items() if full != name}
        return changed | {inside(full): name for full, name in changed.items()}

    def with_assessment(self, *states: Assessment) -> list[Entry]:
        return [entry for entry in self.entries if entry.assessment in states]


def gather(scope: Scope) -> Facts:
    """Six queries, however many tasks there are."""
    plans = tuple(plans_of(scope))
    following = year_period(scope.period.end.year + 1)
    rows = list(_rows(plans, scope, following))
    return Facts(
        scope,
        plans,
        tuple(_entry(row, scope) for row in rows if _is_in(row, scope.period)),
        tuple(_entry(row, scope) for row in rows if _is_in(row, following)),
        tuple(_figures(plans, scope)),
        tuple(_entry(row, scope) for row in rows if _promised_on(row, scope.period)),
        tuple(_entry(row, scope) for row in rows if row.due_on and row.due_on < scope.period.start),
    )


def _print_order(entry: Entry) -> tuple[Any, ...]:
    """As `_rows` brings them."""
    day = entry.promised_on or entry.due_on or entry.occurrence.starts_on or dt.date.max
    plan = entry.task.plan
    return (plan.issued_on, plan.pk, entry.task.position, entry.task.pk, day)


def _promised_on(row: Occurrence, period: Period) -> dt.date | None:
    """The first day in the period from which an extension moved it to one after the period. Whenever that was
    granted: it has left what is due in the period, and would be told nowhere.
    """
    if row.due_on is None or row.due_on <= period.end:
        return None
    granted = (one for one in row.extensions.all() if one.decision == Extension.Decision.GRANTED)
    return next((one.old_due_on for one in granted if one.old_due_on in period), None)


def _moved_out_of(period: Period) -> Q:
    moved = Extension.objects.filter(
        decision=Extension.Decision.GRANTED, old_due_on__range=(period.start, period.end)
    )
    return Q(due_on__gt=period.end, pk__in=moved.values("occurrence"))


def _signed_by_day(scope: Scope, reported_on: Iterable[Agreement]) -> AgreementQuerySet:
    """What this side had signed by the day, and in any case what is reported on."""
    own = Agreement.objects.between([scope.province.current_heir_id or scope.province.pk])
    return own.filter(Q(signed_on__lte=scope.cut_off_on) | Q(pk__in=[paper.pk for paper in reported_on]))


def named_with(unit: str) -> tuple[str, str]:
    """What `Unit.name_today_for` asks of a unit, for `select_related`."""
    return f"{unit}__province", f"{unit}__current_heir__province"


def plans_of(scope: Scope) -> PlanQuerySet:
    """The plans that this side, or a province that it succeeded, had issued by the day; oldest first."""
    issued = Plan.objects.filter(issued_on__lte=scope.cut_off_on)
    plans = issued.filter(province__current_heir=scope.province.current_heir_id)
    if scope.agreement is not None:
        plans = plans.filter(agreement=scope.agreement)
    if scope.partner is not None:
        signed = Party.objects.filter(province__current_heir=scope.partner.current_heir_id)
        plans = plans.filter(agreement__in=signed.values("agreement"))
    if scope.plan is not None:
        plans = plans.filter(pk=scope.plan.pk)
    if scope.agreement is None:
        plans = plans.filter(starts_on__lte=scope.period.end, ends_on__gte=scope.period.start)
    said = Q(
        tasks__directives__given_at__date__range=(
            scope.period.start,
            max(scope.period.start, min(scope.period.end, scope.cut_off_on)),
        )
    )
    return (
        plans.annotate(directives=Count("tasks__directives", filter=said))
        .select_related("agreement", "province", *named_with("issuer"), *named_with("focal_unit"))
        .order_by("issued_on", "pk")
    )


def field_name(task: Task) -> str:
    """The heading of the paper, else the common field, else that there is none."""
    return task.heading or (task.field.name if task.field else "Nội dung khác")


def _rows(plans: tuple[Plan, ...], scope: Scope, following: Period) -> Iterable[Occurrence]:
    """The occurrences of the period, those of the year after it, those that were postponed out of the period
    and those of earlier years that are overdue, with what was reported by the day.
    """
    on = scope.cut_off_on
    both = Period(scope.period.start, max(scope.period.end, following.end))
    overdue_before = Q(due_on__lt=scope.period.start, assessment=Assessment.OVERDUE)
    wanted = in_period(both) | _moved_out_of(scope.period) | overdue_before
    rows = Occurrence.objects.assessed(on).filter(wanted, plan__in=plans)
    if scope.field is not None:
        rows = rows.filter(field=scope.field)
    if scope.unit is not None:
        rows = rows.led_by([scope.unit.current_heir_id or scope.unit.pk])
    units = Assignment.objects.select_related(*named_with("unit")).order_by("role", "sort")
    told = ProgressUpdate.objects.select_related("verification", *named_with("on_behalf_of"))
    asked = Extension.objects.select_related(*named_with("on_behalf_of"))
    return (
        rows.select_related("task__plan", "task__field")
        .prefetch_related(
            Prefetch("task__assignments", units),
            Prefetch("updates", told.filter(reported_at__date__lte=on).order_by("-pk")),
            Prefetch("extensions", asked.order_by("pk")),
        )
        .order_by("plan__issued_on", "plan", "task__position", "due_on", "starts_on")
    )


def _is_in(row: Occurrence, period: Period) -> bool:
    """As `OccurrenceQuerySet.in_period` asks it."""
    day = row.due_on or row.starts_on
    if day is not None:
        return day in period
    return row.task.plan.period.overlap(period) is not None


def _entry(row: Occurrence, scope: Scope) -> Entry:
    reports = [update for update in row.updates.all() if not update.is_contribution]
    hindered = next((report for report in reports if report.obstacles.strip()), None)
    proposed = next((report for report in reports if report.proposal.strip()), None)
    return Entry(
        task=row.task,
        occurrence=row,
        assessment=Assessment(row.assessment),  # type: ignore[attr-defined]
        reported=bool(reports),
        result=next((one.result for one in reports if not _was_sent_back(one, scope.cut_off_on)), ""),
        obstacles=hindered.obstacles if hindered else "",
        proposal=proposed.proposal if proposed else "",
        side=scope.province,
        obstacles_by=hindered.on_behalf_of if hindered else None,
        proposal_by=proposed.on_behalf_of if proposed else None,
        extensions=tuple(one for one in row.extensions.all() if _was_asked(one, scope.cut_off_on)),
        promised_on=_promised_on(row, scope.period),
    )


def _was_sent_back(report: ProgressUpdate, on: dt.date) -> bool:
    """By the day: a result that the focal unit refused is none; what hindered the unit it has said all the
    same.
    """
    verification = getattr(report, "verification", None)
    if verification is None or verification.decision != Verification.Decision.RETURN:
        return False
    return timezone.localdate(verification.decided_at) <= on


def _was_asked(extension: Extension, on: dt.date) -> bool:
    return timezone.localdate(extension.asked_at) <= on


def _figures(plans: tuple[Plan, ...], scope: Scope) -> Iterable[CountedFigure]:
    """The counts of the years that the period touches; a part of a count is told with its whole."""
    agreements = {plan.agreement_id for plan in plans} | {scope.agreement.pk if scope.agreement else 0}
    found = ResultFigure.objects.filter(agreement__in=agreements, year__in=list(scope.period.years))
    if scope.field is not None:
        found = found.filter(Q(field=scope.field) | Q(whole__field=scope.field))
    told = found.select_related("agreement", "field", "province", *named_with("unit"))
    rows = list(told.order_by("year", "sort", "pk"))
    parts: dict[int, list[ResultFigure]] = {}
    for row in rows:
        if row.whole_id is not None:
            parts.setdefault(row.whole_id, []).append(row)
    return (CountedFigure(row, tuple(parts.get(row.pk, ()))) for row in rows if row.whole_id is None)
