"""Excel workbooks → one table a sheet, with the values as they are shown. No Django."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import IO, Any
from xml.etree.ElementTree import iterparse

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from coop.shared.text import clean
from tasks.appendix.limits import MAX_COLUMNS, MEGABYTE, check_mark_count, check_row_count, refusal
from tasks.appendix.raw import RawRow, Table, clean_cell, without_empty_end
from tasks.appendix.readers.sheet_merges import Merges, merges_of
from tasks.deadlines.excel import displayed

_STRING, _RUN, _PIECE = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "r", "t"))
_DECIMALS = re.compile(r"^0\.(0+)$")
_AMONG_WORDS = re.compile(r'^(?:"([^"]*)")?(?:0|#|General)(?:"([^"]*)")?$')
_DTD = re.compile(rb"<!DOCTYPE|<!ENTITY")
_LONGEST_DTD_MARK = 20
_LONGEST_NAME = 60
_DOUBT = "ô ngày “{text}” cần so với tệp gốc: có thể bị đảo ngày và tháng hoặc thiếu chữ kèm theo"

Cell = dict[str, Any]
"""As openpyxl's parser gives it: row, column (from 1), value, data_type, style_id."""


def read(content: bytes) -> list[Table]:
    """One table for each sheet with text; empty rows are left out, places keep Excel's own row numbers."""
    _check_parts(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that do not matter for reading
        reader = _Reader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        reader.read()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = reader.wb.worksheets
            names = _names(sheet.title for sheet in sheets)
            tables = [_table(sheet, name, archive) for sheet, name in zip(sheets, names, strict=True)]
    check_row_count(sum(len(table.rows) for table in tables))
    return tables


class _Reader(ExcelReader):
    """openpyxl makes several objects of each text of the workbook, to keep only its words."""

    def read_strings(self) -> None:
        strings = self.package.find(SHARED_STRINGS)
        if strings is not None:
            with self.archive.open(strings.PartName.lstrip("/")) as source:
                self.shared_strings = list(_strings(source))


def _strings(source: IO[bytes]) -> Iterator[str]:
    """Each text: one piece, or several runs; its phonetic reading is not shown."""
    for _event, element in iterparse(source):  # noqa: S314 (no part has a DTD: _check_parts)
        if element.tag == _STRING:
            pieces = element.findall(_PIECE) or element.findall(f"{_RUN}/{_PIECE}")
            yield "".join(piece.text or "" for piece in pieces).replace("x005F_", "")
            element.clear()


def _check_parts(content: bytes) -> None:
    """A document type declaration has no place in a workbook: it is how entity bombs are made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    check_mark_count(sum(_marks(piece) for piece in _overlapping(part)))


def _overlapping(part: IO[bytes]) -> Iterator[bytes]:
    """A declaration may lie across two pieces: each begins with the end of the one before."""
    end = b""
    while piece := part.read(MEGABYTE):
        yield end + piece
        end = piece[-_LONGEST_DTD_MARK:]


def _marks(piece: bytes) -> int:
    """How many tags begin here; refuses a declaration."""
    if _DTD.search(piece.replace(b"\x00", b"")):  # UTF-16 has a zero beside each letter
        raise refusal("entities")
    return piece.count(b"<")


def _names(titles: Iterable[str]) -> list[str]:
    """As people know the sheets. Excel allows 31 letters and no name twice; other programs write longer ones,
    which may be alike when they are shortened: those bear a number.
    """
    names: list[str] = []
    for title in titles:
        first = f"trang tính {_short(clean(title))}"
        numbered = (f"{first} ({number})" for number in count(2))
        names.append(next(name for name in chain([first], numbered) if name not in names))
    return names


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_NAME else f"{title[: _LONGEST_NAME - 1].rstrip()}…"


def _table(sheet: ReadOnlyWorksheet, name: str, archive: zipfile.ZipFile) -> Table:
    merges = merges_of(archive, sheet._worksheet_path)
    kept: list[RawRow] = []
    for number, cells in _rows(sheet):
        row = _row(f"{name}, dòng {number}", number, cells, merges)
        if any(row.cells):
            kept.append(row)
            check_row_count(len(kept))
    return Table(name, tuple(kept), separate=True)


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, dict[int, tuple[str, bool]]]]:
    """(number of the row, column from 0 → what it shows) for each row of the file.

    openpyxl's own loop walks through defusedxml, which takes three times as long, and fills up every row that
    the file leaves out: a stray cell in the last row of a sheet stands under a million of them.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _event, element in iterparse(source):  # noqa: S314 (no part has a DTD: _check_parts)
            if element.tag == ROW_TAG:
                number, cells = parser.parse_row(element)
                yield number, {cell["column"] - 1: _shown(sheet, cell) for cell in cells[:MAX_COLUMNS]}
                element.clear()


def _row(place: str, number: int, cells: dict[int, tuple[str, bool]], merges: Merges) -> RawRow:
    last = max((column for column, (text, _certain) in cells.items() if text), default=-1)
    width = min(max(last + 1, merges.width(number)), MAX_COLUMNS)
    covered = merges.covered(number)
    shown = ["" if column in covered else cells.get(column, ("", True))[0] for column in range(width)]
    spans = tuple(merges.span(number, column) for column in range(width))
    repeats = merges.repeats(number)
    end = max([len(without_empty_end(shown)), *(column + 1 for column in repeats), *_span_ends(spans)])
    remarks = (_DOUBT.format(text=text) for text, certain in cells.values() if text and not certain)
    return RawRow(place, tuple(shown[:end]), spans[:end], repeats, tuple(remarks))


def _span_ends(spans: tuple[int, ...]) -> list[int]:
    return [column + span for column, span in enumerate(spans) if span > 1]


def _shown(sheet: ReadOnlyWorksheet, cell: Cell) -> tuple[str, bool]:
    """(the text that Excel shows, is it certain): 1.0 is "1", a date stands in its own format."""
    value = cell["value"]
    if value is None:
        return "", True
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), True
    if isinstance(value, datetime.date | int | float):
        return _shown_in(ReadOnlyCell(sheet, **cell).number_format, value)
    return clean_cell(str(value).replace("_x000D_", "")), True


def _shown_in(number_format: str, value: datetime.date | float) -> tuple[str, bool]:
    if isinstance(value, datetime.date):
        text, certain = displayed(value, number_format)
        return clean_cell(text), certain
    return _shown_number(value, number_format), True


def _shown_number(value: float, number_format: str) -> str:
    """A whole number without decimals; the decimals of a plain "0.00" format; a percentage with its sign; the
    words of a format such as "Quý "0.
    """
    if match := _DECIMALS.match(number_format):
        return f"{value:.{len(match[1])}f}"
    if number_format == "0%":
        return f"{value:.0%}"
    shown = str(int(value)) if value == int(value) else str(value)
    words = _AMONG_WORDS.match(number_format)
    return f"{words[1] or ''}{shown}{words[2] or ''}" if words else shown
