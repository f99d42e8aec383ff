"""What lives for a time: provinces and units. Both days are included; empty means unknown past or still
alive.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ValidityQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        """Alive on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )


class Validity(models.Model):
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("merger")
    SPLIT = "split", _("split")
    RENAME = "rename", _("change of name")
    TYPE_CHANGE = "type_change", _("change of type")
    ABOLISH = "abolish", _("abolition")


class SuccessionBase(models.Model):
    """From one to one; a merger of three or a split into two is several rows of one day."""

    kind = models.CharField(_("kind"), max_length=12, choices=SuccessionKind)
    effective_on = models.DateField(_("effective on"))
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=True)

    class Meta:
        abstract = True
