"""Columns are found by what their names mean, wherever the header stands."""

import pytest

from tasks.appendix.columns import ColumnsNotFound, find_header
from tasks.appendix.meanings import Meaning, meaning_of
from tests.tasks.appendix_files import table


@pytest.mark.parametrize(
    ("meaning", "names"),
    [
        (Meaning.ORDINAL, ["TT", "STT", "Số TT", "Số thứ tự"]),
        (
            Meaning.CONTENT,
            ["Nội dung", "NHIỆM VỤ", "Tên nhiệm vụ", "Nội dung công việc", "Nhiệm vụ, giải pháp"],
        ),
        (
            Meaning.LEAD,
            [
                "Đơn vị chủ trì",
                "Cơ quan chủ trì",
                "Cơ quan phụ trách",
                "Chủ trì tham mưu",
                "Cơ quan, đơn vị chủ trì thực hiện",
                "Chủ trì",
                "Đơn vị thực hiện",
            ],
        ),
        (Meaning.PARTNER, ["Đơn vị phối hợp", "Cơ quan phối hợp thực hiện", "Phối hợp"]),
        (
            Meaning.TIMEFRAME,
            [
                "Thời gian thực hiện",
                "Thời hạn",
                "Mốc hoàn thành",
                "Tiến độ thực hiện",
                "Thời gian\n(hoàn thành)",
            ],
        ),
        (Meaning.PRODUCT, ["Sản phẩm", "Kết quả", "Sản phẩm/Kết quả dự kiến", "Kết quả thực hiện"]),
        (Meaning.NOTE, ["Ghi chú", "Ghi chú (nếu có)"]),
    ],
)
def test_names_that_offices_give_are_understood(meaning, names):
    for spelling in (*names, *(name.upper() for name in names)):
        assert meaning_of(spelling)[0] is meaning


@pytest.mark.parametrize("text", ["", "Cấp trình", "Sở Công Thương", "Lãnh đạo phụ trách", "Phối hợp " * 20])
def test_other_texts_mean_nothing(text):
    assert meaning_of(text) is None


def test_the_header_may_stand_under_titles_and_in_any_order():
    header = find_header(
        table(
            "PHỤ LỤC | < | < | <",
            "(Kèm theo Kế hoạch số 1) | < | < | <",
            "Chủ trì | Thời hạn | Nhiệm vụ | STT",
        )
    )
    assert (header.first, header.end) == (2, 3)
    mapping = header.mapping
    assert (mapping.lead, mapping.timeframe, mapping.content, mapping.ordinal, mapping.partner) == (
        0,
        1,
        2,
        3,
        None,
    )


def test_a_group_name_stands_over_its_sub_names_and_the_numbers_row_is_skipped():
    header = find_header(
        table(
            "TT | Nội dung | Đơn vị thực hiện | < | Thời gian",
            "^ | ^ | Chủ trì | Phối hợp | ^",
            "(1) | (2) | (3) | (4) | (5)",
            "1 | Họp | Sở A | Sở B | 2024",
        )
    )
    assert header.end == 3
    assert (header.mapping.lead, header.mapping.partner, header.mapping.timeframe) == (2, 3, 4)
    assert header.labels[2] == "Đơn vị thực hiện – Chủ trì"


def test_sub_names_are_found_without_merged_cells_too():
    csv = table("x")
    rows = [
        ("TT", "Nội dung", "Thực hiện", "", "Hạn"),
        ("", "", "Chủ trì", "Phối hợp", ""),
        ("1", "Họp", "A", "B", "C"),
    ]
    plain = type(csv)("tệp CSV", tuple(type(csv.rows[0])(f"dòng {i}", row) for i, row in enumerate(rows, 1)))
    header = find_header(plain)
    assert (header.end, header.mapping.lead, header.mapping.partner, header.mapping.timeframe) == (2, 2, 3, 4)


def test_a_first_row_of_data_is_no_sub_header():
    header = find_header(table("TT | Nội dung | Chủ trì", "1 | Nhiệm vụ phối hợp | Cơ quan chủ trì cũ"))
    assert header.end == 1


def test_of_two_lead_columns_the_one_that_carries_out_is_taken_and_a_person_is_told():
    header = find_header(
        table("TT | Nội dung | Chủ trì tham mưu | Cơ quan, đơn vị chủ trì thực hiện", "1 | a | b | c")
    )
    assert header.mapping.lead == 3
    assert "Chủ trì tham mưu" in header.problems[0]


def test_one_column_for_lead_and_partner_is_told():
    header = find_header(table("TT | Nội dung | Đơn vị chủ trì, phối hợp", "1 | a | b"))
    assert (header.mapping.lead, header.mapping.partner) == (2, None)
    assert "gộp cả" in header.problems[0]


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ("TT | Nội dung | Thời gian", ("Đơn vị chủ trì",)),
        ("TT | Chủ trì | Thời gian", ("Nội dung",)),
        ("1 | 2 | 3", ("Nội dung", "Đơn vị chủ trì")),
    ],
)
def test_what_is_missing_is_said_in_vietnamese(names, missing):
    with pytest.raises(ColumnsNotFound) as refused:
        find_header(table(names, "1 | a | b"))
    assert refused.value.missing == missing
    assert all(name in str(refused.value) for name in missing)
    assert len(refused.value.first_rows) == 2


def test_a_column_that_is_not_read_is_named_and_one_without_a_name_is_not():
    header = find_header(
        table(
            "TT | Nội dung | Lãnh đạo phụ trách | Chủ trì | Hoàn thành | ", "1 | a | b | c | Quý II/2027 | d"
        )
    )

    assert [told.split("”")[0] for told in header.problems] == [
        "Nội dung cột “Lãnh đạo phụ trách",
        "Nội dung cột “Hoàn thành",
    ]
