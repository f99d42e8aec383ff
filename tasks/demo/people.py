"""The people of the demo: accounts with passwords of this installation, and their seats through time."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from agreements.models import Membership, Unit
from tasks.demo.files import listed, rows

MAIL_DOMAIN = "example.vn"
FIRST_DAY = dt.date(2020, 1, 1)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike


@dataclass(frozen=True)
class Account:
    """A line of the account table: who it is and what to try."""

    username: str
    password: str
    full_name: str
    who: str
    hint: str


@dataclass(frozen=True)
class Person:
    """An account with the units for which the person acted, one after the other."""

    user: Any
    units: tuple[Unit, ...]

    def unit_for(self, task_units: set[int], day: dt.date) -> Unit:
        """On whose behalf the person acted that day: the unit that the task names, else any of the time."""
        alive = [unit for unit in self.units if unit.is_valid_on(day)]
        return next((unit for unit in alive if unit.pk in task_units), alive[0])


def usernames() -> list[str]:
    return [row["username"] for row in rows("people.csv")]


def fixed_password() -> str:
    """The one password of all accounts, where the environment sets it; else empty."""
    return os.environ.get("DEMO_PASSWORD", "")


def write_people(units: dict[str, Unit]) -> tuple[dict[str, Person], list[Account]]:
    """Accounts and memberships. Returns the people by username, and the account table."""
    found = rows("people.csv")
    accounts = [
        Account(row["username"], fixed_password() or _password(), row["full_name"], row["who"], row["try"])
        for row in found
    ]
    users = _users(accounts)
    people = {
        row["username"]: Person(user, tuple(units[key] for key in listed(row["units"])))
        for row, user in zip(found, users, strict=True)
    }
    for row in found:
        _seat(people[row["username"]], listed(row["roles"]))
    return people, accounts


def _users(accounts: list[Account]) -> list[Any]:
    """Hashing is slow on purpose and runs outside the interpreter's lock: all cores share it."""
    words = list({account.password for account in accounts})
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        hashed = dict(zip(words, pool.map(make_password, words), strict=True))
    return get_user_model().objects.bulk_create(
        get_user_model()(
            username=account.username,
            full_name=account.full_name,
            email=f"{account.username}@{MAIL_DOMAIN}",
            password=hashed[account.password],
        )
        for account in accounts
    )


def _seat(person: Person, roles: list[str]) -> None:
    for unit in person.units:
        begins = max(unit.valid_from or FIRST_DAY, FIRST_DAY)
        for role in roles:
            Membership.objects.create(
                user=person.user, unit=unit, role=role, starts_on=begins, ends_on=unit.valid_until
            )


def _password() -> str:
    """Three groups of four letters and digits: 59 bits, easy to type."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
