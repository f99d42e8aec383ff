from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models import Field, Party, Plan
from agreements.models.agreement import papers_between
from coop.shared.constraints import one_of
from coop.shared.dates import Period
from tasks.models.task import Assignment, Task
from tasks.states import CLOSED_STATUSES, OPEN_STATUSES, STOPPED_STATUSES, Assessment, Facts, Status, assess

MARK, LEAD_NAME = "x", "lead_name"
NO_DATE_YET = _("no date yet")
_READ = ["id", "starts_on", "status", "reported_on", "completed_on", "field", "is_continuous"]


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """What assesses is the twin in SQL of `tasks.states.assess`; a test holds the two together."""

    def assessed(self, on: dt.date) -> Self:
        """With `assessment` as `tasks.states.assess` gives it on that day, computed in the database."""
        return self.annotate(assessment=_assessment_sql(on))

    def assessed_as(self, assessment: str, on: dt.date) -> Self:
        """Those of one assessment, said in the columns themselves: of `assessment = …` a database knows no
        more than that it is an equality, and reads everything.
        """
        if assessment == Assessment.OVERDUE:
            return self.overdue(on)
        return self.filter(_is_assessed_as(assessment, on))

    def due_soon(self, on: dt.date, days: int) -> Self:
        """As `tasks.states.is_due_soon` says."""
        limit = on + dt.timedelta(days=days)
        return self.assessed_as(Assessment.ONGOING, on).filter(due_on__range=(on, limit))

    def asked_for(self, on: dt.date, days: int) -> Self:
        """Those on which a unit is asked to report by then, as `tasks.todo` says of one row: begun, or due
        within so many days; of a continuous task (domain.md §3: one period a year) that of the year alone.
        """
        soon = on + dt.timedelta(days=days)
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
        of_the_year = Q(starts_on__isnull=True) | Q(starts_on__year=on.year)
        return self.filter(
            Q(of_the_year, is_continuous=True) | Q(begun | Q(due_on__lte=soon), is_continuous=False)
        )

    def touched(self) -> Self:
        """Somebody has reported, asked for more time, set its day, or paused or cancelled it: such a period
        keeps its day. The twin of `tasks.actions.refitting`.
        """
        words = Q(updates__isnull=False) | Q(extensions__isnull=False) | Q(set_day__isnull=False)
        return self.filter(words | ~Q(status=Status.NOT_STARTED))

    def with_lead_name(self) -> Self:
        """With LEAD_NAME, the sort key of the first lead unit under its name of today."""
        leads = Assignment.objects.filter(task=OuterRef("task"), role=Assignment.Role.LEAD)
        first = leads.order_by("sort", "pk").values("unit__current_heir__sort_name")[:1]
        return self.annotate(**{LEAD_NAME: Subquery(first)})

    def in_period(self, period: Period) -> Self:
        return self.filter(in_period(period))

    def parts_of_period(self, period: Period) -> tuple[Self, Self]:
        """The same rows with and without a due date: an index finds each part, and never both at once."""
        dated, undated = _parts_of_period(period)
        return self.filter(dated), self.filter(undated)

    def led_by(self, heirs: list[int]) -> Self:
        """Led by one of these units (ids of the units that answer today) or by a unit that they succeeded; a
        unit that ended without one heir stands for itself.
        """
        return self.filter(_assigned(heirs, role=Assignment.Role.LEAD))

    def assigned_to(self, heirs: list[int]) -> Self:
        """The same of those that lead and those that take part."""
        return self.filter(_assigned(heirs))

    def with_partners(self, heirs: list[int]) -> Self:
        """Of agreements to which one of these provinces (ids of today) or a predecessor is a party."""
        return self.filter(plan__agreement__in=papers_between(heirs))

    def of_side(self, party: Party) -> Self:
        """Those for which its side of its agreement answers (the rule stands in `tasks.sides`): a unit of the
        side leads, or the side issued the plan and no unit of any side leads.
        """
        heir = party.province.current_heir_id
        leads = Assignment.objects.filter(task=OuterRef("task"), role=Assignment.Role.LEAD)
        sides = party.agreement.parties.order_by().values("province__current_heir")
        is_led = Exists(leads.filter(unit__province__current_heir__in=[heir]))
        is_led_by_any = Exists(leads.filter(unit__province__current_heir__in=sides))
        of_agreement = self.filter(plan__agreement=party.agreement_id)
        return of_agreement.filter(is_led | Q(~is_led_by_any, plan__province__current_heir=heir))

    def overdue(self, on: dt.date) -> Self:
        """The assessment, as an index of its own tells it: nothing was completed later than today."""
        undone = Q(status__in=OPEN_STATUSES)
        if on < timezone.localdate():
            undone |= Q(status=Status.COMPLETED, completed_on__gt=on)
        in_time = Q(status=Status.REPORTED, reported_on__lte=F("due_on"))
        return self.filter(undone, ~in_time, due_on__lt=on, is_continuous=False)

    def marked(self, **conditions: Q) -> Self:
        """With a column for each condition: MARK where it holds, else nothing."""
        return self.annotate(
            **{
                name: Case(When(holds, then=Value(MARK)), default=Value(""), output_field=models.CharField())
                for name, holds in conditions.items()
            }
        )

    def by_due_date(self) -> Self:
        """The earliest due first, what has no date last, on both engines alike."""
        return self.order_by(F("due_on").asc(nulls_last=True), "plan", "task__position", "starts_on", "pk")

    def for_list(self) -> Self:
        """With what a list shows of the task, its plan and its units."""
        return self.select_related("task__plan__agreement", "task__field").prefetch_related(
            "task__assignments__unit__current_heir"
        )


