"""Word documents → tables. No Django.

The XML is streamed row by row: python-docx's `table.cell` is quadratic, its `row.cells` repeats merged cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml.etree import _Element as Element
from lxml.etree import iterparse

from tasks.appendix.limits import MAX_COLUMNS, check_mark_count, check_row_count, refusal
from tasks.appendix.raw import RawRow, Table, clean_cell, lines_above
from tasks.appendix.readers.word_numbers import BULLET, NO_NUMBERS, W, WordNumbers

_TABLE, _ROW, _CELL, _PARAGRAPH, _TEXT = (f"{W}{name}" for name in ("tbl", "tr", "tc", "p", "t"))
_SPAN, _MERGED_DOWN = f"{W}gridSpan", f"{W}vMerge"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_PRINTED = {_TABLE, _FALLBACK, *(f"{W}{name}" for name in ("moveFrom", "del", "tcPrChange", "tabs"))}
_MARK = re.compile(rb"<(?:\w+:)?(?:p|tr|tbl)[\s/>]")
_LONGEST_MARK = 64
_PARAGRAPHS_ABOVE = 30
_ALIGNS = {f"{W}r", f"{W}vertAlign"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # a footnote's number is no figure of the text
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_TOLD = {*_ALIGNS, _TEXT, _CELL, _PARAGRAPH, _SPAN, _MERGED_DOWN, *_BREAKS}


def read(content: bytes) -> list[Table]:
    """Every table in the order of the document, each with its rows as printed.

    A table inside a cell is read as a table of its own ("bảng 2.1"), not as text of that cell.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        numbers = _numbers(archive)
        with archive.open("word/document.xml") as document:
            return _Walk(numbers).tables(_safe_events(document))


@dataclass
class _Counted:
    """The stream of a document that is refused when too many paragraphs and rows have come out of it.

    To be told of each one by the parser would take as long as the parsing.
    """

    document: IO[bytes]
    count: int = 0
    cut_off: bytes = b""

    def read(self, size: int) -> bytes:
        part = self.document.read(size)
        text = self.cut_off + part
        last = max(text.rfind(b"<"), 0)
        self.count += len(_MARK.findall(text, 0, last))
        self.cut_off = text[last : last + _LONGEST_MARK]
        check_mark_count(self.count)
        return part


