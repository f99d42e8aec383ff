"""OfficialDocument → an editable Word file with the layout of pdf.py (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from coop.shared.documents.content import (
    CLOSING_MARK,
    PORTRAIT_TEXT_MM,
    Annex,
    Block,
    BulletList,
    Figure,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    dashed,
    printable,
    punctuated,
)
from coop.shared.documents.docx_table import add_table
from coop.shared.documents.pictures import png_of_svg

FONT = "Times New Roman"
_HEAD_MM = (67.0, 93.0)
_FOOT_MM = (77.0, 83.0)
_MOTTO_MM = 55.0
_LETTER_MM = {12: 2.9, 14: 2.45}  # mean of bold text: capitals at 12 pt, small letters at 14 pt
_CENTER, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
_JUSTIFY, _RIGHT = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT


def write_docx(document: OfficialDocument) -> bytes:
    """A .docx in Times New Roman with real heading styles, repeated table headers and page number fields."""
    word = docx.Document()
    _set_styles(word)
    _set_properties(word, document)
    _portrait(word.sections[0])
    _add_page_number(word.sections[0])
    _add_head(word, document)
    _add_name(word, document)
    _add_body(word, document)
    _add_foot(word, document)
    for index, annex in enumerate(document.annexes):
        _add_annex(word, annex, document.annex_label(index))
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _set_styles(word: Document) -> None:
    normal = word.styles["Normal"]
    _set_face(normal, bold=False)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.1
    for level in (1, 2, 3):
        style = word.styles[f"Heading {level}"]
        _set_face(style, bold=level < 3)
        style.paragraph_format.space_before = Pt(6)
        style.paragraph_format.first_line_indent = Mm(12.7)
        style.paragraph_format.keep_with_next = True


def _set_face(style: ParagraphStyle, *, bold: bool) -> None:
    """Times New Roman 14 pt in black, also where the theme of Word would choose another font."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(14), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)


def _set_properties(word: Document, document: OfficialDocument) -> None:
    """Word allows 255 characters for each."""
    properties = word.core_properties
    properties.title = printable(document.metadata_title)[:255]
    properties.author = printable(document.metadata_author)[:255]
    properties.subject = printable(document.subject)[:255]
    properties.keywords = printable(", ".join(document.keywords))[:255]
    properties.language = "vi-VN"
    properties.comments = ""


def _portrait(section: Section) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = Mm(8)