def period_name(starts_on: dt.date | None, due_on: dt.date | None) -> str:
    """The due date, else '2024' for a reporting period, else nothing; the same in every language."""
    if due_on:
        return f"{due_on:%d/%m/%Y}"
    return f"{starts_on.year}" if starts_on else ""


def in_period(period: Period) -> Q:
    """Due in the period; without a due date those that begin in it, else those whose plan runs in it."""
    dated, undated = _parts_of_period(period)
    return dated | undated


def _parts_of_period(period: Period) -> tuple[Q, Q]:
    begins = Q(starts_on__range=(period.start, period.end))
    runs = Q(starts_on__isnull=True, plan__starts_on__lte=period.end, plan__ends_on__gte=period.start)
    return Q(due_on__range=(period.start, period.end)), Q(due_on__isnull=True) & (begins | runs)


def _assigned(heirs: list[int], **more: Any) -> Exists:
    answering = Q(unit__current_heir__in=heirs) | Q(unit__in=heirs, unit__current_heir__isnull=True)
    return Exists(Assignment.objects.filter(answering, task=OuterRef("task"), **more))


def _assessment_sql(on: dt.date) -> Case:
    """The twin of `tasks.states.assess`."""
    branches = [When(condition, then=Value(assessment)) for condition, assessment in _branches(on)]
    return Case(*branches, default=Value(Assessment.ONGOING), output_field=models.CharField())


def _branches(on: dt.date) -> list[tuple[Q, Assessment]]:
    """What `tasks.states.assess` asks, in its order; what fits none is ongoing."""
    today = Value(on, output_field=models.DateField())
    done = Q(status=Status.COMPLETED, completed_on__lte=on)
    late_report = Q(status=Status.REPORTED, reported_on__gt=F("due_on")) & Q(due_on__lt=today)
    late = ~Q(status=Status.REPORTED) & Q(due_on__lt=today)
    return [
        (Q(status__in=STOPPED_STATUSES), Assessment.STOPPED),
        (Q(is_continuous=True), Assessment.CONTINUOUS),
        (Q(due_on__isnull=True), Assessment.UNDATED),
        (done & Q(completed_on__lte=F("due_on")), Assessment.DONE_ON_TIME),
        (done, Assessment.DONE_LATE),
        (late_report | late, Assessment.OVERDUE),
    ]


