"""How an appendix is set on sheets: what stands together, what is cut, what is repeated."""

import pytest
from django.conf import settings

from coop.shared.documents.annexes.lines import lines_of
from coop.shared.documents.annexes.shapes import MM, Faces, Sheet
from coop.shared.documents.annexes.sheets import Setting
from coop.shared.documents.content import Annex, Code, Column, GroupRow, Table
from coop.shared.documents.fonts import faces

COLUMNS = (Column("TT", 20, "center"), Column("Nội dung", 142), Column("Kết quả", 100))


@pytest.fixture(scope="module")
def tinos() -> Faces:
    return faces(settings.TINOS_DIR)


def sheets(tinos, *rows, number_row=False) -> list[Sheet]:
    """Of an appendix on its side; the header is one line high."""
    table = Table(COLUMNS, rows, number_row)
    return list(Setting(Annex("Kết quả", "", (table,)), "Phụ lục", tinos).sheets())


def high(lines, number="1"):
    """A row of so many lines."""
    return (number, "\n".join(["Nhiệm vụ"] * lines), "")


def words(sheet) -> list[str]:
    return [text.text.strip() for mark in sheet.marks for text in mark.texts]


def read_aloud(sheet) -> list[str]:
    """Without what is decoration: the page number and the repeated header."""
    return [text.text.strip() for mark in sheet.marks if mark.element for text in mark.texts]


@pytest.fixture
def shown(tinos):
    """The lines of a text in a column of 40 mm."""

    def shown(text, millimetres=40):
        return [line.text for line in lines_of(text, tinos.regular, 11, millimetres * MM)]

    return shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Sở Nông nghiệp và Môi trường", ["Sở Nông nghiệp và Môi ", "trường"]),
        ("Hội nghị  kết\tnối ", ["Hội nghị kết nối"]),
        ("một\r\nhai\u2028ba\n\nnăm", ["một ", "hai ", "ba ", " ", "năm"]),
        ("Kế hoạch số 1606/KH-UBND năm", ["Kế hoạch số 1606/KH-", "UBND năm"]),
        ("Báo cáo đến hết ngày 30/8/2023", ["Báo cáo đến hết ngày ", "30/8/2023"]),
        ("Hội nghị kết nối cung\u00a0cầu", ["Hội nghị kết nối ", "cung\u00a0cầu"]),
        ("hợp\u00adđồng\u200b \u202etrái\ufeff", ["hợpđồng trái"]),
        ("", [""]),
    ],
)
def test_a_text_is_broken_where_a_clerk_would_break_it(shown, text, lines):
    assert shown(text) == lines


def test_a_word_without_end_is_torn_into_full_lines_and_loses_no_letter(shown, tinos):
    lines = shown("Mã " + "x" * 500)

    assert lines[0] == "Mã "
    assert "".join(lines[1:]) == "x" * 500
    assert len(set(map(len, lines[1:-1]))) == 1


def test_even_a_column_narrower_than_a_letter_takes_a_text(shown):
    assert "".join(shown("Sở Y tế", millimetres=0.1)) == "Sở Y tế"


@pytest.mark.parametrize("before", range(24, 32))
def test_a_row_that_fits_on_a_page_is_never_cut(tinos, before):
    made = sheets(tinos, high(before), high(8, "2"))

    assert [words(sheet).count("Nhiệm vụ") for sheet in made] in ([before + 8], [before, 8])


def test_a_row_higher_than_a_page_is_cut_and_loses_no_line(tinos):
    numbers = [str(number) for number in range(1, 101)]
    made = sheets(tinos, high(5, "a"), ("b", "\n".join(numbers), "Xong\n" * 3))

    assert [word for sheet in made for word in read_aloud(sheet) if word.isdigit()] == numbers
    assert len(made) == 4


@pytest.mark.parametrize("before", range(22, 32))
def test_a_field_row_is_never_last_on_its_page(tinos, before):
    made = sheets(tinos, high(before), GroupRow("I. Y tế"), high(3, "2"))

    assert words(made[0])[-1] != "I. Y tế"
    assert sum(words(sheet).count("I. Y tế") for sheet in made) == 1


@pytest.mark.parametrize("lines", [*range(24, 32), *range(60, 68)])
def test_the_closing_mark_never_stands_alone_on_a_page(tinos, lines):
    last = sheets(tinos, high(lines))[-1]

    assert words(last)[-1] == "./."
    assert "Nhiệm vụ" in words(last)


def test_the_header_is_on_every_page_but_read_aloud_once(tinos):
    made = sheets(tinos, *(high(10, str(number)) for number in range(1, 6)), number_row=True)

    titles = ["TT", "Nội dung", "Kết quả", "(1)", "(2)", "(3)"]
    assert [words(sheet)[1:7] for sheet in made[1:]] == [titles] * (len(made) - 1)
    assert [read_aloud(sheet).count("Nội dung") for sheet in made] == [1] + [0] * (len(made) - 1)


def test_pages_are_numbered_from_the_second_on(tinos):
    made = sheets(tinos, *(high(20) for _ in range(4)))

    assert [words(sheet)[0] for sheet in made] == ["Phụ lục", "2", "3", "4"]


def test_a_code_stands_in_the_middle_of_its_column_above_its_text(tinos):
    (sheet,) = sheets(tinos, (Code("NV7", "https://hoptac.example.vn/7"), "Hội nghị", ""))
    mark = next(mark for mark in sheet.marks if mark.code)
    address, left, top = mark.code
    column = min(rule.x1 for rule in sheet.rules if rule.thickness == 0.5)

    assert address == "https://hoptac.example.vn/7"
    assert left - column == pytest.approx((20 - 18) / 2 * MM)
    assert mark.texts[0].baseline > top + 18 * MM


def test_a_justified_line_reaches_the_edge_and_the_last_one_does_not(tinos):
    table = Table(
        (Column("Nội dung", 60, "justify"),), (("Tổ chức hội nghị kết nối cung cầu hàng hóa",),), False
    )
    (sheet,) = Setting(Annex("Kết quả", "", (table,)), "Phụ lục", tinos).sheets()
    (cell,) = (mark for mark in sheet.marks if mark.element and mark.element.kind == "TD")
    first, last = cell.texts
    width = tinos.regular.width(first.text.strip()) + first.stretch * first.text.strip().count(" ")

    assert width * 11 / 1000 == pytest.approx(60 * MM - 2 * 1.2 * MM)
    assert last.stretch == 0


@pytest.mark.parametrize(("landscape", "paper", "edges"), [(True, 297, (20, 282)), (False, 210, (30, 190))])
def test_the_table_fills_the_page_between_its_margins(tinos, landscape, paper, edges):
    setting = Setting(Annex("Kết quả", "", (Table(COLUMNS, (high(9),)),), landscape), "Phụ lục", tinos)
    (sheet,) = setting.sheets()
    across = {(rule.x1, rule.x2) for rule in sheet.rules if rule.x1 != rule.x2 and rule.thickness == 0.5}

    assert setting.form.width == pytest.approx(paper * MM)
    assert list(across) == [pytest.approx([edge * MM for edge in edges])]
