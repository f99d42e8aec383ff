"""History of rows that were written or deleted in bulk, in one statement.

`bulk_create` writes no history (stack.md, trap 3) and django-simple-history's own bulk writer builds every
history row in Python; here the database copies the rows that it has just taken in.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone


def record_created(rows: QuerySet[Any], *, by: Any) -> None:
    """A "created" history row, now and by this person (None: the program), for each of the rows."""
    _record(rows, "+", by)


def delete_recorded(rows: QuerySet[Any], *, by: Any) -> None:
    """Delete the rows, with a "deleted" history row for each. What points to them has to be gone before."""
    _record(rows, "-", by)
    rows._raw_delete(rows.db)


def _record(rows: QuerySet[Any], kind: str, by: Any) -> None:
    connection, model = connections[rows.db], rows.model
    history: Any = model.history.model
    columns = [column.column for column in history.tracked_fields]
    selected = rows.order_by().values_list(*(column.attname for column in history.tracked_fields))
    try:
        query, params = selected.query.sql_with_params()
    except EmptyResultSet:  # nothing can match: nothing to copy
        return
    extra = ("history_date", "history_type", "history_change_reason", "history_user_id")
    names = ", ".join(connection.ops.quote_name(name) for name in (*columns, *extra))
    kept = ", ".join(f"kept.{connection.ops.quote_name(name)}" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(history._meta.db_table)} ({names}) "  # noqa: S608 (names of ours)
            f"SELECT {kept}, %s, %s, '', %s FROM ({query}) AS kept",
            [connection.ops.adapt_datetimefield_value(timezone.now()), kind, by.pk if by else None, *params],
        )
