"""Many short rows into one table, quickly."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

_ROWS_IN_A_STATEMENT = 1_000
_AS_THEY_ARE = {
    "BigAutoField",
    "BooleanField",
    "CharField",
    "ForeignKey",
    "IntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "TextField",
}
"""Of these a value is a number, a text or a truth, which every driver takes: no need to ask the column."""


def insert_rows(model: type[models.Model], names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """New rows of values in the order of `names`; every other column has its default.

    `save()` is not called: what it derives, or a column with `auto_now`, has to be among the names.
    `bulk_create` makes an object of each row and asks each of its fields several questions: some five times
    as long for the short rows of a link table.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    columns: dict[str, Any] = {column.name: column for column in model._meta.concrete_fields}
    given = [columns[name] for name in names]
    others = [column for column in columns.values() if not (column in given or column.primary_key)]
    same = [column.get_db_prep_save(column.get_default(), connection) for column in others]
    adapted = [pair for pair in enumerate(given) if pair[1].get_internal_type() not in _AS_THEY_ARE]
    quoted = connection.ops.quote_name
    into = f"{quoted(model._meta.db_table)} ({', '.join(quoted(one.column) for one in (*given, *others))})"
    place = f"({', '.join(['%s'] * (len(given) + len(others)))})"
    at_once = connection.ops.bulk_batch_size([*given, *others], range(_ROWS_IN_A_STATEMENT))
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(waiting, at_once)):
            values: list[Any] = []
            for row in some:
                ready = list(row)
                for index, column in adapted:
                    ready[index] = column.get_db_prep_save(ready[index], connection)
                values += ready
                values += same
            places = ", ".join([place] * len(some))
            cursor.execute(f"INSERT INTO {into} VALUES {places}", values)  # noqa: S608 (names of ours)
