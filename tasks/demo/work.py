"""The tasks of the demo with their units; what is due comes from the real parser and schedule."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from agreements.models import Plan, Unit
from tasks.deadlines import Deadline, parse
from tasks.demo.calendar import OPENING, Calendar
from tasks.demo.files import listed, rows
from tasks.demo.papers import Desk, Issued
from tasks.models import Assignment, Occurrence, Task
from tasks.schedule import due_periods

GROUP = "~"  # marks words that name a group instead of a unit

Occurrences = dict[str, list[Occurrence]]


def write_tasks(plans: dict[str, Issued], desk: Desk, calendar: Calendar) -> Occurrences:
    """Every task with its assignments and occurrences; the occurrences in order, by the id of the task."""
    occurrences: Occurrences = {}
    for name, issued in plans.items():
        printed = [row for row in rows("tasks.csv") if row["plan"] == name]
        occurrences |= _appendix(issued, printed, desk, calendar)
    return occurrences


def _appendix(issued: Issued, printed: list[dict[str, str]], desk: Desk, calendar: Calendar) -> Occurrences:
    plan = issued.plan
    written_at = timezone.make_aware(dt.datetime.combine(plan.issued_on, OPENING))
    deadlines = [
        parse(calendar.words(row["timeframe"]), issued_on=plan.issued_on, period=plan.period)
        for row in printed
    ]
    tasks = [
        _task(issued, position, row, calendar.words(row["timeframe"]), deadline, desk)
        for position, (row, deadline) in enumerate(zip(printed, deadlines, strict=True), start=1)
    ]
    bulk_create_with_history(tasks, Task, default_date=written_at)
    assignments = [
        link for task, row in zip(tasks, printed, strict=True) for link in _assignments(task, row, desk)
    ]
    bulk_create_with_history(assignments, Assignment, default_date=written_at)
    occurrences = {
        row["id"]: [Occurrence(task=task, **vars(due)) for due in due_periods(deadline)]
        for task, row, deadline in zip(tasks, printed, deadlines, strict=True)
    }
    every = [occurrence for periods in occurrences.values() for occurrence in periods]
    bulk_create_with_history(every, Occurrence, default_date=written_at)
    return occurrences


def _task(
    issued: Issued, position: int, row: dict[str, str], timeframe: str, deadline: Deadline, desk: Desk
) -> Task:
    task = Task(
        plan=issued.plan,
        position=position,
        section=row["section"],
        heading=issued.headings[row["section"]],
        field=desk.fields[row["field"]],
        ordinal=row["ordinal"],
        content=row["content"],
        lead_text=_as_printed(row["leads"], issued.plan, desk),
        partner_text=_as_printed(row["partners"], issued.plan, desk),
        timeframe=timeframe,
        product=row["product"],
        deadline_kind=deadline.kind,
        deadline_certain=deadline.certain,
        deadline_reading=deadline.reading,
        is_key=bool(row["key"]),
    )
    task.fill_derived()
    return task


def _assignments(task: Task, row: dict[str, str], desk: Desk) -> list[Assignment]:
    return [
        Assignment(task=task, role=role, sort=sort, **_unit_or_group(part, desk))
        for role, cell in ((Assignment.Role.LEAD, row["leads"]), (Assignment.Role.PARTNER, row["partners"]))
        for sort, part in enumerate(listed(cell), start=1)
    ]


def _unit_or_group(part: str, desk: Desk) -> dict[str, object]:
    if part.startswith(GROUP):
        return {"words": part.removeprefix(GROUP), "is_group": True}
    return {"unit": desk.units[part]}


def _as_printed(cell: str, plan: Plan, desk: Desk) -> str:
    """The cell as the paper shows it; units of another province with its name."""
    return "; ".join(
        part.removeprefix(GROUP) if part.startswith(GROUP) else _unit_name(desk.units[part], plan)
        for part in listed(cell)
    )


def _unit_name(unit: Unit, plan: Plan) -> str:
    if unit.province is None or unit.province.pk == plan.province_id:
        return unit.name
    return f"{unit.name} {unit.province.full_name}"
