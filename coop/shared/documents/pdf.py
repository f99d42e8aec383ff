"""OfficialDocument → PDF bytes, laid out by Nghị định 30/2020/NĐ-CP.

The look of the body is in templates/documents/nd30.html and static/css/nd30.css; annexes/ sets appendices.
Only the four Tinos faces and the static folder can be read while a paper is made (stack.md, traps 2 and 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pydyf
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from coop.shared.documents.annexes.joining import OnProgress, add_annexes
from coop.shared.documents.content import (
    PORTRAIT_TEXT_MM,
    Annex,
    Block,
    BulletList,
    Figure,
    GroupRow,
    OfficialDocument,
    Paragraph,
    Table,
    dashed,
    printable,
    punctuated,
)
from coop.shared.documents.fonts import faces, font_faces, speller

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
class _TableView:
    """A table with what the template cannot work out. columns: (title, width in percent); a cell of a row:
    (alignment, text).
    """

    width: str
    columns: list[tuple[str, str]]
    rows: list[GroupRow | list[tuple[str, str]]]
    number_row: bool


def write_pdf(document: OfficialDocument, on_progress: OnProgress = lambda rows: None) -> bytes:
    """A tagged PDF (PDF/UA-1) with bookmarks, metadata and embedded Tinos; about 55 ms a page of the body and
    3 ms a page behind it. `on_progress` hears how many rows of the appendices are set.

    Raises FontMissingError when a face is missing.
    """
    annexes = list(_printable_annexes(document))

    def add_behind(_body: Document, pdf: pydyf.PDF) -> None:
        add_annexes(pdf, annexes, faces(settings.TINOS_DIR), on_progress)

    fonts = FontConfiguration()
    static = Path(settings.BASE_DIR) / "static"
    files = LocalFiles(static, settings.TINOS_DIR)
    stylesheets = [
        CSS(string=font_faces(settings.TINOS_DIR), font_config=fonts, url_fetcher=files),
        CSS(filename=static / "css" / "nd30.css", font_config=fonts, url_fetcher=files),
    ]
    body = HTML(string=as_html(document), base_url=static.as_uri() + "/", url_fetcher=files)
    return body.write_pdf(
        font_config=fonts,
        stylesheets=stylesheets,
        presentational_hints=True,
        pdf_variant="pdf/ua-1",
        finisher=add_behind,
    )


def _printable_annexes(document: OfficialDocument) -> Iterator[tuple[str, Annex]]:
    """With their labels, and every text in letters that Tinos has."""
    spelled = speller(settings.TINOS_DIR)
    for index, annex in enumerate(document.annexes):
        yield document.annex_label(index), annex.with_texts(lambda text: spelled(printable(text)))


def as_html(document: OfficialDocument) -> str:
    """The body as the page that WeasyPrint lays out; every text is escaped by the template."""
    context = {
        "document": document,
        "blocks": _block_views(document.closed_body),
        "legal_bases": punctuated(document.legal_bases),
        "addressees": dashed(document.addressees),
        "recipients": dashed(document.recipients),
    }
    return speller(settings.TINOS_DIR)(printable(render_to_string("documents/nd30.html", context)))


def _block_views(blocks: Sequence[Block]) -> list[tuple[str, object]]:
    """Each block with its class name, by which the template chooses."""
    return [(type(block).__name__, _block_view(block)) for block in blocks]


def _block_view(block: Block) -> object:
    if isinstance(block, Table):
        return table_view(block, PORTRAIT_TEXT_MM)
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


def table_view(table: Table, available_mm: float) -> _TableView:
    """With widths in per cent: the table of the text (`available_mm`), each column of the table."""
    widths = table.fitted_widths(available_mm)
    total = sum(widths)
    aligns = [column.align for column in table.columns]
    return _TableView(
        width=_percent(total, available_mm),
        columns=[
            (column.title, _percent(width, total))
            for column, width in zip(table.columns, widths, strict=True)
        ],
        rows=[
            row
            if isinstance(row, GroupRow)
            else [(align, _with_breaks(str(cell))) for align, cell in zip(aligns, row, strict=True)]
            for row in table.rows
        ],
        number_row=table.number_row,
    )


def _with_breaks(text: str) -> str:
    """Zero-width spaces in a 'word' of 200 letters and more: breaking it letter by letter takes seconds."""
    return _ENDLESS_WORD.sub(lambda word: "\u200b".join(_pieces(word[0], 6)), text)


def _pieces(word: str, length: int) -> list[str]:
    return [word[start : start + length] for start in range(0, len(word), length)]


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.3f}%"
