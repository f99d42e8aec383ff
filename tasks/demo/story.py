"""The lines of the story → acts, in order. Acts that would lie in the future are left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import prefetch_related_objects

from tasks.demo.acts import Act
from tasks.demo.calendar import Calendar, working_day
from tasks.demo.files import rows
from tasks.demo.people import Person
from tasks.demo.work import Occurrences
from tasks.models import Occurrence


def tell(people: dict[str, Person], occurrences: Occurrences, calendar: Calendar) -> None:
    """Play all acts. Raises RefusedError when a move is not possible from where the task stands."""
    every = [occurrence.task for periods in occurrences.values() for occurrence in periods]
    prefetch_related_objects(every, "assignments__unit")
    for act in _acts(people, occurrences, calendar):
        if act.day <= calendar.today:
            act.play()


def _acts(people: dict[str, Person], occurrences: Occurrences, calendar: Calendar) -> Iterator[Act]:
    for row in rows("story.csv"):
        for occurrence in _periods(occurrences[row["task"]], row["period"], calendar.today):
            yield from _told(row, occurrence, people, calendar)


def _periods(occurrences: list[Occurrence], which: str, today: dt.date) -> list[Occurrence]:
    """'2' the second, '1-3' the first to third, 'now' the one that runs today; empty: the task as a whole."""
    if which == "now":
        return [next(occurrence for occurrence in occurrences if _last_day(occurrence) >= today)]
    first, _dash, last = (which or "1").partition("-")
    return occurrences[int(first) - 1 : int(last or first)]


def _last_day(occurrence: Occurrence) -> dt.date:
    if occurrence.due_on:
        return occurrence.due_on
    return dt.date(occurrence.starts_on.year, 12, 31) if occurrence.starts_on else dt.date.max


def _told(
    row: dict[str, str], occurrence: Occurrence, people: dict[str, Person], calendar: Calendar
) -> Iterator[Act]:
    """The act of a line, then its confirmation if the line has one: 'huong+3' is by Hương, 3 days later."""
    day = working_day(calendar.day(row["at"], occurrence.due_on))
    if occurrence.due_on is None and occurrence.starts_on:
        day = max(day, occurrence.starts_on)
    due_on = calendar.day(row["due"], occurrence.due_on) if row["due"] else None
    yield Act(row["act"], people[row["by"]], day, occurrence, row, due_on)
    if row["accepted"]:
        name, _plus, days = row["accepted"].partition("+")
        later = working_day(day + dt.timedelta(days=int(days)))
        yield Act("accept", people[name], later, occurrence, row)
