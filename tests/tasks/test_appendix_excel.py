"""Excel sheets are read as they are shown: whole numbers, dates in their format, stored results."""

import datetime
import io

import pytest
import xlsxwriter
from openpyxl import load_workbook

from tasks.appendix.readers import read
from tasks.appendix.rows import draft_rows
from tests.tasks.appendix_files import HEADER, ROW, excel, saved


def shown(value, number_format="General"):
    book = load_workbook(io.BytesIO(excel(("KH", [HEADER, (value,)]))))
    book.active["A2"].number_format = number_format
    return read("kh.xlsx", saved(book))[0].rows[1]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1, "General", "1"),
        (1.0, "General", "1"),
        (1.5, "General", "1.5"),
        (1.1, "0.00", "1.10"),
        (0.5, "0%", "50%"),
        (True, "General", "TRUE"),
        ("  Sở \u00a0 Y tế_x000D_\nSở Du lịch ", "General", "Sở Y tế\nSở Du lịch"),
        (datetime.date(2026, 3, 31), "dd/mm/yyyy", "31/3/2026"),
        (datetime.date(2026, 5, 1), '"Tháng "mm/yyyy', "Tháng 5/2026"),
        (datetime.date(2026, 3, 31), '"Trước ngày "dd/mm/yyyy', "Trước ngày 31/3/2026"),
        (1, '"Quý "0"/2026"', "Quý 1/2026"),
        (2026, '"Năm "General', "Năm 2026"),
    ],
)
def test_a_value_stands_as_excel_shows_it(value, number_format, text):
    row = shown(value, number_format)
    assert row.cells[0].replace("/0", "/") == text
    assert row.remarks == ()


def test_a_date_that_may_have_day_and_month_swapped_is_marked():
    row = shown(datetime.date(2026, 8, 2), "mm/dd/yyyy")
    assert row.cells[0]
    assert "đảo ngày và tháng" in row.remarks[0]


def test_title_rows_stand_above_and_rows_keep_the_numbers_of_excel():
    rows = [("PHỤ LỤC",), (), HEADER, (), (1.0, *ROW[1:])]
    (table,) = read("kh.xlsx", excel(("KH", rows), merged=["A1:E1"]))
    assert [row.place for row in table.rows] == [f"trang tính KH, dòng {number}" for number in (1, 3, 5)]
    assert table.rows[0].spans == (5, 0, 0, 0, 0)
    (task,) = draft_rows([table]).rows
    assert (task.ordinal, task.content, task.place) == ("1", ROW[1], "trang tính KH, dòng 5")


def test_merged_rows_are_headings_and_merged_columns_repeat():
    rows = [HEADER, ("I", "Lĩnh vực Du lịch"), ROW, ("2", "Hội chợ", None, "Sở A", "2025")]
    (table,) = read("kh.xlsx", excel(("KH", rows), merged=["B2:E2", "C3:C4"]))
    tasks = draft_rows([table]).rows
    assert [(task.heading, task.lead) for task in tasks] == [("Lĩnh vực Du lịch", "Sở Công Thương")] * 2


def test_a_formula_counts_with_its_stored_value():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("KH")
        sheet.write_row(0, 0, HEADER)
        sheet.write_formula(1, 0, "=ROW()-1", None, 1)
        sheet.write_row(1, 1, ROW[1:])
    assert read("kh.xlsx", stream.getvalue())[0].rows[1].cells == ROW


def test_a_wrongly_stored_size_of_the_sheet_does_not_hide_rows():
    content = excel(("KH", [HEADER, ROW, ROW]))
    book = load_workbook(io.BytesIO(content))
    assert len(read("kh.xlsx", saved(book))[0].rows) == 3


def test_each_sheet_is_a_table_and_stands_for_itself():
    tables = read(
        "kh.xlsx", excel(("Năm 2024", [HEADER, ROW, ROW]), ("Năm 2023", [HEADER, ROW]), ("Trống", []))
    )
    assert [(table.name, table.separate) for table in tables] == [
        ("trang tính Năm 2024", True),
        ("trang tính Năm 2023", True),
    ]
    appendix = draft_rows(tables)
    assert len(appendix.rows) == 2
    assert [skipped.name for skipped in appendix.skipped] == ["trang tính Năm 2023"]
