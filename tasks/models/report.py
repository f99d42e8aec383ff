from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Province
from coop.shared.constraints import date_order, one_of


def report_path(report: AnnualReport, filename: str) -> str:
    return f"reports/{uuid.uuid4().hex}"


class AnnualReport(models.Model):
    """A report of one side on one agreement for a period. Issuing freezes it: number, figures, PDF and
    SHA-256.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="reports"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("reporting province"), on_delete=models.PROTECT, related_name="reports"
    )
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period until"))
    cut_off_on = models.DateField(_("cut-off date"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    number = models.CharField(_("number and symbol"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    snapshot = models.JSONField(_("figures and rows as issued"), default=dict)
    pdf = models.FileField(_("PDF as issued"), upload_to=report_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            date_order("starts_on", "ends_on", name="report_period"),
            one_of("status", ["draft", "issued"], name="report_status"),
            models.CheckConstraint(
                condition=Q(status="draft") | (Q(issued_on__isnull=False) & ~Q(number="") & ~Q(sha256="")),
                name="report_issued_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} ({self.starts_on:%d/%m/%Y}–{self.ends_on:%d/%m/%Y})"
