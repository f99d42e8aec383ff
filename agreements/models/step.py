from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.province import Province
from agreements.models.unit import Unit
from coop.shared.constraints import one_of, paired


class Step(models.Model):
    """What one side does around the signing of an agreement, on a day; each side keeps its own steps."""

    class Kind(models.TextChoices):
        DRAFTING = "drafting", _("drafting")
        CONSULTING = "consulting", _("consulting")
        CONFERENCE = "conference", _("conference")
        SIGNING = "signing", _("signing")
        REVIEW = "review", _("review conference")

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="steps"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("province"), on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField(_("step"), max_length=12, choices=Kind)
    planned_on = models.DateField(_("planned for"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("step around signing")
        verbose_name_plural = _("steps around signing")
        ordering = ["planned_on", "pk"]
        constraints = [
            one_of("kind", ["drafting", "consulting", "conference", "signing", "review"], name="step_kind"),
            models.UniqueConstraint(
                fields=["agreement", "province", "kind", "planned_on"], name="step_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.planned_on:%d/%m/%Y}"


class StepTask(models.Model):
    """A small task of a step: what, by whom, by when, done."""

    step = models.ForeignKey(Step, verbose_name=_("step"), on_delete=models.CASCADE, related_name="tasks")
    content = models.CharField(_("content"), max_length=400)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="step_tasks"
    )
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("said by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("small task of a step")
        verbose_name_plural = _("small tasks of steps")
        ordering = ["due_on", "pk"]
        constraints = [
            paired("done_on", "done_by", name="step_task_done_by_somebody"),
            models.CheckConstraint(condition=~Q(content=""), name="step_task_has_content"),
        ]

    def __str__(self) -> str:
        return self.content

    @property
    def days_late(self) -> int | None:
        """Days since the deadline, below 0 until then; of what is done, nothing."""
        return None if self.done_on else (timezone.localdate() - self.due_on).days
