"""Rows of a table by the meaning of their columns, merged cells filled in. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coop.shared.text import clean, fold
from tasks.appendix.columns import Header, is_header_again
from tasks.appendix.meanings import Meaning
from tasks.appendix.ordinals import Level, is_sub_text, level_of, split_number
from tasks.appendix.raw import RawRow, Table

_PHASE = re.compile(
    r"^(?:cac |mot so )?(?:nhiem vu )?(?:thuc hien )?(?:trong )?"
    r"(?:nam|giai doan|quy|thang|6 thang|9 thang)\b[^a-z]*(?:[a-z]+\W+){0,4}\d{4}\b.{0,40}$"
)
_LONGEST_PHASE = 60
_NO_TEXTS = dict.fromkeys(Meaning, "")
_LONGEST_MARK = 40
_RECIPIENTS = "noi nhan:"
_END_OF_TABLE = ("noi nhan", "tm. ", "kt. ", "tl. ", "nguoi lap", "chu tich", "ghi chu:", "ghi chu :")
_TOTALS = ("tong cong", "tong so:", "cong:", "tong:")


@dataclass(frozen=True)
class Line:
    """A row under the header: its texts by meaning.

    alone: the row says one thing only (a heading across the table, a year, a footnote).
    level: how deep its number stands; None for an unnumbered row.
    """

    raw: RawRow
    texts: dict[Meaning, str]
    extra: tuple[tuple[str, str], ...]
    alone: bool
    level: Level | None

    def text(self, meaning: Meaning) -> str:
        """Its text of one meaning; "" for a column that is empty or missing."""
        return self.texts.get(meaning, "")

    @property
    def has_work(self) -> bool:
        """True when somebody or some time is named: a heading rarely has that."""
        named = (Meaning.LEAD, Meaning.PARTNER, Meaning.TIMEFRAME, Meaning.PRODUCT)
        return any(self.text(meaning) for meaning in named)

    @property
    def is_phase(self) -> bool:
        """'Năm 2024', 'Giai đoạn 2023-2025' standing alone."""
        content = self.text(Meaning.CONTENT)
        return self.alone and len(content) <= _LONGEST_PHASE and bool(_PHASE.match(fold(content)))

    @property
    def ends_table(self) -> bool:
        """'Nơi nhận', a signature or a footnote below the table."""
        if self.level is not None:
            return False
        start = fold(next((text for text in self.raw.cells if text), "")[:_LONGEST_MARK])
        return start.startswith(_RECIPIENTS) or (self.alone and start.startswith(_END_OF_TABLE))

    @property
    def is_total(self) -> bool:
        """'Tổng cộng' under the tasks."""
        if self.level is not None or self.text(Meaning.LEAD):
            return False
        return fold(self.text(Meaning.CONTENT) or self.text(Meaning.ORDINAL)).startswith(_TOTALS)


def lines_of(table: Table, header: Header) -> Iterator[Line]:
    """The rows after the header, without empty ones and without the header printed again on each page."""
    above: tuple[str, ...] = ()
    for row in table.rows[header.end :]:
        if is_header_again(row, header) or not row.filled:
            continue
        cells = _filled_from_above(row, above)
        yield _line(row, cells, header)
        above = cells


def _filled_from_above(row: RawRow, above: tuple[str, ...]) -> tuple[str, ...]:
    """A cell merged with the one above says the same as that one."""
    if not row.repeats:
        return row.cells
    width = max([len(row.cells), *(column + 1 for column in row.repeats)])
    covered = {column for column in row.repeats if column < len(above)}
    return tuple(above[column] if column in covered else row.cell(column) for column in range(width))


def _line(row: RawRow, cells: tuple[str, ...], header: Header) -> Line:
    texts = _NO_TEXTS | {
        meaning: cells[column] for meaning, column in header.mapping.by_meaning.items() if column < len(cells)
    }
    ordinal = texts[Meaning.ORDINAL] = clean(texts[Meaning.ORDINAL])
    alone = _stands_alone(row, cells, header)
    if alone:
        texts = _lone_texts(next(text for text in cells if text))
    elif not ordinal and header.mapping.ordinal is None:
        texts[Meaning.ORDINAL], texts[Meaning.CONTENT] = _split(texts[Meaning.CONTENT])
    return Line(row, texts, _extra(cells, header), alone, _level(row, texts, header))


def _stands_alone(row: RawRow, cells: tuple[str, ...], header: Header) -> bool:
    """One text in the whole row, in the columns where a heading begins, and not only a number."""
    if row.repeats or len(row.filled) != 1:
        return False
    column = row.filled[0]
    return column <= header.mapping.content and level_of(cells[column]) is None


def _lone_texts(text: str) -> dict[Meaning, str]:
    ordinal, rest = _split(text)
    return {Meaning.ORDINAL: ordinal, Meaning.CONTENT: rest}


def _split(text: str) -> tuple[str, str]:
    """(number, rest), but "a) …" and "- …" stay whole: their text is the content."""
    return ("", text) if is_sub_text(text) else split_number(text)


def _level(row: RawRow, texts: dict[Meaning, str], header: Header) -> Level | None:
    """By its number; "a)" and "-" count where they lead the content and the number is empty or merged."""
    ordinal, content = texts.get(Meaning.ORDINAL, ""), texts.get(Meaning.CONTENT, "")
    if is_sub_text(content) and (not ordinal or header.mapping.ordinal in row.repeats):
        return Level.LETTER if content[1:2] == ")" else Level.DASH
    level = level_of(ordinal) if ordinal else None
    return Level.HEADING if level is Level.NUMBER and _is_wide(row, header) else level


def _is_wide(row: RawRow, header: Header) -> bool:
    """True where one merged cell covers content and lead: such a row is a heading, whatever its number."""
    lead, content = header.mapping.lead, header.mapping.content
    return any(column <= content < lead < column + row.span(column) for column in row.filled)


def _extra(cells: tuple[str, ...], header: Header) -> tuple[tuple[str, str], ...]:
    """What stands in columns without a meaning, with the name of the column."""
    known = header.mapping.columns
    names = header.labels
    return tuple(
        (clean(names[column]) if column < len(names) and names[column] else f"Cột {column + 1}", text)
        for column, text in enumerate(cells)
        if text and column not in known
    )
