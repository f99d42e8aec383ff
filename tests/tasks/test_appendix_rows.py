"""What the paper says by position, merged cells and "nt" is told in words; nothing else is changed."""

import pytest

from tasks.appendix.columns import ColumnsNotFound, Mapping
from tasks.appendix.rows import draft_rows, is_same_as_above
from tests.tasks.appendix_files import table

HEADER = "TT | Nội dung | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian thực hiện"


def read(*lines):
    return draft_rows([table(HEADER, *lines)])


def one(*lines):
    (row,) = read(*lines).rows
    return row


def codes(row):
    return [problem.code for problem in row.problems]


@pytest.mark.parametrize(
    ("line", "section", "heading"),
    [
        ("I | Lĩnh vực Nông nghiệp | < | < | <", "I", "Lĩnh vực Nông nghiệp"),
        ("II. | Lĩnh vực Du lịch |  |  | ", "II", "Lĩnh vực Du lịch"),
        ("III. Kết nối cung cầu – thương mại | < | < | < | <", "III", "Kết nối cung cầu – thương mại"),
        ("IV Thu hút đầu tư | < | < | < | <", "IV", "Thu hút đầu tư"),
        (" | V - Chuyển đổi số |  |  | ", "V", "Chuyển đổi số"),
        ("A | NHIỆM VỤ CHUNG | < | < | <", "A", "NHIỆM VỤ CHUNG"),
        ("Lĩnh vực Y tế | < | < | < | <", "", "Lĩnh vực Y tế"),
        ("2 | Lĩnh vực Y tế | < | < | <", "2", "Lĩnh vực Y tế"),
    ],
)
def test_a_heading_row_gives_section_and_heading(line, section, heading):
    row = one(line, "1 | Họp giao ban | Sở Y tế | | Hàng năm")
    assert (row.section, row.heading, row.group) == (section, heading, "")


def test_a_part_above_the_sections_stays_reachable():
    row = one("A | NHIỆM VỤ CHUNG | < | < | <", "I | Nông nghiệp | < | < | <", "1 | Họp | Sở Y tế | | 2024")
    assert (row.part, row.section, row.heading) == ("A. NHIỆM VỤ CHUNG", "I", "Nông nghiệp")


def test_a_heading_inside_a_section_becomes_the_group_of_its_rows():
    rows = read(
        "I | Nông nghiệp | < | < | <",
        "Nhóm nhiệm vụ chung | < | < | < | <",
        "1 | Họp | Sở Y tế | | 2024",
        "II | Du lịch | < | < | <",
        "1 | Hội chợ | Sở Du lịch | | 2024",
    ).rows
    assert [(row.section, row.group) for row in rows] == [("I", "Nhóm nhiệm vụ chung"), ("II", "")]


def test_lettered_rows_keep_their_own_text_and_their_parents():
    rows = read(
        "1 | Xây dựng chuỗi rau: | | | ",
        "a) | Khảo sát | Sở A | | 2024",
        "b) | Ký kết | Sở B | | 2025",
        "2 | Hội nghị | Sở C | | 2025",
    ).rows
    assert [(row.ordinal, row.content, row.group, row.lead) for row in rows] == [
        ("a)", "Khảo sát", "Xây dựng chuỗi rau:", "Sở A"),
        ("b)", "Ký kết", "Xây dựng chuỗi rau:", "Sở B"),
        ("2", "Hội nghị", "", "Sở C"),
    ]


def test_a_group_row_hands_down_its_lead_and_its_deadline():
    rows = read(
        "1 | Chuỗi rau | Sở A | Sở B | Quý I/2024", " | - Khảo sát | | | ", " | - Ký kết | | | Năm 2025"
    ).rows
    assert [(row.lead, row.partner, row.timeframe) for row in rows] == [
        ("Sở A", "Sở B", "Quý I/2024"),
        ("Sở A", "Sở B", "Năm 2025"),
    ]
    assert codes(rows[1]) == ["handed_down", "handed_down"]
    assert all(problem.is_note for problem in rows[1].problems)


def test_a_section_can_hold_the_lead_of_all_its_rows():
    assert one("I | Y tế | Sở Y tế | | 2024", "1 | Khám từ xa | | | ").lead == "Sở Y tế"


def test_a_partner_of_the_group_is_not_given_to_a_row_with_its_own_lead():
    row = one("1 | Chuỗi rau | | Sở B | ", "a) | Khảo sát | Sở A | | 2024")
    assert (row.lead, row.partner) == ("Sở A", "")


