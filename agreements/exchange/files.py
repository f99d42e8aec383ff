"""The two kinds of file: an Excel workbook and CSV as Excel writes it. Limits are checked first."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import openpyxl
import tablib
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX

from agreements.exchange.cells import words

MOST_ROWS = 10_000
MOST_UNPACKED_BYTES = 100 * 1024 * 1024


class UnreadableTableError(ValueError):
    """A file that is refused; the message tells a person why."""


class ExcelFile(XLSX):
    """The first sheet; the first row is the header."""

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        with zipfile.ZipFile(io.BytesIO(in_stream)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise UnreadableTableError(_("The file is too large when unpacked."))
        book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            return table_of(sheet.iter_rows(values_only=True))
        finally:
            book.close()


class CsvFile(CSV):
    """UTF-8, between commas, semicolons or tabs: Excel takes the semicolon on a Vietnamese machine."""

    def create_dataset(self, in_stream: str, **kwargs: Any) -> tablib.Dataset:
        header = in_stream.partition("\n")[0]
        delimiter = max(",;\t", key=header.count)
        return table_of(csv.reader(io.StringIO(in_stream), delimiter=delimiter))


def table_of(rows: Iterable[Sequence[Any]]) -> tablib.Dataset:
    """The first row as header, the others cut or filled to its length, blank ones kept so that lines count.

    Raises UnreadableTableError for more than 10,000 rows, and for a cell without a header above it.
    """
    header, *body = [list(row) for row in islice(rows, MOST_ROWS + 2)] or [[]]
    if len(body) > MOST_ROWS:
        raise UnreadableTableError(_("The file has more than %(most)s rows.") % {"most": MOST_ROWS})
    names = [words(cell) for cell in header]
    while names and not names[-1]:
        names.pop()
    width = len(names)
    table = tablib.Dataset(headers=names)
    for line, row in enumerate(body, start=2):
        if any(words(cell) for cell in row[width:]):
            raise UnreadableTableError(_("Line %(line)s has more cells than the header.") % {"line": line})
        table.append((row + [""] * width)[:width])
    return table
