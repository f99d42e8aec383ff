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
from agreements.permissions import person_of
from tasks.models import Assignment, Directive, Extension, ImportBatch, Occurrence, ProgressUpdate
from tasks.models.occurrence import OccurrenceQuerySet
from tasks.permissions import keepable_batches, visible_tasks
from tasks.states import OPEN_STATUSES, Assessment, Status


class Todo(TextChoices):
    """Why a thing is on the list; the order is the order on the page."""

    VERIFY = "verify", _("To confirm or send back")
    EXTENSION = "extension", _("Wishes for more time to decide")
    RETURNED = "returned", _("Sent back: to be mended")
    OVERDUE = "overdue", _("Overdue")
    DUE_SOON = "due_soon", _("Due soon")
    UNREPORTED = "unreported", _("Not reported in this period")
    OPEN = "open", _("Other open tasks")


URGENT = frozenset(Todo) - {Todo.OPEN}


def todo_occurrences(user: Any) -> OccurrenceQuerySet:
    """Occurrences with `todo`, the first reason that holds; whatever asks nothing of the person is left
    out.
    """
    today = timezone.localdate()
    silent = Q(assessment=Assessment.CONTINUOUS, starts_on__year__lt=today.year) | Q(starts_on__gt=today)
    urgent = [When(holds, then=Value(reason)) for reason, holds in _urgent_reasons(user).items()]
    return (
        _open_occurrences(user)
        .annotate(
            todo=Case(
                *urgent,
                When(silent, then=Value("")),
                When(_reportable(user), then=Value(Todo.OPEN)),
                default=Value(""),
                output_field=CharField(),
            )
        )
        .exclude(todo="")
    )


def todo_count(user: Any) -> int:
    """The number in the menu: what is urgent and what is to be explained, without the other open tasks. One
    query, since every page asks.
    """
    if not person_of(user).holds(Role.STAFF, Role.SECRETARIAT):
        return 0
    urgent = _open_occurrences(user).filter(reduce(or_, _urgent_reasons(user).values()))
    owed = unanswered_directives(user).order_by()
    return urgent.order_by().values_list("pk").union(owed.values_list("pk"), all=True).count()


def _open_occurrences(user: Any) -> OccurrenceQuerySet:
    reports = ProgressUpdate.objects.reports().filter(occurrence=OuterRef("pk")).order_by("-pk")
    asked = Extension.objects.filter(occurrence=OuterRef("pk"), decision="")
    return (
        Occurrence.objects.assessed(timezone.localdate())
        .filter(task__in=visible_tasks(user), status__in=OPEN_STATUSES)
        .annotate(
            last_report=Subquery(reports.values("pk")[:1]),
            last_reporter=Subquery(reports.values("reported_by")[:1]),
            last_decision=Subquery(reports.values("verification__decision")[:1]),
            asked_by=Subquery(asked.values("asked_by")[:1]),
        )
    )


def _urgent_reasons(user: Any) -> dict[Todo, Q]:
    """In the order in which they count. Every page asks for their number: each is said as plainly as SQL
    allows.
    """
    today = timezone.localdate()
    soon = today + dt.timedelta(days=settings.DUE_SOON_DAYS)
    decides, reportable = _decides(user), _reportable(user)
    this_year = Q(assessment=Assessment.CONTINUOUS, starts_on__year=today.year)
    return {
        Todo.VERIFY: decides & Q(status=Status.REPORTED) & ~Q(last_reporter=user.pk),
        Todo.EXTENSION: decides & Q(asked_by__isnull=False) & ~Q(asked_by=user.pk),
        Todo.RETURNED: reportable & Q(last_decision="return"),
        Todo.OVERDUE: reportable & Q(assessment=Assessment.OVERDUE),
        Todo.DUE_SOON: reportable & Q(assessment=Assessment.ONGOING, due_on__lte=soon),
        Todo.UNREPORTED: reportable & Q(status=Status.NOT_STARTED) & this_year,
    }


def _decides(user: Any) -> Q:
    person = person_of(user)
    return Q(task__plan__focal_unit__current_heir__in=person.units(Role.STAFF, Role.SECRETARIAT)) | Q(
        task__plan__province__current_heir__in=person.provinces(Role.SECRETARIAT)
    )


def _reportable(user: Any) -> Q:
    """Led by the person's units and not waiting for confirmation."""
    reporting = person_of(user).units(Role.STAFF, Role.SECRETARIAT)
    led = Assignment.objects.filter(role=Assignment.Role.LEAD, unit__current_heir__in=reporting)
    return Q(task__in=led.values("task")) & ~Q(status=Status.REPORTED)


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
