from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.unit import Unit
from coop.shared.constraints import END_BEFORE_BEGIN, date_order, one_of


class Role(models.TextChoices):
    """What each may do: domain.md §4 and tasks/permissions."""

    STAFF = "staff", _("unit staff")
    LEADER = "leader", _("leadership")
    SECRETARIAT = "secretariat", _("secretariat")
    AUDITOR = "auditor", _("auditor")
    ADMIN = "admin", _("administrator")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active_on(self, day: dt.date) -> Self:
        return self.filter(
            Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day), user__is_active=True
        )


class Membership(models.Model):
    """A person holds a role in a unit for a time; withdrawal is an end date and works at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    history = HistoricalRecords()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user", "starts_on"]
        constraints = [
            date_order("starts_on", "ends_on", name="membership_period", message=END_BEFORE_BEGIN),
            one_of("role", Role.values, name="membership_role"),
            models.UniqueConstraint(fields=["user", "unit", "role", "starts_on"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.unit}"
