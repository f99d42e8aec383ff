"""What an official paper says, before any file is written."""

import datetime as dt
import unicodedata

import pytest

from coop.shared.documents.content import (
    CLOSING_MARK,
    BulletList,
    Column,
    GroupRow,
    Heading,
    Paragraph,
    Table,
    closed,
    dashed,
    number_symbol,
    place_and_date,
    printable,
    punctuated,
    roman,
)
from tests.coop.sample_documents import annex, annual_report, appendix_table


@pytest.mark.parametrize("text", ["Hết", "Hết.", "Hết;", "Hết./.", "Hết ./. "])
def test_a_text_is_closed_once(text):
    assert closed(text) == "Hết./."


def test_the_closing_mark_goes_into_the_last_sentence_or_after_a_table():
    assert annual_report(body=(Paragraph("Một."),)).closed_body == (Paragraph("Một./."),)
    assert annual_report(body=(BulletList(("a;", "b.")),)).closed_body == (BulletList(("a;", "b./.")),)
    table = appendix_table(1)
    assert annual_report(body=(table,)).closed_body == (table, Paragraph(CLOSING_MARK))
    assert annual_report(body=()).closed_body == ()


def test_lines_end_with_semicolons_and_the_last_with_a_full_stop():
    assert punctuated(["Như trên", "Sở Y tế.", "Lưu: VT;"]) == ("Như trên;", "Sở Y tế;", "Lưu: VT.")
    assert dashed(["- Như trên;", "Lưu: VT, TH"]) == ("- Như trên;", "- Lưu: VT, TH.")
    assert dashed([]) == ()


def test_a_number_below_ten_has_a_zero_and_a_missing_one_has_room():
    assert number_symbol(5, "BC-UBND") == "Số: 05/BC-UBND"
    assert number_symbol(1606, "KH-UBND") == "Số: 1606/KH-UBND"
    assert number_symbol(None, "BC-UBND") == "Số: " + 6 * "\u00a0" + "/BC-UBND"


def test_the_date_has_zeros_by_the_decree_and_room_while_it_is_open():
    assert place_and_date("Đà Lạt", dt.date(2026, 1, 5), 2026) == "Đà Lạt, ngày 05 tháng 01 năm 2026"
    assert place_and_date("Đà Lạt", dt.date(2026, 3, 15), 2026) == "Đà Lạt, ngày 15 tháng 3 năm 2026"
    assert "tháng \u00a0" in place_and_date("Đà Lạt", None, 2026)


def test_annexes_are_numbered_only_when_there_are_several():
    one, two = annex(appendix_table(1)), annex(appendix_table(1))
    assert annual_report(one).annex_label(0) == "Phụ lục"
    assert [annual_report(one, two).annex_label(index) for index in (0, 1)] == ["Phụ lục I", "Phụ lục II"]


def test_roman_figures():
    assert [roman(number) for number in (1, 4, 9, 14, 29)] == ["I", "IV", "IX", "XIV", "XXIX"]


def test_a_row_must_have_a_cell_for_every_column():
    columns = (Column("A", 10), Column("B", 10))
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2 columns"):
        Table(columns, (GroupRow("I. Nhóm"), ("một mình",)))


def test_a_table_wider_than_the_page_is_shrunk_as_a_whole_and_a_narrow_one_is_left():
    table = Table((Column("A", 100), Column("B", 300)), ())
    assert table.fitted_widths(200) == (50, 150)
    assert table.fitted_widths(500) == (100, 300)


def test_only_headings_of_level_one_are_in_capitals():
    assert Heading(1, "I. Kết quả đạt được").shown == "I. KẾT QUẢ ĐẠT ĐƯỢC"
    assert Heading(2, "1. Phạm vi").shown == "1. Phạm vi"
    with pytest.raises(ValueError, match="level"):
        Heading(4, "x")


def test_printable_text_is_composed_and_has_no_control_characters():
    assert printable(unicodedata.normalize("NFD", "Đường\x00\x0b bộ\ud800")) == "Đường bộ"
    assert printable("một\nhai\tba 🎉") == "một\nhai\tba 🎉"


def test_the_attached_line_stands_in_one_pair_of_brackets():
    line = annex(appendix_table(1)).attached_to
    assert line.startswith("(Kèm theo")
    assert line.count("(") == line.count(")") == 1
