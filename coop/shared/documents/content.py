"""What an official paper says, apart from how it is written to a file. No Django.

The parts are those of Nghị định 30/2020/NĐ-CP, Phụ lục I and III (mẫu 1.4); pdf.py, docx.py and xlsx.py each
write the same content. Every text is plain; only `Figure.svg` is markup and must come from our own charts.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coop.shared.dates import long_date

Align = Literal["left", "center", "right", "justify"]

CLOSING_MARK = "./."
PORTRAIT_TEXT_MM = 160.0  # A4 210 less 30 left and 20 right
LANDSCAPE_TEXT_MM = 262.0  # A4 297 less 20 left and 15 right

_BLANK = "\u00a0" * 6  # room to write a number or a day by hand
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Heading:
    """Level 1 'I. KẾT QUẢ' (capitals), 2 '1. Phạm vi' (bold), 3 'a) …' (upright), numbered in the text."""

    level: Literal[1, 2, 3]
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"a heading has level 1, 2 or 3, not {self.level}")

    @property
    def shown(self) -> str:
        return self.text.upper() if self.level == 1 else self.text


@dataclass(frozen=True)
class Paragraph:
    """Running text of a report; `italic`: all of it."""

    text: str
    italic: bool = False


@dataclass(frozen=True)
class BulletList:
    """Items of text, each a line of its own with a mark before it."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """width_mm is the wish; a table that is wider than the page is shrunk as a whole."""

    title: str
    width_mm: float
    align: Align = "left"


@dataclass(frozen=True)
class Code:
    """A short code and the address that it opens: in a printed appendix a QR code above the text, elsewhere
    the text.
    """

    text: str
    address: str

    def __str__(self) -> str:
        return self.text


Cell = str | Code


@dataclass(frozen=True)
class GroupRow:
    """A field heading ('I. Lĩnh vực Nông nghiệp') merged across all columns."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows are GroupRows or one cell per column. Raises ValueError for a row with more or fewer cells."""

    columns: tuple[Column, ...]
    rows: tuple[GroupRow | tuple[Cell, ...], ...]
    number_row: bool = True

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if not isinstance(row, GroupRow) and len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")

    def fitted_widths(self, available_mm: float) -> tuple[float, ...]:
        """Column widths in mm; narrower by one factor when their sum is more than `available_mm`."""
        total = sum(column.width_mm for column in self.columns)
        factor = min(1.0, available_mm / total)
        return tuple(column.width_mm * factor for column in self.columns)

    def with_texts(self, change: Callable[[str], str]) -> Table:
        columns = tuple(replace(column, title=change(column.title)) for column in self.columns)
        return replace(self, columns=columns, rows=tuple(_changed(row, change) for row in self.rows))


def _changed(row: GroupRow | tuple[Cell, ...], change: Callable[[str], str]) -> GroupRow | tuple[Cell, ...]:
    if isinstance(row, GroupRow):
        return GroupRow(change(row.text))
    return tuple(
        change(cell) if isinstance(cell, str) else replace(cell, text=change(cell.text)) for cell in row
    )


@dataclass(frozen=True)
class Figure:
    """A chart as an `<svg>` element (trusted: made by us, never by a person) and the line under it."""

    svg: str
    caption: str


Block = Heading | Paragraph | BulletList | Table | Figure


@dataclass(frozen=True)
class Annex:
    """A phụ lục with pages of its own number. `attached_to_line`: 'Kèm theo Báo cáo số … của …'."""

    title: str
    attached_to_line: str
    tables: tuple[Table, ...]
    landscape: bool = True

    @property
    def text_width_mm(self) -> float:
        return LANDSCAPE_TEXT_MM if self.landscape else PORTRAIT_TEXT_MM

    @property
    def attached_to(self) -> str:
        """The line in round brackets, without doubling those that it has; '' for a blank line."""
        bare = self.attached_to_line.strip().removeprefix("(").removesuffix(")")
        return bare and f"({bare})"

    def with_texts(self, change: Callable[[str], str]) -> Annex:
        """With every text changed in the same way."""
        return replace(
            self,
            title=change(self.title),
            attached_to_line=change(self.attached_to_line),
            tables=tuple(table.with_texts(change) for table in self.tables),
        )


