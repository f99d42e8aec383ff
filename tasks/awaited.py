"""What waits for somebody's word, said once for the list and for the overview."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tasks.models import Directive, Extension, ProgressUpdate
from tasks.states import OPEN_STATUSES, Status

SILENT_DAYS = 30


class Awaited(TextChoices):
    """Whose word: that of the focal unit, of leadership's addressee, or of a unit that says nothing."""

    REPORT = "report", _("a report to confirm")
    EXTENSION = "extension", _("a wish for more time to decide")
    ANSWER = "explanation", _("an answer to leadership")  # the value stands in addresses that people kept
    UNREPORTED = "unreported", _("a report that did not come")


def awaiting(what: str, on: dt.date) -> Q:
    """On that day this is awaited of a due period."""
    asked = Extension.objects.filter(occurrence=OuterRef("pk"), decision="")
    owed = Directive.objects.unanswered().filter(task=OuterRef("task"))
    if what == Awaited.REPORT:
        return Q(status=Status.REPORTED)
    if what == Awaited.EXTENSION:  # of a period that is stopped or done, nobody can decide on it
        return Q(Exists(asked), status__in=OPEN_STATUSES)
    return Q(Exists(owed)) if what == Awaited.ANSWER else _unreported(on)


def _unreported(on: dt.date) -> Q:
    """Overdue or due soon, and no lead unit has reported for thirty days; of a continuous task (domain.md
    §3): no report in the whole period.
    """
    said = ProgressUpdate.objects.reports().filter(occurrence=OuterRef("pk"))
    lately = said.filter(reported_at__gte=_morning_of(on - dt.timedelta(days=SILENT_DAYS)))
    soon = on + dt.timedelta(days=settings.DUE_SOON_DAYS)
    continuous = Q(is_continuous=True)
    silent = (continuous & Q(starts_on__lte=on) & ~Exists(said)) | (
        ~continuous & Q(due_on__lte=soon) & ~Exists(lately)
    )
    return Q(status__in=[Status.NOT_STARTED, Status.IN_PROGRESS]) & silent


def _morning_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
