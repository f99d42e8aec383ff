"""Who a person is today: the seats that count, and the provinces and units for which the person acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.utils import timezone

from agreements.models import Membership, Role
from coop.shared.statements import Statement

STATEMENTS_KEPT = 1_000  # one for each person and day, of about a kilobyte


@dataclass(frozen=True)
class Seat:
    """One membership, reduced to what rules ask (ids): the role, the unit, who answers today for unit and
    province, and all provinces, of today and former, for which the latter answers.
    """

    role: str
    unit: int
    unit_heir: int | None
    province_heir: int | None
    lineage: frozenset[int]


@dataclass(frozen=True)
class Person:
    """A signed-in person with the seats held on a day."""

    user: Any
    seats: tuple[Seat, ...] = field(default=())

    def provinces(self, *roles: str) -> list[int]:
        """Province ids (of today) in which the person holds one of the roles; any business role when none
        is named.
        """
        wanted = roles or BUSINESS_ROLES
        return sorted(
            {seat.province_heir for seat in self.seats if seat.role in wanted and seat.province_heir}
        )

    def lineage(self, *roles: str) -> list[int]:
        """Province ids of today and former for which `provinces` answer. A condition on these asks the paper
        alone: a database that has to join who answers for its province cannot tell how few it will find.
        """
        wanted = roles or BUSINESS_ROLES
        return sorted({pk for seat in self.seats if seat.role in wanted for pk in seat.lineage})

    def units(self, *roles: str) -> list[int]:
        """Unit ids (of today) for which the person acts in one of the roles."""
        return sorted({seat.unit_heir for seat in self.seats if seat.role in roles and seat.unit_heir})

    def holds(self, *roles: str) -> bool:
        return any(seat.role in roles for seat in self.seats)

    @property
    def is_admin(self) -> bool:
        """Keeps accounts and reference data; no business decisions come with it."""
        return self.user.is_superuser or self.holds(Role.ADMIN)


BUSINESS_ROLES = (Role.STAFF, Role.LEADER, Role.SECRETARIAT, Role.AUDITOR)


def person_of(user: Any, on: dt.date | None = None) -> Person:
    """The person behind a user; read once per request and day, so that withdrawal works at the next
    request.
    """
    day = on or timezone.localdate()
    cache = user.__dict__.setdefault("_person_by_day", {})
    if day not in cache:
        cache[day] = Person(user, tuple(_seats(user, day)))
    return cache[day]


def _seats(user: Any, day: dt.date) -> Iterator[Seat]:
    """One query: a row for each province of a lineage, those of one seat together."""
    if not user.is_authenticated:
        return
    rows = _seat_rows(user.pk, day).rows()
    for (_pk, role, unit, heir, side), of_seat in groupby(rows, key=lambda row: row[:-1]):
        yield Seat(role, unit, heir, side, frozenset(row[-1] for row in of_seat if row[-1]))


@lru_cache(maxsize=STATEMENTS_KEPT)
def _seat_rows(user: int, day: dt.date) -> Statement:
    held = Membership.objects.active_on(day).filter(user=user).order_by("starts_on", "pk")
    province = "unit__province__current_heir"
    return Statement.of(
        held.values_list("pk", "role", "unit", "unit__current_heir", province, f"{province}__lineage")
    )
