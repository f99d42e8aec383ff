"""More time: asked for by the lead unit, decided by the focal unit or the secretariat."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Unit
from coop.shared.dates import short_date
from coop.shared.events import record
from coop.shared.known_days import unknown_day
from tasks.actions.refusal import locked, require, require_move, require_own_unit, saved
from tasks.models import Assignment, Extension, Occurrence
from tasks.permissions.acting import leads, verifies
from tasks.states import Move


@transaction.atomic
def ask_extension(
    *, by: Any, occurrence: Occurrence, on_behalf_of: Unit, new_due_on: dt.date, reason: str
) -> Extension:
    """Ask for a later due date; one wish at a time. Raises RefusedError."""
    current = locked(occurrence, version=None)
    require(leads(by, current.task), _("Only a lead unit of the task asks for more time."))
    require_own_unit(by, current.task, Assignment.Role.LEAD, on_behalf_of)
    require_move(Move.ASK_EXTENSION, current)
    old_due_on: Any = current.due_on
    require(old_due_on is not None, _("The task has no due date that could be moved."))
    require(new_due_on > old_due_on, _("The new date must be later than the present one."))
    fault = unknown_day(new_due_on)
    require(not fault, fault)
    require(bool(reason.strip()), _("Give the reason for more time."))
    require(
        not current.extensions.filter(decision="").exists(),
        _("A wish for more time already waits for a decision."),
    )
    extension = Extension.objects.create(
        occurrence=current,
        old_due_on=old_due_on,
        new_due_on=new_due_on,
        reason=reason,
        on_behalf_of=on_behalf_of,
        asked_by=by,
    )
    record(
        by=by,
        verb=Move.ASK_EXTENSION,
        target=current.task,
        before={"due_on": old_due_on},
        after={"due_on": new_due_on, "reason": reason, "occurrence": current.pk},
    )
    return extension


@transaction.atomic
def decide_extension(
    *, by: Any, extension: Extension, grant: bool, note: str = "", past_end: bool = False
) -> Extension:
    """Grant, or refuse with the reason; the old date stays visible on the extension.

    `past_end`: the person means it although the plan or agreement ends before that day. Raises RefusedError.
    """
    current = locked(extension.occurrence, version=None)
    waiting = Extension.objects.select_for_update().get(pk=extension.pk)
    move = Move.GRANT_EXTENSION if grant else Move.REFUSE_EXTENSION
    require(not waiting.decision, _("This wish has been decided already."))
    require(verifies(by, current.task), _("Only the focal unit or the secretariat decides on more time."))
    require(waiting.asked_by_id != by.pk, _("Nobody decides on a wish of their own."))
    require_move(move, current)
    require(grant or bool(note.strip()), _("Give the reason for refusing more time."))
    beyond = beyond_end(current, waiting.new_due_on) if grant and not past_end else ""
    require(not beyond, beyond)
    waiting.decision = Extension.Decision.GRANTED if grant else Extension.Decision.REFUSED
    waiting.decision_note, waiting.decided_by, waiting.decided_at = note, by, timezone.now()
    waiting.save()
    changes = {"due_on": waiting.new_due_on} if grant else {}
    before, after = saved(current, by=by, **changes)
    record(by=by, verb=move, target=current.task, before=before, after=after | {"note": note})
    return waiting


def beyond_end(occurrence: Occurrence, day: dt.date) -> str:
    """That the plan, or else the agreement, ends before a day that is asked for; "" where neither does."""
    plan = occurrence.task.plan
    ends = (
        (plan.ends_on, _("The new date (%(day)s) lies after the end of the plan (%(end)s).")),
        (plan.agreement.ends_on, _("The new date (%(day)s) lies after the end of the agreement (%(end)s).")),
    )
    for end, said in ends:
        if end and end < day:
            return said % {"day": short_date(day), "end": short_date(end)}
    return ""
