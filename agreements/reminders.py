"""What the calendar says of agreements: one Event for each reminder, however often it is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from agreements.endings import nearing_their_end
from agreements.models import Agreement
from coop.shared.events import Event, record_many


@transaction.atomic
def remind_of_endings(on: dt.date) -> int:
    """The number of reminders that are new. A day on which the program did not run is made up for: what is
    told is the reminder under which the day falls.
    """
    nearing = nearing_their_end(Agreement.objects.all(), on)
    events = Event.objects.filter(verb="remind_end", target_id__in=[row.agreement.pk for row in nearing])
    told = {(event.target_id, event.after["ends_on"], event.after["reminder"]) for event in events}
    targets: list[tuple[Agreement, dict[str, Any], dict[str, Any]]] = [
        (row.agreement, {}, {"ends_on": row.agreement.ends_on, "reminder": row.reminder})
        for row in nearing
        if (row.agreement.pk, str(row.agreement.ends_on), row.reminder) not in told
    ]
    record_many(by=None, verb="remind_end", targets=targets)
    return len(targets)
