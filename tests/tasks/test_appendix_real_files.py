"""The appendix of plan 1606/KH-UBND in six shapes gives the same 29 tasks."""

import json
import re

import pytest

from tasks.appendix.readers import read
from tasks.appendix.rows import draft_rows
from tests.tasks.appendix_files import SHARED

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared appendix files are not here")

FILES = [
    "ke-hoach-1606.docx",
    "ke-hoach-1606-nhieu-bang.docx",
    "ke-hoach-1606.xlsx",
    "ke-hoach-1606.csv",
    "ke-hoach-1606.txt",
    "ke-hoach-1606.pdf",
]


def bare(text):
    return re.sub(r"\s", "", text)


def bare_content(text):
    return re.sub(r"[\s;,.\-]", "", text)


def appendix_of(name):
    return draft_rows(read(name, (SHARED / name).read_bytes()))


@pytest.mark.parametrize("name", FILES)
def test_every_shape_of_the_plan_gives_its_29_tasks_in_order(name):
    expected = [
        (
            *(bare(row[key]) for key in ("section", "field", "ordinal", "lead", "partner", "timeframe")),
            bare_content(row["content"]),
        )
        for row in json.loads((SHARED / "rows.json").read_text(encoding="utf-8"))
    ]
    rows = appendix_of(name).rows
    assert len(rows) == 29
    assert [
        (
            *(
                bare(text)
                for text in (row.section, row.heading, row.ordinal, row.lead, row.partner, row.timeframe)
            ),
            bare_content(row.content),
        )
        for row in rows
    ] == expected


@pytest.mark.parametrize("name", FILES)
def test_the_numbering_that_restarts_and_skips_is_noted_and_kept(name):
    noted = [
        row.ordinal for row in appendix_of(name).rows for problem in row.problems if problem.code == "numbers"
    ]
    assert noted == ["1", "1", "4", "1", "3"]


def test_the_signature_block_and_the_other_sheet_are_listed_as_left_out():
    assert [skipped.name for skipped in appendix_of("ke-hoach-1606-nhieu-bang.docx").skipped] == ["bảng 1"]
    assert [skipped.name for skipped in appendix_of("ke-hoach-1606.xlsx").skipped] == ["trang tính Ghi chú"]


def test_a_row_cut_by_the_end_of_a_page_is_one_row_and_says_so():
    cut = [
        row for row in appendix_of("ke-hoach-1606.pdf").rows if any(p.code == "reader" for p in row.problems)
    ]
    assert [(row.ordinal, row.timeframe, row.place) for row in cut] == [
        ("2", "Tháng 7-8/2024", "trang 1, bảng 1, dòng 10"),
        ("3", "Năm 2023", "trang 3, bảng 1, dòng 11"),
    ]


def test_the_rests_of_text_recognition_are_gone():
    assert not [row for row in appendix_of("ke-hoach-1606.txt").rows if "<b>" in row.section + row.heading]
