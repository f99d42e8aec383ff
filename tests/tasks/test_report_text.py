"""The prose of a report: lines become blocks, names in brackets become numbers, edits keep their numbers."""

import pytest

from coop.shared.documents.content import BulletList, Figure, Heading, Paragraph
from tasks.reports.bound import bound, edited_lines, held_back, mentioned_once, names_in, token
from tasks.reports.prose import blocks_of
from tasks.reports.typed_numbers import numbers_that_differ

CHART = Figure("<svg/>", "Biểu đồ")


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Một câu.\n\n  Câu hai.  ", [Paragraph("Một câu."), Paragraph("Câu hai.")]),
        ("- một\n– hai\n• ba\nHết.", [BulletList(("một", "hai", "ba")), Paragraph("Hết.")]),
        ("1. Ưu điểm", [Heading(2, "1. Ưu điểm")]),
        ("a) Về thương mại", [Heading(3, "a) Về thương mại")]),
        ("1. Đã tổ chức hội nghị.", [Paragraph("1. Đã tổ chức hội nghị.")]),
        ("1. Gồm các nội dung:", [Paragraph("1. Gồm các nội dung:")]),
        ("(Chi tiết tại Phụ lục)", [Paragraph("(Chi tiết tại Phụ lục)", italic=True)]),
        ("[biểu đồ]", [CHART]),
        ("[không có]", [Paragraph("[không có]")]),
        ("-5 độ C", [Paragraph("-5 độ C")]),
        ("", []),
    ],
)
def test_a_line_is_what_it_looks_like_on_paper(text, blocks):
    assert list(blocks_of(text, {"biểu đồ": CHART})) == blocks


def test_a_name_in_brackets_is_its_number_and_what_is_no_name_stays():
    text = f"Có {token('đến hạn')} nhiệm vụ, {token('đến hạn', 'Y tế')} về y tế [1]."

    assert bound(text, {"đến hạn": "17", "đến hạn – Y tế": "3"}) == "Có 17 nhiệm vụ, 3 về y tế [1]."
    assert names_in(text) == ["đến hạn", "đến hạn – Y tế", "1"]


def test_brackets_in_the_name_of_a_field_do_no_harm():
    assert bound(token("đến hạn", "Y [tế]"), {"đến hạn – Y (tế)": "3"}) == "3"


def test_only_edited_sentences_hold_their_numbers_back():
    draft = "Có [a] nhiệm vụ.\nXong [b]."
    text = "Có [a] nhiệm vụ.\nĐã xong [b], còn [c]."

    assert edited_lines(text, draft) == ["Đã xong [b], còn [c]."]
    old, new = {"a": "1", "b": "2", "c": "3"}, {"a": "9", "b": "8", "c": "3"}
    assert held_back(text, draft, old, new) == {"b": "2"}
    assert held_back(draft, draft, old, new) == {}


def test_what_became_of_a_unit_is_said_at_its_first_mention_only():
    names = {"Sở A (nay là Sở B)": "Sở A", "Sở A Bình (nay là Sở C)": "Sở A Bình"}
    texts = ["Sở A (nay là Sở B) và Sở A Bình (nay là Sở C)", "Sở A (nay là Sở B); Sở A (nay là Sở B)"]

    assert mentioned_once(texts, names) == [texts[0], "Sở A; Sở A"]
    assert mentioned_once(texts, {}) == texts


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Năm 2024 đã có 17 lượt nhiệm vụ đến hạn, xong 12/17 (70,6 %).", []),
        ("Năm 2024 có 017 lượt nhiệm vụ đến hạn, xong [xong]/[đến hạn] ([tỷ lệ]).", []),
        (
            "Năm 2024 có 16 lượt nhiệm vụ đến hạn, hoàn thành 12/16 (75%).",
            ["16 ≠ 17", "16 ≠ 17", "75% ≠ 70,6%"],
        ),
        ("Năm 2023 có [đến hạn] lượt nhiệm vụ đến hạn, xong [xong]/[đến hạn].", ["2023 ≠ 2024"]),
        ("Sở Công Thương đã tổ chức 3 hội nghị.", []),
        ("Có [đến hạn] việc.", []),
    ],
)
def test_a_number_typed_in_the_place_of_a_figure_is_held_against_it(typed, told):
    draft = "Mở đầu.\nNăm 2024 có [đến hạn] lượt nhiệm vụ đến hạn, xong [xong]/[đến hạn] ([tỷ lệ])."
    figures = {"đến hạn": "17", "xong": "12", "tỷ lệ": "70,6%"}

    found = numbers_that_differ(f"Mở đầu.\n{typed}", draft, figures)

    assert [f"{number.typed} ≠ {number.now}" for number in found] == told
