"""Queries asked again and again, written down as SQL once: to write one down takes longer than the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True)
class Statement:
    """Keep it under all that the query was made of. "" finds nothing and is not asked."""

    sql: str
    params: tuple[Any, ...] = ()

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> Statement:
        """`rows`: of `values_list`, numbers and words alone. Anything else, a day or a truth, arrives as the
        database writes it.
        """
        try:
            return cls(*rows.query.sql_with_params())
        except EmptyResultSet:  # Django knows without asking that there is no such row
            return cls("")

    def rows(self) -> list[tuple[Any, ...]]:
        """Asked anew every time."""
        return _answers(self.sql, self.params) if self.sql else []

    def count(self) -> int:
        """How many rows there are, without reading them. Asked anew every time."""
        if not self.sql:
            return 0
        counted = f"SELECT COUNT(*) FROM ({self.sql}) AS counted"  # noqa: S608 (Django's own)
        return int(_answers(counted, self.params)[0][0])


def _answers(sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
