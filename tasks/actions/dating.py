"""The secretariat sets the due day of a period of which the paper says none (domain.md §3, "conditional")."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coop.shared.events import record
from coop.shared.known_days import unknown_day
from tasks.actions.refusal import locked, require, saved
from tasks.models import Occurrence, SetDay
from tasks.permissions.acting import awaits_a_day, keeps


@transaction.atomic
def set_due_day(
    *, by: Any, occurrence: Occurrence, due_on: dt.date, reason: str, version: int | None = None
) -> SetDay:
    """For the first time, or anew while nobody has asked for more time. Raises RefusedError."""
    current = locked(occurrence, version=version)
    require(keeps(by, current.task), _("Only the secretariat sets the due day of a task."))
    require(awaits_a_day(current), _("The due day of this period is not to be set any more."))
    fault = unknown_day(due_on)
    require(not fault, fault)
    issued_on = current.task.plan.issued_on
    require(due_on >= issued_on, _("The due day lies before the day on which the plan was issued."))
    require(bool(reason.strip()), _("Give the ground on which the day is set."))
    told = {"due_on": due_on, "reason": reason, "set_by": by}
    day, _created = SetDay.objects.update_or_create(occurrence=current, defaults=told)
    before, after = saved(current, by=by, due_on=due_on)
    record(by=by, verb="set_due_day", target=current.task, before=before, after=after | {"reason": reason})
    return day