def _is_assessed_as(assessment: str, on: dt.date) -> Q:
    """Its branch, and none before it."""
    found = Q()
    for condition, outcome in _branches(on):
        if outcome == assessment:
            return found & condition
        found &= ~condition
    return found


def _copied_key(model: type[models.Model], name: Any) -> Any:
    """The original is guarded, so the copy needs no guard."""
    return models.ForeignKey(
        model,
        verbose_name=name,
        on_delete=models.DO_NOTHING,
        null=True,
        editable=False,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )


class Occurrence(models.Model):
    """One due period of a task (kỳ thực hiện). Overdue is never stored."""

    task = models.ForeignKey(
        Task, verbose_name=_("task"), on_delete=models.CASCADE, related_name="occurrences"
    )
    period_key = models.CharField(_("period"), max_length=20, editable=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NOT_STARTED)
    percent = models.PositiveSmallIntegerField(_("percent done"), default=0)
    reported_on = models.DateField(_("completion reported on"), null=True, blank=True, editable=False)
    completed_on = models.DateField(_("completed on"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    # Copies of what the task says, for lists and counts of 200,000 tasks. The database keeps them by itself,
    # whatever is written here (docs/decisions/0007): read them in queries, ask the task everywhere else.
    plan = _copied_key(Plan, _("plan"))
    field = _copied_key(Field, _("field"))
    is_continuous = models.BooleanField(_("continuous"), default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["plan", "field", "is_continuous"])
    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        ordering = ["task", "due_on", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["task", "period_key"], name="occurrence_once"),
            one_of("status", Status.values, name="occurrence_status"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="occurrence_period",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="occurrence_percent"),
            models.CheckConstraint(
                condition=Q(status=Status.COMPLETED, completed_on__isnull=False)
                | (~Q(status=Status.COMPLETED) & Q(completed_on__isnull=True)),
                name="occurrence_completed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.REPORTED) | Q(reported_on__isnull=False),
                name="occurrence_reported_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "status"], name="occurrence_due"),
            models.Index(fields=["status"], name="occurrence_status_ix"),
            # All that filters, orders and counts read of a period: PostgreSQL then leaves the table alone.
            models.Index(fields=["task"], include=["plan", "due_on", *_READ], name="occurrence_of_task"),
            models.Index(fields=["plan", "due_on"], include=["task", *_READ], name="occurrence_of_plan"),
            models.Index(fields=["due_on", "plan"], include=["task", *_READ], name="occurrence_in_order"),
            models.Index(fields=["field", "due_on", "plan"], include=["id"], name="occurrence_of_field"),
            models.Index(fields=["plan"], condition=Q(status=Status.REPORTED), name="occurrence_waiting"),
            models.Index(
                fields=["plan", "due_on"],
                include=["id", "status", "reported_on"],
                condition=Q(status__in=sorted(OPEN_STATUSES), is_continuous=False),
                name="occurrence_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.period_label})"

    @property
    def facts(self) -> Facts:
        return Facts(self.status, self.task.is_continuous, self.due_on, self.reported_on, self.completed_on)

    def assessment_on(self, day: dt.date) -> Assessment:
        return assess(self.facts, day)

    @property
    def period_name(self) -> str:
        return period_name(self.starts_on, self.due_on)

    @property
    def period_label(self) -> str:
        return self.period_name or str(NO_DATE_YET)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def is_closed(self) -> bool:
        """Completed or cancelled; what is paused is neither open nor closed."""
        return self.status in CLOSED_STATUSES

    @property
    def is_stopped(self) -> bool:
        """Paused or cancelled."""
        return self.status in STOPPED_STATUSES

    def days_waiting(self, on: dt.date) -> int | None:
        """Days since completion was reported, while nobody has confirmed it or sent it back."""
        if self.status != Status.REPORTED or self.reported_on is None:
            return None
        return (on - self.reported_on).days
