"""The words of the domain that may puzzle, each in one or two sentences, in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tasks.states import Assessment


@dataclass(frozen=True)
class Term:
    """`key` is its place on the page of the guide."""

    key: str
    word: Any
    meaning: Any


TERMS = (
    Term(
        "lead_unit",
        _("Lead unit"),
        _("The unit that answers for the result of the task and reports how far it is."),
    ),
    Term(
        "partner_unit",
        _("Partner units"),
        _("Units that join in the work; they add notes and evidence and do not change the status."),
    ),
    Term(
        "focal_unit",
        _("Focal unit"),
        _("The unit that follows the agreement for the province: it confirms reports or sends them back."),
    ),
    Term(
        "due_period",
        _("Due periods"),
        _(
            "One time at which the task is due. A task of the year 2024 has one; “May of every year” "
            "has one for each year of the plan. Reports and assessments belong to a due period."
        ),
    ),
    Term(
        "as_printed",
        _("As printed"),
        _(
            "The words of the appendix, kept as they are. Beside them stands how the program read the time; "
            "what it was not sure of is marked."
        ),
    ),
    Term(
        "key_task",
        _("Key tasks"),
        _("Tasks that the sides chose as the most important of the year; they bear a star."),
    ),
    Term(
        "reported",
        _("Waiting for confirmation"),
        _(
            "The lead unit has reported completion and the focal unit has not decided yet. The day of the "
            "report counts, so a slow confirmation makes no unit late."
        ),
    ),
    Term("done_on_time", Assessment.DONE_ON_TIME.label, _("Reported by its due date, and confirmed.")),
    Term("done_late", Assessment.DONE_LATE.label, _("Reported after its due date, and confirmed.")),
    Term(
        "ongoing",
        Assessment.ONGOING.label,
        _("Not confirmed as done yet; the due date has not passed, or completion was reported by it."),
    ),
    Term(
        "overdue",
        Assessment.OVERDUE.label,
        _(
            "The due date has passed without a report of completion, or it was reported later and is not "
            "confirmed yet."
        ),
    ),
    Term(
        "continuous",
        Assessment.CONTINUOUS.label,
        _("Work without an end, reported on once a year. It is never overdue and enters no rate."),
    ),
    Term(
        "undated",
        Assessment.UNDATED.label,
        _("The time as printed names no day, or depends on a condition. It enters no rate."),
    ),
    Term(
        "stopped",
        Assessment.STOPPED.label,
        _("The secretariat has paused or cancelled it and given the reason."),
    ),
    Term(
        "due_in_period",
        _("Due in the period"),
        _(
            "What has a due date in the year: every rate is a share of this number, not of all that "
            "is assigned."
        ),
    ),
    Term(
        "now_called",
        _("(now …)"),
        _("The name on the paper comes first; in brackets stands the unit or province that answers today."),
    ),
)
BY_KEY = {term.key: term for term in TERMS}
