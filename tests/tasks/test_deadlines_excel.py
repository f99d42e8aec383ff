"""Date cells are read as displayed, not as stored (stack.md, trap 13)."""

from __future__ import annotations

import datetime as dt

import pytest

from tasks.deadlines.excel import displayed


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("2026-03-31", "dd/mm/yyyy", "31/03/2026"),
        ("2026-02-08", "d/m/yy", "08/02/2026"),
        ("2026-03-31", "yyyy\\-mm\\-dd", "31/03/2026"),
        ("2026-03-31", '[$-42A]dd" tháng "mm" năm "yyyy', "31/03/2026"),
        ("2026-03-31", "dd/mm/yyyy h:mm", "31/03/2026"),
        ("2026-05-01", '"Tháng "mm/yyyy', "Tháng 5/2026"),
        ("2026-05-01", "mmm-yy", "Tháng 5/2026"),
        ("2026-01-01", "yyyy", "Năm 2026"),
        ("2026-03-31", "dd/mm/yyyy;@", "31/03/2026"),
        ("2026-03-31", '"ngày "dd" tháng "mm" năm "yyyy', "ngày 31/03/2026"),
        ("2026-03-31", '"Trước ngày "dd/mm/yyyy', "Trước ngày 31/03/2026"),
        ("2026-03-31", 'dd/mm/yyyy" hàng năm"', "31/03/2026 hàng năm"),
        ("2026-12-05", '\\t\\r\\ư\\ớ\\c\\ dd/mm" hàng năm"', "trước 05/12 hàng năm"),
        ("2026-01-01", '"Quý IV/"yyyy', "Quý IV/2026"),
        ("2026-05-01", '"Từ tháng "m/yyyy', "Từ tháng 5/2026"),
    ],
)
def test_a_day_first_cell_and_a_cell_with_only_month_or_year_are_certain(value, number_format, text):
    assert displayed(dt.date.fromisoformat(value), number_format) == (text, True)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("2026-12-02", "mm/dd/yyyy", "12/02/2026"),
        ("2026-08-05", "m/d/yy", "08/05/2026"),
        ("2026-03-25", "mm/dd/yyyy", "25/03/2026"),
        ("2026-02-02", "m/d/yyyy", "02/02/2026"),
        ("2026-12-02", "mm-dd-yy", "02/12/2026"),
        ("2026-12-02", "d-mmm", "02/12/2026"),
        ("2026-12-02", "General", "02/12/2026"),
        ("2026-03-01", '"Quý "m/yyyy', "Quý 3/2026"),
        ("2026-12-02", '"Trước ngày "mm/dd/yyyy', "Trước ngày 12/02/2026"),
        ("2026-12-02", '"Trước "hh" giờ ngày "dd/mm/yyyy', "Trước 02/12/2026"),
        ("2026-12-02", 'dd" hoặc "dd/mm/yyyy', "02/12/2026"),
    ],
)
def test_month_first_yearless_and_shapeless_cells_need_a_look(value, number_format, text):
    assert displayed(dt.date.fromisoformat(value), number_format) == (text, False)