def test_a_deadline_that_only_says_that_deadlines_follow_is_not_handed_down():
    row = one("1 | Chuỗi rau | Sở A | | Theo thời hạn cụ thể sau đây:", "a) | Khảo sát | | | ")
    assert (row.lead, row.timeframe) == ("Sở A", "")


def test_a_row_whose_sub_rows_all_have_a_lead_is_a_task_itself():
    rows = read("1 | Chuỗi rau | Sở A | | 2024", "1.1 | Khảo sát | Sở B | | 2024").rows
    assert [(row.ordinal, row.group) for row in rows] == [("1", ""), ("1.1", "Chuỗi rau")]


def test_roman_numbered_rows_with_a_lead_and_nothing_beneath_are_tasks():
    rows = read("I | Họp | Sở A | | 2024", "II | Hội chợ | Sở B | | 2024").rows
    assert [(row.ordinal, row.section) for row in rows] == [("I", ""), ("II", "")]


def test_year_rows_give_the_phase_and_a_missing_time():
    rows = read(
        "I | Nông nghiệp | < | < | <",
        "Năm 2023 | < | < | < | <",
        "1 | Họp | Sở A | | Quý IV/2023",
        "Giai đoạn 2024-2025 | < | < | < | <",
        "1 | Hội chợ | Sở B | | ",
        "II | Du lịch | < | < | <",
        "1 | Tuần lễ | Sở C | | ",
    ).rows
    assert [(row.phase, row.timeframe) for row in rows] == [
        ("Năm 2023", "Quý IV/2023"),
        ("Giai đoạn 2024-2025", "Giai đoạn 2024-2025"),
        ("", ""),
    ]
    assert [codes(row) for row in rows] == [[], ["handed_down"], []]


def test_year_rows_directly_below_a_heading_part_it_and_end_with_it():
    rows = read(
        "Lĩnh vực Nông nghiệp | < | < | < | <",
        "Năm 2024 | < | < | < | <",
        "1 | Họp | Sở A | | ",
        "Năm 2025 | < | < | < | <",
        "1 | Hội chợ | Sở B | | ",
        "Lĩnh vực Du lịch | < | < | < | <",
        "1 | Tuần lễ | Sở C | | Quý I",
    ).rows
    assert [(row.heading, row.phase, row.timeframe) for row in rows] == [
        ("Lĩnh vực Nông nghiệp", "Năm 2024", "Năm 2024"),
        ("Lĩnh vực Nông nghiệp", "Năm 2025", "Năm 2025"),
        ("Lĩnh vực Du lịch", "", "Quý I"),
    ]


@pytest.mark.parametrize("above", [(), ("DANH MỤC NHIỆM VỤ | < | < | < | <",)])
def test_a_year_row_ends_the_headings_of_the_year_before(above):
    rows = read(
        *above,
        "Năm 2024 | < | < | < | <",
        "Lĩnh vực Nông nghiệp | < | < | < | <",
        "1 | Họp | Sở A | | ",
        "Năm 2025 | < | < | < | <",
        "1 | Hội chợ | Sở B | | ",
    ).rows
    assert [(row.heading, row.phase) for row in rows] == [
        ("Lĩnh vực Nông nghiệp", "Năm 2024"),
        ("", "Năm 2025"),
    ]


def test_year_rows_above_the_sections_last_until_the_next_year():
    rows = read(
        "Năm 2023 | < | < | < | <",
        "I | A | < | < | <",
        "1 | x | Sở A | | Quý I",
        "II | B | < | < | <",
        "1 | y | Sở A | | Quý I",
        "Năm 2024 | < | < | < | <",
        "I | A | < | < | <",
        "1 | z | Sở A | | Quý I",
    ).rows
    assert [(row.phase, row.section) for row in rows] == [
        ("Năm 2023", "I"),
        ("Năm 2023", "II"),
        ("Năm 2024", "I"),
    ]


@pytest.mark.parametrize(
    "mark", ["nt", "NT", "-nt-", "- nt -", "n.t", "như trên", "Như trên.", "-Như trên-", "//", '"']
)
def test_marks_for_the_same_as_above_repeat_the_row_above(mark):
    rows = read("1 | Họp | Sở A | Sở B | 2024", f"2 | Hội chợ | {mark} | {mark} | {mark}").rows
    assert (rows[1].lead, rows[1].partner, rows[1].timeframe) == ("Sở A", "Sở B", "2024")


