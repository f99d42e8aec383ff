"""A content.Table → an Excel sheet to sort, filter and compute with."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import IO, NamedTuple

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from coop.shared.dates import short_date
from coop.shared.documents.content import Cell, Column, GroupRow, Table, printable

_LONGEST_TEXT = 32_767  # of a cell in Excel
_MM_A_LETTER = 1.9
_HEADER_ROW = 2
_FIRST_YEAR = 1900  # of the calendar of Excel
_DAY, _MOMENT, _NUMBER = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"
_FACE = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}

SheetCell = Cell | dt.date | int
SheetRow = GroupRow | tuple[SheetCell, ...]


class _Styles(NamedTuple):
    """Of a column. The format of days says nothing about texts, so one is enough for both."""

    plain: Format
    moment: Format

    @classmethod
    def of(cls, book: Workbook, column: Column) -> _Styles:
        cell = _FACE | {"border": 1, "text_wrap": True, "align": column.align}
        plain = _NUMBER if column.align == "right" else _DAY
        return cls(*(book.add_format(cell | {"num_format": shown}) for shown in (plain, _MOMENT)))


def write_xlsx(table: Table, title: str) -> bytes:
    """One sheet: the title, a frozen header with filters, wrapped text; texts, days, moments and whole
    numbers, never a formula.

    Group rows are bold and not merged, so that sorting works. Text beyond 32,767 characters is cut with '…'.
    """
    file = io.BytesIO()
    write_sheet(file, table.columns, table.rows, title, sheet_name="Phụ lục")
    return file.getvalue()


def write_sheet(
    file: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[SheetRow],
    title: str,
    *,
    sheet_name: str,
    note: str = "",
) -> None:
    """The same, row by row as they come: a long list is never in memory as a whole. `note`: a line between
    title and header.
    """
    with Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": printable(title)})
        sheet = book.add_worksheet(sheet_name)
        _set_page(sheet, columns)
        _write(sheet, 0, 0, title, book.add_format(_FACE | {"bold": True, "font_size": 14}))
        _write(sheet, 1, 0, note, book.add_format(_FACE | {"italic": True}))
        header = book.add_format(_FACE | {"bold": True, "border": 1, "align": "center", "text_wrap": True})
        for number, column in enumerate(columns):
            _write(sheet, _HEADER_ROW, number, column.title, header)
        group = book.add_format(_FACE | {"bold": True})
        styles = [_Styles.of(book, column) for column in columns]
        last_row = _write_rows(sheet, rows, styles, group)
        sheet.autofilter(_HEADER_ROW, 0, last_row, len(columns) - 1)


def _set_page(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width_mm / _MM_A_LETTER)
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)


def _write_rows(sheet: Worksheet, rows: Iterable[SheetRow], styles: list[_Styles], group: Format) -> int:
    """Returns the number of the last row, that of the header when there is none."""
    number = _HEADER_ROW
    for number, row in enumerate(rows, start=_HEADER_ROW + 1):
        if isinstance(row, GroupRow):
            _write(sheet, number, 0, row.text, group)
            continue
        for column, (cell, style) in enumerate(zip(row, styles, strict=True)):
            _write_cell(sheet, number, column, cell, style)
    return number


def _write_cell(sheet: Worksheet, row: int, column: int, cell: SheetCell, style: _Styles) -> None:
    """A day as a day, a moment by the clock of Việt Nam and a number as a number, so that Excel sorts and
    counts with them.
    """
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, style.plain)
    elif isinstance(cell, dt.datetime):
        sheet.write_datetime(row, column, timezone.make_naive(cell).replace(microsecond=0), style.moment)
    elif not isinstance(cell, dt.date):
        _write(sheet, row, column, str(cell), style.plain)
    elif cell.year < _FIRST_YEAR:
        _write(sheet, row, column, short_date(cell), style.plain)
    else:
        sheet.write_datetime(row, column, cell, style.plain)


def _write(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """As a string whatever it looks like: '=1+1' and an address stay what they are."""
    shown = printable(text)
    if len(shown) > _LONGEST_TEXT:
        shown = shown[: _LONGEST_TEXT - 1] + "…"
    sheet.write_string(row, column, shown, style)