def _landscape(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(15)


def _add_page_number(section: Section) -> None:
    """A PAGE field in the header, which the first page has not; later sections are linked to it."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _CENTER
    _add_field(paragraph.add_run(), "PAGE")


def _add_field(run: Run, instruction: str) -> None:
    for kind in ("begin", None, "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = instruction
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _add_head(word: Document, document: OfficialDocument) -> None:
    table = _borderless_table(word, _HEAD_MM)
    left, right = _emptied(table.rows[0])
    if document.superior_body:
        _line(left, document.superior_body, size=12)
    for name in document.issuing_body:
        _line(left, name, size=12, bold=True)
    _rule(left, _HEAD_MM[0], _share(document.issuing_body[-1], 12, _HEAD_MM[0]))
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _rule(right, _HEAD_MM[1], _MOTTO_MM)
    number, date = _emptied(table.add_row())
    _line(number, document.number_symbol, size=13).paragraph_format.space_before = Pt(6)
    if not document.kind:
        _line(number, f"V/v {document.subject}", size=12)
    _line(date, document.place_and_date, size=13, italic=True).paragraph_format.space_before = Pt(6)


def _add_name(word: Document, document: OfficialDocument) -> None:
    if not document.kind:
        _line(word, "", size=6)
        return
    _line(word, document.kind, bold=True).paragraph_format.space_before = Pt(18)
    _line(word, document.subject_on_paper, bold=True)
    _rule(word, PORTRAIT_TEXT_MM, _share(document.subject, 14, PORTRAIT_TEXT_MM))
    _line(word, "", size=6)


def _add_body(word: Document, document: OfficialDocument) -> None:
    if len(document.addressees) == 1:
        _line(word, f"Kính gửi: {document.addressees[0]}")
    elif document.addressees:
        _line(
            word, "\n".join(("Kính gửi:", *dashed(document.addressees))), align=_LEFT
        ).paragraph_format.left_indent = Mm(40)
    for basis in punctuated(document.legal_bases):
        _text(word, basis, italic=True)
    for block in document.closed_body:
        _add_block(word, block)
    if word.paragraphs:
        word.paragraphs[-1].paragraph_format.keep_with_next = True


def _add_block(word: Document, block: Block) -> None:
    match block:
        case Heading():
            word.add_heading(printable(block.shown), level=block.level)
        case Paragraph():
            _text(word, block.text, italic=block.italic)
        case BulletList():
            for item in block.items:
                _text(word, f"- {item}")
        case Table():
            add_table(word, block, PORTRAIT_TEXT_MM)
        case Figure():
            _add_figure(word, block)


def _add_figure(word: Document, figure: Figure) -> None:
    """Word does not draw SVG everywhere: the chart goes in as a picture, the caption is its description."""
    paragraph = _line(word, "")
    paragraph.paragraph_format.keep_with_next = True
    png, width_mm = png_of_svg(figure.svg)
    picture = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(min(width_mm, PORTRAIT_TEXT_MM)))
    picture._inline.docPr.set("descr", printable(figure.caption))
    _line(word, figure.caption, size=13, italic=True)


def _add_foot(word: Document, document: OfficialDocument) -> None:
    """Recipients and signature in one row that is never cut, with 30 mm to sign."""
    left, right = _emptied(_borderless_table(word, _FOOT_MM).rows[0])
    if document.recipients:
        _line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=_LEFT)
    _line(left, "\n".join(dashed(document.recipients)), size=11, align=_LEFT)
    for authority in document.signature.authority:
        _line(right, authority, bold=True)
    _line(right, document.signature.signer, bold=True).paragraph_format.space_before = Mm(30)


def _add_annex(word: Document, annex: Annex, label: str) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    _portrait(section)
    if annex.landscape:
        _landscape(section)
    _count_from_one(section)
    _line(word, label, bold=True)
    title = word.add_heading(printable(annex.title.upper()), level=1)
    title.alignment, title.paragraph_format.first_line_indent = _CENTER, Mm(0)
    _line(word, annex.attached_to, italic=True)
    _rule(word, annex.text_width_mm, 30)
    for table in annex.tables:
        _line(word, "", size=6)
        add_table(word, table, annex.text_width_mm)
    _line(word, CLOSING_MARK, align=_RIGHT)


def _count_from_one(section: Section) -> None:
    numbering = section._sectPr.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = OxmlElement("w:pgNumType")
        section._sectPr.find(qn("w:pgMar")).addnext(numbering)
    numbering.set(qn("w:start"), "1")


def _borderless_table(word: Document, widths_mm: Sequence[float]) -> WordTable:
    """One row that is not cut between pages; a row takes the widths of the columns when it is added."""
    table = word.add_table(rows=0, cols=len(widths_mm))
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    table.add_row()._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return table


def _emptied(row: _Row) -> tuple[_Cell, ...]:
    """Its cells without the blank paragraph that Word gives to each; the caller must add one."""
    for cell in row.cells:
        blank = cell.paragraphs[0]._p
        blank.getparent().remove(blank)
    return row.cells


def _line(
    place: Document | _Cell,
    text: str,
    *,
    size: int = 14,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = _CENTER,
) -> WordParagraph:
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(printable(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _text(word: Document, text: str, *, italic: bool = False) -> None:
    """A paragraph of the body: justified, first line 12,7 mm in, 6 pt apart."""
    paragraph = _line(word, text, italic=italic, align=_JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.paragraph_format.space_before = Pt(6)


def _rule(place: Document | _Cell, width_mm: float, length_mm: float) -> None:
    """A centred line of that length: the upper border of a very low paragraph with indents."""
    paragraph = _line(place, "", size=2)
    paragraph.paragraph_format.line_spacing = Pt(3)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(
        (width_mm - length_mm) / 2
    )
    border = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(border)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _share(text: str, size: int, width_mm: float) -> float:
    """About 40 % of the length of a line of bold text, in mm (the decree asks for a third to a half)."""
    return 0.4 * min(len(text) * _LETTER_MM[size], width_mm)
