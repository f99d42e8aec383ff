"""The tour of each role in a few steps: the page of the guide and docs/huong-dan-*.md are made from it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements.models import Role
from agreements.permissions.person import Person
from tasks.guides_daily import FIND, KEEP, SECRETARIAT, STAFF
from tasks.tour import Guide, Step

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
            _("Compare agreements, units and provinces"),
            _(
                "In {0}, {1} and {2} every row has a bar of how its tasks stand. Its number opens their "
                "list, the red one what is overdue."
            ),
            ("Agreements", "Units", "Provinces"),
            "agreement-list",
        ),
        Step(
            _("Find what is late"),
            _("{0} on the overview names unit, days and postponements."),
            ("Overdue, worst first",),
            "dashboard",
        ),
        Step(
            _("Say what must be done"),
            _("On the page of a task press {0}; a day for the answer may be set."),
            ("Give a directive",),
        ),
        Step(
            _("See what was answered"),
            _("{0} holds under {1} the answers that units still owe."),
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
        FIND,
        KEEP,
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
        FIND,
        KEEP,
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
            _("When somebody has lost phone and codes"),
            _(
                "Make sure that it is the owner who asks. Under {0} tick the account in the list, choose to "
                "switch two-factor authentication off, and say that it is set up again."
            ),
            ("Administration",),
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
