"""The log of acts: who did what to which thing and when. Rows are added and never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet["Event"]):
    """Which acts; nothing here changes one (the database refuses it)."""

    def about(self, target: models.Model) -> EventQuerySet:
        """Acts on this thing, newest first."""
        return self.filter(target_type=target._meta.label_lower, target_id=target.pk).order_by("-at", "-pk")


class Event(models.Model):
    """One act. The thing is named by type, id and label, so that its row may go and the act remains."""

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("empty: the program itself"),
    )
    verb = models.CharField(_("act"), max_length=50)
    target_type = models.CharField(_("kind of thing"), max_length=100)
    target_id = models.BigIntegerField(_("thing"))
    target_label = models.CharField(_("name of the thing"), max_length=300)
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "at"], name="event_target"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_label}"


def record(
    *,
    by: Any,
    verb: str,
    target: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Write one act; call it inside the transaction of the act. `by` is a user, or None for the program
    itself; `at` is now unless an act of the past is told.
    """
    values = _values(by=by, verb=verb, target=target, before=before, after=after)
    return Event.objects.create(at=at or timezone.now(), **values)


def record_many(
    *, by: Any, verb: str, targets: Sequence[tuple[models.Model, dict[str, Any], dict[str, Any]]]
) -> None:
    """One Event per (target, before, after), in one statement."""
    Event.objects.bulk_create(
        Event(**_values(by=by, verb=verb, target=target, before=before, after=after))
        for target, before, after in targets
    )


def _values(*, by: Any, verb: str, target: models.Model, before: Any, after: Any) -> dict[str, Any]:
    return {
        "actor": by,
        "verb": verb,
        "target_type": target._meta.label_lower,
        "target_id": target.pk,
        "target_label": str(target)[:300],
        "before": before or {},
        "after": after or {},
    }
