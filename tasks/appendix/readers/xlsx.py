"""Excel workbooks → one table a sheet, with the values as they are shown. No Django."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import IO

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from tasks.appendix.limits import MAX_COLUMNS, MEGABYTE, check_mark_count, check_row_count, refusal
from tasks.appendix.raw import RawRow, Table, clean_cell, without_empty_end
from tasks.appendix.readers.sheet_merges import Merges, merges_of
from tasks.deadlines.excel import displayed

_LAST_ROW_OF_EXCEL = 1_048_576
_DECIMALS = re.compile(r"^0\.(0+)$")
_DTD = re.compile(rb"<!DOCTYPE|<!ENTITY")
_DOUBT = "ô ngày “{text}” có thể bị đảo ngày và tháng"


def read(content: bytes) -> list[Table]:
    """One table for each sheet with text; empty rows are left out, places keep Excel's own row numbers."""
    _check_parts(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that do not matter for reading
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            tables = [_table(sheet, archive) for sheet in book.worksheets]
    check_row_count(sum(len(table.rows) for table in tables))
    return tables


def _check_parts(content: bytes) -> None:
    """A document type declaration has no place in a workbook: it is how entity bombs are made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    head = part.read(4096)
                    if _DTD.search(head.replace(b"\x00", b"")):
                        raise refusal("entities")
                    check_mark_count(sum(chunk.count(b"<") for chunk in _chunks(head, part)))


def _chunks(head: bytes, part: IO[bytes]) -> Iterator[bytes]:
    yield head
    while chunk := part.read(MEGABYTE):
        yield chunk


def _table(sheet: ReadOnlyWorksheet, archive: zipfile.ZipFile) -> Table:
    name = f"trang tính {clean_cell(sheet.title)}"
    sheet.reset_dimensions()  # the stored size of a sheet is often wrong
    merges = merges_of(archive, sheet._worksheet_path)
    kept: list[RawRow] = []
    for number, cells in _rows_with_text(sheet):
        row = _row(f"{name}, dòng {number}", number, cells, merges)
        if any(row.cells):
            kept.append(row)
            check_row_count(len(kept))
    return Table(name, tuple(kept), separate=True)


def _rows_with_text(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, tuple[ReadOnlyCell, ...]]]:
    """Rows with their numbers; a stray cell in Excel's last row stands under a million empty ones.

    openpyxl gives one and the same row for all rows that the file leaves out.
    """
    empty = None
    rows = sheet.iter_rows(max_row=_LAST_ROW_OF_EXCEL, max_col=MAX_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        if cells is empty:
            continue
        if filled := _without_empty_end(cells):
            yield number, filled
        else:
            empty = cells


def _without_empty_end(cells: tuple[ReadOnlyCell, ...]) -> tuple[ReadOnlyCell, ...]:
    """openpyxl fills every row up to the last column that was asked for."""
    end = len(cells)
    while end and cells[end - 1].value is None:
        end -= 1
    return cells[:end]


def _row(place: str, number: int, cells: tuple[ReadOnlyCell, ...], merges: Merges) -> RawRow:
    shown, remarks = [], []
    for cell in cells:
        text, certain = _shown(cell)
        shown.append(text)
        if text and not certain:
            remarks.append(_DOUBT.format(text=text))
    width = max(len(shown), merges.width(number))
    shown += [""] * (width - len(shown))
    for column in merges.covered(number):
        shown[column] = ""
    spans = tuple(merges.span(number, column) for column in range(width))
    repeats = merges.repeats(number)
    end = max([len(without_empty_end(shown)), *(column + 1 for column in repeats), *_span_ends(spans)])
    return RawRow(place, tuple(shown[:end]), spans[:end], repeats, tuple(remarks))


def _span_ends(spans: tuple[int, ...]) -> list[int]:
    return [column + span for column, span in enumerate(spans) if span > 1]


def _shown(cell: ReadOnlyCell) -> tuple[str, bool]:
    """(the text that Excel shows, is it certain): 1.0 is "1", a date stands in its own format."""
    value = cell.value
    if value is None:
        return "", True
    if isinstance(value, datetime.date):
        text, certain = displayed(value, cell.number_format)
        return clean_cell(text), certain
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), True
    if isinstance(value, int | float):
        return _shown_number(value, cell.number_format), True
    return clean_cell(str(value).replace("_x000D_", "")), True


def _shown_number(value: float, number_format: str) -> str:
    """A whole number without decimals; the decimals of a plain "0.00" format; a percentage with its sign."""
    if match := _DECIMALS.match(number_format):
        return f"{value:.{len(match[1])}f}"
    if number_format == "0%":
        return f"{value:.0%}"
    return str(int(value)) if value == int(value) else str(value)
