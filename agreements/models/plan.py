from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.province import Province
from agreements.models.unit import Unit
from coop.shared.constraints import END_BEFORE_BEGIN, date_order, one_of
from coop.shared.dates import Period
from coop.shared.search import paper_key, says_paper
from coop.shared.text import name_key, sort_key


class PlanQuerySet(models.QuerySet["Plan"]):
    def numbered(self, number: str) -> Self:
        """By number and symbol in any spelling: '1606/KH-UBND' = '1606 / kh ubnd'."""
        return self.filter(number_key=name_key(number))

    def search(self, text: str) -> Self:
        """By words of the title, or by the number in any spelling."""
        return self.filter(says_paper("search_text", text))

    def with_course(self, on: dt.date) -> Self:
        """Each with `course`: a value of `Plan.Course`, for that day."""
        begins = When(starts_on__gt=on, then=Value("ahead"))
        ends = When(ends_on__lt=on, then=Value("ended"))
        return self.annotate(course=Case(begins, ends, default=Value("running")))

    def for_list(self) -> Self:
        return self.select_related("agreement", "province", "focal_unit__current_heir").order_by(
            "-issued_on", "-pk"
        )


class Plan(models.Model):
    """The paper with which one side hands out the tasks of an agreement."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("implementation plan")
        YEARLY = "yearly", _("annual plan")
        CONCLUSION = "conclusion", _("conclusion notice")
        MINUTES = "minutes", _("annual minutes")

    class Course(models.TextChoices):
        """Where a day stands in the period of the plan."""

        AHEAD = "ahead", _("not begun")
        RUNNING = "running", _("running")
        ENDED = "ended", _("past its period")

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="plans"
    )
    province = models.ForeignKey(
        Province,
        verbose_name=_("issuing province"),
        on_delete=models.PROTECT,
        related_name="plans",
        help_text=_("the side that hands out the tasks"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PLAN)
    number = models.CharField(_("number and symbol"), max_length=60, blank=True)
    number_key = models.CharField(max_length=60, editable=False, db_index=True)
    title = models.CharField(_("title"), max_length=400)
    issued_on = models.DateField(_("issued on"))
    issuer = models.ForeignKey(
        Unit, verbose_name=_("issued by"), on_delete=models.PROTECT, related_name="issued_plans"
    )
    focal_unit = models.ForeignKey(
        Unit, verbose_name=_("focal unit"), on_delete=models.PROTECT, related_name="focal_plans"
    )
    starts_on = models.DateField(_("runs from"))
    ends_on = models.DateField(_("runs until"))
    evidence_required = models.BooleanField(
        _("evidence required"), default=False, help_text=_("completion is reported with a file only")
    )
    search_text = models.CharField(max_length=600, editable=False)
    sort_title = models.CharField(max_length=801, editable=False, default="")

    history = HistoricalRecords()
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            date_order("starts_on", "ends_on", name="plan_period", message=END_BEFORE_BEGIN),
            one_of("kind", ["plan", "yearly", "conclusion", "minutes"], name="plan_kind"),
            models.UniqueConstraint(
                fields=["issuer", "number_key", "issued_on"],
                condition=~Q(number_key=""),
                name="plan_number_once",
                violation_error_message=_("There is a plan with this number, issuer and day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.title}" if self.number else self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The columns that follow from number and title; bulk writers call it as well."""
        self.number_key = name_key(self.number)
        self.search_text = paper_key(self.number, self.title)[:600]
        self.sort_title = sort_key(self.title)

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def short_title(self) -> str:
        """'Kế hoạch 1606/KH-UBND' for menus and badges."""
        return short_title(self.kind, self.number, self.title)


def short_title(kind: str, number: str, title: str) -> str:
    """For lists, which read no whole plans."""
    return f"{Plan.Kind(kind).label} {number}" if number else title
