"""Who answers for whom, through time. The one writer of `current_heir` for provinces and units.

Nothing is rewritten when a body dies: its rows stay, and the heir is derived from the successions
(domain.md §2).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from agreements.lifetimes import Steps, faults_of_kept
from agreements.models import Province, ProvinceSuccession, Unit, UnitSuccession


class SuccessionCycleError(ValueError):
    """A body would, after some steps, succeed itself."""


_ITSELF = 0  # no row has this number


def heirs(body: Province | Unit, on: dt.date) -> list[Province] | list[Unit]:
    """Who answers for this body on that day: itself while it lives, else its heirs, else nobody."""
    model = type(body)
    found = _heir_ids(body.pk, _steps(model), on)
    return list(model.objects.filter(pk__in=found).order_by("pk"))  # type: ignore[return-value]


def heirs_of_units(units: Iterable[Unit], on: dt.date) -> dict[int, list[Unit]]:
    """As `heirs`, for several units (by their ids) in two queries."""
    steps = _steps(Unit)
    found = {unit.pk: _heir_ids(unit.pk, steps, on) for unit in units}
    rows = Unit.objects.for_choice().in_bulk({heir for ids in found.values() for heir in ids})
    return {pk: [rows[heir] for heir in ids] for pk, ids in found.items()}


def predecessors(body: Province | Unit, on: dt.date | None = None) -> list[Province] | list[Unit]:
    """All that it succeeded, directly or by steps, itself not included; with a day, those alive on it."""
    origins: dict[int, list[int]] = defaultdict(list)
    for predecessor, steps in _steps(type(body)).items():
        for _day, successor in steps:
            if successor is not None:
                origins[successor].append(predecessor)
    found = type(body).objects.filter(pk__in=_reach(body.pk, origins)).order_by("pk")
    return list(found.valid_on(on) if on else found)  # type: ignore[return-value]


def check_successions() -> None:
    """Raises ValidationError with all that is wrong in what is kept: for data that came in by the table."""
    wrong = []
    bodies = ("predecessor", "successor")
    of_units = (f"{body}__province" for body in bodies)
    for model, read in ((ProvinceSuccession, bodies), (UnitSuccession, of_units)):
        known = model.steps()
        for row in model.objects.select_related(*read):
            wrong += [f"{row}: {fault}" for fault in faults_of_kept(row.step, known)]
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def refresh_heirs(on: dt.date) -> None:
    """Set `current_heir` of every province and unit as of that day; NULL where there is not exactly one heir.

    Raises SuccessionCycleError and changes nothing when the successions run in a circle.
    """
    for model in (Province, Unit):
        steps = _steps(model)
        changed: dict[int | None, list[int]] = defaultdict(list)
        for body, known in model.objects.values_list("pk", "current_heir"):
            found = _heir_ids(body, steps, on)
            heir = found[0] if len(found) == 1 else None
            if known != heir:
                changed[heir if heir != body else _ITSELF].append(body)
        for heir, bodies in changed.items():
            rows = model._default_manager.filter(pk__in=bodies)
            rows.update(current_heir=F("pk") if heir == _ITSELF else heir)


def _steps(model: type[Province] | type[Unit]) -> Steps:
    return (ProvinceSuccession if model is Province else UnitSuccession).steps()


def _heir_ids(body: int, steps: Steps, on: dt.date, seen: frozenset[int] = frozenset()) -> list[int]:
    if body in seen:
        raise SuccessionCycleError(f"body {body} would succeed itself")
    taken = [successor for day, successor in steps.get(body, []) if day <= on]
    if not taken:
        return [body]
    found = {
        heir
        for successor in taken
        if successor is not None
        for heir in _heir_ids(successor, steps, on, seen | {body})
    }
    return sorted(found)


def _reach(start: int, edges: dict[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(edges.get(start, []))
    while waiting:
        body = waiting.pop()
        if body not in found:
            found.add(body)
            waiting.extend(edges.get(body, []))
    return found
