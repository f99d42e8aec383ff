"""The number beside 'Việc của tôi' in the menu: what is urgent and what is to be answered."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from agreements.models import Role
from agreements.permissions import own_step_tasks, person_of
from agreements.permissions.person import Person
from coop.shared.statements import Statement
from tasks.states import Status
from tasks.todo import (
    Todo,
    led_by_units_of,
    of_last_report,
    soon_until,
    to_extend,
    to_verify,
    unanswered_directives,
)

STATEMENTS_KEPT = 1_000  # of some five kilobytes
_NOT_WAITING = ~Q(status=Status.REPORTED)
_CONTINUOUS = Q(is_continuous=True)


def todo_count(user: Any) -> int:
    """Without the other open tasks. One query, since every page asks, and each part of it begins with what an
    index knows: a country has 200,000 tasks. What two parts find counts once; directives and small tasks have
    numbers of their own.
    """
    person = person_of(user)
    if not person.holds(Role.STAFF, Role.SECRETARIAT):
        return 0
    return _urgent(person, timezone.localdate(), settings.DUE_SOON_DAYS).count()


@lru_cache(maxsize=STATEMENTS_KEPT)
def _urgent(person: Person, today: dt.date, _due_soon_days: int) -> Statement:
    """What finds the numbers of all that is urgent. The seats, the day and the setting say it whole, and to
    write it down takes as long as to answer it.
    """
    user = person.user
    dearest_last = reduce(or_, reversed(_to_report(today).values()))
    led = led_by_units_of(user).alias(last_decision=of_last_report("verification__decision"))
    to_report = led.filter(_NOT_WAITING, dearest_last).values_list("pk")
    owed = unanswered_directives(user).order_by().values_list(-2 * F("pk"))
    small = own_step_tasks(user).filter(due_on__lte=soon_until(today)).order_by()
    small = small.values_list(-2 * F("pk") - 1)
    return Statement.of(to_report.union(to_verify(user), to_extend(user), owed, small))


def _to_report(today: dt.date) -> dict[Todo, Q]:
    """Of what is open and reported by nobody; `tasks.todo` says the same of one row. There the assessment is
    a matter of the deadline alone, and the whole of `assessed` would cost more than the rest.
    """
    this_year = Q(starts_on__year=today.year)
    return {
        Todo.RETURNED: Q(last_decision="return"),
        Todo.OVERDUE: ~_CONTINUOUS & Q(due_on__lt=today),
        Todo.DUE_SOON: ~_CONTINUOUS & Q(due_on__range=(today, soon_until(today))),
        Todo.UNREPORTED: _CONTINUOUS & Q(status=Status.NOT_STARTED) & this_year,
    }
