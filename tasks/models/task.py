from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models import Field, Plan, Unit
from coop.shared.constraints import one_of
from coop.shared.search import column_of, says
from coop.shared.text import name_key
from tasks.deadlines import DeadlineKind
from tasks.states import CLOSED_STATUSES

LONGEST_WORDS = 300
"""Of a group, or of a name that is not in the data."""


class TaskQuerySet(models.QuerySet["Task"]):
    def search(self, text: str) -> Self:
        return self.filter(says("search_text", text))

    def in_print_order(self) -> Self:
        return self.order_by("plan", "position")

    def unfinished(self) -> Self:
        """With a period that is neither completed nor cancelled."""
        return self.filter(models.Exists(self._related("occurrences").exclude(status__in=CLOSED_STATUSES)))

    def without_heir(self) -> Self:
        """Led by a unit that ended without one heir, or by one that the list of units does not have: a person
        decides who leads now (domain.md §2). Both are few and found first, by the unit.
        """
        leads = Assignment.objects.filter(role=Assignment.Role.LEAD).order_by()
        ended = leads.filter(unit__in=Unit.objects.filter(current_heir=None))
        unknown = leads.filter(unit=None, is_group=False)
        return self.unfinished().filter(pk__in=unknown.values("task").union(ended.values("task")))

    def with_a_unit_twice(self) -> Self:
        """With a lead and a partner for which one unit answers today."""
        heir = models.OuterRef("unit__current_heir")
        partner = Assignment.objects.filter(role=Assignment.Role.PARTNER, unit__current_heir=heir)
        same_task = partner.filter(task=models.OuterRef("task"))
        leads = Assignment.objects.filter(models.Exists(same_task), role=Assignment.Role.LEAD)
        return self.unfinished().filter(pk__in=leads.values("task"))

    def _related(self, name: str) -> models.QuerySet[Any]:
        model: Any = self.model._meta.get_field(name).related_model
        return model.objects.filter(task=models.OuterRef("pk"))

    def for_change(self) -> Self:
        """With what says whether and how a task can be changed: its plan, units and periods."""
        units = Assignment.objects.select_related("unit__current_heir", "unit__province")
        return (
            self.select_related("plan__province", "field")
            .prefetch_related(models.Prefetch("assignments", units), "occurrences")
            .in_print_order()
        )


