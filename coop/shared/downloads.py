"""Excel files that leave the house: written to disk row by row, handed out as attachments."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO

from django.http import FileResponse

from coop.shared.documents.content import Column
from coop.shared.documents.xlsx import SheetRow, write_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_file(
    columns: Sequence[Column], rows: Iterable[SheetRow], title: str, *, sheet_name: str, note: str = ""
) -> IO[bytes]:
    """An open file at its beginning; closing it removes it. `note`: a line below the title."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_sheet(file, columns, rows, title, sheet_name=sheet_name, note=note)
    file.seek(0)
    return file


def xlsx_download(file: IO[bytes], name: str) -> FileResponse:
    """As an attachment of this name; the response closes the file."""
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
