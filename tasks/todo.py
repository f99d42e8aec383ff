"""'Việc của tôi': what waits for this person, typed, in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agreements.models import Role
from agreements.permissions import person_of, visible_agreements, visible_plans
from tasks.models import Assignment, Directive, Extension, ImportBatch, Occurrence, ProgressUpdate, Task
from tasks.models.occurrence import OccurrenceQuerySet
from tasks.models.task import TaskQuerySet
from tasks.permissions.seeing import keepable_batches, visible_tasks
from tasks.states import OPEN_STATUSES, Status


class Todo(TextChoices):
    """Why a thing is on the list; the order is the order on the page."""

    VERIFY = "verify", _("To confirm or send back")
    EXTENSION = "extension", _("Wishes for more time to decide")
    RETURNED = "returned", _("Sent back: to be mended")
    OVERDUE = "overdue", _("Overdue")
    DUE_SOON = "due_soon", _("Due soon")
    UNREPORTED = "unreported", _("Not reported in this period")
    OPEN = "open", _("Other open tasks")


_NOT_WAITING = ~Q(status=Status.REPORTED)
CONTINUOUS = Q(is_continuous=True)


def todo_occurrences(user: Any) -> OccurrenceQuerySet:
    """Occurrences with `todo`, the first reason that holds; whatever asks nothing of the person is left
    out.
    """
    today = timezone.localdate()
    silent = CONTINUOUS & Q(starts_on__year__lt=today.year) | Q(starts_on__gt=today)
    urgent = [When(holds, then=Value(reason)) for reason, holds in _urgent_reasons(user).items()]
    return (
        _open_occurrences(Q(task__in=visible_tasks(user)))
        .annotate(
            **_of_the_last_report(last_report="pk"),
            todo=Case(
                *urgent,
                When(silent, then=Value("")),
                When(_NOT_WAITING, task__in=_led_tasks(user), then=Value(Todo.OPEN)),
                default=Value(""),
                output_field=CharField(),
            ),
        )
        .exclude(todo="")
    )


def todo_count(user: Any) -> int:
    """The number in the menu: what is urgent and what is to be explained, without the other open tasks.

    One query, since every page asks, and each part of it is joined from the person's own plans or units: a
    country has 200,000 tasks. What two parts find counts once; directives have numbers of their own.
    """
    if not person_of(user).holds(Role.STAFF, Role.SECRETARIAT):
        return 0
    decided, led = _open_occurrences(_decided(user, "task__")), _open_occurrences(_led(user, "task__"))
    to_report = led.filter(_NOT_WAITING, reduce(or_, _to_report().values()))
    to_decide = decided.filter(reduce(or_, _to_decide(user).values()))
    owed = unanswered_directives(user).order_by().values_list(-F("pk"))
    return to_report.values_list("pk").union(to_decide.values_list("pk"), owed).count()


def _open_occurrences(where: Q) -> OccurrenceQuerySet:
    """With what reasons ask of the last report, worked out where a reason asks."""
    last = _of_the_last_report(last_reporter="reported_by", last_decision="verification__decision")
    return Occurrence.objects.filter(where, status__in=OPEN_STATUSES).order_by().alias(**last)


def _of_the_last_report(**columns: str) -> dict[str, Subquery]:
    last = ProgressUpdate.objects.reports().filter(occurrence=OuterRef("pk")).order_by("-pk")
    return {name: Subquery(last.values(column)[:1]) for name, column in columns.items()}


def _urgent_reasons(user: Any) -> dict[Todo, Q]:
    """In the order in which they count."""
    decides, reports = Q(task__in=_decided_tasks(user)), Q(task__in=_led_tasks(user)) & _NOT_WAITING
    return {reason: decides & holds for reason, holds in _to_decide(user).items()} | {
        reason: reports & holds for reason, holds in _to_report().items()
    }


def _to_decide(user: Any) -> dict[Todo, Q]:
    """Nobody decides on what they wrote themselves."""
    asked = Extension.objects.filter(decision="").exclude(asked_by=user)
    return {
        Todo.VERIFY: Q(status=Status.REPORTED) & ~Q(last_reporter=user.pk),
        Todo.EXTENSION: Q(pk__in=asked.values("occurrence")),
    }


def _to_report() -> dict[Todo, Q]:
    """Of what is open and reported by nobody. There the assessment is a matter of the deadline alone, and
    this is what the menu of every page asks: the whole of `assessed` would cost more than the rest of it.
    """
    today = timezone.localdate()
    soon = today + dt.timedelta(days=settings.DUE_SOON_DAYS)
    this_year = Q(starts_on__year=today.year)
    return {
        Todo.RETURNED: Q(last_decision="return"),
        Todo.OVERDUE: ~CONTINUOUS & Q(due_on__lt=today),
        Todo.DUE_SOON: ~CONTINUOUS & Q(due_on__range=(today, soon)),
        Todo.UNREPORTED: CONTINUOUS & Q(status=Status.NOT_STARTED) & this_year,
    }


def _decided_tasks(user: Any) -> TaskQuerySet:
    return Task.objects.filter(_decided(user))


def _led_tasks(user: Any) -> TaskQuerySet:
    """Not joined: the list asks for them in every reason, and a database finds a plain set once."""
    led = Task.objects.filter(_led(user)).values("pk")
    return Task.objects.filter(pk__in=led)


def _decided(user: Any, of_task: str = "") -> Q:
    """Of the plans whose reports the person confirms: as their focal unit or as their secretariat."""
    person = person_of(user)
    focal = Q(focal_unit__current_heir__in=person.units(Role.STAFF, Role.SECRETARIAT))
    kept = Q(province__current_heir__in=person.provinces(Role.SECRETARIAT))
    return Q(**{f"{of_task}plan__in": visible_plans(user).filter(focal | kept)})


def _led(user: Any, of_task: str = "") -> Q:
    """For which the person's units report; joined, so a task with two of them comes twice."""
    return Q(
        **{
            f"{of_task}assignments__role": Assignment.Role.LEAD,
            f"{of_task}assignments__unit__current_heir__in": person_of(user).units(
                Role.STAFF, Role.SECRETARIAT
            ),
            f"{of_task}plan__agreement__in": visible_agreements(user),
        }
    )


