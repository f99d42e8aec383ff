"""Agreements whose end comes near and that nobody has carried on yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements.models import Agreement
from agreements.models.agreement import AgreementQuerySet
from agreements.permissions import own_agreements

REMINDED_AT = (30, 90, 180)
"""Days before the end; the last is the first reminder."""
_TONES = ("bad", "soon", "neutral")


@dataclass(frozen=True)
class Nearing:
    """An agreement that ends in so many days, and the reminder that this day falls under."""

    agreement: Agreement
    days_left: int
    reminder: int

    @property
    def tone(self) -> str:
        """The nearer the reminder, the louder."""
        return _TONES[REMINDED_AT.index(self.reminder)]


def nearing_their_end(agreements: AgreementQuerySet, on: dt.date) -> list[Nearing]:
    """The next to end first. A renewal, drafted or signed, answers the reminder."""
    last = on + dt.timedelta(days=REMINDED_AT[-1])
    rows = agreements.filter(stage=Agreement.Stage.SIGNED, ends_on__range=(on, last), renewals__isnull=True)
    return [_nearing(row, on) for row in rows.order_by("ends_on", "pk") if row.ends_on]


def own_nearing_their_end(user: Any, on: dt.date) -> list[Nearing]:
    """For the secretariat of the parties: nobody else renews an agreement."""
    return nearing_their_end(own_agreements(user), on)


def reminder_at(days_left: int) -> int | None:
    """30, 90 or 180, whichever the day falls under; None when the end is far or past."""
    return next((days for days in REMINDED_AT if 0 <= days_left <= days), None)


def _nearing(agreement: Agreement, on: dt.date) -> Nearing:
    days_left = (agreement.ends_on - on).days  # type: ignore[operator]
    return Nearing(agreement, days_left, reminder_at(days_left) or REMINDED_AT[-1])
