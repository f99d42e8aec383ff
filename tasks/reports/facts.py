"""What an annual report counts and quotes, read from the database once and then only looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from agreements.chain import Station, genealogies
from agreements.models import Agreement, Plan, ResultFigure, Unit
from agreements.models.agreement import AgreementQuerySet
from coop.shared.dates import Period, year_period
from coop.shared.text import name_key
from tasks.models.task import Task
from tasks.reports.entries import Entry, FieldFacts, Tally, inside
from tasks.reports.periods import entries_of, print_order
from tasks.reports.scope import Scope, named_with, plans_of
from tasks.states import Assessment


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
    in it and got more time until after it; `underway`: what else began by its end and is due after it;
    `earlier`: what was due before it and is still overdue.
    """

    scope: Scope
    plans: tuple[Plan, ...]
    entries: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    figures: tuple[CountedFigure, ...]
    postponed: tuple[Entry, ...] = ()
    earlier: tuple[Entry, ...] = ()
    underway: tuple[Entry, ...] = ()

    @cached_property
    def told(self) -> tuple[Entry, ...]:
        """In print order: what counts in the period, and what no rate counts, because it is due after it
        (domain.md §3: due is what has its day in the period).
        """
        apart = (*self.postponed, *self.underway)
        return tuple(sorted((*self.entries, *apart), key=print_order)) if apart else self.entries

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
        """By the heading as printed, however papers spell it; in the order in which they bring them."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault(_field_key(field_name(entry.task)), []).append(entry)
        return tuple(FieldFacts(_spelling(entries), tuple(entries)) for entries in groups.values())

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
    """Six queries, however many tasks there are; seven with a cut-off day that is past."""
    plans = tuple(plans_of(scope))
    period, following = scope.period, year_period(scope.period.end.year + 1)
    entries = entries_of(plans, scope)
    after = [entry for entry in entries if entry.due_on and entry.due_on > period.end]
    before = [entry for entry in entries if entry.due_on and entry.due_on < period.start]
    return Facts(
        scope,
        plans,
        entries=tuple(entry for entry in entries if _is_in(entry, period)),
        coming=tuple(entry for entry in entries if _is_in(entry, following)),
        figures=tuple(_figures(plans, scope)),
        postponed=tuple(entry for entry in after if entry.promised_on),
        earlier=tuple(entry for entry in before if entry.assessment == Assessment.OVERDUE),
        underway=tuple(entry for entry in after if entry.has_begun and not entry.promised_on),
    )


def _is_in(entry: Entry, period: Period) -> bool:
    """As `OccurrenceQuerySet.in_period` asks it."""
    day = entry.due_on or entry.occurrence.starts_on
    if day is not None:
        return day in period
    return entry.task.plan.period.overlap(period) is not None


def _signed_by_day(scope: Scope, reported_on: Iterable[Agreement]) -> AgreementQuerySet:
    """What this side had signed by the day, and in any case what is reported on."""
    own = Agreement.objects.between([scope.province.current_heir_id or scope.province.pk])
    return own.filter(Q(signed_on__lte=scope.cut_off_on) | Q(pk__in=[paper.pk for paper in reported_on]))


def field_name(task: Task) -> str:
    """The heading of the paper, else the common field, else that there is none."""
    return task.heading or (task.field.name if task.field else "Nội dung khác")


def _field_key(heading: str) -> str:
    """'LĨNH VỰC DU LỊCH' and 'Du lịch' are one."""
    return name_key(heading).removeprefix("linhvuc")


def _spelling(entries: Iterable[Entry]) -> str:
    """The first that is not all capitals, if there is one."""
    names = [field_name(entry.task) for entry in entries]
    return next((name for name in names if not name.isupper()), names[0])


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
