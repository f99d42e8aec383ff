"""The appendix of a plan as its paper has it, row by row, with how each task stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from agreements.models import Plan
from tasks.given_away import given_to
from tasks.models import Assignment, Occurrence, Task
from tasks.past import TaskState
from tasks.states import Move, allows


@dataclass(frozen=True)
class Standing:
    """Due periods that follow each other and are assessed alike: 'thường xuyên' once for three years."""

    assessment: str
    periods: tuple[Occurrence, ...]


@dataclass(frozen=True)
class PrintedRow:
    """One task. `headings` are the rows of the paper that stand above it: section, then group."""

    state: TaskState
    headings: tuple[str, ...]
    reportable: tuple[Occurrence, ...]

    @property
    def standings(self) -> list[Standing]:
        by_assessment = groupby(self.state.occurrences, key=_assessment)
        return [Standing(assessment, tuple(alike)) for assessment, alike in by_assessment]


@dataclass(frozen=True)
class PrintedAppendix:
    """All rows, and which columns the paper has beyond the usual five."""

    rows: tuple[PrintedRow, ...]

    @property
    def has_product(self) -> bool:
        return any(row.state.task.product for row in self.rows)

    @property
    def has_note(self) -> bool:
        return any(row.state.task.note for row in self.rows)

    @property
    def width(self) -> int:
        """The number of columns: five as printed, the status, and what this paper has more."""
        return 6 + self.has_product + self.has_note


def printed(states: Sequence[TaskState], led: set[int]) -> PrintedAppendix:
    """`led`: tasks (ids) on whose open periods the person may report now."""
    rows, above = [], ("", "")
    for state in states:
        section, group = _section(state.task), state.task.group
        headings = _new_headings(section, group, above)
        reportable = tuple(_open_for_report(state.occurrences)) if state.task.pk in led else ()
        rows.append(PrintedRow(state, headings, reportable))
        above = section, group
    return PrintedAppendix(tuple(rows))


def as_it_stands(plan: Plan) -> list[TaskState]:
    """The same as `as_of` says of today, from the tables of today."""
    assessed = Occurrence.objects.assessed(timezone.localdate()).order_by("due_on", "starts_on")
    tasks = plan.tasks.in_print_order().prefetch_related(Prefetch("occurrences", assessed))
    given = given_to(Assignment.objects.filter(task__plan=plan), tasks, plan)
    return [
        TaskState(task, given.get(task.pk, ()), tuple(task.occurrences.all()), is_there=True)
        for task in tasks
    ]


def _section(task: Task) -> str:
    return " ".join(filter(None, [task.section and f"{task.section}.", task.heading]))


def _new_headings(section: str, group: str, above: tuple[str, str]) -> tuple[str, ...]:
    """A heading stands once, where it begins; a new section says its group anew."""
    begins = section != above[0]
    said = (section if begins else "", group if begins or group != above[1] else "")
    return tuple(filter(None, said))


def _open_for_report(occurrences: Iterable[Occurrence]) -> Iterable[Occurrence]:
    return (one for one in occurrences if allows(Move.REPORT_PROGRESS, one.status))


def _assessment(occurrence: Any) -> str:
    return occurrence.assessment
