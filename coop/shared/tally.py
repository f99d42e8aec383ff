"""Many counts in one statement: every source is read once and then counted along each of its lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


@dataclass(frozen=True)
class Largest:
    """Of a source before this one, the rows of the largest keys of a column: as many keys as `number`, and
    what ties with the last. A key without a row whose `marked` column holds one of `values` takes no place.
    """

    of: str
    column: str
    number: int
    marked: str
    values: tuple[str, ...]
    lines: tuple[Line, ...] = ((),)


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


def tally(sources: Mapping[str, Source | Largest]) -> Tally:
    """Counts that no row can have cost no question, and leave their lines empty. What is counted along one
    line is never written down; along several, both databases keep it by themselves.
    """
    read = dict(_read(sources))
    counted = Tally()
    lines = [(name, line) for name in read for line in sources[name].lines]
    if not lines:
        return counted
    statement, params = _statement(read, lines)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for place, count, *keys in cursor.fetchall():
            name, line = lines[place]
            counted.counts[name, *line][tuple(keys[: len(line)])] = count
    return counted


def _read(sources: Mapping[str, Source | Largest]) -> Iterator[tuple[str, tuple[str, Sequence[Any]]]]:
    """How each is read, with its parameters; nothing of what can have no row, nor of what is made of that."""
    empty: set[str] = set()
    for name, source in sources.items():
        if source.of in empty:
            empty.add(name)
            continue
        try:
            yield name, _largest(name, source) if isinstance(source, Largest) else _rows(name, source)
        except EmptyResultSet:  # Django knows without asking that there is no such row
            empty.add(name)


def _statement(
    read: dict[str, tuple[str, Sequence[Any]]], lines: list[tuple[str, Line]]
) -> tuple[str, list[Any]]:
    width = max(len(line) for _name, line in lines)
    counts = [_count(place, name, line, width) for place, (name, line) in enumerate(lines)]
    params = [param for _sql, told in read.values() for param in told]
    return f"WITH {', '.join(sql for sql, _told in read.values())} {' UNION ALL '.join(counts)}", params


def _rows(name: str, source: Source) -> tuple[str, Sequence[Any]]:
    rows = source.rows if source.rows.query.is_sliced else source.rows.order_by()
    sql, params = rows.query.sql_with_params()
    own = f"{name}_alone" if source.of else name
    read = f"{_q(own)} ({', '.join(map(_q, source.columns))}) AS ({sql})"
    if not source.of:
        return read, params
    kept = ", ".join(map(_q, source.kept))
    joined = f"SELECT DISTINCT {kept} FROM {_q(source.of)} NATURAL JOIN {_q(own)}"  # noqa: S608 (names of ours)
    return f"{read}, {_q(name)} AS ({joined})", params


def _largest(name: str, part: Largest) -> tuple[str, Sequence[Any]]:
    rows, key = _q(part.of), _q(part.column)
    values = ", ".join(["%s"] * len(part.values))
    has_marked = f"SUM(CASE WHEN {_q(part.marked)} IN ({values}) THEN 1 ELSE 0 END) > 0"
    # names of ours, here and below
    sizes = f"SELECT COUNT(*) AS size FROM {rows} GROUP BY {key} HAVING {has_marked}"  # noqa: S608
    last = f"SELECT MIN(size) FROM ({sizes} ORDER BY size DESC LIMIT {part.number}) AS sizes"  # noqa: S608
    keys = f"SELECT {key} FROM {rows} GROUP BY {key} HAVING COUNT(*) >= ({last})"  # noqa: S608
    return f"{_q(name)} AS (SELECT * FROM {rows} WHERE {key} IN ({keys}))", part.values  # noqa: S608


def _count(place: int, source: str, line: Line, width: int) -> str:
    """SELECT number of the line, count, as many keys as the widest line has."""
    keys = [_q(column) for column in line]
    told = [f"CAST({key} AS text)" for key in keys + ["NULL"] * (width - len(keys))]
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    return f"SELECT {', '.join([str(place), 'COUNT(*)', *told])} FROM {_q(source)}{grouped}"  # noqa: S608


def _q(name: str) -> str:
    return connection.ops.quote_name(name)
