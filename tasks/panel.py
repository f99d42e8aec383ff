"""What may be done now with an occurrence, and what happens next in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tasks.models import Extension, Occurrence
from tasks.permissions.acting import (
    may_ask_extension,
    may_contribute,
    may_decide_extension,
    may_report,
    may_set_due_day,
    may_stop_or_resume,
    may_verify,
)
from tasks.states import Move, Status


@dataclass(frozen=True)
class Choice:
    """One button; `is_main` is what the state waits for."""

    label: Any
    url: str
    icon: str
    is_main: bool


@dataclass(frozen=True)
class Offer:
    """A button before it is known for which occurrence."""

    label: Any
    url_name: str
    icon: str
    is_main: bool = False


DECIDE = Offer(_("Decide on more time"), "extension-decide", "calendar-check", is_main=True)
VERIFY = Offer(_("Confirm or send back"), "occurrence-verify", "check2-square", is_main=True)
REPORT = Offer(_("Report progress"), "occurrence-report", "pencil-square", is_main=True)
NOTE = Offer(_("Add a note"), "occurrence-note", "chat-left-text")
EXTEND = Offer(_("Ask for more time"), "occurrence-extend", "calendar-plus")
SET_DAY = Offer(_("Set the due day"), "occurrence-due-day", "calendar-event")
PAUSE = Offer(_("Pause"), "occurrence-pause", "pause-circle")
CANCEL = Offer(_("Cancel task"), "occurrence-cancel", "x-circle")
RESUME = Offer(_("Resume"), "occurrence-resume", "play-circle", is_main=True)


def choices_for(user: Any, occurrence: Occurrence) -> list[Choice]:
    """Only what the person may do in this state; a button that would be refused is not shown."""
    asked = next((extension for extension in occurrence.extensions.all() if not extension.decision), None)
    offers = [
        (asked is not None and _may_decide(user, occurrence, asked), DECIDE, asked),
        (may_verify(user, occurrence), VERIFY, occurrence),
        (may_report(user, occurrence), REPORT, occurrence),
        (may_contribute(user, occurrence), NOTE, occurrence),
        (asked is None and may_ask_extension(user, occurrence), EXTEND, occurrence),
        (may_set_due_day(user, occurrence), SET_DAY, occurrence),
        (may_stop_or_resume(user, occurrence, Move.PAUSE), PAUSE, occurrence),
        (may_stop_or_resume(user, occurrence, Move.CANCEL), CANCEL, occurrence),
        (may_stop_or_resume(user, occurrence, Move.RESUME), RESUME, occurrence),
    ]
    return [_choice(offer, target) for allowed, offer, target in offers if allowed and target is not None]


def _may_decide(user: Any, occurrence: Occurrence, asked: Extension) -> bool:
    return asked.asked_by_id != user.pk and may_decide_extension(user, occurrence)


def _choice(offer: Offer, target: Occurrence | Extension) -> Choice:
    return Choice(offer.label, reverse(offer.url_name, args=[target.pk]), offer.icon, offer.is_main)


NEXT_STEPS: dict[str, Any] = {
    Status.NOT_STARTED: _("The lead unit reports when work begins."),
    Status.IN_PROGRESS: _("The lead unit reports progress, and completion with its result."),
    Status.REPORTED: _(
        "The focal unit confirms the completion or sends it back with a reason; it is asked to send it back "
        "when something in the report has to be corrected."
    ),
    Status.COMPLETED: _("Nothing more to do."),
    Status.PAUSED: _("The secretariat resumes the task when the reason has gone."),
    Status.CANCELLED: _("The task is no longer carried out; the secretariat can resume it."),
}
MEND = _(
    "The lead unit mends the report for the reason for which it was sent back, and reports completion again."
)


def next_step(occurrence: Occurrence) -> Any:
    """What happens next, in words."""
    last = next((update for update in occurrence.updates.all() if not update.is_contribution), None)
    is_to_mend = occurrence.status == Status.IN_PROGRESS and last is not None and last.sent_back
    return MEND if is_to_mend else NEXT_STEPS[occurrence.status]
