"""The merged cells of a sheet, which openpyxl's read-only mode does not tell. No Django."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from openpyxl.utils.cell import range_boundaries

from tasks.appendix.limits import MAX_COLUMNS, MAX_ROWS, refusal

_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([^"']{1,30})["']""")
_MAX_MERGED_CELLS = 500_000


@dataclass
class Merges:
    """Rows count from 1 as in Excel, columns from 0 as in `RawRow`."""

    _spans: dict[int, dict[int, int]] = field(default_factory=dict)
    _repeats: dict[int, set[int]] = field(default_factory=dict)
    _size: int = 0

    def add(self, reference: str) -> None:
        """Take in a range such as "B5:E5", up to the last column and row that are read."""
        first, top, last, bottom = range_boundaries(reference)
        last, bottom = min(last, MAX_COLUMNS), min(bottom, top + MAX_ROWS)
        self._size += max(0, last - first + 1) * (bottom - top + 1)
        if self._size > _MAX_MERGED_CELLS:
            raise refusal("too_many_rows")
        for row in range(top, bottom + 1):
            columns = self._spans.setdefault(row, {})
            columns.update(dict.fromkeys(range(first - 1, last), 0))
            columns[first - 1] = last - first + 1
            if row > top:
                self._repeats.setdefault(row, set()).update(range(first - 1, last))

    def span(self, row: int, column: int) -> int:
        return self._spans.get(row, {}).get(column, 1)

    def repeats(self, row: int) -> frozenset[int]:
        """Columns that a cell of a row above covers."""
        return frozenset(self._repeats.get(row, ()))

    def covered(self, row: int) -> frozenset[int]:
        """Columns without a text of their own."""
        beside = (column for column, span in self._spans.get(row, {}).items() if span == 0)
        return self.repeats(row).union(beside)

    def width(self, row: int) -> int:
        """The number of columns up to the last merged one."""
        return max(self._spans.get(row, ()), default=-1) + 1


def merges_of(archive: zipfile.ZipFile, path: str) -> Merges:
    """The merged ranges of the sheet at this path inside the workbook.

    Only these few tags are looked for: to parse the whole sheet once more would double the time.
    """
    merges = Merges()
    for match in _MERGED.finditer(archive.read(path.lstrip("/"))):
        merges.add(match[1].decode("ascii", errors="replace"))
    return merges