@dataclass(frozen=True)
class Waiting:
    """A completion report before those who decide on it; `why_not` when the person cannot confirm it."""

    report: ProgressUpdate
    days: int | None
    why_not: str


def verify_queue(user: Any, rows: Iterable[Any]) -> list[Waiting]:
    """The reports that wait in these occurrences of `todo_occurrences`, the longest waiting first."""
    waits = [row.last_report for row in rows if row.todo == Todo.VERIFY]
    reports = ProgressUpdate.objects.filter(pk__in=waits).for_decision()
    return [waiting(user, report, timezone.localdate()) for report in reports]


def waiting(user: Any, report: ProgressUpdate, on: dt.date) -> Waiting:
    """The report as it stands on that day (read with `for_decision`)."""
    return Waiting(report, report.occurrence.days_waiting(on), _why_not(user, report))


def _why_not(user: Any, report: ProgressUpdate) -> str:
    if report.reported_by_id == user.pk:
        return _now("Nobody confirms a report of their own.")
    if report.occurrence.status != Status.REPORTED or hasattr(report, "verification"):
        return _now("This report does not wait for confirmation any more.")
    return ""


def unanswered_directives(user: Any) -> QuerySet[Directive]:
    """Requests for explanation to units for which the person reports."""
    led = Assignment.objects.filter(
        role=Assignment.Role.LEAD, unit__current_heir__in=person_of(user).units(Role.STAFF, Role.SECRETARIAT)
    )
    return (
        Directive.objects.filter(
            kind=Directive.Kind.EXPLANATION, answered_at__isnull=True, task__in=led.values("task")
        )
        .select_related("task", "given_by")
        .order_by(F("answer_due_on").asc(nulls_last=True), "pk")
    )


def awaited_answers(user: Any) -> QuerySet[Directive]:
    """Requests for explanation of the person's leadership that nobody has answered yet."""
    asked = Directive.objects.filter(
        kind=Directive.Kind.EXPLANATION,
        answered_at__isnull=True,
        task__plan__province__current_heir__in=person_of(user).provinces(Role.LEADER),
    )
    return asked.select_related("task", "given_by").order_by(F("answer_due_on").asc(nulls_last=True), "pk")


def staged_imports(user: Any) -> QuerySet[ImportBatch]:
    return (
        keepable_batches(user).filter(status=ImportBatch.Status.STAGED).select_related("plan", "uploaded_by")
    )
