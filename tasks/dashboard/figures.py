"""The figures of the page, made of what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tasks.awaited import Awaited
from tasks.dashboard.numbers import Counted, Filters, Number, list_url
from tasks.dashboard.reading import DECIDED_ON, MOST_UNITS, Reading
from tasks.dashboard.scope import MOST_OPTIONS, Paper
from tasks.filters import NO_FIELD
from tasks.states import Assessment

MANY_OVERDUE_PERCENT = 20  # Nghị định 335/2025: more than this and the work is not done well


def everything(reading: Reading) -> Counted:
    counts: dict[str, int] = {}
    for of_month in reading.by("month").values():
        for state, count in of_month.items():
            counts[state] = counts.get(state, 0) + count
    return Counted("", counts, reading.kept)


def overdue_ever(reading: Reading) -> Number:
    """Overdue in whatever year: an old promise is not forgotten because the year has changed."""
    overdue, count = Assessment.OVERDUE, reading.overdue_ever()
    return Number(
        overdue.value, overdue.label, count, list_url(**reading.ever | {"assessment": overdue.value})
    )


# Groups


def by_agreement(reading: Reading) -> list[Counted]:
    papers = reading.scope.papers
    titles = {pk: papers[pk].title if pk in papers else "" for pk in reading.by("agreement")}
    return _groups(reading.by("agreement"), "agreement", titles, reading.kept)


def by_field(reading: Reading) -> list[Counted]:
    """Rows without a field are a group as well: the list can show them."""
    codes = {reading.field_code(pk): counts for pk, counts in reading.by("field").items()}
    return _groups(codes, "field", field_names(reading), reading.kept)


def by_lead(reading: Reading) -> list[Counted]:
    """By the unit that answers today."""
    return _groups(reading.by_lead, "lead", reading.unit_names, reading.kept)


def field_names(reading: Reading) -> dict[str, str]:
    return {**dict(reading.scope.fields.values()), NO_FIELD: _now("no field yet")}


def _groups(
    tables: Mapping[str, Mapping[str, int]], param: str, names: Mapping[str, str], kept: Filters
) -> list[Counted]:
    """The largest first."""
    groups = [Counted(names[key], counts, {**kept, param: key}) for key, counts in tables.items()]
    return sorted(groups, key=lambda group: (-group.size, group.label))


def offer_choices(reading: Reading) -> None:
    """Selects of what was counted: the units that lead something, and agreements where there are too many."""
    reading.filters.offer("lead", reading.units[:MOST_OPTIONS])
    if len(reading.scope.papers) > MOST_OPTIONS:
        largest = by_agreement(reading)[:MOST_OPTIONS]
        reading.filters.offer("agreement", [(group.chosen["agreement"], group.label) for group in largest])


# Months and years


def by_month(reading: Reading) -> list[Counted]:
    """Twelve, by the month of the due date, so that they add up to the year."""
    found = reading.by("month")
    return [
        Counted(
            _now("M%(month)s") % {"month": month}, found.get(str(month), {}), {**reading.kept, "month": month}
        )
        for month in range(1, 13)
    ]


@dataclass(frozen=True)
class Compared:
    """One number in two years."""

    label: Any
    now: Number
    before: Number

    @property
    def change(self) -> int:
        return self.now.count - self.before.count

    @property
    def is_more(self) -> bool:
        return self.change > 0


def against_last_year(reading: Reading) -> tuple[Counted, Counted, list[Compared]]:
    """Both years as they stand on the same day."""
    now = everything(reading)
    before = Counted("", reading.last_year(), {**reading.kept, "year": str(reading.year - 1)})
    pairs = [
        (_("Due in the year"), now.all_due, before.all_due),
        (_("Completed"), now.all_done, before.all_done),
        *[
            (state.label, now.number(state), before.number(state))
            for state in (Assessment.DONE_ON_TIME, Assessment.OVERDUE)
        ],
    ]
    return now, before, [Compared(*pair) for pair in pairs]


# Units and fields


@dataclass(frozen=True)
class Cell:
    """What one unit leads in one field."""

    counted: Counted

    @cached_property
    def looks(self) -> tuple[str, str, Any]:
        """Tone, sign, words: each tells the same without the others."""
        due, done, overdue = self.counted.due, self.counted.done, self.counted.count(Assessment.OVERDUE)
        if overdue * 100 > due * MANY_OVERDUE_PERCENT:
            return "bad", "▲", _("much overdue")
        if overdue:
            return "late", "△", _("some overdue")
        return ("good", "✓", _("all done")) if done == due else ("ongoing", "•", _("in time"))


@dataclass(frozen=True)
class HeatTable:
    fields: tuple[str, ...]
    rows: tuple[tuple[Counted, tuple[Cell | None, ...]], ...]
    all_units: int
    many_overdue: int = MANY_OVERDUE_PERCENT


def heat_table(reading: Reading) -> HeatTable:
    """The units that lead most × the fields in which they have something due."""
    leads, names = by_lead(reading), field_names(reading)
    shown = {lead.chosen["lead"]: lead for lead in islice((lead for lead in leads if lead.due), MOST_UNITS)}
    dated = {
        (lead, code): Counted(names[code], counts, {**shown[lead].chosen, "field": code})
        for (lead, code), counts in reading.cells.items()
        if lead in shown
    }
    used = [code for code in names if any(dated[key].due for key in dated if key[1] == code)]
    return HeatTable(
        tuple(names[code] for code in used),
        tuple((shown[lead], tuple(_cell(dated.get((lead, code))) for code in used)) for lead in shown),
        sum(bool(lead.due) for lead in leads),
    )


def _cell(counted: Counted | None) -> Cell | None:
    return Cell(counted) if counted and counted.due else None


# What waits


def unreported(reading: Reading) -> Number:
    count = reading.unreported()
    return Number("unreported", "", count, list_url(**reading.kept | {"awaited": Awaited.UNREPORTED.value}))


def silent_units(reading: Reading) -> list[Number]:
    """The lead units of what was not reported, the most silent first."""
    names = reading.unit_names
    address = list_url(**_without_lead(reading.kept), awaited=Awaited.UNREPORTED.value)
    units = [
        Number(lead, names[lead], count, f"{address}&lead={lead}")
        for lead, count in reading.silent_by_lead().items()
    ]
    return sorted(units, key=lambda unit: (-unit.count, unit.label))


def _without_lead(kept: Filters) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name != "lead"}


def to_decide(reading: Reading) -> list[Number]:
    """In all years; nothing that waits for nobody. How imports stood is not kept, so a past day has none."""
    waiting = [
        Number(
            what.value,
            _DECISIONS[what],
            reading.awaited(what),
            list_url(**reading.ever | {"awaited": what.value}),
        )
        for what in DECIDED_ON
    ]
    staged = 0 if reading.scope.past else reading.tally.total("imports")
    imports = Number("imports", _("Imports to review"), staged, f"{reverse('todo')}#imports-head")
    return [number for number in [*waiting, imports] if number.count]


_DECISIONS = {
    Awaited.REPORT: _("Reports to confirm or send back"),
    Awaited.EXTENSION: _("Requests for more time to decide"),
    Awaited.ANSWER: _("Due periods of tasks that owe leadership an answer"),
}


def ending_soon(reading: Reading) -> list[tuple[Paper, int]]:
    """Agreements with the days that are left, the first to end first."""
    partner, agreement = reading.kept.get("partner"), reading.kept.get("agreement")
    on = reading.scope.on
    ending = [
        paper
        for key, paper in reading.scope.papers.items()
        if paper.ends_soon(on) and agreement in (None, key) and (partner is None or partner in paper.parties)
    ]
    return [
        (paper, paper.days_left(on)) for paper in sorted(ending, key=lambda one: (one.ends_on, one.title))
    ]