class Task(models.Model):
    """One row of an appendix: the promise, kept as printed, next to how it was read."""

    class Kind(models.TextChoices):
        DATED = DeadlineKind.DATED, _("a day")
        SPAN = DeadlineKind.SPAN, _("a span of time")
        SERIES = DeadlineKind.SERIES, _("several periods")
        RECURRING = DeadlineKind.RECURRING, _("recurring")
        CONTINUOUS = DeadlineKind.CONTINUOUS, _("continuous")
        CONDITIONAL = DeadlineKind.CONDITIONAL, _("on a condition")
        UNCLEAR = DeadlineKind.UNCLEAR, _("unclear")

    plan = models.ForeignKey(Plan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="tasks")
    position = models.PositiveIntegerField(_("order in the appendix"))
    section = models.TextField(_("section"), blank=True)
    heading = models.TextField(_("heading as printed"), blank=True)
    field = models.ForeignKey(
        Field, verbose_name=_("field"), on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    ordinal = models.TextField(_("No."), blank=True)
    group = models.TextField(
        _("belongs under"), blank=True, help_text=_("the row of which this one is a part")
    )
    content = models.TextField(_("content"))
    lead_text = models.TextField(_("lead units as printed"), blank=True)
    partner_text = models.TextField(_("partner units as printed"), blank=True)
    timeframe = models.TextField(_("time as printed"), blank=True)
    product = models.TextField(_("product"), blank=True)
    note = models.TextField(_("note"), blank=True)
    basis = models.TextField(
        _("basis"),
        blank=True,
        help_text=_("document, section and sentence from which the task was made, where it has no table"),
    )
    deadline_kind = models.CharField(_("kind of deadline"), max_length=12, choices=Kind)
    deadline_certain = models.BooleanField(_("deadline read with certainty"), default=True)
    deadline_reading = models.TextField(_("deadline as read"), blank=True)
    is_key = models.BooleanField(_("key task"), default=False)
    content_key = models.CharField(max_length=64, editable=False)
    search_text = models.TextField(editable=False)

    history = HistoricalRecords()
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="task_position_once"),
            one_of("deadline_kind", [kind.value for kind in DeadlineKind], name="task_deadline_kind"),
            models.CheckConstraint(condition=~Q(content=""), name="task_has_content"),
        ]
        indexes = [
            models.Index(fields=["plan", "content_key"], name="task_content"),
            # What lists ask of a task whose wide texts they do not show.
            models.Index(
                fields=["plan", "id"],
                include=["position", "deadline_kind", "field", "is_key"],
                name="task_listed",
            ),
            models.Index(
                fields=["id"],
                include=["plan", "position", "deadline_kind", "field", "is_key"],
                name="task_listed_by_id",
            ),
        ]

    def __str__(self) -> str:
        return self.content if len(self.content) <= 120 else f"{self.content[:119]}…"

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The columns that follow from the words; bulk writers call it as well."""
        self.content_key = content_key(self.section, self.group, self.content)
        words = (self.content, self.heading, self.lead_text, self.partner_text)
        self.search_text = column_of(" ".join(words))

    @property
    def is_continuous(self) -> bool:
        return self.deadline_kind == DeadlineKind.CONTINUOUS

    @property
    def lead_units(self) -> list[Unit]:
        return [
            link.unit for link in self.assignments.all() if link.role == Assignment.Role.LEAD and link.unit
        ]

    @property
    def nobody_leads(self) -> bool:
        """No lead can report: each ended without one heir, or is not in the list of units."""
        leads = [link for link in self.assignments.all() if link.role == Assignment.Role.LEAD]
        return not any(link.is_group or (link.unit and link.unit.current_heir_id) for link in leads)

    @property
    def partner_units(self) -> list[Unit]:
        return [
            link.unit for link in self.assignments.all() if link.role == Assignment.Role.PARTNER and link.unit
        ]


def content_key(section: str, group: str, content: str) -> str:
    """Section and wording without punctuation: what makes a row the same row in a corrected file."""
    words = f"{_heading_key(section)}|{_heading_key(group)}|{name_key(content)}"
    return hashlib.sha256(words.encode()).hexdigest()


@lru_cache(maxsize=1_000)
def _heading_key(text: str) -> str:
    """A thousand rows stand under one heading."""
    return name_key(text)


class Assignment(models.Model):
    """A lead or partner of a task: one unit of the data, or a group kept in its own words."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead unit")
        PARTNER = "partner", _("partner unit")

    task = models.ForeignKey(
        Task, verbose_name=_("task"), on_delete=models.CASCADE, related_name="assignments"
    )
    role = models.CharField(_("role"), max_length=8, choices=Role)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    words = models.CharField(
        _("group or name as printed"),
        max_length=LONGEST_WORDS,
        blank=True,
        help_text=_("for a group such as “các sở, ban, ngành”, or a name that is not in the data"),
    )
    is_group = models.BooleanField(_("group"), default=False)
    sort = models.PositiveSmallIntegerField(_("order"), default=1)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["role", "sort", "pk"]
        constraints = [
            one_of("role", ["lead", "partner"], name="assignment_role"),
            models.UniqueConstraint(
                fields=["task", "role", "unit"], condition=Q(unit__isnull=False), name="assignment_unit_once"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, words="", is_group=False)
                | (Q(unit__isnull=True) & ~Q(words="")),
                name="assignment_unit_or_words",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "task"], include=["role"], name="assignment_of_unit"),
            # The overview of a country reads a third of all lead units along the tasks of a year.
            models.Index(
                fields=["task"], include=["unit"], condition=models.Q(role="lead"), name="assignment_leads"
            ),
        ]

    def __str__(self) -> str:
        return self.unit.name if self.unit else self.words


class PlanGroup(models.Model):
    """Who a group was on the day of the plan ("các sở, ban, ngành"): fixed once, whatever comes later."""

    plan = models.ForeignKey(Plan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="groups")
    words = models.CharField(_("group"), max_length=LONGEST_WORDS)
    members = models.ManyToManyField(Unit, verbose_name=_("members of the group"), related_name="plan_groups")

    class Meta:
        verbose_name = _("group of a plan")
        verbose_name_plural = _("groups of plans")
        constraints = [models.UniqueConstraint(fields=["plan", "words"], name="plan_group_once")]

    def __str__(self) -> str:
        return self.words
