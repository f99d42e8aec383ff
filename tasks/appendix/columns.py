"""Which column of a table means what, found by the header's words and not by its place. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tasks.appendix.meanings import REQUIRED, VIETNAMESE, Meaning, folded_name, meaning_of
from tasks.appendix.raw import RawRow, Table

_NUMBER_CELL = re.compile(r"^\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=.*)?$")
_SHOWN_ROWS = 10
_FEWEST_NAMES = 2


@dataclass(frozen=True)
class Mapping:
    """The column (from 0) of each meaning; None where the table has no such column."""

    content: int
    lead: int
    ordinal: int | None = None
    partner: int | None = None
    timeframe: int | None = None
    product: int | None = None
    note: int | None = None

    @cached_property
    def by_meaning(self) -> dict[Meaning, int]:
        """The columns that the table has."""
        named = {meaning: getattr(self, meaning.value) for meaning in Meaning}
        return {meaning: column for meaning, column in named.items() if column is not None}

    @cached_property
    def columns(self) -> frozenset[int]:
        """Every mapped column."""
        return frozenset(self.by_meaning.values())


@dataclass(frozen=True)
class Header:
    """Where a table's header stands and what it says.

    first, end: its rows are table.rows[first:end], the numbers row "(1) (2) (3)" included.
    labels: the printed name of each column, group name before its own ("Đơn vị thực hiện – Chủ trì").
    problems: sentences for a person, such as two columns that could both be the lead, or one not read.
    """

    mapping: Mapping
    first: int
    end: int
    labels: tuple[str, ...]
    problems: tuple[str, ...] = ()


class ColumnsNotFound(Exception):  # noqa: N818 (what happened, not an error of the program)
    """No header that names content and lead: carries the first rows, so that a person can map the columns.

    missing: the Vietnamese names of the required columns that were not found.
    """

    def __init__(self, missing: Sequence[str], table: Table | None = None) -> None:
        self.missing = tuple(missing)
        self.table_name = table.name if table else ""
        self.first_rows = table.rows[:_SHOWN_ROWS] if table else ()
        names = " và ".join(f"“{name}”" for name in self.missing)
        super().__init__(f"Không tìm thấy cột {names}. Hãy chọn cột tương ứng trong các hàng dưới đây.")


def find_header(table: Table) -> Header:
    """The header of a table: the row that names most columns, with its sub-header and its numbers row.

    Raises ColumnsNotFound when content or lead is not among the names.
    """
    best: tuple[int, int, tuple[str, ...]] | None = None
    most = _FEWEST_NAMES - 1
    for index, row in enumerate(table.rows):
        if not _count_names(row.cells):
            continue
        labels, end = _labels(table.rows, index)
        found = _meanings(labels)
        if len(found) > most:
            best, most = (index, end, labels), len(found)
        if most > _FEWEST_NAMES and all(meaning in found for meaning in REQUIRED):
            break
    if best is None:
        raise ColumnsNotFound([VIETNAMESE[meaning] for meaning in REQUIRED], table)
    return _header(table, *best)


def is_header_again(row: RawRow, header: Header) -> bool:
    """True where a page prints the header, its sub-header or its numbers row once more."""
    if is_numbers_row(row):
        return True
    if max(map(len, row.cells), default=0) > max(map(len, header.labels), default=0):
        return False
    known = {folded_name(part) for label in header.labels for part in label.split(" – ")}
    texts = [folded_name(text) for text in row.cells if text]
    return all(text in known for text in texts) and _count_names(row.cells) >= _FEWEST_NAMES


def is_numbers_row(row: RawRow) -> bool:
    """(1) (2) (3) (4) under a header: at least three cells, each only a number or a letter."""
    texts = [text for text in row.cells if text]
    return len(texts) > 2 and all(_NUMBER_CELL.match(text) for text in texts)


def _header(table: Table, first: int, end: int, labels: tuple[str, ...]) -> Header:
    chosen, problems = _chosen(labels)
    missing = [VIETNAMESE[meaning] for meaning in REQUIRED if meaning not in chosen]
    if missing:
        raise ColumnsNotFound(missing, table)
    mapping = Mapping(**{meaning.value: column for meaning, column in chosen.items()})
    told = (*problems, *_shared_column(mapping, labels), *_unread_columns(labels))
    return Header(mapping, first, end, labels, told)


def _unread_columns(labels: Sequence[str]) -> list[str]:
    """What stands in a column whose name says nothing to us is not read: a person is told which."""
    read = {column for rivals in _meanings(labels).values() for _rank, column in rivals}
    unread = [_one_line(label) for column, label in enumerate(labels) if label and column not in read]
    return [
        f"Nội dung cột “{label}” không được nhập: tên cột không ứng với cột nào được đọc. Nếu cần, hãy cho "
        "biết ý nghĩa của từng cột."
        for label in dict.fromkeys(unread)
    ]


def _shared_column(mapping: Mapping, labels: Sequence[str]) -> list[str]:
    """A single column for lead and partner units cannot be split by its name: a person is told."""
    label = _one_line(labels[mapping.lead])
    if mapping.partner is not None or "phoi hop" not in folded_name(label):
        return []
    return [f"Cột “{label}” gộp cả đơn vị chủ trì và phối hợp; tất cả được đọc là đơn vị chủ trì."]


def _chosen(labels: Sequence[str]) -> tuple[dict[Meaning, int], tuple[str, ...]]:
    """The surest column of each meaning, and a sentence for each column that lost."""
    chosen: dict[Meaning, int] = {}
    problems = []
    for meaning, rivals in _meanings(labels).items():
        first, *others = [column for _rank, column in sorted(rivals)]
        chosen[meaning] = first
        problems += [_rival_sentence(meaning, labels[first], labels[other]) for other in others]
    return chosen, tuple(problems)


def _rival_sentence(meaning: Meaning, taken: str, other: str) -> str:
    return (
        f"Cột “{_one_line(taken)}” và cột “{_one_line(other)}” đều có thể là “{VIETNAMESE[meaning]}”; "
        f"đã lấy cột “{_one_line(taken)}”."
    )


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _meanings(labels: Iterable[str]) -> dict[Meaning, list[tuple[int, int]]]:
    """Meaning → (rank, column) of every column whose name fits; its own name goes before the group's."""
    found: dict[Meaning, list[tuple[int, int]]] = {}
    for column, label in enumerate(labels):
        match = meaning_of(label.rsplit(" – ", 1)[-1]) or meaning_of(label)
        if match:
            found.setdefault(match[0], []).append((match[1], column))
    return found


