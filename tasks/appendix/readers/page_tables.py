"""The ruled tables of one PDF page as rows of text. No Django."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pdfplumber.page import Page
from pdfplumber.table import Table as Grid
from pdfplumber.utils import extract_text, extract_words

from tasks.appendix.raw import RawRow, Table, clean_cell, lines_above

_TOLERANCE = 3.0
"""Points: how far two lines may miss each other and still meet."""

Box = tuple[float, float, float, float]


def page_tables(page: Page) -> list[Table]:
    """The tables of a page from top to bottom, named "trang 3, bảng 1"."""
    settings = {"explicit_horizontal_lines": _missing_lines(page)}
    grids = sorted(page.find_tables(settings), key=lambda grid: grid.bbox[1])
    tables = []
    for number, grid in enumerate(grids, start=1):
        name = f"trang {page.page_number}, bảng {number}"
        above = _text_above(page, grid) if number == 1 else ""
        tables.append(Table(name, _rows(page, grid, name), above=above))
    return tables


def _text_above(page: Page, grid: Grid) -> str:
    letters = [letter for letter in page.chars if letter["bottom"] <= grid.bbox[1] + _TOLERANCE]
    return lines_above(extract_text(letters)) if letters else ""


def _missing_lines(page: Page) -> list[float]:
    """Where a row is cut by the page's end its cells have sides but no bottom (or no top): draw it."""
    level = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    if not level or not upright:
        return []
    bottom = max(edge["bottom"] for edge in upright)
    top = min(edge["top"] for edge in upright)
    missing = [bottom] if bottom > max(level) + _TOLERANCE else []
    return missing + ([top] if top < min(level) - _TOLERANCE else [])


def _rows(page: Page, grid: Grid, name: str) -> tuple[RawRow, ...]:
    boxes: list[Box] = [box for row in grid.rows for box in row.cells if box]
    texts = {box: _text(extract_words(chars), box) for box, chars in _letters_by_box(page, boxes).items()}
    columns = _columns(boxes)
    rows = []
    for number, row in enumerate(grid.rows, start=1):
        cells = [box for box in row.cells if box]
        raw = _row(f"{name}, dòng {number}", cells, texts, columns, _above(row.bbox, boxes))
        if any(raw.cells):
            rows.append(raw)
    return tuple(rows)


def _columns(boxes: list[Box]) -> list[float]:
    """The left edges of the table's columns, lines that nearly meet counted once."""
    lefts: list[float] = []
    for left in sorted(box[0] for box in boxes):
        if not lefts or left > lefts[-1] + _TOLERANCE:
            lefts.append(left)
    return lefts


def _above(row: Box, boxes: list[Box]) -> list[Box]:
    """Cells that begin above this row and reach into it."""
    middle = (row[1] + row[3]) / 2
    return [box for box in boxes if box[1] < row[1] - _TOLERANCE and box[3] > middle]


def _row(
    place: str, cells: list[Box], texts: dict[Box, str], columns: list[float], above: list[Box]
) -> RawRow:
    shown, spans = [""] * len(columns), [1] * len(columns)
    for box in cells:
        covered = _covered(box, columns)
        shown[covered[0]] = texts.get(box, "")
        spans[covered[0]] = len(covered)
        for column in covered[1:]:
            spans[column] = 0
    repeats = frozenset(column for box in above for column in _covered(box, columns))
    return RawRow(place, tuple(shown), tuple(spans), repeats)


def _covered(box: Box, columns: list[float]) -> list[int]:
    """The columns under a cell, at least one."""
    left, right = box[0] - _TOLERANCE, box[2] - _TOLERANCE
    return [column for column, edge in enumerate(columns) if left <= edge < right] or [0]


def _letters_by_box(page: Page, boxes: list[Box]) -> dict[Box, list[dict[str, Any]]]:
    """Every letter goes to the cell that holds its middle: words of neighbouring cells may touch."""
    found: dict[Box, list[dict[str, Any]]] = {}
    for letter in page.chars:
        x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        box = next((box for box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
        if box:
            found.setdefault(box, []).append(letter)
    return found


def _text(words: list[dict[str, Any]], box: Box) -> str:
    """The words of a cell; a line that broke only because the cell is narrow goes on with a blank."""
    text = words[0]["text"] if words else ""
    for before, word in pairwise(words):
        text += (" " if _same_paragraph(before, word, box) else "\n") + word["text"]
    return clean_cell(text)


def _same_paragraph(before: dict[str, Any], word: dict[str, Any], box: Box) -> bool:
    """False where the next word would still have fitted on the line: there somebody ended it."""
    if word["top"] < before["bottom"] - _TOLERANCE:
        return True
    blank = (before["bottom"] - before["top"]) / 4
    return before["x1"] + blank + (word["x1"] - word["x0"]) > box[2] - 2 * _TOLERANCE