def test_what_stood_in_place_of_the_words_above_is_told():
    row = read("1 | Họp | Sở A | | 2024", "2 | Hội chợ | Sở B | | -nt-").rows[1]
    assert [str(problem) for problem in row.problems] == [
        "Cột “Thời gian thực hiện” ghi “-nt-”, lấy theo hàng trên."
    ]


@pytest.mark.parametrize("text", ["", "-", "Sở Nội vụ", "NTM", "Như trên và Sở A"])
def test_other_words_are_no_such_mark(text):
    assert not is_same_as_above(text)


def test_such_a_mark_without_a_row_above_stays_and_is_a_problem():
    row = one("1 | Họp | nt | | 2024")
    assert row.lead == "nt"
    assert codes(row) == ["nothing_above"]


def test_cells_merged_downwards_repeat_their_text_through_group_rows_too():
    rows = read("1 | Họp | Sở A | | 2024", "2 | Hội chợ | ^ | Sở B | ^", "3 | Thi | ^ | ^ | Năm 2025").rows
    assert [(row.lead, row.partner, row.timeframe) for row in rows[1:]] == [
        ("Sở A", "Sở B", "2024"),
        ("Sở A", "Sở B", "Năm 2025"),
    ]


def test_a_merged_number_over_sub_rows_keeps_each_row():
    rows = read("1 | a) Khảo sát | Sở A | | 2024", "^ | b) Ký kết | Sở B | | 2024").rows
    assert [(row.ordinal, row.content) for row in rows] == [("1", "a) Khảo sát"), ("1", "b) Ký kết")]


def test_printed_numbers_are_kept_and_jumps_are_noted():
    rows = read("1 | a | Sở A", "3 | b | Sở A", "3 | c | Sở A", "1 | d | Sở A", "2 | e | Sở A").rows
    assert [row.ordinal for row in rows] == ["1", "3", "3", "1", "2"]
    assert [codes(row) for row in rows] == [[], ["numbers"], ["numbers"], ["numbers"], []]


def test_numbering_may_start_again_or_go_on_after_a_heading():
    rows = read(
        "I | x | < | < | <", "1 | a | Sở A", "II | y | < | < | <", "1 | b | Sở A", "III | z", "2 | c | Sở A"
    )
    assert [codes(row) for row in rows.rows] == [[], [], []]


def test_a_section_number_that_skips_is_noted():
    appendix = read("I | x | < | < | <", "1 | a | Sở A", "III | y | < | < | <", "1 | b | Sở A")
    assert [problem.code for problem in appendix.problems] == ["section_numbers"]


def test_a_missing_lead_is_a_problem_and_not_invented():
    row = one("1 | Họp giao ban | | Sở B | 2024")
    assert (row.lead, codes(row)) == ("", ["no_lead"])
    assert "Đơn vị chủ trì" in str(row.problems[0])


def test_a_heading_without_tasks_is_told():
    appendix = read("1 | Họp | Sở A | | 2024", "II | Du lịch | < | < | <")
    assert [problem.code for problem in appendix.problems] == ["empty_heading", "section_numbers"]


@pytest.mark.parametrize("after", [[], ["Y tế | | | | ", "2 | Khám | Sở A | | 2024"]])
def test_a_text_alone_that_heads_nothing_is_told_and_not_lost(after):
    """Perhaps a task whose number and lead were forgotten."""
    lines = [f" | {line}" if line.startswith("Y tế") else line for line in after]
    appendix = read("1 | Họp | Sở A | | 2024", " | Tổ chức hội nghị tổng kết | | | ", *lines)

    assert [problem.code for problem in appendix.problems] == ["empty_heading"]
    assert "bảng 1, dòng 3: “Tổ chức hội nghị tổng kết”" in str(appendix.problems[0])
    assert [row.heading for row in appendix.rows] == ["", "Y tế"][: len(appendix.rows)]


def test_header_rows_printed_again_numbers_rows_totals_and_signatures_are_no_tasks():
    appendix = read(
        "(1) | (2) | (3) | (4) | (5)",
        "1 | Họp | Sở A | | 2024",
        HEADER,
        "2 | Hội chợ | Sở A | | 2024",
        " | Tổng cộng | | | ",
        " | Nơi nhận: | | TM. ỦY BAN NHÂN DÂN | ",
        " | - Lưu: VT | | CHỦ TỊCH | ",
    )
    assert [row.ordinal for row in appendix.rows] == ["1", "2"]
    assert [skipped.name for skipped in appendix.skipped] == ["bảng 1, dòng 6", "bảng 1, dòng 7"]


