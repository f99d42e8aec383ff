"""Many counts in one statement: every source is read once and then counted along each of its lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Key = tuple[str | None, ...]
Line = tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Rows of `values_list`, the names of their columns, and along which of them to count; () is all rows.

    `of`: a source before this one. Then its rows are counted, each as often as rows of this one fit it in
    the columns that both have. Counted are the `kept` columns of both, nothing twice.
    """

    rows: QuerySet[Any]
    columns: tuple[str, ...]
    lines: tuple[Line, ...] = ((),)
    of: str = ""
    kept: tuple[str, ...] = ()


@dataclass
class Tally:
    """`tally["year", "field", "state"]` → {("3", "overdue"): 12}; the database writes keys as text."""

    counts: dict[tuple[str, ...], dict[Key, int]] = field(default_factory=lambda: defaultdict(dict))

    def __getitem__(self, line: tuple[str, ...]) -> dict[Key, int]:
        """Along a line that was counted, or along some columns of one: then its counts are added up."""
        if line in self.counts:
            return self.counts[line]
        source, *columns = line
        wide = next((one for one in self.counts if one[0] == source and set(columns) <= set(one[1:])), None)
        if wide is None:
            return {}
        places = [wide.index(column) - 1 for column in columns]
        added: Counter[Key] = Counter()
        for key, count in self.counts[wide].items():
            added[tuple(key[place] for place in places)] += count
        self.counts[line] = dict(added)
        return self.counts[line]

    def total(self, source: str) -> int:
        return self[source,].get((), 0)


def tally(sources: dict[str, Source]) -> Tally:
    """Counts that no row can have cost no question, and leave their lines empty. What is counted along one
    line is never written down; along several, both databases keep it by themselves.
    """
    compiled = dict(_compiled(sources))
    counted = Tally()
    if not compiled:
        return counted
    lines = [(name, line) for name in compiled for line in sources[name].lines]
    statement, params = _statement(sources, compiled, lines)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for place, count, *keys in cursor.fetchall():
            name, line = lines[place]
            counted.counts[name, *line][tuple(keys[: len(line)])] = count
    return counted


def _compiled(sources: dict[str, Source]) -> Iterator[tuple[str, tuple[str, Sequence[Any]]]]:
    empty: set[str] = set()
    for name, source in sources.items():
        if source.of in empty:
            continue
        try:
            rows = source.rows if source.rows.query.is_sliced else source.rows.order_by()
            yield name, rows.query.sql_with_params()
        except EmptyResultSet:  # Django knows without asking that there is no such row
            empty.add(name)


def _statement(
    sources: dict[str, Source],
    compiled: dict[str, tuple[str, Sequence[Any]]],
    lines: list[tuple[str, Line]],
) -> tuple[str, list[Any]]:
    read = [_read(name, sources[name], sql) for name, (sql, _params) in compiled.items()]
    width = max(len(line) for _name, line in lines)
    counts = [_count(place, name, line, width) for place, (name, line) in enumerate(lines)]
    params = [param for _sql, told in compiled.values() for param in told]
    return f"WITH {', '.join(read)} {' UNION ALL '.join(counts)}", params


def _read(name: str, source: Source, sql: str) -> str:
    own = f"{name}_alone" if source.of else name
    read = f"{_q(own)} ({', '.join(map(_q, source.columns))}) AS ({sql})"
    if not source.of:
        return read
    kept = ", ".join(map(_q, source.kept))
    joined = f"SELECT DISTINCT {kept} FROM {_q(source.of)} NATURAL JOIN {_q(own)}"  # noqa: S608 (names of ours)
    return f"{read}, {_q(name)} AS ({joined})"


def _count(place: int, source: str, line: Line, width: int) -> str:
    """SELECT number of the line, count, as many keys as the widest line has."""
    keys = [_q(column) for column in line]
    told = [f"CAST({key} AS text)" for key in keys + ["NULL"] * (width - len(keys))]
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    return f"SELECT {', '.join([str(place), 'COUNT(*)', *told])} FROM {_q(source)}{grouped}"  # noqa: S608


def _q(name: str) -> str:
    return connection.ops.quote_name(name)
