"""Charts and pages as pictures: for files that cannot hold SVG, and to be looked at in a browser."""

from __future__ import annotations

import base64
import io
import re

import pypdfium2
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from coop.shared.documents.fonts import font_faces
from coop.shared.documents.pdf import LocalFiles, svg_in_tinos

_VIEW_BOX = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
_PX_A_MM = 96 / 25.4
_SCALE = 3  # 216 dots an inch
_PAGE_SCALE = 1.4  # 100 dots an inch


def png_of_svg(svg: str) -> tuple[bytes, float]:
    """The PNG and its natural width in mm. Raises ValueError for an SVG without a viewBox."""
    size = _VIEW_BOX.search(svg)
    if size is None:
        raise ValueError("a chart needs a viewBox to become a picture")
    width, height = (float(side) for side in size.groups())
    fonts = FontConfiguration()
    page = f"@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }} svg {{ width: 100% }}"
    styles = [
        CSS(
            string=font_faces(settings.TINOS_DIR) + page,
            font_config=fonts,
            url_fetcher=LocalFiles(settings.TINOS_DIR),
        )
    ]
    pdf = HTML(string=svg_in_tinos(svg), url_fetcher=LocalFiles()).write_pdf(
        font_config=fonts, stylesheets=styles
    )
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=_SCALE).to_pil()
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue(), width / _PX_A_MM


def pages_as_png(pdf: bytes, at_most: int) -> tuple[list[str], int]:
    """The first pages as `data:` addresses of grey pictures, and how many pages there are."""
    with pypdfium2.PdfDocument(pdf) as document:
        total = len(document)
        return [_page_as_png(document[number]) for number in range(min(total, at_most))], total


def _page_as_png(page: pypdfium2.PdfPage) -> str:
    file = io.BytesIO()
    page.render(scale=_PAGE_SCALE, grayscale=True).to_pil().save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