def _safe_events(document: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """lxml takes half the time of defusedxml; a document without a DTD has no entities to fear."""
    events = iterparse(
        _Counted(document),
        events=("start", "end"),
        tag=(_TABLE, _ROW),
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
    )
    for count, (event, element) in enumerate(events):
        if count == 0 and element.getroottree().docinfo.doctype:
            raise refusal("entities")
        yield event, element
    if events.root.getroottree().docinfo.doctype:
        raise refusal("entities")


def _paragraphs_before(element: Element) -> Iterator[Element]:
    """In their order. XPath has an axis for this, which takes quadratic time."""
    places = (element, *element.iterancestors())
    before = [block for place in places for block in place.itersiblings(preceding=True)]
    for block in reversed(before):
        yield from block.iter(_PARAGRAPH)


def _words(paragraph: Element) -> str:
    """On one line."""
    said = (part.text or "" if part.tag == _TEXT else " " for part in paragraph.iter(_TEXT, *_BREAKS))
    return " ".join("".join(said).split())


def _forget(element: Element) -> None:
    """Free what stood before what has just been read.

    Only what no name of ours refers to any more is freed at once: lxml takes quadratic time to move a large
    element out of its tree. So rows and tables are emptied as soon as they are read.
    """
    parent = element.getparent()
    if parent is not None:
        del parent[: parent.index(element)]


def _numbers(archive: zipfile.ZipFile) -> WordNumbers:
    """The automatic numbering of the document, if it has any."""
    if "word/numbering.xml" not in archive.namelist():
        return NO_NUMBERS
    return WordNumbers.parse(archive.read("word/numbering.xml"))


@dataclass
class _Open:
    """A table whose end has not come yet."""

    name: str
    above: str = ""
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
                self._start(element) if event == "start" else self._finish(element)
            elif event == "end" and element.tag == _ROW and self._open:
                self._take_row(element)
        return [table for _name, table in sorted(self._done, key=_paper_order)]

    def _start(self, element: Element) -> None:
        if self._open:
            outer = self._open[-1]
            outer.nested += 1
            self._open.append(_Open(f"{outer.name}.{outer.nested}"))
        else:
            above = self._read_before(element)
            _forget(element)
            self._outer_count += 1
            self._open.append(_Open(f"bảng {self._outer_count}", above))

    def _read_before(self, element: Element) -> str:
        """The numbering of a table goes on from the paragraphs above it. Returns the last of them."""
        last: deque[str] = deque(maxlen=_PARAGRAPHS_ABOVE)
        for paragraph in _paragraphs_before(element):
            self._numbers.label(paragraph)
            last.append(_words(paragraph))
        return lines_above("\n".join(last))

    def _finish(self, element: Element) -> None:
        table = self._open.pop()
        self._done.append((table.name, Table(table.name, tuple(table.rows), above=table.above)))
        del element[:]
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
        del element[:]
        _forget(element)


def _paper_order(done: tuple[str, Table]) -> list[int]:
    """'bảng 2.1' comes after 'bảng 2' although it ends before."""
    return [int(part) for part in done[0].removeprefix("bảng ").split(".")]


@dataclass(slots=True)
class _Cell:
    """A cell; the pieces of its text: each paragraph begins with a line break and its automatic number."""

    width: int = 1
    goes_on: bool = False
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs, one a line; a bullet without words is nothing."""
        words = clean_cell("".join(self.pieces))
        if BULLET not in words:
            return words
        return "\n".join(line for line in words.split("\n") if line != BULLET)


def _row(element: Element, place: str, numbers: WordNumbers) -> RawRow:
    """gridSpan leaves empty columns to the right, vMerge an empty column that repeats the row above."""
    skipped = _number(element.find(f"{W}trPr/{W}gridBefore"))
    cells, spans = [""] * skipped, [1] * skipped
    repeats: set[int] = set()
    for cell in _cells(element, numbers):
        if cell.goes_on:
            repeats.update(range(len(cells), len(cells) + cell.width))
        cells += ["" if cell.goes_on else cell.text, *[""] * (cell.width - 1)]
        spans += [cell.width, *[0] * (cell.width - 1)]
    return RawRow(place, tuple(cells[:MAX_COLUMNS]), tuple(spans[:MAX_COLUMNS]), frozenset(repeats))


def _cells(row: Element, numbers: WordNumbers) -> list[_Cell]:
    """The row's own cells, whatever stands around them, by one walk over all that it holds: to ask each
    element for its children takes four times as long.
    """
    cells: list[_Cell] = []
    is_raised = False
    for part in _of_the_row(row):
        tag = part.tag
        if tag == _CELL:
            if len(cells) == MAX_COLUMNS:
                break
            cells.append(_Cell())
        elif not cells:
            continue
        elif tag in _ALIGNS:  # a run begins on the line; its alignment comes before its text
            is_raised = part.get(f"{W}val") == "superscript"
        elif tag == _PARAGRAPH:
            cells[-1].pieces.append(f"\n{numbers.label(part)} ")
        elif tag == _SPAN:
            cells[-1].width = max(1, _number(part))
        elif tag == _MERGED_DOWN:
            cells[-1].goes_on = part.get(f"{W}val", "continue") != "restart"
        else:
            cells[-1].pieces.append(_printed(part, is_raised=is_raised))
    return cells


def _of_the_row(row: Element) -> Iterator[Element]:
    """What was deleted or moved away in tracked changes is not printed, nor is a table inside a cell, which
    is read by itself.
    """
    hidden: set[Element] = set()
    for part in row.iter():
        if hidden and part in hidden:
            continue
        if part.tag in _NOT_PRINTED:
            hidden.update(part.iter())
        elif part.tag in _TOLD:
            yield part


def _printed(part: Element, *, is_raised: bool) -> str:
    text = _BREAKS.get(part.tag) or part.text or ""
    return text.translate(_RAISED) if is_raised else text


def _number(mark: Element | None) -> int:
    """A small whole number from w:val, at most the number of columns that are read."""
    value = mark.get(f"{W}val", "") if mark is not None else ""
    return min(int(value), MAX_COLUMNS) if value.isascii() and value.isdigit() else 0