@dataclass(frozen=True)
class Signature:
    """authority: 'TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'; signer: '' until it is known."""

    authority: tuple[str, ...]
    signer: str = ""


@dataclass(frozen=True)
class OfficialDocument:
    """One paper of an office. Build `number_symbol` and `place_and_date` with the functions below.

    A letter (công văn) has no `kind`: its subject stands under the number as 'V/v …'.
    """

    issuing_body: tuple[str, ...]
    number_symbol: str
    place_and_date: str
    kind: str
    subject: str
    body: tuple[Block, ...]
    signature: Signature
    superior_body: str | None = None
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    title: str = ""
    author: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def subject_on_paper(self) -> str:
        """A year never stands alone on the last line."""
        return re.sub(r"năm (?=\d{4})", "năm\u00a0", self.subject)

    @property
    def metadata_title(self) -> str:
        return self.title or f"{self.kind} {self.subject}".strip()

    @property
    def metadata_author(self) -> str:
        return self.author or " ".join(self.issuing_body)

    @property
    def row_count(self) -> int:
        """Of all appendices: what makes a paper long."""
        return sum(len(table.rows) for annex in self.annexes for table in annex.tables)

    @property
    def closed_body(self) -> tuple[Block, ...]:
        """The body with './.' at its end: in the last sentence, or on a line of its own after a table."""
        if not self.body:
            return ()
        *before, last = self.body
        return (*before, *_closed_block(last))

    def annex_label(self, index: int) -> str:
        """'Phụ lục', or 'Phụ lục II' when there are several (Phụ lục I, III.9). `index` starts at 0."""
        return "Phụ lục" if len(self.annexes) == 1 else f"Phụ lục {roman(index + 1)}"


def number_symbol(number: int | None, symbol: str) -> str:
    """'Số: 05/BC-UBND'; with room for the number while it is None."""
    return f"Số: {_numbered(number, symbol)}"


def place_and_date(place: str, day: dt.date | None, year: int) -> str:
    """'Lâm Đồng, ngày 05 tháng 01 năm 2026'; with room for day and month while `day` is None."""
    return f"{place}, {_day(day, year)}"


def attached_to(
    kind: str, number: int | None, symbol: str, day: dt.date | None, year: int, issuer: str
) -> str:
    """'Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2026 của …' (Phụ lục I, III.9)."""
    return f"Kèm theo {kind} số {_numbered(number, symbol)} {_day(day, year)} của {issuer}"


def _numbered(number: int | None, symbol: str) -> str:
    return f"{_BLANK if number is None else f'{number:02d}'}/{symbol}"


def _day(day: dt.date | None, year: int) -> str:
    return f"ngày {_BLANK} tháng {_BLANK} năm {year}" if day is None else long_date(day)


def closed(text: str) -> str:
    """The text with './.' at its end, never doubled."""
    return text.rstrip().removesuffix(CLOSING_MARK).rstrip().rstrip(".;,") + CLOSING_MARK


def punctuated(lines: Sequence[str]) -> tuple[str, ...]:
    """';' after every line and '.' after the last, whatever stood there."""
    bare = [line.strip().rstrip(";,. ") for line in lines]
    return tuple(line + (";" if line_no < len(bare) else ".") for line_no, line in enumerate(bare, start=1))


def dashed(lines: Sequence[str]) -> tuple[str, ...]:
    """'- Như trên;' … '- Lưu: VT, TH.' as under 'Nơi nhận'."""
    return tuple(f"- {line}" for line in punctuated([line.strip().removeprefix("-") for line in lines]))


def printable(text: str) -> str:
    """NFC without the control characters and half surrogates that no XML and no font can hold."""
    return _NOT_PRINTABLE.sub("", unicodedata.normalize("NFC", text))


def roman(number: int) -> str:
    """1 to 39 in roman figures."""
    shown = ""
    for value, letters in _ROMAN:
        shown += letters * (number // value)
        number %= value
    return shown


def _closed_block(last: Block) -> tuple[Block, ...]:
    if isinstance(last, Paragraph):
        return (replace(last, text=closed(last.text)),)
    if isinstance(last, BulletList) and last.items:
        return (BulletList((*last.items[:-1], closed(last.items[-1]))),)
    return (last, Paragraph(CLOSING_MARK))
