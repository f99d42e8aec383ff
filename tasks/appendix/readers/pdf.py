"""PDF files with a text layer and ruled tables → tables that go on over page breaks. No Django."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page

from tasks.appendix.limits import MAX_PAGES, check_row_count, refusal
from tasks.appendix.raw import Table
from tasks.appendix.readers.page_breaks import joined
from tasks.appendix.readers.page_tables import page_tables

_PASSWORD_ERRORS = (PDFPasswordIncorrect, PDFEncryptionError)


def read(content: bytes) -> list[Table]:
    """The ruled tables; one that goes on over several pages is one table, its rows keep their page.

    Refused: a password, more than 300 pages, pages that are only pictures.
    """
    try:
        document = pdfplumber.open(io.BytesIO(content))
    except Exception as error:
        raise refusal("password" if _asks_for_password(error) else "damaged") from error
    with document:
        if len(document.pages) > MAX_PAGES:
            raise refusal("too_many_pages")
        return joined(list(_tables_of_pages(document.pages)))


def _asks_for_password(error: BaseException) -> bool:
    """pdfplumber wraps the errors of pdfminer in its own."""
    causes = (error, error.__cause__, error.__context__, *error.args)
    return any(isinstance(cause, _PASSWORD_ERRORS) for cause in causes)


def _tables_of_pages(pages: list[Page]) -> Iterator[tuple[int, list[Table]]]:
    """(page number, its tables); a document without a single letter is a scan."""
    letters = rows = 0
    for page in pages:
        letters += len(page.chars)
        tables = page_tables(page)
        rows += sum(len(table.rows) for table in tables)
        check_row_count(rows)
        yield page.page_number, tables
        page.close()  # forgets the layout: memory stays that of one page
    if not letters:
        raise refusal("scan")
