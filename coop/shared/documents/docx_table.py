"""A content.Table as a Word table, its rows written as XML: python-docx is quadratic (stack.md, trap 5)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from coop.shared.documents.content import GroupRow, Table, printable

_TWIPS_A_MM = 1440 / 25.4
_JUSTIFICATION = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_HALF_POINTS = 22  # 11 pt


def add_table(word: Document, table: Table, available_mm: float) -> None:
    """Fixed widths, 0.5 pt borders, header repeated on every page, no row cut."""
    widths = table.fitted_widths(available_mm)
    grid = word.add_table(rows=0, cols=len(widths))
    grid.style, grid.autofit, grid.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for xml in _rows(table, widths):
        grid._tbl.append(parse_xml(xml))


def _rows(table: Table, widths: tuple[float, ...]) -> Iterable[str]:
    centred = ["center"] * len(widths)
    yield _row([column.title for column in table.columns], widths, centred, bold=True, header=True)
    if table.number_row:
        yield _row([f"({number})" for number in range(1, len(widths) + 1)], widths, centred, header=True)
    aligns = [column.align for column in table.columns]
    for row in table.rows:
        if isinstance(row, GroupRow):
            yield _row_of([_cell(row.text, sum(widths), "left", bold=True, span=len(widths), keep=True)])
        else:
            yield _row([str(cell) for cell in row], widths, aligns)


def _row(
    texts: Iterable[str],
    widths: Iterable[float],
    aligns: Iterable[str],
    *,
    bold: bool = False,
    header: bool = False,
) -> str:
    cells = zip(texts, widths, aligns, strict=True)
    return _row_of([_cell(text, width, align, bold=bold) for text, width, align in cells], header=header)


def _row_of(cells: list[str], *, header: bool = False) -> str:
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str, width_mm: float, align: str, *, bold: bool = False, span: int = 1, keep: bool = False
) -> str:
    """keep: on the same page as the next row."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width_mm * _TWIPS_A_MM)}" w:type="dxa"/>'
        f'<w:gridSpan w:val="{span}"/></w:tcPr>'
        f"<w:p><w:pPr>{'<w:keepNext/>' if keep else ''}"
        f'<w:jc w:val="{_JUSTIFICATION[align]}"/></w:pPr>{_run(text, bold)}</w:p></w:tc>'
    )


def _run(text: str, bold: bool) -> str:
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(text).split("\n"))
    weight = "<w:b/>" if bold else ""
    size = f'<w:sz w:val="{_HALF_POINTS}"/><w:szCs w:val="{_HALF_POINTS}"/>'
    return f"<w:r><w:rPr>{weight}{size}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"
