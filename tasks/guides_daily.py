"""The tours of those who do the daily work: staff of units and the secretariat."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements.models import Role
from tasks.tour import Guide, Step

FIND = Step(
    _("Find anything"),
    _(
        "Press the key / or go to the box {0}: words with or without diacritics, names of units as they were "
        "or are, the number of a paper."
    ),
    ("Search everything",),
    "search",
)

KEEP = Step(
    _("Keep a filter"),
    _(
        "Filter any list and press {0}; share it with your unit if you wish. Its name then stands above the "
        "list; press {1} and the next visit marks what is new."
    ),
    ("Save this filter", "Seen"),
    "task-list",
)

STAFF = Guide(
    "don-vi",
    Role.STAFF,
    _("Staff of a unit"),
    _("You report how far the tasks of your unit are; leadership and the annual report rely on it."),
    (
        Step(
            _("See what waits"),
            _(
                "Open {0}: what was sent back, is overdue, falls due soon or is to be reported on, the most "
                "urgent first. The number beside the menu says how much is urgent."
            ),
            ("My work",),
            "todo",
        ),
        Step(
            _("Report how far it is"),
            _(
                "Press {0}, say what was done, what hinders and what you propose, attach evidence and press "
                "{1}. What you type is kept in the browser until it is sent."
            ),
            ("Report progress", "Send"),
        ),
        Step(
            _("Report completion"),
            _(
                "When the work is done choose {0} and give the result. The task then waits for the focal "
                "unit; the day of your report counts."
            ),
            ("Completed: send for confirmation",),
        ),
        Step(
            _("When it was sent back"),
            _("Read the reason on the page of the task, complete what is missing and report again."),
        ),
        Step(
            _("When time does not suffice"),
            _("Press {0} before the due date, with a new date and the reason; the old date stays on record."),
            ("Ask for more time",),
        ),
        Step(
            _("When your unit joins in"),
            _("Press {0}: your result and evidence stand beside the report of the lead unit."),
            ("Add a note",),
        ),
        Step(
            _("Say what was counted"),
            _(
                "On the page of an agreement open {0} and press {1}: value, measure and year; parts add up "
                "to the value."
            ),
            ("Enter and change figures", "Enter a figure"),
            "agreement-list",
        ),
        Step(
            _("When leadership asks"),
            _("What leadership directs or asks stands first under {0}; press {1} and answer."),
            ("Leadership waits for your answer", "Answer"),
            "todo",
        ),
        Step(
            _("When your unit is the focal unit"),
            _(
                "Reports wait under {0}. Press {1} at one report, or choose several and press {2}. Nobody "
                "confirms a report of their own."
            ),
            ("To confirm or send back", "Confirm or send back", "Confirm the chosen reports"),
            "todo",
        ),
        FIND,
        KEEP,
    ),
)

SECRETARIAT = Guide(
    "van-phong",
    Role.SECRETARIAT,
    _("Secretariat"),
    _("You keep agreements and plans, import appendices, confirm reports and make the annual report."),
    (
        Step(
            _("Enter the agreement and the plan"),
            _(
                "In {0} press {1} and give its parties; on its page press {2} and give its number, day and "
                "period."
            ),
            ("Agreements", "Enter an agreement", "Enter a plan"),
            "agreement-list",
        ),
        Step(
            _("Say how papers hang together"),
            _(
                "On the page of an agreement press {0} and {1}; what comes before and after signing stands "
                "under {2}."
            ),
            ("Enter related documents", "Headings and fields", "Steps around signing"),
            "agreement-list",
        ),
        Step(
            _("Keep its documents"),
            _(
                "Under {0} on the page of an agreement press {1}: the signed text, minutes and annexes are "
                "then opened there by whoever may see the agreement."
            ),
            ("Documents", "Add a document"),
            "agreement-list",
        ),
        Step(
            _("Import the appendix"),
            _(
                "On the page of the plan press {0}, choose the file and press {1}. Look at the rows "
                "under {2}, then confirm; the plan page is then the appendix as printed."
            ),
            ("Import the appendix", "Read the file", "Needs a look"),
            "plan-list",
        ),
        Step(
            _("While an appendix waits for review"),
            _(
                "Under {0} say once to which field a heading belongs: later papers are read so. If the plan "
                "has changed meanwhile, press {1}; if columns were read wrongly, press {2}. What was said of "
                "a row stays where the row reads the same."
            ),
            (
                "Headings without a field",
                "Compare with the plan anew",
                "The columns were read wrongly: say what they mean",
            ),
            "admin:tasks_importbatch_changelist",
        ),
        Step(
            _("Confirm or send back"),
            _("Under {0} open {1}: read result and evidence; what is sent back needs a reason."),
            ("My work", "To confirm or send back"),
            "todo",
        ),
        Step(
            _("Decide on more time"),
            _(
                "Requests stand under {0} too; press {1}. A refusal needs a reason, which the unit reads. "
                "The number of postponements is kept and shown."
            ),
            ("My work", "Decide on more time"),
            "todo",
        ),
        Step(
            _("Change several tasks at once"),
            _(
                "Under {0} choose tasks and press {1}, {2} or {3}; a preview shows what will change before "
                "it is done."
            ),
            ("Tasks", "Reassign unit", "Set the field", "Mark as key tasks"),
            "task-list",
        ),
        Step(
            _("When work cannot go on"),
            _("On the page of the task press {0} or {1} with the reason; {2} takes it up again."),
            ("Pause", "Cancel task", "Resume"),
        ),
        Step(
            _("See how it was on a past day"),
            _("On the page of a plan give the day and press {0}; {1} says who did what and when."),
            ("Look back", "History"),
            "plan-list",
        ),
        Step(
            _("Before the joint conference"),
            _(
                "On the page of an agreement {0} shows progress and figures beside each other and marks what "
                "differs; {1} compares agreements and years."
            ),
            ("Both sides", "Fields across agreements"),
            "agreement-list",
        ),
        Step(
            _("When units or provinces change"),
            _(
                "{0}: see first what it touches. What is left without one heir, and agreements whose sides "
                "became fewer, wait there for your decision."
            ),
            ("Reorganisations of units",),
            "reorganisation-list",
        ),
        Step(
            _("Make the annual report"),
            _(
                "Under {0} press {1}, choose agreement, period and cut-off date, and press {2}: every part "
                "is written from what the units reported. Edit it part by part beside its pages and press "
                "{3} when data has moved; lines that you wrote stay."
            ),
            ("Reports", "Write a report", "Draft from data", "Update from data"),
            "report-list",
        ),
        Step(
            _("Issue the report"),
            _(
                "On its page press {0}: what stands in red stops it, the rest you confirm as seen. Give "
                "number and day and press {1}; from then on it never changes, and a correction is a new "
                "report."
            ),
            ("Check and issue", "Issue"),
            "report-list",
        ),
        FIND,
        KEEP,
    ),
)
