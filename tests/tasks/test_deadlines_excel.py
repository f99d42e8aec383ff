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
    ],
)
def test_month_first_yearless_and_shapeless_cells_need_a_look(value, number_format, text):
    assert displayed(dt.date.fromisoformat(value), number_format) == (text, False)
