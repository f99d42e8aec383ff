"""Which tables of a file are the appendix; the others are listed with a reason. No Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coop.shared.text import fold
from tasks.appendix.columns import ColumnsNotFound, Header, Mapping, find_header
from tasks.appendix.drafts import Skipped
from tasks.appendix.meanings import REQUIRED, VIETNAMESE
from tasks.appendix.raw import Table

_SIGNATURES = (
    "noi nhan",
    "tm. uy ban",
    "kt. chu tich",
    "nguoi lap bieu",
    "thu truong don vi",
    "cong hoa xa hoi",
)


@dataclass(frozen=True)
class Candidate:
    """A table that may be (a part of) the appendix, and the header by which it is read."""

    table: Table
    header: Header

    @property
    def score(self) -> int:
        """Mapped columns × rows: the likely appendix is wide and long."""
        return len(self.header.mapping.columns) * (len(self.table.rows) - self.header.end)


def choose(
    tables: Sequence[Table], mapping: Mapping | None = None
) -> tuple[list[Candidate], list[Skipped], Candidate]:
    """(the tables of the appendix in order, the others with reasons, the likeliest one).

    Raises ColumnsNotFound when no table has a content and a lead column, or none is as wide as the mapping.
    """
    found = _mapped(tables, mapping) if mapping else _recognised(tables)
    if not found:
        raise _not_found(tables)
    best = max(found, key=lambda candidate: candidate.score)
    chosen = [candidate for candidate in found if candidate is best or _belongs(candidate, best)]
    return chosen, _left_out(tables, found, chosen), best


def _left_out(
    tables: Sequence[Table], found: Sequence[Candidate], chosen: Sequence[Candidate]
) -> list[Skipped]:
    taken = {candidate.table.name for candidate in chosen}
    others = {candidate.table.name: candidate for candidate in found}
    left = (table for table in tables if table.name not in taken)
    return [Skipped(table.name, _reason(table, others.get(table.name))) for table in left]


def _recognised(tables: Sequence[Table]) -> list[Candidate]:
    """Tables with a header of their own, and those that go on under the header of the table before."""
    found: list[Candidate] = []
    for table in tables:
        try:
            found.append(Candidate(table, find_header(table)))
        except ColumnsNotFound:
            if found and goes_on(table, found[-1].table):
                found.append(Candidate(table, replace(found[-1].header, first=0, end=0, problems=())))
    return found


def goes_on(table: Table, before: Table) -> bool:
    """One document may break its appendix into tables of one width; a sheet stands for itself."""
    return not table.separate and not before.separate and table.width == before.width


def _mapped(tables: Sequence[Table], mapping: Mapping) -> list[Candidate]:
    """Every table that is wide enough for the columns which a person has chosen."""
    wide = [table for table in tables if table.width > max(mapping.columns)]
    return [Candidate(table, _mapped_header(table, mapping)) for table in wide]


def _mapped_header(table: Table, mapping: Mapping) -> Header:
    """The table's own header still tells where the rows begin; without one they begin at once."""
    try:
        return replace(find_header(table), mapping=mapping, problems=())
    except ColumnsNotFound:
        return Header(mapping, 0, 0, ())


def _belongs(candidate: Candidate, best: Candidate) -> bool:
    """Tables of one document with the same columns are one appendix; a sheet stands for itself."""
    if candidate.table.separate or best.table.separate:
        return False
    return candidate.header.mapping == best.header.mapping and candidate.table.width == best.table.width


def _reason(table: Table, candidate: Candidate | None) -> str:
    if candidate:
        columns, rows = len(candidate.header.mapping.columns), len(table.rows) - candidate.header.end
        return f"Có thể cũng là phụ lục (nhận ra {columns} cột, {rows} hàng) nhưng chưa được chọn."
    words = fold(" ".join(text for row in table.rows[:20] for text in row.cells))
    if any(mark in words for mark in _SIGNATURES):
        return "Khối chữ ký, nơi nhận hoặc tiêu đề văn bản, không phải phụ lục."
    return "Không có cột nội dung và cột đơn vị chủ trì, không phải phụ lục."


def _not_found(tables: Sequence[Table]) -> ColumnsNotFound:
    """The refusal of the table that comes nearest: fewest missing columns, then most cells."""
    refusals = []
    for table in tables:
        try:
            find_header(table)
        except ColumnsNotFound as error:
            refusals.append((len(error.missing), -len(table.rows) * table.width, error))
    if not refusals:
        return ColumnsNotFound([VIETNAMESE[meaning] for meaning in REQUIRED], tables[0] if tables else None)
    return min(refusals, key=lambda refused: refused[:2])[2]
