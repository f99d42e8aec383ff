"""A demo database made once, and a fresh copy of it for each journey, on the engine of this test run."""

import os
import shutil
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2


class Databases(ABC):
    """Addresses (as DATABASE_URL has them) of a template and of its copies."""

    template: str

    @abstractmethod
    def begin_with(self, url: str) -> None:
        """The template becomes a copy of that database, which nobody may have open."""

    @abstractmethod
    def copy(self, name: str) -> str:
        """A copy of the template, which nobody may have open; its address."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Removes a copy or the template."""


class SqliteDatabases(Databases):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = self._url("template")

    def _url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"

    def begin_with(self, url: str) -> None:
        shutil.copy(self._path(url), self._path(self.template))

    def copy(self, name: str) -> str:
        with sqlite3.connect(self._path(self.template)) as template:
            template.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        template.close()
        shutil.copy(self._path(self.template), self._path(self._url(name)))
        return self._url(name)

    def drop(self, url: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(self._path(url) + ending).unlink(missing_ok=True)

    @staticmethod
    def _path(url: str) -> str:
        return url.removeprefix("sqlite:///")


class PostgresDatabases(Databases):
    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.template = self._url("template")
        self._execute(f'CREATE DATABASE "{self._name(self.template)}"')

    def _url(self, name: str) -> str:
        return urlsplit(self.server_url)._replace(path=f"/coop_journeys_{os.getpid()}_{name}").geturl()

    def begin_with(self, url: str) -> None:
        self.drop(self.template)
        self._copy(url, self.template)

    def copy(self, name: str) -> str:
        url = self._url(name)
        self._copy(self.template, url)
        return url

    def _copy(self, url: str, to: str) -> None:
        self._execute(f'CREATE DATABASE "{self._name(to)}" TEMPLATE "{self._name(url)}"')

    def drop(self, url: str) -> None:
        self._execute(f'DROP DATABASE "{self._name(url)}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        connection = psycopg2.connect(self.server_url)
        connection.autocommit = True  # CREATE DATABASE refuses to run in a transaction
        connection.cursor().execute(statement)
        connection.close()

    @staticmethod
    def _name(url: str) -> str:
        return urlsplit(url).path.removeprefix("/")


def databases_beside(url: str, folder: Path) -> Databases:
    """Those of the engine that `url` names; `folder` keeps the files of SQLite."""
    return PostgresDatabases(url) if url.startswith("postgres") else SqliteDatabases(folder)
