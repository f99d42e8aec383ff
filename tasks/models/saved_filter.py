from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models import Unit
from coop.shared.constraints import one_of


class SavedFilter(models.Model):
    """A filter of a list that somebody keeps under a name, alone or for a whole unit. It holds the question
    only: everybody gets the rows that they may see.
    """

    class List(models.TextChoices):
        TASKS = "tasks", _("Tasks")
        AGREEMENTS = "agreements", _("Agreements")
        PLANS = "plans", _("Plans")
        UNITS = "units", _("Units")
        PROVINCES = "provinces", _("Provinces")

    of_list = models.CharField(_("list"), max_length=12, choices=List, default=List.TASKS, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("filter"), editable=False)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("shared with"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("everybody who works in this unit sees the filter above the list; only you change it"),
    )
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "of_list", "name"], name="saved_filter_name_once"),
            one_of(
                "of_list", ["tasks", "agreements", "plans", "units", "provinces"], name="saved_filter_list"
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(query=""), name="saved_filter_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FilterVisit(models.Model):
    """Which rows of the list a person had in front of them when they last said "seen". What has come since
    is told from the ids, since an assessment changes with the calendar and leaves no trace.
    """

    filter = models.ForeignKey(SavedFilter, on_delete=models.CASCADE, related_name="visits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("seen at"))
    seen = models.JSONField(_("rows seen"), default=list)

    class Meta:
        verbose_name = _("visit of a saved filter")
        verbose_name_plural = _("visits of saved filters")
        constraints = [models.UniqueConstraint(fields=["filter", "person"], name="filter_visit_once")]

    def __str__(self) -> str:
        return f"{self.filter} – {self.person}"
