"""OfficialDocument → PDF bytes, laid out by Nghị định 30/2020/NĐ-CP.

The look is in templates/documents/nd30.html and static/css/nd30.css.
Only the four Tinos faces and the static folder can be read while a paper is made (stack.md, traps 2 and 4).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from coop.shared.documents.content import (
    PORTRAIT_TEXT_MM,
    Annex,
    Block,
    BulletList,
    Cell,
    Code,
    Figure,
    GroupRow,
    OfficialDocument,
    Paragraph,
    Table,
    dashed,
    printable,
    punctuated,
)
from coop.shared.documents.fonts import font_faces, in_tinos
from coop.shared.documents.qr import qr_svg

_MM_A_LETTER = 1.75  # Tinos 11 pt, mean of Vietnamese text
_CELL_PADDING_MM = 2.4
_LINES_A_PAGE = {True: 33, False: 52}  # lines of a cell under the repeated header; key: landscape
_ENDLESS_WORD = re.compile(r"\S{200,}")
_FONT_OF_SVG = re.compile(r'\sfont-family="[^"]*"')


class LocalFiles(URLFetcher):
    """Serves files of the given folders; any other address is refused, which leaves the paper without it."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(allowed_protocols=["file"])
        self.folders = [folder.resolve() for folder in folders]

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises ValueError for an address outside the folders; WeasyPrint logs it and goes on."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        inside = any(path.is_relative_to(folder) for folder in self.folders)
        if parts.scheme != "file" or parts.netloc or not inside:
            raise ValueError(f"a document may not read {url}")
        return URLFetcherResponse(url, path.read_bytes())


@dataclass(frozen=True)
class _RowView:
    """cells: (alignment, text, drawing); long: more than one page, so that it has to be cut."""

    cells: Sequence[tuple[str, str, str]]
    long: bool


@dataclass(frozen=True)
class _TableView:
    """A table with what the template cannot work out. columns: (title, width in percent)."""

    width: str
    columns: list[tuple[str, str]]
    rows: list[GroupRow | _RowView]
    number_row: bool


def write_pdf(document: OfficialDocument) -> bytes:
    """A tagged PDF (PDF/UA-1) with bookmarks, metadata and embedded Tinos; about 55 ms a page.

    Raises FontMissingError when a face is missing.
    """
    return _laid_out(as_html(document), pdf_variant="pdf/ua-1")


def write_body(document: OfficialDocument) -> bytes:
    """The body alone, tagged but without the promise of PDF/UA: pages without tags are joined to it."""
    return _laid_out(as_html(replace(document, annexes=())), pdf_tags=True)


def write_annex_piece(annex: Annex, label: str) -> bytes:
    """An appendix, or a piece of one, without page numbers and without tags."""
    return _laid_out(_html("documents/annex_piece.html", {"annex": _annex_view(annex, label, "a")}))


def write_page_numbers(count: int, *, landscape: bool) -> bytes:
    """As many pages as an appendix has, with nothing on them but the numbers that its pages get."""
    context = {"count": count, "pages": range(count), "side": _side(landscape)}
    return _laid_out(_html("documents/page_numbers.html", context))


def _laid_out(html: str, **options: Any) -> bytes:
    fonts = FontConfiguration()
    static = Path(settings.BASE_DIR) / "static"
    files = LocalFiles(static, settings.TINOS_DIR)
    stylesheets = [
        CSS(string=font_faces(settings.TINOS_DIR), font_config=fonts, url_fetcher=files),
        CSS(filename=static / "css" / "nd30.css", font_config=fonts, url_fetcher=files),
    ]
    paper = HTML(string=html, base_url=static.as_uri() + "/", url_fetcher=files)
    return paper.write_pdf(font_config=fonts, stylesheets=stylesheets, presentational_hints=True, **options)


