"""Long papers: body and appendix are laid out in pieces by two processes, which takes half the time and a
fraction of the memory (performance-lab.md §6).

The body keeps its tags, bookmarks and metadata; the pages of a long appendix have no tags for screen readers.
"""

from __future__ import annotations

import io
import math
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from coop.shared.documents.content import Annex, Cell, GroupRow, OfficialDocument, Table
from coop.shared.documents.pdf import write_annex_piece, write_body, write_page_numbers, write_pdf

LONGEST_IN_ONE = 120  # rows; more are laid out in pieces
LONGEST_PIECE = 130  # what a process holds grows with it
_PROCESSES = 2

Row = GroupRow | tuple[Cell, ...]
OnProgress = Callable[[int], None]


def pdf_of(document: OfficialDocument, on_progress: OnProgress = lambda rows: None) -> bytes:
    """The paper as PDF. `on_progress` hears how many rows of a long appendix are laid out."""
    return _in_pieces(document, on_progress) if is_long(document) else write_pdf(document)


def is_long(document: OfficialDocument) -> bool:
    return len(document.annexes) == 1 and row_count(document) > LONGEST_IN_ONE


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
    cuts = list(_cut(table, _piece_count(len(table.rows))))
    for number, rows in enumerate(cuts, 1):
        piece = Table(table.columns, tuple(rows), table.number_row)
        yield replace(annex, tables=(piece,), carries_on=number > 1, is_carried_on=number < len(cuts))


def _piece_count(rows: int) -> int:
    """As many for every process, none longer than it should be."""
    return _PROCESSES * math.ceil(rows / (_PROCESSES * LONGEST_PIECE))


def _cut(table: Table, count: int) -> Iterator[list[Row]]:
    """About even pieces, cut before a heading where one is near, so that a new page looks intended."""
    length = len(table.rows) / count
    piece: list[Row] = []
    for row in table.rows:
        is_full = len(piece) >= (0.9 if isinstance(row, GroupRow) else 1.2) * length
        if is_full and count > 1:
            yield piece
            piece, count = [], count - 1
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
    """Lay a number over every page but the first, as a drawing of its own: the pages are not read anew."""
    pages = list(paper.pages)[first:]
    numbers = PdfReader(io.BytesIO(write_page_numbers(len(pages), landscape=landscape)))
    begin = paper._add_object(_stream(b"q"))
    for index, (page, number) in enumerate(zip(pages[1:], numbers.pages[1:], strict=True)):
        name = NameObject(f"/PageNumber{index}")
        _xobjects(page)[name] = paper._add_object(_drawing(number).clone(paper))
        draw = paper._add_object(_stream(f"Q {name} Do".encode()))
        page[NameObject("/Contents")] = ArrayObject([begin, page.raw_get("/Contents"), draw])


def _xobjects(page: PageObject) -> DictionaryObject:
    resources: Any = page["/Resources"].get_object()
    return resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()


def _drawing(page: PageObject) -> StreamObject:
    """What a page shows, to be drawn on another one of the same size."""
    content: Any = page["/Contents"].get_object()
    drawing = _stream(content.get_data())
    drawing[NameObject("/Type")], drawing[NameObject("/Subtype")] = (
        NameObject("/XObject"),
        NameObject("/Form"),
    )
    drawing[NameObject("/BBox")] = page["/MediaBox"]
    drawing[NameObject("/Resources")] = page["/Resources"]
    return drawing


def _stream(content: bytes) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream
