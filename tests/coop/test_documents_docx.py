"""The Word file is opened again and measured against Nghị định 30/2020/NĐ-CP."""

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from coop.shared.documents.content import Paragraph, Table
from coop.shared.documents.docx import write_docx
from tests.coop.sample_documents import COLUMNS, LOWER, annex, annual_report, appendix_table


@pytest.fixture(scope="module")
def word():
    report = annual_report(annex(appendix_table()), annex(appendix_table(3), landscape=False))
    return docx.Document(io.BytesIO(write_docx(report)))


def rows_of(table) -> list[list[str]]:
    """Texts by the XML: `table.cell` is quadratic."""
    return [[text_of(cell) for cell in row.iter(qn("w:tc"))] for row in table._tbl.iter(qn("w:tr"))]


def text_of(cell) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t")))


def paragraph(word, beginning: str):
    return next(paragraph for paragraph in word.paragraphs if paragraph.text.startswith(beginning))


def test_the_body_is_upright_and_each_annex_has_a_section_that_counts_from_one(word):
    sizes = [(round(s.page_width.mm), round(s.page_height.mm)) for s in word.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297)]
    assert word.sections[1].orientation == WD_ORIENT.LANDSCAPE
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in word.sections]
    assert starts[0] is None
    assert [start.get(qn("w:start")) for start in starts[1:]] == ["1", "1"]


def test_the_margins_are_those_of_the_decree(word):
    body = word.sections[0]
    sides = (body.top_margin, body.bottom_margin, body.left_margin, body.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 20]
    assert [round(side.mm) for side in (word.sections[1].left_margin, word.sections[1].right_margin)] == [
        20,
        15,
    ]


def test_the_page_number_is_a_field_in_the_header_but_not_of_first_pages(word):
    for section in word.sections:
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
        assert [field.text for field in section.header._element.iter(qn("w:instrText"))] == ["PAGE"]


def test_headings_are_real_headings_in_black_times(word):
    assert paragraph(word, "I. CÔNG TÁC").style.name == "Heading 1"
    assert paragraph(word, "1. Lĩnh vực").style.name == "Heading 2"
    assert paragraph(word, "a) Các kết quả").style.name == "Heading 3"
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = word.styles[name]
        assert (style.font.name, style.font.size.pt, str(style.font.color.rgb)) == (
            "Times New Roman",
            14,
            "000000",
        )
        assert qn("w:asciiTheme") not in style.element.rPr.rFonts.attrib


def test_a_paragraph_of_the_body_is_justified_indented_and_6_pt_apart(word):
    layout = paragraph(word, "Ủy ban nhân dân tỉnh đã").paragraph_format
    assert (layout.first_line_indent.mm, layout.space_before.pt) == (pytest.approx(12.7, abs=0.02), 6)
    assert 1 <= word.styles["Normal"].paragraph_format.line_spacing <= 1.5


def test_head_and_signature_are_tables_without_borders(word):
    head, foot = word.tables[0], word.tables[2]
    assert rows_of(head)[0][1].startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúc")
    assert "Lâm Đồng, ngày 05 tháng 12 năm 2026" in rows_of(head)[1][1]
    assert "- Lưu: VT, TH." in rows_of(foot)[0][0]
    assert rows_of(foot)[0][1] == "TM. ỦY BAN NHÂN DÂNKT. CHỦ TỊCHPHÓ CHỦ TỊCHNguyễn Thị Hường"
    assert {head.style.name, foot.style.name} == {"Normal Table"}
    assert [[round(cell.width.mm) for cell in row.cells] for row in head.rows] == [[67, 93]] * 2


def test_the_last_sentence_is_kept_with_the_signature_which_is_not_cut(word):
    last = paragraph(word, "Trên đây")
    assert last.text.endswith("./.")
    assert last.paragraph_format.keep_with_next
    assert word.tables[2]._tbl.find(qn("w:tr")).find(qn("w:trPr")).find(qn("w:cantSplit")) is not None


def test_the_annex_table_has_every_row_with_its_header_repeated_and_none_cut(word):
    table = word.tables[3]
    rows = list(table._tbl.iter(qn("w:tr")))
    assert len(rows) == 2 + 5 + 29
    assert [row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in rows[:3]] == [
        True,
        True,
        False,
    ]
    assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)
    assert rows_of(table)[0] == [column.title for column in COLUMNS]
    assert rows_of(table)[2] == ["I. Lĩnh vực Nông nghiệp"]
    assert [round(column.width.mm) for column in table.columns] == [column.width_mm for column in COLUMNS]
    assert {size.get(qn("w:val")) for size in table._tbl.iter(qn("w:sz"))} == {"22"}


def test_text_and_properties_are_whole(word):
    assert any(f"{LOWER} {LOWER.upper()}" in found.text for found in word.paragraphs)
    assert word.core_properties.author == "Ủy ban nhân dân tỉnh Lâm Đồng"
    assert word.core_properties.language == "vi-VN"
    assert word.core_properties.title.startswith("BÁO CÁO Kết quả")


def test_the_chart_is_a_picture_with_a_description(word):
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "Hình 1. Tiến độ thực hiện nhiệm vụ năm 2026"
    assert 100 < shape.width.mm <= 160


def test_markup_control_characters_and_emoji_do_no_harm():
    nasty = "<w:b/> & \x00\x07 🎉 \ud800 " + "x" * 10_000
    rows = ((nasty, "a\nb", *[""] * 6),)
    table = Table(COLUMNS, rows)
    word = docx.Document(io.BytesIO(write_docx(annual_report(annex(table), body=(Paragraph(nasty),)))))
    assert paragraph(word, "<w:b/> &").text.count("x") == 10_000
    assert rows_of(word.tables[2])[2][0].startswith("<w:b/> &  🎉")
