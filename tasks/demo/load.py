"""Loading the demo: once, and never into data that is not its own."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement, Unit
from coop.shared.events import Event, record
from tasks.demo.calendar import Calendar
from tasks.demo.documents import write_documents
from tasks.demo.papers import Desk, write_papers
from tasks.demo.people import Account, usernames, write_people
from tasks.demo.preparing import write_steps
from tasks.demo.story import tell
from tasks.demo.work import write_tasks

LOADED = "load_demo"  # the Event that says the demo is there; Events are never removed


class DemoRefusedError(Exception):
    """The demo was not loaded; `str(error)` says why. Nothing was written."""


@transaction.atomic
def load() -> list[Account] | None:
    """Write the demo as of today. Returns the account table, or None when the demo is there already.

    Raises DemoRefusedError when the database holds other data, or no reference data.
    """
    if Event.objects.filter(verb=LOADED).exists():
        return None
    _refuse_foreign_data()
    desk, calendar = Desk.open(), Calendar(timezone.localdate())
    people, accounts = write_people(desk.units)
    agreements, plans = write_papers(desk, calendar)
    write_steps(agreements, people, desk, calendar)
    write_documents(agreements, people["lan"])
    tell(people, write_tasks(plans, desk, calendar), calendar)
    record(by=None, verb=LOADED, target=people["quantri"].user)
    return accounts


def _refuse_foreign_data() -> None:
    if not Unit.objects.exists():
        raise DemoRefusedError(_("Load the reference data first: manage.py load_reference."))
    if Agreement.objects.exists():
        raise DemoRefusedError(_("The database holds agreements already: the demo is not mixed into them."))
    taken = get_user_model().objects.filter(username__in=usernames())
    if taken:
        raise DemoRefusedError(
            _("These accounts exist already: %(names)s. The demo was not loaded.")
            % {"names": ", ".join(user.username for user in taken)}
        )
