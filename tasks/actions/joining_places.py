"""A lead and a partner of a task that are one unit today: the secretariat lets it lead alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from coop.shared.events import record_many
from coop.shared.saving import delete_as
from tasks.actions.changing import kept_and_locked
from tasks.actions.reassigning import Place, holder_of, names_of
from tasks.models import Assignment, Task


@transaction.atomic
def lead_alone(*, by: Any, tasks: Iterable[Task]) -> int:
    """The unit's place as partner ends; the printed words stay. Returns how many tasks changed.

    Raises RefusedError when the person does not keep one of the plans.
    """
    told: list[tuple[Any, dict[str, Any], dict[str, Any]]] = []
    for task in kept_and_locked(by, tasks):
        double = places_held_twice(task)
        partners = Place(Assignment.Role.PARTNER).links_of(task)
        left = [link for link in partners if link not in double]
        if double:
            told.append((task, {"partner": names_of(partners)}, {"partner": names_of(left)}))
        for link in double:
            delete_as(link, by)
    record_many(by=by, verb="lead_alone", targets=told)
    return len(told)


def places_held_twice(task: Task) -> list[Assignment]:
    """The partner's links of units that lead the task today as well (read with `for_change`)."""
    leading = {holder_of(link) for link in Place().links_of(task) if link.unit}
    return [link for link in Place(Assignment.Role.PARTNER).links_of(task) if holder_of(link) in leading]
