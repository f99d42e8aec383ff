"""The database that every test begins with: migrated, and with the provinces, units and fields of fixtures/.

Migrating costs ten seconds. The first worker that needs the database makes it as Django does and leaves a
copy: on SQLite a file in var/tests, on PostgreSQL a database on the same server. Other workers and the
journeys copy that, and so do later runs as long as nothing has changed that it is made from.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var/tests"
PACKAGES = ("coop", "agreements", "tasks")


def begin() -> None:
    """Connects this process to a test database of its own."""
    from django.db import connection

    kept = _kept(connection.vendor)
    with _nobody_else():
        if kept.is_there():
            _use_name_for_tests(connection)
            kept.copy_to(connection)
        else:
            _make(connection)
            kept.keep(connection)


def begin_again() -> None:
    """Connects this process to a fresh copy, whatever a test with real transactions has left."""
    from django.db import connection

    with _nobody_else():
        _kept(connection.vendor).copy_to(connection)


def address() -> str:
    """Of the copy that is kept, as DATABASE_URL has it, once somebody has begun."""
    from django.db import connection

    return _kept(connection.vendor).address


def _make(connection: Any) -> None:
    from agreements import reference

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    reference.load()


def _use_name_for_tests(connection: Any) -> None:
    """The half of `create_test_db` that is not about making."""
    connection.close()
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()


@contextmanager
def _nobody_else() -> Iterator[None]:
    """One process at a time makes or copies."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _KeptFile:
    """SQLite: the tests' databases are in memory."""

    def __init__(self) -> None:
        self.file = FOLDER / f"{_state_of_the_source()}.sqlite3"
        self.address = f"sqlite:///{self.file}"

    def is_there(self) -> bool:
        return self.file.exists()

    def copy_to(self, connection: Any) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(self.file)) as kept:
            kept.backup(connection.connection)

    def keep(self, connection: Any) -> None:
        for stale in FOLDER.glob("*.sqlite3*"):
            stale.unlink()
        half = self.file.with_suffix(".half")
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(half)) as kept:
            connection.connection.backup(kept)
        half.rename(self.file)


class _KeptDatabase:
    """PostgreSQL: a database is copied by its name while nobody is connected to it."""

    def __init__(self) -> None:
        self.ours = f"coop_made_{sha256(bytes(ROOT)).hexdigest()[:8]}_"
        self.name = self.ours + _state_of_the_source()
        self.address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.name}").geturl()

    def is_there(self) -> bool:
        return self.name in self._all_of_ours()

    def copy_to(self, connection: Any) -> None:
        name = connection.settings_dict["NAME"]
        connection.close()
        drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'  # a test's threads may still be connected
        self._execute(drop, f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')

    def keep(self, connection: Any) -> None:
        made = connection.settings_dict["NAME"]
        connection.close()
        stale = [f'DROP DATABASE "{name}"' for name in self._all_of_ours()]
        self._execute(*stale, f'CREATE DATABASE "{self.name}" TEMPLATE "{made}"')

    def _all_of_ours(self) -> list[str]:
        with _outside() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.ours])
            return [name for (name,) in cursor.fetchall()]

    @staticmethod
    def _execute(*statements: str) -> None:
        with _outside() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _outside() -> Any:
    """A cursor of the server's own database."""
    from django.db import connection

    return connection._nodb_cursor()


def _kept(vendor: str) -> _KeptFile | _KeptDatabase:
    return _KeptDatabase() if vendor == "postgresql" else _KeptFile()


@cache
def _state_of_the_source() -> str:
    """Changes with every word of what may have a part in the making, and with the day: who is whose heir
    today is written into the units.
    """
    from django.utils import timezone

    digest = sha256(str(timezone.localdate()).encode())
    for file in sorted(_made_from()):
        digest.update(bytes(file.relative_to(ROOT)) + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _made_from() -> Iterable[Path]:
    yield from (ROOT / "requirements.txt", Path(__file__).resolve())
    yield from (ROOT / "fixtures").glob("*.csv")
    for package in PACKAGES:
        yield from (ROOT / package).rglob("*.py")