def test_a_task_given_by_the_chairman_is_no_signature():
    assert one(" | Chủ tịch UBND tỉnh tiếp đoàn | Văn phòng | | 2024").lead == "Văn phòng"


def test_a_text_that_goes_on_in_lower_case_belongs_to_the_row_above():
    row = one("1 | Tổ chức hội nghị | Sở A | | 2024", " | tại thành phố Đà Lạt | | | ")
    assert row.content == "Tổ chức hội nghị\ntại thành phố Đà Lạt"
    assert codes(row) == ["joined"]


def test_numbers_are_split_from_the_content_where_no_column_holds_them():
    lines = [
        "Nhiệm vụ | Cơ quan chủ trì | Thời hạn",
        "1. Họp giao ban | Sở A | 2024",
        "2) Hội chợ | Sở B | 2024",
    ]
    rows = draft_rows([table(*lines)]).rows
    assert [(row.ordinal, row.content) for row in rows] == [("1", "Họp giao ban"), ("2", "Hội chợ")]


def test_columns_without_a_meaning_are_kept_with_their_names():
    lines = ["TT | Nội dung | Chủ trì | Cấp trình | ", "1 | Họp | Sở A | UBND tỉnh | x"]
    assert draft_rows([table(*lines)]).rows[0].extra == (("Cấp trình", "UBND tỉnh"), ("Cột 5", "x"))


def test_tables_of_one_document_with_the_same_columns_are_one_appendix():
    tables = [
        table("Nơi nhận: | TM. UBND TỈNH", name="bảng 1"),
        table(HEADER, "I | Y tế | < | < | <", "1 | Họp | Sở A | | 2024", name="bảng 2"),
        table(HEADER, "2 | Khám từ xa | Sở A | | 2024", name="bảng 3"),
        table("3 | Tập huấn | nt | | 2024", name="bảng 4"),
        table("Dự án | Vốn | Chủ đầu tư", "Cao tốc | 10 | Sở B", name="bảng 5"),
    ]
    appendix = draft_rows(tables)
    assert [(row.section, row.ordinal, row.lead) for row in appendix.rows] == [
        ("I", "1", "Sở A"),
        ("I", "2", "Sở A"),
        ("I", "3", "Sở A"),
    ]
    assert [skipped.name for skipped in appendix.skipped] == ["bảng 1", "bảng 5"]
    assert "chữ ký" in appendix.skipped[0].reason


def test_of_several_sheets_the_widest_and_longest_is_taken_and_the_others_are_listed():
    sheets = [
        table("Nội dung | Chủ trì", "Họp | Sở A", name="trang tính Nháp", separate=True),
        table(
            HEADER, "1 | Họp | Sở A | | 2024", "2 | Thi | Sở A | | 2024", name="trang tính KH", separate=True
        ),
        table("Trang này để trống", name="trang tính Ghi chú", separate=True),
    ]
    appendix = draft_rows(sheets)
    assert len(appendix.rows) == 2
    assert ["Có thể cũng là phụ lục" in skipped.reason for skipped in appendix.skipped] == [True, False]


def test_a_person_can_map_the_columns_of_a_table_without_header():
    tables = [table("1 | Họp giao ban | Sở A", "2 | Hội chợ | nt")]
    with pytest.raises(ColumnsNotFound) as refused:
        draft_rows(tables)
    assert refused.value.first_rows[0].cells == ("1", "Họp giao ban", "Sở A")
    rows = draft_rows(tables, Mapping(content=1, lead=2, ordinal=0)).rows
    assert [(row.ordinal, row.content, row.lead) for row in rows] == [
        ("1", "Họp giao ban", "Sở A"),
        ("2", "Hội chợ", "Sở A"),
    ]


def test_a_mapping_wider_than_every_table_finds_nothing():
    with pytest.raises(ColumnsNotFound):
        draft_rows([table("1 | Họp")], Mapping(content=1, lead=7))


def test_no_table_at_all_finds_nothing():
    with pytest.raises(ColumnsNotFound):
        draft_rows([])


def test_a_heading_and_its_sub_headings_without_any_lead_are_groups():
    rows = read("I | Y tế | < | < | <", "1 | Khám từ xa", "1.1 | Trạm y tế", "a) | Khảo sát | Sở A").rows
    assert [(row.section, row.ordinal, row.group) for row in rows] == [("I", "a)", "Trạm y tế")]
