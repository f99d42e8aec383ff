"""What a reader hands on: tables of rows of text, with the place of each row on paper. No Django.

A reader knows nothing of tasks; what the columns mean is decided in `columns.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_TAGS = re.compile(r"</?(?:b|i|u|s|strong|em|sup|sub|font|span|p)\s*/?>|\*\*", re.IGNORECASE)
_LINE_ENDS = re.compile(r"<br\s*/?>|\r\n|[\r\v\f\x85\u2028\u2029]", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")
_LONGEST_ABOVE = 2000
_MAY_BE_UNCLEAN = re.compile(f"[<*\r\v\f\x85\u2028\u2029{_INVISIBLE.pattern[1:-1]}]")


@dataclass(frozen=True)
class RawRow:
    """One row as printed.

    place: where it stands, in Vietnamese ("bảng 2, dòng 5").
    cells: the text of each column, paragraphs joined by a line feed; a merged cell's text stands once,
        in its first column and first row, and the columns that it covers are "".
    spans: how many columns the cell that starts in a column covers; 0 in a column that another cell of the
        row covers. Empty when the file cannot say (CSV, plain text).
    repeats: columns covered by a cell of the row above (vertical merge): "same as above".
    remarks: what the reader did or doubts, in Vietnamese ("hàng bị ngắt trang đã được nối …").
    """

    place: str
    cells: tuple[str, ...]
    spans: tuple[int, ...] = ()
    repeats: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()

    def cell(self, column: int | None) -> str:
        """The text in a column; "" for a column that the row does not have."""
        if column is None or column >= len(self.cells):
            return ""
        return self.cells[column]

    def span(self, column: int) -> int:
        """How many columns the cell that starts here covers (1 when unknown)."""
        return self.spans[column] if column < len(self.spans) else 1

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The columns that hold text of their own."""
        return tuple(column for column, text in enumerate(self.cells) if text)


@dataclass(frozen=True)
class Table:
    """One table of a document, or one sheet of a workbook.

    separate: a sheet stands for itself; a table of a document may go on in the next one.
    above: the last lines between it and the table before, which may say to which paper it belongs.
    """

    name: str
    rows: tuple[RawRow, ...]
    separate: bool = False
    above: str = ""

    @property
    def width(self) -> int:
        """The number of columns of its widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


class UnreadableFile(Exception):  # noqa: N818 (what happened, not an error of the program)
    """A file that is refused: the message tells a person what happened and what to do (Vietnamese)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def lines_above(text: str) -> str:
    """The end of a text that may be a whole paper."""
    return _INVISIBLE.sub("", text[-_LONGEST_ABOVE:]).strip()


def clean_cell(text: str) -> str:
    """NFC, one blank between words, no empty lines, without the tags that text recognition leaves behind."""
    plain = unicodedata.normalize("NFC", text)
    if _MAY_BE_UNCLEAN.search(plain):  # most cells are not, and a large file has 100,000 of them
        plain = _INVISIBLE.sub("", _TAGS.sub("", _LINE_ENDS.sub("\n", plain)))
    if "\n" not in plain:
        return " ".join(plain.split())
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def without_empty_end(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells up to the last one with text."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])
