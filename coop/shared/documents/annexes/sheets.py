"""An appendix set on sheets: which row stands on which page.

The header is repeated, a row is cut only when it is higher than a page, a field row stays with the row under
it, and './.' with the last row (Nghị định 30/2020/NĐ-CP, Phụ lục I; nd30-layout.md §3).
"""

from __future__ import annotations

from collections.abc import Iterator

from coop.shared.documents.annexes.grid import LINE, Box, Grid, Row, Style
from coop.shared.documents.annexes.letters import Face
from coop.shared.documents.annexes.shapes import MM, Faces, Form, Rule, Sheet
from coop.shared.documents.annexes.tags import Element
from coop.shared.documents.content import CLOSING_MARK, Align, Annex, GroupRow, Table

_HEAD_SIZE, _HEAD_LINE = 14.0, 14 * 1.2
_GAP = 6.0  # above a table
_BEGINNING = 3 * LINE  # of a row that has to be cut
_RULE, _THICK = 30 * MM, 0.75  # under the name of the appendix


class Setting:
    """One appendix on its way to paper. `element` is its part of the tags, filled while sheets are made."""

    def __init__(self, annex: Annex, label: str, faces: Faces) -> None:
        self.annex, self.label, self.faces = annex, label, faces
        self.form = Form.of(annex)
        self.element = Element("Sect")
        self.sheet = Sheet(1)
        self.y = self.form.top

    def sheets(self) -> Iterator[Sheet]:
        self._set_name()
        for table in self.annex.tables:
            is_last = table is self.annex.tables[-1]
            yield from self._set_table(table, kept_below=_HEAD_LINE if is_last else 0.0)
        self._set_line(CLOSING_MARK, self.faces.regular, "right", self.element.add("P"))
        yield self.sheet

    def _turned(self, header: list[Row]) -> Sheet:
        """The full sheet; the next one is begun, with its number and the header of the table at the top."""
        full, self.sheet = self.sheet, Sheet(self.sheet.number + 1)
        self.y = 10 * MM - _HEAD_LINE / 2
        self._set_line(str(self.sheet.number), self.faces.regular, "center", None)
        self.y = self.form.top
        self._set_rows(header)
        return full

    def _set_name(self) -> None:
        annex, faces = self.annex, self.faces
        name = f"{self.label}\n{annex.title.upper()}"
        self._set_line(name, faces.bold, "center", self.element.add("H1"))
        if annex.attached_to:
            self._set_line(annex.attached_to, faces.italic, "center", self.element.add("P"))
        self.y += 3
        middle = (self.form.left + self.form.right) / 2
        self.sheet.rules.append(Rule(middle - _RULE / 2, self.y, middle + _RULE / 2, self.y, _THICK))

    def _set_line(self, text: str, face: Face, align: Align, element: Element | None) -> None:
        """A text of 14 pt across the page."""
        style = Style(face, _HEAD_SIZE, _HEAD_LINE, pad=0.0)
        box = Box.of(self.form.left, self.form.right - self.form.left, text, style, align, element)
        self.sheet.marks.append(box.mark(self.y))
        self.y += box.height

    def _set_table(self, table: Table, *, kept_below: float) -> Iterator[Sheet]:
        """`kept_below` its last row something stands that is not to be alone on a page."""
        grid = Grid(table, self.form, self.faces, self.element.add("Table"))
        header = grid.header()
        repeated = [row.as_decoration() for row in header]
        self.y += _GAP
        if _height(header) + _BEGINNING > self._room:
            yield self._turned([])
        self._set_rows(header)
        waiting: list[Row] = []
        for number, cells in enumerate(table.rows, 1):
            is_last = number == len(table.rows)
            waiting.append(grid.row(cells))
            self.sheet.rows += 1
            if is_last or not isinstance(cells, GroupRow):
                yield from self._set_together(waiting, repeated, kept_below if is_last else 0.0)
                waiting = []

    def _set_together(self, rows: list[Row], header: list[Row], kept_below: float) -> Iterator[Sheet]:
        """Field rows and the row under them, or at least three lines of it if it is higher than a page."""
        *before, last = rows
        full = self.form.bottom - self.form.top - _height(header)
        fits_on_a_page = last.height + kept_below <= full
        needed = _height(before) + (last.height + kept_below if fits_on_a_page else _BEGINNING)
        if min(full, needed) > self._room:
            yield self._turned(header)
        self._set_rows(before)
        if fits_on_a_page and last.height + kept_below > self._room:
            yield self._turned(header)
        while last.height + kept_below > self._room:
            part, last = last.cut(min(self._room, last.height - LINE))
            self._set_rows([part])
            yield self._turned(header)
        self._set_rows([last])

    @property
    def _room(self) -> float:
        return self.form.bottom - self.y

    def _set_rows(self, rows: list[Row]) -> None:
        for row in rows:
            self.sheet.marks += row.marks(self.y)
            self.sheet.rules += row.rules(self.y)
            self.y += row.height


def _height(rows: list[Row]) -> float:
    return sum(row.height for row in rows)
