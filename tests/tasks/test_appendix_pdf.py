"""PDF tables with a text layer: rows over page breaks are one row, merged cells stand once."""

import pytest

from tasks.appendix.raw import RawRow, Table, UnreadableFile
from tasks.appendix.readers import read
from tasks.appendix.readers.page_breaks import joined
from tasks.appendix.rows import draft_rows
from tests.tasks.appendix_files import HEADER, ROW, html_table, pdf

LONG = "Tổ chức đoàn xúc tiến thương mại và khảo sát thị trường tại thành phố. " * 6


@pytest.fixture(scope="module")
def long_table():
    rows = [
        HEADER,
        *[(str(number), LONG, "Sở Công Thương", "Sở Du lịch", "Năm 2024") for number in range(1, 9)],
    ]
    return read("kh.pdf", pdf(html_table(rows)))


def test_a_table_over_several_pages_is_one_table_with_whole_rows(long_table):
    rows = draft_rows(long_table).rows
    assert [row.ordinal for row in rows] == [str(number) for number in range(1, 9)]
    assert {(row.content, row.lead, row.partner, row.timeframe) for row in rows} == {
        (LONG.strip(), "Sở Công Thương", "Sở Du lịch", "Năm 2024")
    }


def test_rows_keep_the_page_on_which_they_stand(long_table):
    places = [row.place for row in draft_rows(long_table).rows]
    assert places[0] == "trang 1, bảng 1, dòng 2"
    assert places[-1].startswith(("trang 2", "trang 3"))


def test_lines_that_broke_for_want_of_room_are_one_line_and_paragraphs_stay():
    cell = f"{LONG}<br>- Ký kết<br>- Tổng kết"
    (table,) = read("kh.pdf", pdf(html_table([HEADER, ("1", cell, *ROW[2:])])))
    assert table.rows[1].cells[1] == f"{LONG.strip()}\n- Ký kết\n- Tổng kết"


def test_merged_cells_stand_once_and_say_what_they_cover():
    body = (
        "<table><tr><td>TT<td>Nội dung<td>Chủ trì</tr><tr><td>I<td colspan=2>Du lịch</tr>"
        "<tr><td>1<td>Hội chợ<td rowspan=2>Sở A</tr><tr><td>2<td>Họp</tr></table>"
    )
    (table,) = read("kh.pdf", pdf(body))
    assert [(row.cells, row.spans, set(row.repeats)) for row in table.rows[1:]] == [
        (("I", "Du lịch", ""), (1, 2, 0), set()),
        (("1", "Hội chợ", "Sở A"), (1, 1, 1), set()),
        (("2", "Họp", ""), (1, 1, 1), {2}),
    ]


def test_a_text_without_ruled_tables_is_refused():
    with pytest.raises(UnreadableFile) as refused:
        read("kh.pdf", pdf("<p>Kế hoạch phối hợp</p>"))
    assert refused.value.code == "no_table"


def page(number, *rows):
    name = f"trang {number}, bảng 1"
    return number, [
        Table(name, tuple(RawRow(f"{name}, dòng {i}", row) for i, row in enumerate(rows, start=1)))
    ]


def test_a_heading_or_a_full_row_at_the_head_of_a_page_is_not_joined():
    merged = RawRow("trang 2, bảng 1, dòng 1", ("", "Du lịch", ""), (1, 2, 0))
    full = RawRow("trang 2, bảng 1, dòng 1", ("", "Họp", "Sở A"), (1, 1, 1))
    for first in (merged, full):
        pages = [
            page(1, ("TT", "Nội dung", "Chủ trì"), ("1", "Hội", "Sở B")),
            (2, [Table("trang 2, bảng 1", (first,))]),
        ]
        (table,) = joined(pages)
        assert table.rows[-1] is first


def test_tables_of_different_widths_or_distant_pages_stay_apart():
    narrow, wide = page(1, ("TT", "Nội dung")), page(2, ("TT", "Nội dung", "Chủ trì"))
    assert len(joined([narrow, wide])) == 2
    assert len(joined([narrow, (2, []), page(3, ("", "x"))])) == 2
