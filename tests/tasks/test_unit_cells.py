"""A unit cell is read into units, groups and unknown names; nothing is guessed silently (domain.md §2)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.shared.text import name_key
from tasks.appendix.units import KnownUnit, UnitIndex, UnitReading, read_cell
from tests.tasks.unit_cells_data import REAL_CELLS, SHARED, group_key, index, index_for, real_cells

LAM_DONG = index("68", "2023-08-30", "79")
HA_NOI = index("01", "2026-07-14")
real_cells_only = pytest.mark.skipif(
    not REAL_CELLS.exists(), reason="shared/reference is not beside the repository"
)


def names(reading):
    return [unit.name for unit in reading.units]


def provinces(reading):
    return [unit.province for unit in reading.units]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Sở NN&PTNT,", ["Sở Nông nghiệp và Phát triển nông thôn"]),
        ("SKHĐT; Sở VHTT&DL", ["Sở Kế hoạch và Đầu tư", "Sở Văn hóa, Thể thao và Du lịch"]),
        ("Trung tâm XTĐTTMDL", ["Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch"]),
        ("Sở Văn hóa - Thể thao - Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Sở Khoa học, Công nghệ", ["Sở Khoa học và Công nghệ"]),
        ("Sở Giáo dục\nvà Đào tạo", ["Sở Giáo dục và Đào tạo"]),
        ("Sở Tư pháp\n Sở Tài chính\n Cục Thuế tỉnh", ["Sở Tư pháp", "Sở Tài chính", "Cục Thuế tỉnh"]),
        ("1. Sở Y tế\n2. Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        ("Sở Y tế + Sở Tài chính/Sở Xây dựng", ["Sở Y tế", "Sở Tài chính", "Sở Xây dựng"]),
        ("Uỷ ban nhân dân tỉnh Lâm Đồng", ["UBND tỉnh Lâm Đồng"]),
        ("Đài Phát thanh - Truyền hình tỉnh", ["Đài Phát thanh và Truyền hình Lâm Đồng"]),
        ("Sở Y tế (cơ quan thường trực)", ["Sở Y tế"]),
    ],
)
def test_one_name_has_many_spellings(cell, expected):
    reading = read_cell(cell, LAM_DONG)
    assert names(reading) == expected
    assert reading.certain


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Sở Y tế, Nội vụ, GD&ĐT", ["Sở Y tế", "Sở Nội vụ", "Sở Giáo dục và Đào tạo"]),
        (
            "các Sở: Tài chính, Văn hóa-Thể thao và Du lịch",
            ["Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch"],
        ),
        ("các Sở (Tài chính, Y tế)", ["Sở Tài chính", "Sở Y tế"]),
        ("Văn phòng: Tỉnh ủy, UBND tỉnh", ["Văn phòng Tỉnh ủy", "Văn phòng UBND tỉnh"]),
        ("UBND huyện Đức Trọng, Lâm Hà", ["UBND huyện Đức Trọng", "UBND huyện Lâm Hà"]),
        ("UBND các huyện: Lâm Hà và thành phố Bảo Lộc", ["UBND huyện Lâm Hà", "UBND thành phố Bảo Lộc"]),
    ],
)
def test_a_head_written_once_holds_for_the_list(cell, expected):
    assert names(read_cell(cell, LAM_DONG)) == expected


@pytest.mark.parametrize(
    ("cell", "lead", "partner"),
    [
        ("Chủ trì: Sở Y tế. Phối hợp: Sở Tài chính", ["Sở Y tế"], ["Sở Tài chính"]),
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính", ["Sở Y tế"], ["Sở Tài chính"]),
        ("Sở Y tế chủ trì; Sở Tài chính phối hợp", ["Sở Y tế"], ["Sở Tài chính"]),
        ("Sở Y tế (chủ trì), Sở Tài chính (phối hợp)", ["Sở Y tế"], ["Sở Tài chính"]),
        ("Giao Sở Y tế chủ trì, phối hợp Sở Tài chính", ["Sở Y tế"], ["Sở Tài chính"]),
    ],
)
def test_a_cell_may_tell_the_leading_from_the_helping_units(cell, lead, partner):
    reading = read_cell(cell, LAM_DONG)
    assert (names(reading), names(reading.partner)) == (lead, partner)


def test_units_told_what_to_do_under_chu_tri_help_and_need_a_look():
    reading = read_cell("Chủ trì: Sở Y tế; Sở Công Thương hướng dẫn; Sở Tài chính (vốn).", LAM_DONG)
    assert names(reading) == ["Sở Y tế"]
    assert names(reading.partner) == ["Sở Công Thương", "Sở Tài chính"]
    assert not reading.partner.certain


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Các sở ban ngành, UBND các huyện, thành phố", ["các sở, ban, ngành", "UBND các huyện, thành phố"]),
        ("UBND xã/phường", ["UBND các xã, phường"]),
        ("Giám đốc/Thủ trưởng các sở, ban, ngành", ["người đứng đầu các sở, ban, ngành"]),
        ("các sở ngành liên quan của tỉnh Phú Yên", ["các sở, ngành liên quan (Phú Yên)"]),
        (
            "UBND các huyện, thành phố và các đơn vị liên quan",
            ["UBND các huyện, thành phố", "các đơn vị liên quan"],
        ),
        ("các tổ chức chính trị - xã hội", ["các tổ chức chính trị - xã hội"]),
        ("các đơn vị thuộc Sở Y tế", ["các đơn vị thuộc Sở Y tế"]),
        ("Các hiệp hội, doanh nghiệp", ["các hiệp hội, doanh nghiệp"]),
        ("các sở, ngành, huyện, thành phố", ["các sở, ngành", "UBND các huyện, thành phố"]),
    ],
)
def test_groups_stay_groups_in_canonical_wording(cell, expected):
    reading = read_cell(cell, LAM_DONG)
    assert list(reading.groups) == expected
    assert reading.certain
    assert not reading.units


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Sở Du lịch TP. HCM", ["79"]),
        ("Sở Y tế (TP. Hồ Chí Minh)", ["79"]),
        ("các Sở Công Thương Thành phố Hồ Chí Minh và các đơn vị liên quan", ["79"]),
        ("Sở Y tế tỉnh Phú Yên, Sở Y tế", ["54", "68"]),
        ("Sở Y tế hai bên", ["68", "79"]),
        ("Sở Y tế Lâm Đồng và Phú Yên", ["68", "54"]),
    ],
)
def test_a_province_after_a_name_says_whose_unit_it_is(cell, expected):
    assert provinces(read_cell(cell, LAM_DONG)) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "Chi cục Hải quan khu vực VII",
        "Thanh tra Sở Y tế",
        "Phòng Kế hoạch Sở Công Thương",
        "Sở Y tế hoặc Sở Tài chính",
        "Công ty cổ phần Du lịch, Thương mại và Đầu tư X",
        "UBND xã Trạm Hành",
        "Sở Du lịch",
        "Sở Y tế thành phố",
        "Sở Nông nghiệp và Môi trường",
    ],
)
def test_a_name_outside_the_data_comes_back_whole(cell):
    reading = read_cell(cell, LAM_DONG)
    assert reading.unknown == (cell,)
    assert not reading.units
    assert not reading.certain


def test_a_typing_error_is_only_a_suggestion():
    reading = read_cell("Sở Công Thơng", LAM_DONG)
    assert reading.units == ()
    assert reading.suggestions["Sở Công Thơng"][0].name == "Sở Công Thương"


@pytest.mark.parametrize(
    "cell",
    [
        "Trưởng ban Quản lý các khu công nghiệp tỉnh",
        "Chưa xác định/Sở Y tế",
        "Sở Y tế Sở Tài chính",
        "Sở Y tế, Tài chính (Sở Y tế chủ trì)",
        "Văn phòng Tỉnh ủy và UBND tỉnh",
        "Sở Y tế tỉnh, thành phố",
        "Các sở Y tế, Nội vụ 2 địa phương",
        "Sở Y tế theo dõi, đôn đốc",
    ],
)
def test_what_can_be_read_two_ways_needs_a_look(cell):
    reading = read_cell(cell, LAM_DONG)
    assert reading.units
    assert not reading.certain


def test_two_units_of_one_name_stop_and_ask():
    twins = [KnownUnit(1, "Hội Khuyến học", "68"), KnownUnit(2, "Hội Khuyến học", "68")]
    reading = read_cell("Hội Khuyến học", UnitIndex.build(twins, home="68"))
    assert reading.units == ()
    assert reading.suggestions["Hội Khuyến học"] == tuple(twins)
    assert not reading.certain


def test_nt_repeats_the_cell_above():
    above = read_cell("Sở Y tế", LAM_DONG)
    assert read_cell("nt", LAM_DONG, previous=above).units == above.units
    assert not read_cell("nt", LAM_DONG).certain


def test_both_sides_with_several_partners_need_a_look():
    assert not read_cell("Sở Y tế hai bên", index("68", "2023-08-30", "79", "66")).certain


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "-",
        "…",
        "không",
        "Không có",
        "KHÔNG.",
        "- Không có",
        "ko",
        "Không có đơn vị phối hợp",
        "Không phối hợp",
    ],
)
def test_an_empty_cell_and_one_that_says_so_name_nobody(cell):
    assert read_cell(cell, LAM_DONG) == UnitReading()


def test_nobody_helps_where_the_cell_of_the_lead_says_so():
    reading = read_cell("Chủ trì: Sở Y tế. Phối hợp: Không", LAM_DONG)
    assert ([unit.name for unit in reading.units], reading.partner) == (["Sở Y tế"], UnitReading())


@pytest.mark.parametrize(
    "cell", ["Cảng Hàng không Liên Khương", "Không gian số", "Sở Y tế; không", "Không rõ"]
)
def test_other_words_with_no_are_not_taken_for_nobody(cell):
    reading = read_cell(cell, LAM_DONG)
    assert reading.unknown or not reading.certain


SCRAPS = [
    "Sở",
    "các",
    "UBND",
    "Y tế",
    "huyện",
    "và",
    "(",
    ")",
    ":",
    "/",
    "\n",
    ";",
    ",",
    "hai bên",
    "tỉnh",
    "10",
]


@given(st.lists(st.sampled_from(SCRAPS)))
@settings(max_examples=300, deadline=None)
def test_every_jumble_of_words_has_a_reading(parts):
    assert read_cell(" ".join(parts), LAM_DONG) is not None


def judge(reading, expected, known):
    """(number right, missing, left over). A name that the data lacks is right when it is reported unknown."""
    units, unknown = list(reading.units), list(reading.unknown)
    groups = [group_key(group) for group in reading.groups]
    missing = []
    for item in expected:
        if item.startswith("group: "):
            found = next((g for g in groups if g == group_key(item[7:].replace(" (Lâm Đồng)", ""))), None)
            left = groups
        else:
            meant = read_cell(item, known).units
            found = next((u for u in units if u in meant or name_key(u.name) == name_key(item)), None)
            left = units
            if not meant and found is None and unknown:
                found, left = unknown[0], unknown
        left.remove(found) if found is not None else missing.append(item)
    return len(expected) - len(missing), missing, [*units, *groups, *unknown]


@real_cells_only
def test_of_the_real_cells_95_percent_are_right_and_none_is_wrong_without_a_mark():
    right = total = 0
    silent = []
    for cell, lead, partner, source in real_cells():
        reading = read_cell(cell, index_for(source))
        parts = [(reading, lead), (reading.partner or UnitReading(), partner or [])]
        for part, expected in parts:
            count, missing, left_over = judge(part, expected, index_for(source))
            right, total = right + count, total + len(expected)
            if (missing or left_over) and reading.certain and part.certain:
                silent.append((cell, missing, left_over))
    assert silent == []
    assert right / total >= 0.95, (right, total)


@real_cells_only
def test_every_unit_of_plan_1606_is_known():
    rows = json.loads((SHARED / "appendix" / "rows.json").read_text(encoding="utf-8"))
    assert len(rows) == 29
    for row in rows:
        for cell in (row["lead"], row["partner"]):
            reading = read_cell(cell, LAM_DONG)
            assert reading.certain, cell
            assert bool(cell) == bool(reading.units or reading.groups)


def test_the_same_words_name_another_unit_in_another_province_and_year():
    assert names(read_cell("Thuế Hà Nội; Công an Thành phố", HA_NOI)) == [
        "Thuế thành phố Hà Nội",
        "Công an thành phố",
    ]
    assert read_cell("Sở Kế hoạch và Đầu tư", HA_NOI).unknown == ("Sở Kế hoạch và Đầu tư",)
