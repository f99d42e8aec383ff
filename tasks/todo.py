"""'Việc của tôi': what waits for this person, typed, in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices, When
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agreements.models import Role, StepTask
from agreements.models.plan import PlanQuerySet
from agreements.permissions import own_step_tasks, person_of, seen_papers, visible_plans
from tasks.models import Assignment, Directive, Extension, ImportBatch, Occurrence, ProgressUpdate
from tasks.models.occurrence import OccurrenceQuerySet
from tasks.permissions.seeing import keepable_batches
from tasks.states import OPEN_STATUSES, Status


class Todo(TextChoices):
    """Why a thing is on the list; the order is the order on the page."""

    VERIFY = "verify", _("To confirm or send back")
    EXTENSION = "extension", _("Requests for more time to decide")
    RETURNED = "returned", _("Sent back: to be mended")
    OVERDUE = "overdue", _("Overdue")
    DUE_SOON = "due_soon", _("Due soon")
    UNREPORTED = "unreported", _("Not reported in this period")
    OPEN = "open", _("Other open tasks")


ANSWERS_SHOWN_DAYS = 15
_WISHED = {"wish": "pk", "wished_due_on": "new_due_on"}  # of the one wish for more time that is open


def to_verify(user: Any) -> QuerySet[Any]:
    """Reported periods (ids) on which the person decides. Nobody decides on what they wrote themselves."""
    reported = Occurrence.objects.filter(plan__in=_decided_plans(user), status=Status.REPORTED).order_by()
    by_others = reported.alias(last_reporter=of_last_report("reported_by")).filter(~Q(last_reporter=user.pk))
    return by_others.values_list("pk")


def to_extend(user: Any) -> QuerySet[Any]:
    """Open periods (ids) for which the person is asked for more time. The wishes are few: they come first."""
    return _asked(user).filter(occurrence__status__in=OPEN_STATUSES).order_by().values_list("occurrence")


def _leads(user: Any) -> QuerySet[Assignment]:
    """Where a unit leads for which the person reports."""
    units = person_of(user).units(Role.STAFF, Role.SECRETARIAT)
    return Assignment.objects.filter(role=Assignment.Role.LEAD, unit__current_heir__in=units)


def led_by_units_of(user: Any) -> OccurrenceQuerySet:
    """Open periods for which the person's units report; joined, so one with two of them comes twice."""
    units = person_of(user).units(Role.STAFF, Role.SECRETARIAT)
    led = Occurrence.objects.filter(
        task__assignments__role=Assignment.Role.LEAD,
        task__assignments__unit__current_heir__in=units,
        plan__agreement__in=seen_papers(user),
        status__in=OPEN_STATUSES,
    )
    return led.order_by()


def of_last_report(column: str) -> Subquery:
    """What a reason asks of the last report."""
    last = ProgressUpdate.objects.reports().filter(occurrence=OuterRef("pk")).order_by("-pk")
    return Subquery(last.values(column)[:1])


def _asked(user: Any) -> QuerySet[Extension]:
    """Wishes for more time that wait for this person."""
    wishes = Extension.objects.filter(decision="", occurrence__plan__in=_decided_plans(user))
    return wishes.exclude(asked_by=user)


def soon_until(today: dt.date) -> dt.date:
    """What is due on that day or before is due soon."""
    return today + dt.timedelta(days=settings.DUE_SOON_DAYS)


def _decided_plans(user: Any) -> PlanQuerySet:
    """Those whose reports the person confirms: as their focal unit or as their secretariat."""
    person = person_of(user)
    kept = person.lineage(Role.SECRETARIAT)
    if kept == person.lineage():
        return visible_plans(user)
    focal = Q(focal_unit__current_heir__in=person.units(Role.STAFF, Role.SECRETARIAT))
    return visible_plans(user).filter(focal | Q(province__in=kept))


@dataclass(frozen=True)
class Waiting:
    """A completion report before those who decide on it; `why_not` when the person cannot confirm it."""

    report: ProgressUpdate
    days: int | None
    why_not: str


@dataclass(frozen=True)
class Listed:
    """A due period on the list. `since`: the day on which completion was reported."""

    pk: int
    todo: Todo
    since: dt.date | None


@dataclass(frozen=True)
class Open:
    """An open due period as the reasons see it: whether the person decides about it, is asked for more time,
    reports on it.
    """

    pk: int
    status: str
    starts_on: dt.date | None
    due_on: dt.date | None
    reported_on: dt.date | None
    is_continuous: bool
    last_reporter: int | None
    last_decision: str | None
    decides: bool
    asked: bool
    reports: bool


def todo_list(user: Any) -> list[Listed]:
    """All that waits, in the order of the page: by reason, the earliest due first; of what is to be confirmed
    the longest waiting first. One query, and no more of each than its place.
    """
    today = timezone.localdate()
    found = ((row, _why(row, user, today)) for row in _open_rows(user))
    waits = [Listed(row.pk, why, row.reported_on) for row, why in found if why]
    places = {reason: place for place, reason in enumerate(Todo)}
    return sorted(waits, key=lambda one: (places[one.todo], one.todo == Todo.VERIFY and (one.since, one.pk)))


def _open_rows(user: Any) -> Iterator[Open]:
    """What may wait for the person, each found by what an index knows; the earliest due first."""
    ids = led_by_units_of(user).values_list("pk").union(to_verify(user), to_extend(user))
    person = {
        "decides": Case(When(plan__in=_decided_plans(user), then=True), default=False),
        "asked": Exists(_asked(user).filter(occurrence=OuterRef("pk"))),
        "reports": Case(When(task__in=_leads(user).values("task"), then=True), default=False),
    }
    last = {
        "last_reporter": of_last_report("reported_by"),
        "last_decision": of_last_report("verification__decision"),
    }
    rows = Occurrence.objects.filter(pk__in=ids).annotate(**person, **last)
    for row in rows.by_due_date().values_list(*(column.name for column in fields(Open))):
        yield Open(*row)


