"""The rows of a table as boxes of lines, and what of a row stays when it is cut."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coop.shared.documents.annexes.letters import Face
from coop.shared.documents.annexes.lines import Line, lines_of
from coop.shared.documents.annexes.shapes import CODE_SIDE, MM, Faces, Form, Mark, Rule, Text
from coop.shared.documents.annexes.tags import Element
from coop.shared.documents.content import Align, Cell, Code, GroupRow, Table

LINE = 11 * 1.15
_PAD_X, _PAD_Y = 1.2 * MM, 1.0 * MM
_ABOVE_CODE, _UNDER_CODE = 1.5 * MM, 1 * MM  # with the padding four modules of white, as readers ask for


@dataclass(frozen=True, slots=True)
class Style:
    """line: the distance from line to line; pad: what stays free on the left and on the right."""

    face: Face
    size: float = 11.0
    line: float = LINE
    pad: float = _PAD_X


@dataclass(frozen=True, slots=True)
class Box:
    """A text in its column, with what is left of its lines to print; `address` is that of its QR code."""

    left: float
    width: float
    lines: list[Line]
    style: Style
    align: Align
    element: Element | None
    address: str = ""

    @classmethod
    def of(
        cls, left: float, width: float, cell: Cell, style: Style, align: Align, element: Element | None
    ) -> Box:
        text, address = str(cell), cell.address if isinstance(cell, Code) else ""
        lines = lines_of(text, style.face, style.size, width - 2 * style.pad) if text else []
        return cls(left, width, lines, style, align, element, address)

    @property
    def height(self) -> float:
        return self._drawn + len(self.lines) * self.style.line

    @property
    def _drawn(self) -> float:
        return _ABOVE_CODE + CODE_SIDE + _UNDER_CODE if self.address else 0.0

    def cut(self, room: float) -> tuple[Box, Box]:
        count = max(0, math.floor((room - self._drawn) / self.style.line))
        rest = replace(self, lines=self.lines[count:], address="")
        return replace(self, lines=self.lines[:count]), rest

    def mark(self, top: float) -> Mark:
        """Each line stands in the middle of its height."""
        face, size = self.style.face, self.style.size / 1000
        letter = (face.ascent - face.descent) * size
        first = top + self._drawn + (self.style.line - letter) / 2 + face.ascent * size
        texts = [self._text(line, first + at * self.style.line) for at, line in enumerate(self.lines)]
        code = (self.address, self.left + (self.width - CODE_SIDE) / 2, top + _ABOVE_CODE)
        return Mark(self.element, texts, code if self.address else None)

    def _text(self, line: Line, baseline: float) -> Text:
        style = self.style
        free = self.width - 2 * style.pad - line.width * style.size / 1000
        share = {"center": 0.5, "right": 1.0}.get(self.align, 0.0)
        spaces = line.text.rstrip().count(" ") if self.align == "justify" and not line.ends else 0
        stretch = free * 1000 / style.size / spaces if spaces else 0.0
        left = self.left + style.pad + free * share
        return Text(line.text, style.face, style.size, left, baseline, stretch)


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes beside each other, which are as high as the highest of them."""

    boxes: list[Box]
    is_centred: bool = False

    @property
    def height(self) -> float:
        return max(box.height for box in self.boxes) + 2 * _PAD_Y

    def cut(self, room: float) -> tuple[Row, Row]:
        """At least one line in the first part."""
        halves = [box.cut(max(room - 2 * _PAD_Y, LINE)) for box in self.boxes]
        return Row([first for first, _rest in halves]), Row([rest for _first, rest in halves])

    def as_decoration(self) -> Row:
        return replace(self, boxes=[replace(box, element=None) for box in self.boxes])

    def marks(self, top: float) -> Iterator[Mark]:
        inner = self.height - 2 * _PAD_Y
        for box in self.boxes:
            if box.lines or box.address:
                down = (inner - box.height) / 2 if self.is_centred else 0.0
                yield box.mark(top + _PAD_Y + down)

    def rules(self, top: float) -> Iterator[Rule]:
        bottom, last = top + self.height, self.boxes[-1]
        left, right = self.boxes[0].left, last.left + last.width
        for x in (*(box.left for box in self.boxes), right):
            yield Rule(x, top, x, bottom)
        for y in (top, bottom):
            yield Rule(left, y, right, y)


class Grid:
    """The columns of a table on the page; its rows get their place in the structure as they are made."""

    def __init__(self, table: Table, form: Form, faces: Faces, element: Element) -> None:
        self.table = table
        self.plain, self.bold = Style(faces.regular), Style(faces.bold)
        self.widths = [mm * MM for mm in table.fitted_widths((form.right - form.left) / MM)]
        self.left = (form.left + form.right - sum(self.widths)) / 2
        self.head, self.body = element.add("THead"), element.add("TBody")

    def header(self) -> list[Row]:
        """The titles, and the numbers of the columns where the table asks for them."""
        titles = [column.title for column in self.table.columns]
        centred: list[Align] = ["center"] * len(titles)
        cells = self._cells(self.head, "TH", "/Scope/Column")
        rows = [Row(self._boxes(titles, self.bold, centred, cells), is_centred=True)]
        if self.table.number_row:
            numbers = [f"({number})" for number in range(1, len(titles) + 1)]
            rows.append(
                Row(self._boxes(numbers, self.plain, centred, self._cells(self.head)), is_centred=True)
            )
        return rows

    def row(self, cells: GroupRow | tuple[Cell, ...]) -> Row:
        if isinstance(cells, GroupRow):
            across = self.body.add("TR").add("TD", f"/ColSpan {len(self.widths)}")
            return Row([Box.of(self.left, sum(self.widths), cells.text, self.bold, "left", across)])
        aligns = [column.align for column in self.table.columns]
        return Row(self._boxes(cells, self.plain, aligns, self._cells(self.body)))

    def _cells(self, part: Element, kind: str = "TD", attributes: str = "") -> list[Element]:
        """Of a new row."""
        row = part.add("TR")
        return [row.add(kind, attributes) for _column in self.widths]

    def _boxes(
        self, cells: Iterable[Cell], style: Style, aligns: Iterable[Align], elements: Iterable[Element]
    ) -> list[Box]:
        boxes, left = [], self.left
        for cell, width, align, element in zip(cells, self.widths, aligns, elements, strict=True):
            boxes.append(Box.of(left, width, cell, style, align, element))
            left += width
        return boxes
