"""Long papers: body and appendix are laid out in pieces by two processes, which takes half the time and a
fraction of the memory (performance-lab.md §6).

The body keeps its tags, bookmarks and metadata; the pages of a long appendix have no tags for screen readers.
"""

from __future__ import annotations

import io
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from pypdf import PdfReader, PdfWriter

from coop.shared.documents.content import Annex, Cell, GroupRow, OfficialDocument, Table
from coop.shared.documents.pdf import write_annex_piece, write_body, write_page_numbers, write_pdf

ROWS_IN_ONE_PIECE = 120
_PROCESSES = 2

Row = GroupRow | tuple[Cell, ...]
OnProgress = Callable[[int], None]


def pdf_of(document: OfficialDocument, on_progress: OnProgress = lambda rows: None) -> bytes:
    """The paper as PDF. `on_progress` hears how many rows of a long appendix are laid out."""
    return _in_pieces(document, on_progress) if is_long(document) else write_pdf(document)


def is_long(document: OfficialDocument) -> bool:
    return len(document.annexes) == 1 and row_count(document) > ROWS_IN_ONE_PIECE


def row_count(document: OfficialDocument) -> int:
    return sum(len(table.rows) for annex in document.annexes for table in annex.tables)


def _in_pieces(document: OfficialDocument, on_progress: OnProgress) -> bytes:
    pieces, label = list(_pieces(document.annexes[0])), document.annex_label(0)
    context = multiprocessing.get_context("fork")  # what lays out is loaded already
    with ProcessPoolExecutor(_PROCESSES, mp_context=context) as pool:
        body = pool.submit(write_body, document)
        waiting = [pool.submit(write_annex_piece, piece, label) for piece in pieces]
        files, rows = [], 0
        for piece, file in zip(pieces, waiting, strict=True):
            files.append(file.result())
            rows += len(piece.tables[0].rows)
            on_progress(rows)
        return _joined(body.result(), files, document.annexes[0], label)


def _pieces(annex: Annex) -> Iterator[Annex]:
    """Only the first has the title, only the last the closing mark."""
    (table,) = annex.tables
    cuts = list(_cut(table))
    for number, rows in enumerate(cuts, 1):
        piece = Table(table.columns, tuple(rows), table.number_row)
        yield replace(annex, tables=(piece,), carries_on=number > 1, is_carried_on=number < len(cuts))


def _cut(table: Table) -> Iterator[list[Row]]:
    """Cut before a heading where one is near, so that a new page looks intended."""
    piece: list[Row] = []
    for row in table.rows:
        is_full = len(piece) >= ROWS_IN_ONE_PIECE and isinstance(row, GroupRow)
        if is_full or len(piece) >= 2 * ROWS_IN_ONE_PIECE:
            yield piece
            piece = []
        piece.append(row)
    yield piece


def _joined(body: bytes, files: list[bytes], annex: Annex, label: str) -> bytes:
    """Body, then the pieces of the appendix under a bookmark, numbered for themselves."""
    paper = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    first = len(paper.pages)
    for file in files:
        paper.append(io.BytesIO(file), import_outline=False)
    paper.add_outline_item(title=f"{label} {annex.title.upper()}", page_number=first)
    _number(paper, first, landscape=annex.landscape)
    written = io.BytesIO()
    paper.write(written)
    return written.getvalue()


def _number(paper: PdfWriter, first: int, *, landscape: bool) -> None:
    """The first page shows none."""
    count = len(paper.pages) - first
    numbers = PdfReader(io.BytesIO(write_page_numbers(count, landscape=landscape)))
    for index in range(1, count):
        paper.pages[first + index].merge_page(numbers.pages[index])
