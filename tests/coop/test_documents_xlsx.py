"""The Excel sheet is opened again with another library."""

import datetime as dt
import io

import openpyxl
import pytest

from coop.shared.documents.content import Column, GroupRow, Table
from coop.shared.documents.xlsx import write_xlsx
from tests.coop.sample_documents import COLUMNS, appendix_table


def opened(table: Table, title: str = "Phụ lục"):
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(table, title))).active


@pytest.fixture(scope="module")
def sheet():
    return opened(appendix_table(), "Kết quả thực hiện nhiệm vụ năm 2026")


def test_title_header_and_rows_stand_where_a_reader_looks(sheet):
    assert sheet["A1"].value == "Kết quả thực hiện nhiệm vụ năm 2026"
    assert [cell.value for cell in sheet[3]] == [column.title for column in COLUMNS]
    assert sheet["A4"].value == "I. Lĩnh vực Nông nghiệp"
    assert sheet["A5"].value == "1"
    assert sheet.max_row == 3 + 5 + 29


def test_the_header_is_frozen_filtered_and_printed_on_every_page(sheet):
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:H37"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_texts_are_wrapped_and_widths_follow_the_columns(sheet):
    assert sheet["B5"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width > 5 * sheet.column_dimensions["A"].width
    assert sheet.merged_cells.ranges == set()


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+84 909", "-1", "http://example.org", "007", "{=A1}"])
def test_what_looks_like_a_formula_a_number_or_an_address_stays_text(text):
    cell = opened(Table((Column("A", 40),), ((text,),)))["A4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_day_is_a_day_of_excel_and_one_before_its_calendar_a_text():
    sheet = opened(Table((Column("A", 40),), ((dt.date(2026, 12, 5),), (dt.date(1890, 5, 19),))))
    assert (sheet["A4"].value.date(), sheet["A4"].number_format) == (dt.date(2026, 12, 5), "dd/mm/yyyy")
    assert (sheet["A5"].value, sheet["A5"].data_type) == ("19/05/1890", "s")


def test_a_moment_is_one_by_the_clock_of_viet_nam_to_the_second():
    """Shown to the minute; two acts of one minute are sorted all the same."""
    evening = dt.datetime(2026, 12, 31, 18, 5, 7, 999_999, tzinfo=dt.UTC)
    cell = opened(Table((Column("A", 40),), ((evening,),)))["A4"]

    assert cell.is_date
    assert (cell.value.isoformat(), cell.number_format) == ("2027-01-01T01:05:07", "dd/mm/yyyy hh:mm")


def test_a_number_is_a_number_of_excel_in_groups_of_three():
    sheet = opened(Table((Column("A", 40, "right"),), ((1_234,), (0,))))
    assert [(cell.value, cell.data_type, cell.number_format) for cell in (sheet["A4"], sheet["A5"])] == [
        (1_234, "n", "#,##0"),
        (0, "n", "#,##0"),
    ]


def test_a_text_too_long_for_excel_is_cut_visibly_and_control_characters_go():
    sheet = opened(Table((Column("A", 40),), (("x" * 40_000,), ("a\x00\x07b",), GroupRow("II. Du lịch"))))
    assert len(sheet["A4"].value) == 32_767
    assert sheet["A4"].value.endswith("…")
    assert sheet["A5"].value == "ab"
    assert sheet["A6"].font.bold
