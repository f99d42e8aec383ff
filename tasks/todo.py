"""'Việc của tôi': what waits for this person, typed, in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Exists,
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
    person, today = person_of(user), timezone.localdate()
    reporting = person.units(Role.STAFF, Role.SECRETARIAT)
    reports = ProgressUpdate.objects.reports().filter(occurrence=OuterRef("pk")).order_by("-pk")
    led = Assignment.objects.filter(
        task=OuterRef("task"), role=Assignment.Role.LEAD, unit__current_heir__in=reporting
    )
    decides = Q(task__plan__focal_unit__current_heir__in=reporting) | Q(
        task__plan__province__current_heir__in=person.provinces(Role.SECRETARIAT)
    )
    return (
        Occurrence.objects.assessed(today)
        .filter(task__in=visible_tasks(user), status__in=OPEN_STATUSES)
        .annotate(
            is_mine=Exists(led),
            last_report=Subquery(reports.values("pk")[:1]),
            last_reporter=Subquery(reports.values("reported_by")[:1]),
            last_decision=Subquery(reports.values("verification__decision")[:1]),
            asked_by=Subquery(
                Extension.objects.filter(occurrence=OuterRef("pk"), decision="").values("asked_by")[:1]
            ),
        )
        .annotate(todo=_first_reason(user, decides))
        .exclude(todo="")
    )


def _first_reason(user: Any, decides: Q) -> Case:
    today = timezone.localdate()
    soon = today + dt.timedelta(days=settings.DUE_SOON_DAYS)
    reportable = Q(is_mine=True) & ~Q(status=Status.REPORTED)
    unreported = Q(status=Status.NOT_STARTED, assessment=Assessment.CONTINUOUS, starts_on__year=today.year)
    past_period = Q(assessment=Assessment.CONTINUOUS, starts_on__year__lt=today.year)
    not_begun = Q(starts_on__gt=today)
    return Case(
        When(decides & Q(status=Status.REPORTED) & ~Q(last_reporter=user.pk), then=Value(Todo.VERIFY)),
        When(decides & Q(asked_by__isnull=False) & ~Q(asked_by=user.pk), then=Value(Todo.EXTENSION)),
        When(reportable & Q(last_decision="return"), then=Value(Todo.RETURNED)),
        When(reportable & Q(assessment=Assessment.OVERDUE), then=Value(Todo.OVERDUE)),
        When(reportable & Q(assessment=Assessment.ONGOING, due_on__lte=soon), then=Value(Todo.DUE_SOON)),
        When(reportable & unreported, then=Value(Todo.UNREPORTED)),
        When(past_period | not_begun, then=Value("")),
        When(reportable, then=Value(Todo.OPEN)),
        default=Value(""),
        output_field=CharField(),
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


def staged_imports(user: Any) -> QuerySet[ImportBatch]:
    return (
        keepable_batches(user).filter(status=ImportBatch.Status.STAGED).select_related("plan", "uploaded_by")
    )


def todo_count(user: Any) -> int:
    """The number in the menu: what is urgent, without the other open tasks."""
    if not person_of(user).holds(Role.STAFF, Role.SECRETARIAT):
        return 0
    waiting: Any = todo_occurrences(user)  # with the annotation `todo`, which the types do not know
    return waiting.filter(todo__in=URGENT).count()
