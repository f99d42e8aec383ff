"""Word documents → tables. No Django.

The XML is streamed row by row: python-docx's `table.cell` is quadratic, its `row.cells` repeats merged cells.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml.etree import _Element as Element
from lxml.etree import iterparse

from tasks.appendix.limits import MAX_COLUMNS, check_mark_count, check_row_count, refusal
from tasks.appendix.raw import RawRow, Table, clean_cell
from tasks.appendix.readers.word_numbers import BULLET, NO_NUMBERS, WordNumbers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TABLE, _ROW, _CELL, _PARAGRAPH, _TEXT = (f"{W}{name}" for name in ("tbl", "tr", "tc", "p", "t"))
_CELL_PROPERTIES = f"{W}tcPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_PRINTED = {_TABLE, f"{W}moveFrom", f"{W}del", _FALLBACK}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}


def read(content: bytes) -> list[Table]:
    """Every table in the order of the document, each with its rows as printed.

    A table inside a cell is read as a table of its own ("bảng 2.1"), not as text of that cell.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        numbers = _numbers(archive)
        with archive.open("word/document.xml") as document:
            return _Walk(numbers).tables(_safe_events(document))


def _safe_events(document: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """lxml takes half the time of defusedxml; a document without a DTD has no entities to fear."""
    events = iterparse(
        document,
        events=("start", "end"),
        tag=(_TABLE, _ROW, _PARAGRAPH),
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
    )
    for count, (event, element) in enumerate(events):
        if count == 0 and element.getroottree().docinfo.doctype:
            raise refusal("entities")
        check_mark_count(count)
        yield event, element
    if events.root.getroottree().docinfo.doctype:
        raise refusal("entities")


def _forget(element: Element) -> None:
    """Free what stood before what has just been read; `clear()` would take a cell of 100,000 line breaks
    seconds, since it frees them one by one.
    """
    before, parent = element.getprevious(), element.getparent()
    if before is not None and parent is not None:
        parent.remove(before)


def _numbers(archive: zipfile.ZipFile) -> WordNumbers:
    """The automatic numbering of the document, if it has any."""
    if "word/numbering.xml" not in archive.namelist():
        return NO_NUMBERS
    return WordNumbers.parse(archive.read("word/numbering.xml"))


@dataclass
class _Open:
    """A table whose end has not come yet."""

    name: str
    rows: list[RawRow] = field(default_factory=list)
    row_count: int = 0
    nested: int = 0


class _Walk:
    """Goes through the document once and keeps one row in memory."""

    def __init__(self, numbers: WordNumbers) -> None:
        self._numbers = numbers
        self._open: list[_Open] = []
        self._done: list[tuple[str, Table]] = []
        self._outer_count = 0
        self._row_total = 0

    def tables(self, events: Iterable[tuple[str, Element]]) -> list[Table]:
        for event, element in events:
            if element.tag == _TABLE:
                self._start() if event == "start" else self._finish(element)
            elif event == "end" and element.tag == _ROW and self._open:
                self._take_row(element)
            elif event == "end" and element.tag == _PARAGRAPH and not self._open:
                self._numbers.label(element)
                _forget(element)
        return [table for _name, table in sorted(self._done, key=_paper_order)]

    def _start(self) -> None:
        if self._open:
            outer = self._open[-1]
            outer.nested += 1
            self._open.append(_Open(f"{outer.name}.{outer.nested}"))
        else:
            self._outer_count += 1
            self._open.append(_Open(f"bảng {self._outer_count}"))

    def _finish(self, element: Element) -> None:
        table = self._open.pop()
        self._done.append((table.name, Table(table.name, tuple(table.rows))))
        if not self._open:  # what stands before a table in a cell is the text of that cell
            _forget(element)

    def _take_row(self, element: Element) -> None:
        table = self._open[-1]
        table.row_count += 1
        row = _row(element, f"{table.name}, dòng {table.row_count}", self._numbers)
        self._row_total += 1
        check_row_count(self._row_total)
        if any(row.cells) or row.repeats:
            table.rows.append(row)
        _forget(element)


def _paper_order(done: tuple[str, Table]) -> list[int]:
    """'bảng 2.1' comes after 'bảng 2' although it ends before."""
    return [int(part) for part in done[0].removeprefix("bảng ").split(".")]


def _row(element: Element, place: str, numbers: WordNumbers) -> RawRow:
    """gridSpan leaves empty columns to the right, vMerge an empty column that repeats the row above."""
    cells, spans = _skipped_columns(element)
    repeats: set[int] = set()
    for cell in _cells(element):
        properties = cell.find(_CELL_PROPERTIES)
        text, width = cell_text(cell, numbers), _width(properties)
        if _goes_on(properties):
            repeats.update(range(len(cells), len(cells) + width))
            text = ""
        cells += [text, *[""] * (width - 1)]
        spans += [width, *[0] * (width - 1)]
    return RawRow(place, tuple(cells[:MAX_COLUMNS]), tuple(spans[:MAX_COLUMNS]), frozenset(repeats))


def _skipped_columns(row: Element) -> tuple[list[str], list[int]]:
    """A row may begin some columns to the right of the table's edge (gridBefore)."""
    mark = row.find(f"{W}trPr/{W}gridBefore")
    count = _number(mark)
    return [""] * count, [1] * count


def _cells(row: Element) -> list[Element]:
    """The row's own cells; content controls (sdt) may stand around them."""
    found = []
    for child in row:
        if child.tag == _CELL:
            found.append(child)
        elif child.tag == f"{W}sdt":
            found.extend(child.findall(f"{W}sdtContent/{W}tc"))
    return found[:MAX_COLUMNS]


def _width(properties: Element | None) -> int:
    return 1 if properties is None else max(1, _number(properties.find(f"{W}gridSpan")))


def _number(mark: Element | None) -> int:
    """A small whole number from w:val, at most the number of columns that are read."""
    value = mark.get(f"{W}val", "") if mark is not None else ""
    return min(int(value), MAX_COLUMNS) if value.isascii() and value.isdigit() else 0


def _goes_on(properties: Element | None) -> bool:
    """True for a cell that continues the one above (vMerge without "restart")."""
    mark = None if properties is None else properties.find(f"{W}vMerge")
    return mark is not None and mark.get(f"{W}val", "continue") != "restart"


def cell_text(cell: Element, numbers: WordNumbers = NO_NUMBERS) -> str:
    """The cell's paragraphs, one a line, with their automatic numbers; nested tables are left out."""
    lines = []
    for paragraph in _paragraphs(cell):
        label, words = numbers.label(paragraph), "".join(_pieces(paragraph))
        lines.append(f"{label} {words}" if words.strip() or label != BULLET else "")
    return clean_cell("\n".join(lines))


def _paragraphs(parent: Element) -> list[Element]:
    found = []
    for child in parent:
        if child.tag == _PARAGRAPH:
            found.append(child)
        elif child.tag not in _NOT_PRINTED:
            found.extend(_paragraphs(child))
    return found


def _pieces(parent: Element) -> list[str]:
    """The printed text of a paragraph: what was deleted or moved away in tracked changes is not printed."""
    pieces: list[str] = []
    for child in parent:
        if child.tag == _TEXT:
            pieces.append(child.text or "")
        elif child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag])
        elif child.tag not in _NOT_PRINTED:
            pieces.extend(_pieces(child))
    return pieces
