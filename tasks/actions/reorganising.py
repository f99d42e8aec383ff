"""The secretariat merges, splits, renames or abolishes units of its own province, and takes that back.

Tasks are not rewritten: their units stay as printed, and the heirs answer for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Unit
from agreements.permissions import reorganisable_units
from agreements.reorganising import found_unit, reorganise, take_back
from tasks.actions.refusal import RefusedError, require


@transaction.atomic
def reorganise_units(
    *,
    by: Any,
    kind: str,
    bodies: Sequence[Unit],
    heirs: Sequence[Unit],
    new_names: Sequence[str],
    effective_on: dt.date,
    legal_basis: str,
) -> None:
    """All or nothing. Units of `new_names` are founded on that day in the place of the first of `bodies`.

    Raises RefusedError.
    """
    _require_own(by, [*bodies, *heirs])
    try:
        founded = [found_unit(by=by, name=name, in_place_of=bodies, on=effective_on) for name in new_names]
        reorganise(
            by=by,
            kind=kind,
            bodies=bodies,
            heirs=[*heirs, *founded],
            effective_on=effective_on,
            legal_basis=legal_basis,
        )
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error


@transaction.atomic
def take_back_units(*, by: Any, units: Sequence[Unit]) -> None:
    """The units live on as if they had no heirs, all or none: what was merged by one paper is taken back as
    one. Raises RefusedError with what depends on the heirs.
    """
    _require_own(by, units)
    try:
        for unit in sorted(units, key=lambda unit: unit.pk):
            take_back(by=by, body=unit)
    except ValidationError as error:
        raise RefusedError("; ".join(error.messages)) from error


def _require_own(by: Any, units: Sequence[Unit]) -> None:
    own = reorganisable_units(by).filter(pk__in=[unit.pk for unit in units])
    require(
        own.count() == len({unit.pk for unit in units}),
        _("Only the secretariat of their province reorganises units."),
    )
