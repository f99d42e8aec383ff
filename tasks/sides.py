"""Bên ta / bên bạn: the sides of an agreement beside each other, as far as the person sees, and where they
differ. For the table before the joint conference.

A side answers for what its units lead, whoever issued the plan. What units of several sides lead counts for
each of them; what no unit of a side leads (a group, a name that is not in the data) for the side that issued
the plan.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from agreements.models import Agreement, Party, ResultFigure
from coop.shared.text import sort_key
from tasks.dashboard import Counted
from tasks.models import Assignment
from tasks.permissions.seeing import visible_occurrences


class OfField(NamedTuple):
    """A field of cooperation by name and code; both are empty for what has none."""

    name: str
    code: str


Key = tuple[int | None, OfField]  # who answers for the side today
Counts = dict[Key, Counter[str]]


@dataclass(frozen=True)
class Side(Counted):
    """Who answers today for one or more parties, with the due periods for which it answers."""

    heir: int | None
    parties: tuple[Party, ...]
    is_ours: bool

    @property
    def name(self) -> str:
        """Of today, whatever its parties were called."""
        return self.parties[0].province.answering.full_name


@dataclass(frozen=True)
class FigureRow:
    """One figure as each side counted it, in the order of the sides; None where a side has not. `unit` only
    where a side has counted it twice.
    """

    label: str
    measure: str
    year: int
    scope: Any
    field: str
    unit: str
    values: tuple[Decimal | None, ...]

    @property
    def differs(self) -> bool:
        return len({value for value in self.values if value is not None}) > 1

    @property
    def is_alone(self) -> bool:
        """Only one side has counted it."""
        return sum(value is not None for value in self.values) == 1


@dataclass(frozen=True)
class FieldRow:
    """What each side has in a field."""

    name: str
    shares: tuple[Counted, ...]

    @property
    def differs(self) -> bool:
        """Of the sides that have something due there, one has finished it and another has not."""
        return len({share.done == share.due for share in self.shares if share.due}) > 1


def sides_of(parties: Iterable[Party], counts: Counts, own: Sequence[int]) -> list[Side]:
    """Our side first; parties that became one province are one side."""
    together: dict[int | None, list[Party]] = defaultdict(list)
    for party in parties:
        together[party.province.current_heir_id].append(party)
    sides = [_side(heir, tuple(some), heir in own, counts) for heir, some in together.items()]
    return sorted(sides, key=lambda side: not side.is_ours)


def _side(heir: int | None, parties: tuple[Party, ...], is_ours: bool, counts: Counts) -> Side:
    """Any party of a side stands for it in the address of a list."""
    total = sum((some for (one, _field), some in counts.items() if one == heir), Counter())
    return Side("", total, {"side": parties[0].pk}, heir, parties, is_ours)


def field_rows(sides: Sequence[Side], counts: Counts) -> list[FieldRow]:
    """By name; what has no field is in the sums of the sides only."""
    fields = sorted({field for _heir, field in counts if field.name}, key=lambda field: sort_key(field.name))
    return [FieldRow(field.name, tuple(_share(side, field, counts) for side in sides)) for field in fields]


def _share(side: Side, field: OfField, counts: Counts) -> Counted:
    of_field = counts.get((side.heir, field), Counter())
    return Counted(field.name, of_field, {**side.chosen, "field": field.code})


def figure_rows(sides: Sequence[Side], figures: Iterable[ResultFigure]) -> list[FigureRow]:
    """What at least one side counted by itself, the latest year first. Where units of one side counted the
    same, each unit has its row.
    """
    found: dict[tuple[Any, ...], list[ResultFigure]] = defaultdict(list)
    for figure in figures:
        if figure.province and figure.whole_id is None:
            field = figure.field.name if figure.field else ""
            key = (-figure.year, figure.label, figure.measure, figure.get_scope_display(), field)
            found[key].append(figure)
    return [
        FigureRow(label, measure, -year, scope, field, unit, tuple(values.get(side.heir) for side in sides))
        for (year, label, measure, scope, field), same in sorted(found.items(), key=lambda item: item[0][:2])
        for unit, values in _by_unit(same)
    ]


def _by_unit(same: Sequence[ResultFigure]) -> list[tuple[str, dict[int | None, Decimal]]]:
    """The values by who answers for the side; one row where every side has one."""
    heirs = [figure.province.current_heir_id for figure in same if figure.province]
    is_told_apart = len(set(heirs)) < len(heirs)
    rows: dict[tuple[str, int], dict[int | None, Decimal]] = defaultdict(dict)
    for figure, heir in zip(same, heirs, strict=True):
        unit = figure.unit.name if figure.unit and is_told_apart else ""
        again = next(number for number in itertools.count() if heir not in rows[unit, number])
        rows[unit, again][heir] = figure.value
    return [(unit, values) for (unit, _again), values in rows.items()]


@dataclass(frozen=True)
class CountedSides:
    """Due periods of each side in each field, and all of them once. `OccurrenceQuerySet.of_side` is the list
    that each of these numbers counts.
    """

    of_sides: Counts
    together: Counter[str]


def counts_by_side(user: Any, agreement: Agreement, parties: Iterable[Party], on: dt.date) -> CountedSides:
    """Of what the person sees: all of the own plans, and of the other side's what names a unit of ours. One
    query.
    """
    heirs = sorted({party.province.current_heir_id for party in parties if party.province.current_heir_id})
    led = {f"led_by_{heir}": _is_led_from(heir) for heir in heirs}
    rows = visible_occurrences(user).filter(plan__agreement=agreement).assessed(on).marked(**led).order_by()
    keys = ("plan__province__current_heir", "field__name", "field__code", "assessment", *led)
    counted = CountedSides(defaultdict(Counter), Counter())
    for issuer, name, code, assessment, *marks, count in rows.values_list(*keys).annotate(count=Count("pk")):
        leading = [heir for heir, mark in zip(heirs, marks, strict=True) if mark]
        for heir in leading or [issuer]:
            counted.of_sides[heir, OfField(name or "", code or "")][assessment] += count
        counted.together[assessment] += count
    return counted


def _is_led_from(heir: int) -> Q:
    """A unit leads whose province is this one today."""
    leads = Assignment.objects.filter(task=OuterRef("task"), role=Assignment.Role.LEAD)
    return Q(Exists(leads.filter(unit__province__current_heir=heir)))
