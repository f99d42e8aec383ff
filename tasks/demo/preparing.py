"""Steps around signing with their small tasks, written as `agreements.actions.steps` writes them, on days of
the past.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from agreements.models import Agreement, Step, StepTask
from coop.shared.events import record
from tasks.demo.calendar import OPENING, Calendar, working_day
from tasks.demo.files import papers
from tasks.demo.papers import Desk
from tasks.demo.people import Person

PLANNED_BEFORE = dt.timedelta(days=30)


def write_steps(
    agreements: dict[str, Agreement], people: dict[str, Person], desk: Desk, calendar: Calendar
) -> None:
    """Lan keeps those of her side; a small task is done by somebody of its unit."""
    for paper in papers():
        for row in paper.get("steps", []):
            _step(agreements[paper["id"]], row, people, desk, calendar)


def _step(
    agreement: Agreement, row: dict[str, Any], people: dict[str, Person], desk: Desk, calendar: Calendar
) -> None:
    lan, planned_on = people["lan"], calendar.day(row["planned_on"])
    seat = lan.unit_for(set(), calendar.today)
    entered = min(planned_on, calendar.today) - PLANNED_BEFORE
    step = Step(agreement=agreement, province=seat.province, kind=row["kind"], note=row["note"])
    step.planned_on, step.done_on = planned_on, _day(row["done_on"], calendar)
    _save(step, lan, entered)
    told = {"planned_on": planned_on, "note": step.note}
    record(by=lan.user, verb="add_step", target=step, after=told, at=_at(entered))
    for small in row["tasks"]:
        _small_task(step, small, people, desk, calendar, entered)
    if step.done_on:
        done = {"done_on": step.done_on}
        record(by=lan.user, verb="finish_step", target=step, after=done, at=_at(step.done_on))


def _small_task(
    step: Step,
    row: dict[str, str],
    people: dict[str, Person],
    desk: Desk,
    calendar: Calendar,
    entered: dt.date,
) -> None:
    done_on = _day(row["done_on"], calendar)
    task = StepTask(step=step, content=row["content"], unit=desk.units[row["unit"]], done_on=done_on)
    task.due_on = calendar.day(row["due_on"])
    task.done_by = people[row["by"]].user if done_on else None
    _save(task, people["lan"], entered)
    told = {"text": task.content, "unit": task.unit.name, "due_on": task.due_on}
    record(by=people["lan"].user, verb="add_step_task", target=step, after=told, at=_at(entered))
    if done_on:
        done = {"text": task.content, "done_on": done_on}
        record(by=task.done_by, verb="finish_step_task", target=step, after=done, at=_at(done_on))


def _day(text: str, calendar: Calendar) -> dt.date | None:
    return working_day(calendar.day(text)) if text else None


def _at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, OPENING))


def _save(row: Any, person: Person, day: dt.date) -> None:
    row._history_user, row._history_date = person.user, _at(day)
    row.save()
