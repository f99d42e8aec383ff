from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def export_path(export: TaskExport, filename: str) -> str:
    """A random name, which nobody can guess."""
    return f"exports/{uuid.uuid4().hex}.xlsx"


class TaskExport(models.Model):
    """A long list of tasks as an Excel file that the worker writes, for the one who asked for it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.CASCADE, related_name="+"
    )
    query = models.TextField(_("filter"))
    provinces = models.JSONField(
        _("provinces"), help_text=_("those of the person when it was written; who has lost one gets no file")
    )
    row_count = models.PositiveIntegerField(_("rows"))
    file = models.FileField(_("file"), upload_to=export_path, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)

    class Meta:
        verbose_name = _("export of tasks")
        verbose_name_plural = _("exports of tasks")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.asked_at):%d/%m/%Y %H:%M} ({self.row_count})"
