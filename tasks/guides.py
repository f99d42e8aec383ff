"""The tour of each role in a few steps: the page of the guide and docs/huong-dan-*.md are made from it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements.models import Role
from agreements.permissions import Person
from tasks.tour import Guide, Step

_FIND = Step(
    _("Find anything"),
    _(
        "Press the key / or go to the box {0}: words with or without diacritics, names of units as they were "
        "or are, the number of a paper."
    ),
    ("Search everything",),
    "search",
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
            _("Requests stand first under {0}; press {1} and explain."),
            ("Explanations to give", "Answer"),
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
        _FIND,
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
                "Open {0} and add the agreement with its parties, then the plan with its number, day and "
                "period."
            ),
            ("Administration",),
            "admin:index",
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
            _("Import the appendix"),
            _(
                "On the page of the plan press {0}, choose the file and press {1}. Look at the rows "
                "under {2}, then confirm; the plan page is then the appendix as printed."
            ),
            ("Import the appendix", "Read the file", "Needs a look"),
            "plan-list",
        ),
        Step(
            _("Confirm or send back"),
            _("Under {0} open {1}: read result and evidence; what is sent back needs a reason."),
            ("My work", "To confirm or send back"),
            "todo",
        ),
        Step(
            _("Decide on more time"),
            _("Requests stand under {0} too; press {1}. The number of postponements is kept and shown."),
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
            _("Open {0} and choose the agreement and the year."),
            ("Reports",),
            "report-list",
        ),
        _FIND,
    ),
)

LEADER = Guide(
    "lanh-dao",
    Role.LEADER,
    _("Leadership"),
    _("You see how far the promises are and say what must be done."),
    (
        Step(
            _("Read the overview"),
            _("{0} says in one sentence how the year stands. Every number opens the list that it counts."),
            ("Overview",),
            "dashboard",
        ),
        Step(
            _("Find what is late"),
            _("{0} on the overview names unit, days and postponements."),
            ("Overdue, worst first",),
            "dashboard",
        ),
        Step(
            _("Say what must be done"),
            _("On the page of a task press {0}; a request for explanation may have a day for its answer."),
            ("Give a directive",),
        ),
        Step(
            _("See what was answered"),
            _("{0} holds under {1} the explanations that are still owed."),
            ("My work", "Answers waited for"),
            "todo",
        ),
        Step(
            _("Hold it against the paper"),
            _(
                "Under {0} a plan stands as printed with the status of every row; {1} gives it on paper, {2} "
                "as it stood on a past day."
            ),
            ("Plans", "Print the appendix", "Look back"),
            "plan-list",
        ),
        Step(
            _("Read the agreement"),
            _(
                "Under {0}: the parties then and now, the papers that it carries on, its plans and figures; "
                "{1} stand beside each other before a joint conference."
            ),
            ("Agreements", "Both sides"),
            "agreement-list",
        ),
        Step(
            _("Take the report along"), _("{0} holds the report of each year."), ("Reports",), "report-list"
        ),
        _FIND,
    ),
)

AUDITOR = Guide(
    "kiem-tra",
    Role.AUDITOR,
    _("Auditors"),
    _("You read everything of the province, history included, and change nothing."),
    (
        Step(
            _("Begin with the numbers"),
            _("Every number of {0} opens the list that it counts."),
            ("Overview",),
            "dashboard",
        ),
        Step(
            _("Follow one task"),
            _("Its page has every report with evidence, who confirmed it and when, and under {0} every act."),
            ("History",),
            "task-list",
        ),
        Step(
            _("Follow a plan"),
            _("{0} on the page of a plan or agreement tells all acts in order; {1} takes them along."),
            ("History", "Download the history (Excel)"),
            "plan-list",
        ),
        Step(
            _("See how it was on a past day"),
            _("On the page of a plan give the day and press {0}."),
            ("Look back",),
            "plan-list",
        ),
        _FIND,
    ),
)

ADMIN = Guide(
    "quan-tri",
    Role.ADMIN,
    _("Administrators"),
    _("You keep accounts and reference data; no business decision is yours."),
    (
        Step(
            _("Give somebody access"),
            _("Under {0} add the account, then its role in a unit with the day from which it holds."),
            ("Administration",),
            "admin:index",
        ),
        Step(
            _("Take access away"),
            _("Give the role an end date: it works at once, and what the person did stays on record."),
        ),
        Step(
            _("When units and provinces change"),
            _(
                "Add the new unit and its succession with day and legal basis, and look at what it touches "
                "before you press {0}; old papers keep their names."
            ),
            ("Enter the reorganisation",),
        ),
        Step(
            _("Guard your own account"),
            _("Set up {0} in the menu under your name, and look at {1} now and then."),
            ("Two-factor authentication", "Signed-in devices"),
            "mfa_index",
        ),
    ),
)

GUIDES = (SECRETARIAT, STAFF, LEADER, AUDITOR, ADMIN)
BY_SLUG = {guide.slug: guide for guide in GUIDES}


def guide_for(person: Person) -> Guide:
    """That of the first role which the person holds; of the unit staff for somebody without a seat."""
    if person.is_admin and not person.seats:
        return ADMIN
    return next((guide for guide in GUIDES if person.holds(guide.role)), STAFF)