def as_html(document: OfficialDocument) -> str:
    """The page that WeasyPrint lays out; every text is escaped by the template."""
    context = {
        "document": document,
        "blocks": _block_views(document.closed_body),
        "legal_bases": punctuated(document.legal_bases),
        "addressees": dashed(document.addressees),
        "recipients": dashed(document.recipients),
        "annexes": [
            _annex_view(annex, document.annex_label(index), "ab"[index % 2])
            for index, annex in enumerate(document.annexes)
        ],
    }
    return _html("documents/nd30.html", context)


def _html(template: str, context: dict[str, object]) -> str:
    return in_tinos(printable(render_to_string(template, context)), settings.TINOS_DIR)


def _side(landscape: bool) -> str:
    return "landscape" if landscape else "portrait"


def _annex_view(annex: Annex, label: str, turn: str) -> dict[str, object]:
    """Pages named in turn 'a' and 'b', so that each annex begins a new group of pages, numbered from 1."""
    return {
        "label": label,
        "carries_on": annex.carries_on,
        "is_carried_on": annex.is_carried_on,
        "title": annex.title.upper(),
        "attached_to": annex.attached_to,
        "page": f"{_side(annex.landscape)}-{turn}",
        "tables": [
            _table_view(table, annex.text_width_mm, landscape=annex.landscape) for table in annex.tables
        ],
    }


def _block_views(blocks: Sequence[Block]) -> list[tuple[str, object]]:
    """Each block with its class name, by which the template chooses."""
    return [(type(block).__name__, _block_view(block)) for block in blocks]


def _block_view(block: Block) -> object:
    if isinstance(block, Table):
        return _table_view(block, PORTRAIT_TEXT_MM, landscape=False)
    if isinstance(block, Figure):
        return Figure(svg_in_tinos(block.svg), block.caption)
    if isinstance(block, BulletList):
        return BulletList(tuple(map(_with_breaks, block.items)))
    if isinstance(block, Paragraph):
        return replace(block, text=_with_breaks(block.text))
    return block


def svg_in_tinos(svg: str) -> str:
    """The letters of a chart are those of the paper; the style sheet does not reach into an SVG."""
    return _FONT_OF_SVG.sub("", svg).replace("<svg", '<svg font-family="Tinos"', 1)


def _table_view(table: Table, available_mm: float, *, landscape: bool) -> _TableView:
    widths = table.fitted_widths(available_mm)
    total = sum(widths)
    return _TableView(
        width=_percent(total, available_mm),
        columns=[
            (column.title, _percent(width, total))
            for column, width in zip(table.columns, widths, strict=True)
        ],
        rows=[_row_view(table, row, widths, landscape) for row in table.rows],
        number_row=table.number_row,
    )


def _row_view(
    table: Table, row: GroupRow | tuple[Cell, ...], widths: Sequence[float], landscape: bool
) -> GroupRow | _RowView:
    if isinstance(row, GroupRow):
        return row
    aligns = [column.align for column in table.columns]
    cells = [
        (align, _with_breaks(str(cell)), qr_svg(cell.address) if isinstance(cell, Code) else "")
        for align, cell in zip(aligns, row, strict=True)
    ]
    return _RowView(cells, long=_lines(row, widths) > _LINES_A_PAGE[landscape])


def _lines(row: Iterable[Cell], widths: Iterable[float]) -> int:
    """About how many lines the highest cell of a row has."""
    return max(_cell_lines(str(cell), width) for cell, width in zip(row, widths, strict=True))


def _cell_lines(text: str, width_mm: float) -> int:
    letters_a_line = max(1.0, (width_mm - _CELL_PADDING_MM) / _MM_A_LETTER)
    return sum(max(1, math.ceil(len(line) / letters_a_line)) for line in text.split("\n"))


def _with_breaks(text: str) -> str:
    """Zero-width spaces in a 'word' of 200 letters and more: breaking it letter by letter takes seconds."""
    return _ENDLESS_WORD.sub(lambda word: "\u200b".join(_pieces(word[0], 6)), text)


def _pieces(word: str, length: int) -> list[str]:
    return [word[start : start + length] for start in range(0, len(word), length)]


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.3f}%"