def _why(row: Open, user: Any, today: dt.date) -> Todo | None:
    """The first reason that holds; None for what asks nothing of the person."""
    if row.decides and row.status == Status.REPORTED and row.last_reporter != user.pk:
        return Todo.VERIFY
    if row.decides and row.asked:
        return Todo.EXTENSION
    return _why_report(row, today) if row.reports and row.status != Status.REPORTED else None


def _why_report(row: Open, today: dt.date) -> Todo | None:
    begins = row.starts_on or today
    if row.last_decision == "return":
        return Todo.RETURNED
    if row.is_continuous:
        return _why_report_continuous(row, begins, today)
    if row.due_on and row.due_on <= soon_until(today):
        return Todo.OVERDUE if row.due_on < today else Todo.DUE_SOON
    return None if begins > today else Todo.OPEN


def _why_report_continuous(row: Open, begins: dt.date, today: dt.date) -> Todo | None:
    """Asked for in the year of its period alone."""
    if row.status == Status.NOT_STARTED and row.starts_on and begins.year == today.year:
        return Todo.UNREPORTED
    return None if begins.year < today.year or begins > today else Todo.OPEN


def verify_queue(user: Any, rows: Iterable[Listed]) -> list[Waiting]:
    """The reports that wait in these, the longest waiting first."""
    waits = [row.pk for row in rows if row.todo == Todo.VERIFY]
    said = ProgressUpdate.objects.reports().filter(occurrence__in=waits).for_decision()
    last = {report.occurrence_id: report for report in said}  # of one period, the last is what waits
    reports = sorted(last.values(), key=lambda report: (report.occurrence.reported_on, report.pk))
    return [waiting(user, report, timezone.localdate()) for report in reports]


@dataclass(frozen=True)
class Section:
    """The due periods of one reason that stand on a page, and how many there are on all pages."""

    reason: Todo
    rows: list[Occurrence]
    count: int


def todo_sections(rows: Iterable[Listed], counts: Mapping[Todo, int]) -> list[Section]:
    """The others of these, with the wish for more time that is open, why the last one was refused, and what
    the focal unit said of the last report.
    """
    wanted = [row for row in rows if row.todo != Todo.VERIFY]
    asked = Extension.objects.filter(occurrence=OuterRef("pk")).order_by("-pk")
    told = {name: Subquery(asked.filter(decision="").values(column)) for name, column in _WISHED.items()}
    told["why_returned"] = of_last_report("verification__reason")
    told["why_refused"] = Subquery(asked.values(why=Case(When(decision="refused", then="decision_note")))[:1])
    periods = Occurrence.objects.select_related("task__plan__agreement").annotate(**told)
    found = periods.in_bulk([row.pk for row in wanted])
    return [
        Section(todo, [found[row.pk] for row in some if row.pk in found], counts[todo])
        for todo, some in groupby(wanted, key=lambda row: row.todo)
    ]


def waiting(user: Any, report: ProgressUpdate, on: dt.date) -> Waiting:
    """The report as it stands on that day (read with `for_decision`)."""
    return Waiting(report, report.occurrence.days_waiting(on), _why_not(user, report))


def _why_not(user: Any, report: ProgressUpdate) -> str:
    if report.reported_by_id == user.pk:
        return _now("Nobody confirms a report of their own.")
    if report.occurrence.status != Status.REPORTED or hasattr(report, "verification"):
        return _now("This report does not wait for confirmation any more.")
    return ""


def small_tasks(user: Any) -> dict[str, list[StepTask]]:
    """Of the person's units, around signing, the first due first: overdue or due soon, and due later."""
    until = soon_until(timezone.localdate())
    found: dict[str, list[StepTask]] = {"urgent": [], "later": []}
    for small in own_step_tasks(user):
        found["urgent" if small.due_on <= until else "later"].append(small)
    return found


def unanswered_directives(user: Any) -> QuerySet[Directive]:
    """Directives and requests for explanation to units for which the person reports."""
    return _unanswered(user).filter(task__in=_leads(user).values("task"))


def awaited_answers(user: Any) -> QuerySet[Directive]:
    """Those of the person's leadership that no unit has answered yet."""
    return _unanswered(user).filter(task__plan__province__in=person_of(user).lineage(Role.LEADER))


def recent_answers(user: Any) -> QuerySet[Directive]:
    """Those that units gave to the person's leadership of late, the last first."""
    since = timezone.now() - dt.timedelta(days=ANSWERS_SHOWN_DAYS)
    answered = Directive.objects.filter(
        answered_at__gte=since,
        task__plan__agreement__in=seen_papers(user),
        task__plan__province__in=person_of(user).lineage(Role.LEADER),
    )
    return answered.select_related("task", "answered_by").order_by("-answered_at", "-pk")


def _unanswered(user: Any) -> QuerySet[Directive]:
    """Under agreements that the person sees; the first to be answered first."""
    asked = Directive.objects.unanswered().filter(task__plan__agreement__in=seen_papers(user))
    return asked.select_related("task", "given_by").order_by(F("answer_due_on").asc(nulls_last=True), "pk")


def staged_imports(user: Any) -> QuerySet[ImportBatch]:
    staged = keepable_batches(user).filter(status=ImportBatch.Status.STAGED)
    return staged.select_related("plan", "uploaded_by")
