from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.field import Field
from agreements.models.province import Province
from agreements.models.unit import Unit
from coop.shared.constraints import one_of


class ResultFigure(models.Model):
    """A count that reports quote: '139 dự án', with the parts that add up to it (domain.md §6).

    Who writes holds the sum (`agreements.actions.figures.require_sum`, for figures that are typed and for
    files), and not the database: the rule is about several rows and broken between the first and the last of
    them, and SQLite checks none at the end of a transaction.
    """

    class Scope(models.TextChoices):
        IN_YEAR = "in_year", _("in the year")
        CUMULATIVE = "cumulative", _("cumulative")

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="figures"
    )
    province = models.ForeignKey(
        Province,
        verbose_name=_("province"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("where it was counted; empty: all parties together"),
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        help_text=_("which entered the figure; empty: the secretariat"),
    )
    field = models.ForeignKey(Field, verbose_name=_("field"), on_delete=models.PROTECT, null=True, blank=True)
    whole = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
    )
    label = models.CharField(_("label"), max_length=200)
    measure = models.CharField(_("measure"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    scope = models.CharField(_("scope"), max_length=12, choices=Scope, default=Scope.IN_YEAR)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    source = models.CharField(_("source"), max_length=300, blank=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=1)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("result figure")
        verbose_name_plural = _("result figures")
        ordering = ["year", "sort", "pk"]
        constraints = [
            one_of("scope", ["in_year", "cumulative"], name="figure_scope"),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_not_negative"),
            models.CheckConstraint(condition=~Q(whole=models.F("id")), name="figure_not_own_part"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.year})"
