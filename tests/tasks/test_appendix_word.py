"""Word tables are read as printed: merged cells once, numbers that Word makes, deletions left out."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tasks.appendix.readers import read
from tasks.appendix.rows import draft_rows
from tests.tasks.appendix_files import HEADER, ROW, add_word_table, repacked, saved, word


def tables_of(document):
    return read("phu-luc.docx", saved(document))


def test_each_table_is_told_apart_and_each_row_has_its_place():
    first, second = read("a.docx", word([("Nơi nhận:", "TM. UBND")], [HEADER, ROW]))
    assert (first.name, second.name) == ("bảng 1", "bảng 2")
    assert second.rows[1].place == "bảng 2, dòng 2"
    assert second.rows[1].cells == ROW


def test_a_cell_over_all_columns_stands_once():
    document = docx.Document()
    table = add_word_table(document, [HEADER, ("I. Lĩnh vực Du lịch", "", "", "", ""), ROW])
    table.cell(1, 0).merge(table.cell(1, 4))
    row = tables_of(document)[0].rows[1]
    assert row.cells == ("I. Lĩnh vực Du lịch", "", "", "", "")
    assert row.spans == (5, 0, 0, 0, 0)


def test_a_cell_merged_downwards_is_marked_in_the_rows_below():
    document = docx.Document()
    table = add_word_table(document, [HEADER, ROW, ("2", "Hội chợ", "", "Sở Y tế", "")])
    table.cell(1, 2).merge(table.cell(2, 2))
    (read_table,) = tables_of(document)
    assert read_table.rows[2].cells == ("2", "Hội chợ", "", "Sở Y tế", "")
    assert read_table.rows[2].repeats == {2}
    assert draft_rows([read_table]).rows[1].lead == "Sở Công Thương"


def test_a_row_that_begins_further_right_keeps_its_columns():
    document = docx.Document()
    table = add_word_table(document, [HEADER, ("", "Hội chợ", "Sở A", "", "")])
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    assert tables_of(document)[0].rows[1].cells == ("", "Hội chợ", "Sở A", "", "")


def test_paragraphs_and_line_breaks_of_a_cell_are_lines_without_blanks_around():
    document = docx.Document()
    cell = add_word_table(document, [HEADER, ROW]).cell(1, 1)
    cell.text = "  Tổ chức \u00a0 hội nghị;\n- Khảo sát"
    cell.add_paragraph("")
    cell.add_paragraph("- Ký kết\tbiên bản")
    assert tables_of(document)[0].rows[1].cells[1] == "Tổ chức hội nghị;\n- Khảo sát\n- Ký kết biên bản"


def test_a_table_in_a_cell_is_read_as_a_table_of_its_own():
    document = docx.Document()
    outer = add_word_table(document, [("Bảng ngoài", "x")])
    inner = outer.cell(0, 1).add_table(rows=2, cols=5)
    for line, texts in zip(inner.rows, (HEADER, ROW), strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    first, second = tables_of(document)
    assert (first.name, first.rows[0].cells) == ("bảng 1", ("Bảng ngoài", "x"))
    assert (second.name, second.rows[1].cells) == ("bảng 1.1", ROW)


NUMBERING = (
    f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='3'>"
    "<w:lvl w:ilvl='0'><w:start w:val='4'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num><w:num w:numId='8'><w:abstractNumId w:val='3'/>"
    "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num></w:numbering>"
)


def test_numbers_that_word_makes_are_read_as_printed_and_restart_where_word_restarts():
    levels = [(7, 0), (7, 1), (7, 1), (7, 0), (7, 1), (8, 0), (7, 0)]
    document = docx.Document()
    table = add_word_table(document, [HEADER, *[("", "Họp", "Sở A", "", "") for _ in levels]])
    for row, (number, level) in zip(list(table.rows)[1:], levels, strict=True):
        mark = f"<w:ilvl w:val='{level}'/><w:numId w:val='{number}'/>"
        properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr()
        properties._insert_numPr(parse_xml(f"<w:numPr {nsdecls('w')}>{mark}</w:numPr>"))
    content = repacked(saved(document), word__numbering_xml=NUMBERING.encode())
    ordinals = [row.cells[0] for row in read("a.docx", content)[0].rows[1:]]
    assert ordinals == ["IV.", "a)", "b)", "V.", "a)", "I.", "II."]


def test_the_raised_number_of_a_footnote_stays_raised():
    """As plain text it would make the eleventh month of the first."""
    document = docx.Document()
    table = add_word_table(document, [HEADER, [*ROW[:-1], "Tháng 1"]])
    paragraph = table.rows[1].cells[-1].paragraphs[0]
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run("/2024")

    (read_table,) = read("kh.docx", saved(document))
    assert read_table.rows[1].cells[-1] == "Tháng 1¹/2024"


def test_deleted_and_moved_text_is_not_read_but_inserted_text_is():
    document = docx.Document()
    paragraph = add_word_table(document, [HEADER, ROW]).cell(1, 2).paragraphs[0]._p
    for tag, text in (("del", "BỎ"), ("moveFrom", "CHUYỂN"), ("ins", " và Sở Y tế")):
        run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        paragraph.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1">{run}</w:{tag}>'))
    assert tables_of(document)[0].rows[1].cells[2] == "Sở Công Thương và Sở Y tế"


@pytest.mark.parametrize("spelling", ["Nội dung", "No\u0302\u0323i dung"])
def test_letters_are_composed(spelling):
    assert read("a.docx", word([(spelling, "Chủ trì")]))[0].rows[0].cells[0] == "Nội dung"
