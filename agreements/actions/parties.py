"""Who stands for a party: its focal unit, its directing leader, its counterpart units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from agreements.models import Party, Unit
from coop.shared.events import record


@transaction.atomic
def set_people_of(
    *, by: Any, party: Party, focal_unit: Unit | None, directing_leader: str, counterparts: Sequence[Unit]
) -> None:
    """One Event on the agreement, which has the parties in words before and after."""
    before = _said(party)
    party.focal_unit, party.directing_leader = focal_unit, directing_leader
    party.save(update_fields=["focal_unit", "directing_leader"])
    party.counterparts.set(counterparts)
    record(
        by=by,
        verb="edit_parts",
        target=party.agreement,
        before={"parties": before},
        after={"parties": _said(party)},
    )


def _said(party: Party) -> str:
    units = party.counterparts.order_by("sort", "sort_name").values_list("name", flat=True)
    return f"{party.in_full}: {', '.join(units)}" if units else party.in_full
