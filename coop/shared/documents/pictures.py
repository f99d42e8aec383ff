"""A chart as a picture for files that cannot hold SVG."""

from __future__ import annotations

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