def _count_names(texts: Iterable[str]) -> int:
    return len({match[0] for text in texts if text and (match := meaning_of(text))})


def _labels(rows: Sequence[RawRow], index: int) -> tuple[tuple[str, ...], int]:
    """(the name of each column, the row after the header)."""
    top, end = rows[index], index + 1
    labels = list(top.cells)
    if end < len(rows) and _is_sub_header(top, rows[end]):
        labels = _with_sub_header(top, rows[end])
        end += 1
    if end < len(rows) and is_numbers_row(rows[end]):
        end += 1
    return tuple(labels), end


def _is_sub_header(top: RawRow, below: RawRow) -> bool:
    """Names stand below, and only under a merged or an empty cell of the row above."""
    if not _count_names(below.cells) or not below.filled:
        return False
    return all(_may_have_sub_header(top, column) for column in below.filled)


def _may_have_sub_header(top: RawRow, column: int) -> bool:
    if not top.cell(column) or top.span(column) > 1:
        return True
    return not top.spans and column + 1 < len(top.cells) and not top.cell(column + 1)


def _with_sub_header(top: RawRow, below: RawRow) -> list[str]:
    labels = []
    group = ""
    for column in range(max(len(top.cells), len(below.cells))):
        if top.cell(column) or (top.spans and top.span(column) == 1):
            group = top.cell(column)
        own = below.cell(column)
        labels.append(f"{group} – {own}" if group and own else own or top.cell(column))
    return labels
