"""What lives for a time: provinces and units. Both days are included; empty means unknown past or still
alive.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.lifetimes import Life, Step, Steps, faults, faults_of_kept


class ValidityQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        """Alive on that day."""
        return self.not_ended(day).filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))

    def not_ended(self, day: dt.date) -> Self:
        """Alive on that day or to begin after it."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class Validity(models.Model):
    """A body that lives from a day to a day, both included; an empty day is open."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    successions: Any
    origins: Any

    class Meta:
        abstract = True

    def check_days(self) -> None:
        """Raises ValidationError when the days do not fit the successions of the body. Not a part of
        `clean`, which a file of thousands of bodies would call for each.
        """
        if self.pk is None:
            return
        rows = [*self.successions.select_related("successor"), *self.origins.select_related("predecessor")]
        for row in rows:
            side = "predecessor" if row.predecessor_id == self.pk else "successor"
            setattr(row, side, self)
        known = rows[0].steps() if rows else {}
        found = [fault for row in rows for fault in faults_of_kept(row.step, known)]
        if found:
            raise ValidationError(found)

    def is_valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def lives_beside(self, other: Self) -> bool:
        """There is a day on which both live."""
        first, last = dt.date.min, dt.date.max
        return (self.valid_from or first) <= (other.valid_until or last) and (other.valid_from or first) <= (
            self.valid_until or last
        )

    @property
    def life(self) -> Life:
        return Life(self.pk, str(self), self.valid_from, self.valid_until)


class SuccessionKind(models.TextChoices):
    """Which of them happened, when and by which paper is data, never code (domain.md §2)."""

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

    predecessor: Any
    successor: Any

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raises ValidationError with everything that is wrong with the lives of the two bodies."""
        if not (getattr(self, "predecessor_id", None) and self.effective_on):
            return  # the form says that they are missing
        found = faults(self.step, self.steps())
        if found:
            raise ValidationError(found)

    @property
    def step(self) -> Step:
        heir = self.successor.life if self.successor else None
        return Step(self.predecessor.life, heir, self.effective_on, self.kind)

    @classmethod
    def steps(cls) -> Steps:
        """Every succession that is kept: body → (day, heir)."""
        found: defaultdict[int, list[tuple[dt.date, int | None]]] = defaultdict(list)
        columns = ("predecessor", "successor", "effective_on")
        for body, heir, day in cls._default_manager.values_list(*columns):
            found[body].append((day, heir))
        return found
