"""The figures of the overview: one function per figure, each a small dataclass with the link to the list
it counts.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse

from tasks.filters import NO_FIELD
from tasks.models import Assignment
from tasks.states import DATED, DONE, Assessment

_SPLIT = "\t"


@dataclass(frozen=True)
class Number:
    """A count and the list that has that many rows."""

    key: str
    label: Any
    count: int
    url: str


@dataclass(frozen=True)
class Group:
    """One agreement, field or lead unit with its counts by assessment."""

    label: str
    total: Number
    numbers: tuple[Number, ...]

    @property
    def done(self) -> int:
        return sum(number.count for number in self.numbers if number.key in DONE)


@dataclass(frozen=True)
class Summary:
    """The counts of everything chosen."""

    total: Number
    numbers: tuple[Number, ...]

    def count(self, *keys: str) -> int:
        return sum(number.count for number in self.numbers if number.key in keys)

    @property
    def due(self) -> int:
        """The denominator of every rate: what has a due date in the period (domain.md §3)."""
        return self.count(*DATED)

    @property
    def done(self) -> int:
        return self.count(*DONE)

    @property
    def done_percent(self) -> int | None:
        return round(100 * self.done / self.due) if self.due else None


@dataclass(frozen=True)
class OverdueRow:
    """One overdue occurrence: worst first."""

    occurrence: int
    task: int
    content: str
    lead_text: str
    plan: str
    due_on: dt.date
    days: int
    postponements: int


def list_url(**params: Any) -> str:
    chosen = {name: value for name, value in params.items() if value not in (None, "")}
    return f"{reverse('task-list')}?{urlencode(chosen)}"


def summary(rows: QuerySet[Any], chosen: dict[str, Any]) -> Summary:
    counts = dict(rows.order_by().values_list("assessment").annotate(count=Count("pk")))
    return Summary(_total(counts, "total", chosen), _numbers(counts, chosen))


def overdue_ever(rows: QuerySet[Any]) -> Number:
    """Overdue in whatever year: an old promise is not forgotten because the year has changed."""
    count = rows.filter(assessment=Assessment.OVERDUE).count()
    overdue = Assessment.OVERDUE
    return Number(overdue.value, overdue.label, count, list_url(assessment=overdue.value))


def by_agreement(rows: QuerySet[Any], chosen: dict[str, Any]) -> list[Group]:
    return _groups(rows, "agreement", "task__plan__agreement", F("task__plan__agreement__title"), chosen)


def by_field(rows: QuerySet[Any], chosen: dict[str, Any]) -> list[Group]:
    return _groups(rows, "field", "task__field__code", F("task__field__name"), chosen, nothing=NO_FIELD)


def by_lead(rows: QuerySet[Any], chosen: dict[str, Any]) -> list[Group]:
    """By the unit that answers today; a task with two lead units counts for both."""
    led = rows.filter(task__assignments__role=Assignment.Role.LEAD, task__assignments__unit__isnull=False)
    heir = "task__assignments__unit__current_heir"
    named = Concat(F(f"{heir}__name"), Value(_SPLIT), Coalesce(F(f"{heir}__province__name"), Value("")))
    return _told_apart(_groups(led, "lead", heir, named, chosen))


def _told_apart(groups: list[Group]) -> list[Group]:
    """Units of one name in two provinces get their province's name; the others keep their own alone."""
    names = [group.label.partition(_SPLIT) for group in groups]
    often = Counter(name for name, _split, _province in names)
    labels = [f"{name} ({province})" if often[name] > 1 else name for name, _split, province in names]
    return [replace(group, label=label) for group, label in zip(groups, labels, strict=True)]


def overdue_rows(rows: QuerySet[Any], on: dt.date, limit: int = 20) -> list[OverdueRow]:
    worst = (
        rows.filter(assessment=Assessment.OVERDUE)
        .annotate(postponements=Count("extensions", filter=Q(extensions__decision="granted")))
        .order_by("due_on", "pk")
        .values_list(
            "pk", "task", "task__content", "task__lead_text", "task__plan__number", "due_on", "postponements"
        )[:limit]
    )
    return [
        OverdueRow(pk, task, content, lead, plan, due_on, (on - due_on).days, postponements)
        for pk, task, content, lead, plan, due_on, postponements in worst
    ]


def _groups(
    rows: QuerySet[Any], param: str, key: str, name: Any, chosen: dict[str, Any], nothing: str = ""
) -> list[Group]:
    """Groups by (key, name), the largest first; rows without a key only where the list can show them
    (`nothing`). Where one group was chosen, only that one: a unit that shares its tasks has more than these.
    """
    counted = (
        rows.order_by()
        .values(group=F(key), label=name, state=F("assessment"))
        .annotate(count=Count("pk", distinct=True))
    )
    tables: dict[tuple[Any, str], dict[str, int]] = {}
    for row in counted:
        tables.setdefault((row["group"], row["label"] or ""), {})[row["state"]] = row["count"]
    groups = [
        _group(label, counts, chosen | {param: key or nothing})
        for (key, label), counts in tables.items()
        if (key or nothing) and str(key or nothing) == chosen.get(param, str(key or nothing))
    ]
    return sorted(groups, key=lambda group: (-group.total.count, group.label))


def _group(label: str, counts: dict[str, int], chosen: dict[str, Any]) -> Group:
    return Group(label, _total(counts, label, chosen), _numbers(counts, chosen))


def _total(counts: dict[str, int], label: str, chosen: dict[str, Any]) -> Number:
    return Number("total", label, sum(counts.values()), list_url(**chosen))


def _numbers(counts: dict[str, int], chosen: dict[str, Any]) -> tuple[Number, ...]:
    return tuple(
        Number(
            state.value, state.label, counts.get(state, 0), list_url(**chosen | {"assessment": state.value})
        )
        for state in Assessment
    )
