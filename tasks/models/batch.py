from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Plan
from coop.shared.constraints import one_of
from tasks.models.task import Task


def batch_path(batch: ImportBatch, filename: str) -> str:
    """A random name: the person's own file name never reaches the disk."""
    return f"imports/{uuid.uuid4().hex}"


class ImportBatch(models.Model):
    """An appendix file, read and staged for review. The original is kept with its SHA-256."""

    class Status(models.TextChoices):
        UNMAPPED = "unmapped", _("waiting for the meaning of its columns")
        STAGED = "staged", _("waiting for review")
        CONFIRMED = "confirmed", _("confirmed")
        UNDONE = "undone", _("undone")
        DISCARDED = "discarded", _("discarded")

    plan = models.ForeignKey(
        Plan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="import_batches"
    )
    file = models.FileField(_("file"), upload_to=batch_path)
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.STAGED)
    table = models.CharField(
        _("table"), max_length=200, blank=True, help_text=_("the table or sheet that a person chose")
    )
    mapping = models.JSONField(
        _("columns"), null=True, blank=True, help_text=_("meaning → column, as a person chose them")
    )
    tables = models.JSONField(_("tables of the file"), default=list)
    notes = models.JSONField(_("notes of the reader"), default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    compared_at = models.DateTimeField(_("compared with the plan at"), default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("appendix import")
        verbose_name_plural = _("appendix imports")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            one_of("status", ["unmapped", "staged", "confirmed", "undone", "discarded"], name="batch_status"),
            models.CheckConstraint(
                condition=~models.Q(status="confirmed") | models.Q(confirmed_at__isnull=False),
                name="batch_confirmed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} → {self.plan.short_title}"


class ImportRow(models.Model):
    """One row of the file as printed, what was read from it, and what confirming would do."""

    class Action(models.TextChoices):
        CREATE = "create", _("to create")
        UPDATE = "update", _("to update")
        UNCHANGED = "unchanged", _("unchanged")
        EXCLUDED = "excluded", _("left out")

    batch = models.ForeignKey(
        ImportBatch, verbose_name=_("import"), on_delete=models.CASCADE, related_name="rows"
    )
    position = models.PositiveIntegerField(_("order"))
    place = models.CharField(_("place in the file"), max_length=100)
    printed = models.JSONField(_("as printed"), help_text=_("the cells of the row by meaning"))
    reading = models.JSONField(_("as read"), help_text=_("units, groups, unknown names and the deadline"))
    action = models.CharField(_("what will happen"), max_length=10, choices=Action)
    changes = models.JSONField(_("changes"), default=dict, help_text=_("column → [old, new]"))
    problems = models.JSONField(_("needs a look"), default=list)
    blocked = models.BooleanField(
        _("cannot be imported"), default=False, help_text=_("until it is mended or left out")
    )
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("looked at by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    restore = models.JSONField(
        _("to restore"), default=dict, help_text=_("position, columns, units and periods before the import")
    )
    task = models.ForeignKey(
        Task,
        verbose_name=_("task"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="import_rows",
    )

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_row_position_once"),
            one_of("action", ["create", "update", "unchanged", "excluded"], name="import_row_action"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.printed.get('content', '')[:80]}"

    @property
    def table(self) -> str:
        """In which it stands; "" where its file is one table without a name."""
        return self.place.rpartition(", ")[0]


class ColumnMapping(models.Model):
    """What the columns under a header mean, as a person once said; nobody is asked again."""

    header_key = models.CharField(max_length=64, unique=True, editable=False)
    header = models.JSONField(_("header as printed"))
    mapping = models.JSONField(_("columns"))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("chosen by"), on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(_("chosen at"), auto_now=True)

    class Meta:
        verbose_name = _("meaning of columns")
        verbose_name_plural = _("meanings of columns")

    def __str__(self) -> str:
        return " | ".join(self.header)
