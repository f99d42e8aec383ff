"""Any page as it was shown on a past day: the same questions, put to the tables as they stood.

Every statement gets common table expressions in front that bear the names of the tables and hold their rows
of that day, so that counting, filtering and walls are written once. Reading only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model

from agreements.models import Agreement, Plan, ResultFigure
from tasks.deadlines import DeadlineKind
from tasks.models import (
    Assignment,
    Directive,
    Extension,
    Occurrence,
    ProgressUpdate,
    Task,
    Verification,
)
from tasks.past import as_they_stood, end_of

TASKS, OCCURRENCES = Task._meta.db_table, Occurrence._meta.db_table
WITH_HISTORY: tuple[type[Any], ...] = (Agreement, Plan, ResultFigure, Task, Assignment, Occurrence)


@dataclass(frozen=True)
class Written:
    """Rows that are written once; the columns `later` are filled on the moment `later_at`."""

    model: type[Model]
    at: str
    later_at: str = ""
    later: tuple[tuple[str, str], ...] = ()  # column, what stood there before


WRITTEN_ONCE = (
    Written(ProgressUpdate, "reported_at"),
    Written(Verification, "decided_at"),
    Written(
        Extension,
        "asked_at",
        "decided_at",
        (("decision", "''"), ("decision_note", "''"), ("decided_by_id", "NULL"), ("decided_at", "NULL")),
    ),
    Written(
        Directive,
        "given_at",
        "answered_at",
        (("answer", "''"), ("answered_by_id", "NULL"), ("answered_at", "NULL")),
    ),
)


class PastIsReadOnlyError(RuntimeError):
    """Something was to be written while the tables of a past day were looked at."""


@contextmanager
def seen_on(day: dt.date | None) -> Iterator[None]:
    """Inside, agreements with their figures, and plans and tasks with all that was said on them, are those of
    the end of that day.

    What has no dated history stays as it is today: parties, successions of units and provinces, imports,
    people. None looks at today.
    """
    if day is None:
        yield
    else:
        with connection.execute_wrapper(_Past(end_of(day))):
            yield


class _Past:
    """Django's hook around every statement."""

    def __init__(self, moment: dt.datetime) -> None:
        self.tables = dict(_tables(moment))

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        named = [table for table in self.tables if self._is_asked(table, sql)]
        if not named:
            return execute(sql, params, many, context)
        if not re.match(r"\(*(SELECT|WITH)", sql):
            raise PastIsReadOnlyError(sql[:200])
        stood = ", ".join(self.tables[table][0] for table in named)
        first = [value for table in named for value in self.tables[table][1]]
        asked = f", {sql.removeprefix('WITH ')}" if sql.startswith("WITH ") else f" {sql}"
        return execute(f"WITH {stood}{asked}", [*first, *(params or ())], many, context)

    def _is_asked(self, table: str, sql: str) -> bool:
        """By the statement, or by the expression of the periods, which copy from their tasks."""
        return f'"{table}"' in sql or (table == TASKS and f'"{OCCURRENCES}"' in sql)


def _tables(moment: dt.datetime) -> Iterator[tuple[str, tuple[str, list[Any]]]]:
    """Of every table: the expression that bears its name, and its parameters."""
    for model in WITH_HISTORY:
        yield model._meta.db_table, _from_history(model, moment)
    for written in WRITTEN_ONCE:
        yield written.model._meta.db_table, _from_itself(written, moment)


def _from_history(model: type[Any], moment: dt.datetime) -> tuple[str, list[Any]]:
    names = [field.attname for field in model.history.model.tracked_fields]
    rows = as_they_stood(model.history.all(), moment).values_list(*names)
    sql, params = rows.query.sql_with_params()
    return _named(model, _with_copies(sql) if model is Occurrence else sql), list(params)


def _with_copies(sql: str) -> str:
    """What a period copies of its task has no history of its own: it is that of the task as it stood."""
    copies = f"of_task.plan_id, of_task.field_id, of_task.deadline_kind = '{DeadlineKind.CONTINUOUS.value}'"
    joined = f'FROM ({sql}) AS stood JOIN "{TASKS}" AS of_task ON of_task.id = stood.task_id'
    return f"SELECT stood.*, {copies} {joined}"


def _from_itself(written: Written, moment: dt.datetime) -> tuple[str, list[Any]]:
    """SQLite takes a bare name inside for the expression itself; with its schema it is the table."""
    quoted, before = connection.ops.quote_name, dict(written.later)
    until = connection.ops.adapt_datetimefield_value(moment)
    columns = [
        f"CASE WHEN {quoted(written.later_at)} > %s THEN {before[name]} ELSE {quoted(name)} END"
        if name in before
        else quoted(name)
        for name in _columns(written.model)
    ]
    schema = "main." if connection.vendor == "sqlite" else ""
    sql = (
        f"SELECT {', '.join(columns)} FROM {schema}{quoted(written.model._meta.db_table)} "  # noqa: S608
        f"WHERE {quoted(written.at)} <= %s"
    )
    return _named(written.model, sql), [until] * (len(before) + 1)


def _named(model: type[Model], sql: str) -> str:
    quoted = connection.ops.quote_name
    columns = ", ".join(map(quoted, _columns(model)))
    return f"{quoted(model._meta.db_table)} ({columns}) AS MATERIALIZED ({sql})"


def _columns(model: type[Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]
