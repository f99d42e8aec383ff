from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Field, Province, Unit
from coop.shared.constraints import date_order, one_of
from coop.shared.dates import Period
from tasks.models.person import person


def _scope(to: Any, verbose_name: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        to,
        verbose_name=verbose_name,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        **options,
    )


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def for_list(self) -> Self:
        """Without the paper itself, which is large."""
        return (
            self.defer("pdf", "snapshot")
            .select_related("agreement", "province", "partner", "field", "unit", "replaced_by", "written_by")
            .order_by("-ends_on", "-pk")
        )


class AnnualReport(models.Model):
    """A report of one side for a period, on one agreement, partner, field or unit, or on everything.

    Issuing freezes it: number, snapshot, PDF and SHA-256. The database itself refuses to change or delete
    what was issued (migration `issued_report_frozen`); a correction is a new report that replaces it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")

    province = models.ForeignKey(
        Province, verbose_name=_("reporting province"), on_delete=models.PROTECT, related_name="reports"
    )
    agreement = _scope(Agreement, _("agreement"))
    partner = models.ForeignKey(
        Province,
        verbose_name=_("partner province"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    field = _scope(Field, _("field"))
    unit = _scope(Unit, _("lead unit"))
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period until"))
    cut_off_on = models.DateField(_("cut-off date"))

    superior_body = models.CharField(_("superior body"), max_length=150, blank=True)
    issuing_body = models.TextField(_("issuing body"))
    symbol = models.CharField(_("symbol"), max_length=40)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=60)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    subject = models.TextField(_("subject"))
    addressees = models.TextField(_("addressees"), blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    authority = models.TextField(_("authority and position of the signatory"))
    signer = models.CharField(_("signatory"), max_length=100, blank=True)

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=0, editable=False)
    figures = models.JSONField(_("figures of the last draft"), default=dict)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    snapshot = models.JSONField(_("paper and data as issued"), default=dict)
    pdf = models.BinaryField(_("PDF as issued"), default=b"")
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    written_by = person(_("written by"))
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    issued_by = person(_("issued by"), null=True, blank=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            date_order("starts_on", "ends_on", name="report_period"),
            one_of("status", ["draft", "issued"], name="report_status"),
            models.CheckConstraint(
                condition=Q(status="draft", sha256="", number__isnull=True, issued_by__isnull=True)
                | Q(
                    status="issued",
                    number__isnull=False,
                    issued_on__isnull=False,
                    issued_by__isnull=False,
                    sha256__gt="",
                ),
                name="report_issued_is_whole",
            ),
            models.CheckConstraint(condition=~Q(replaces=models.F("id")), name="report_replaces_another"),
            models.UniqueConstraint(
                "province",
                "symbol",
                "number",
                ExtractYear("issued_on"),
                condition=Q(status="issued"),
                name="report_number_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        number = f"{self.number:02d}/{self.symbol}: " if self.number is not None else ""
        return f"{number}{self.subject}"

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def year(self) -> int:
        return self.ends_on.year


class ReportPart(models.Model):
    """One part of the outline. `text` holds figures by name ('[đến hạn]'); `draft` is what data last gave.

    `held` are old values that edited sentences keep, and `disputed` the lines that went ('gone') and came
    ('come') in the draft just where somebody had written, until a person has seen that data has moved on.
    """

    report = models.ForeignKey(
        AnnualReport, verbose_name=_("report"), on_delete=models.CASCADE, related_name="parts"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    key = models.CharField(max_length=20, editable=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    draft = models.TextField(editable=False, blank=True)
    held = models.JSONField(default=dict, editable=False)
    disputed = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("part of a report")
        verbose_name_plural = _("parts of a report")
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_part_once")]

    def __str__(self) -> str:
        return self.title or str(_("Opening") if self.position == 1 else _("Closing"))

    @property
    def is_edited(self) -> bool:
        return self.text != self.draft
