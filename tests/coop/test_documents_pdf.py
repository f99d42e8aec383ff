"""The PDF is read back: what a clerk would measure with a ruler against Nghị định 30/2020/NĐ-CP."""

import io

import pdfplumber
import pypdf
import pypdfium2
import pytest
from pdfplumber.page import Page

from coop.shared.documents.content import (
    Column,
    Figure,
    Heading,
    Paragraph,
    Signature,
    Table,
    number_symbol,
    place_and_date,
)
from coop.shared.documents.fonts import FontMissingError
from coop.shared.documents.pdf import write_pdf
from tests.coop.sample_documents import (
    COLUMNS,
    LOWER,
    annex,
    annual_report,
    appendix_table,
    real_appendix_table,
)

MM = 72 / 25.4


@pytest.fixture(scope="module")
def report() -> bytes:
    """Several pages with two landscape annexes, the first of several pages, and an upright one."""
    return write_pdf(
        annual_report(
            annex(appendix_table()), annex(appendix_table(5)), annex(appendix_table(3), landscape=False)
        )
    )


@pytest.fixture(scope="module")
def pages(report) -> list[Page]:
    return read(report)


def read(data: bytes) -> list[Page]:
    return pdfplumber.open(io.BytesIO(data)).pages


def text_of(*pages: Page) -> str:
    return "\n".join(page.extract_text() for page in pages)


def first_of(pages: list[Page], words: str) -> int:
    """The index of the first page that holds the words."""
    return next(index for index, page in enumerate(pages) if words in page.extract_text())


def line_with(page: Page, words: str) -> dict:
    return next(line for line in page.extract_text_lines() if words in line["text"])


def page_number(page: Page) -> str:
    """What stands in the top margin."""
    return page.crop((0, 0, page.width, 20 * MM)).extract_text().strip()


def test_the_paper_is_a4_and_only_the_landscape_annexes_lie_on_their_side(pages):
    sizes = [(round(page.width / MM), round(page.height / MM)) for page in pages]
    start, upright = first_of(pages, "Phụ lục I\n"), first_of(pages, "Phụ lục III")
    assert set(sizes[:start]) == {(210, 297)}
    assert set(sizes[start:upright]) == {(297, 210)}
    assert set(sizes[upright:]) == {(210, 297)}


def test_no_letter_stands_in_a_margin_except_the_page_number(pages):
    for page in pages:
        left, right = (20, 15) if page.width > page.height else (30, 20)
        below = [word for word in page.extract_words() if word["top"] > 20 * MM]
        assert min(word["x0"] for word in below) >= left * MM - 0.5
        assert max(word["x1"] for word in below) <= page.width - right * MM + 0.5
        assert max(word["bottom"] for word in below) <= page.height - 20 * MM + 0.5


def test_only_the_four_faces_of_tinos_are_embedded(report):
    fonts = {}
    for page in pypdf.PdfReader(io.BytesIO(report)).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[font.get_object()["/BaseFont"].split("+")[1]] = (
                "/FontFile2" in descendant["/FontDescriptor"]
            )
    assert fonts == {"Tinos": True, "Tinos-Bold": True, "Tinos-Italic": True, "Tinos-Bold-Italic": True}


@pytest.mark.parametrize(
    ("words", "size", "face"),
    [
        ("CỘNG HÒA XÃ HỘI", 12, "Tinos-Bold"),
        ("Độc lập - Tự do", 13, "Tinos-Bold"),
        ("Lâm Đồng, ngày 05 tháng 12 năm 2026", 13, "Tinos-Italic"),
        ("BÁO CÁO", 14, "Tinos-Bold"),
        ("Kết quả thực hiện Chương trình", 14, "Tinos-Bold"),
        ("Căn cứ Bản thỏa thuận", 14, "Tinos-Italic"),
        ("hợp chặt chẽ", 14, "Tinos"),
        ("I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", 14, "Tinos-Bold"),
        ("1. Lĩnh vực Nông nghiệp", 14, "Tinos-Bold"),
        ("a) Các kết quả nổi bật", 14, "Tinos"),
        ("Nơi nhận:", 12, "Tinos-Bold-Italic"),
        ("UBND Thành phố Hồ Chí Minh;", 11, "Tinos"),
        ("Nguyễn Thị Hường", 14, "Tinos-Bold"),
        ("(Kèm theo Báo cáo", 14, "Tinos-Italic"),
        ("Đơn vị chủ trì", 11, "Tinos-Bold"),
        ("Sở Công Thương", 11, "Tinos"),
    ],
)
def test_each_part_has_the_letter_of_the_decree(pages, words, size, face):
    page = pages[first_of(pages, words)]
    letter = page.search(words, regex=False)[0]["chars"][0]
    assert round(letter["size"], 1) == size
    assert letter["fontname"].split("+")[1] == face


def test_the_rule_under_the_motto_is_as_long_as_the_motto_and_the_others_a_third_to_a_half(pages):
    drawn = sorted(
        (line for line in pages[0].rects + pages[0].lines if line["width"] > 20), key=lambda r: r["top"]
    )
    rules = {round(rule["top"]): rule["width"] for rule in drawn if rule["height"] < 2}
    motto = pages[0].search("Độc lập - Tự do - Hạnh phúc", regex=False)[0]
    body = pages[0].search("TỈNH LÂM ĐỒNG", regex=False)[0]
    assert any(abs(width - (motto["x1"] - motto["x0"])) < 1 for width in rules.values())
    assert any(1 / 3 <= width / (body["x1"] - body["x0"]) <= 1 / 2 for width in rules.values())
    assert len(rules) == 3


def test_paragraphs_are_indented_12_7_mm_and_6_pt_apart(pages):
    before, first = line_with(pages[0], "thực và hiệu quả"), line_with(pages[0], "I. CÔNG TÁC CHỈ ĐẠO")
    assert first["x0"] == pytest.approx((30 + 12.7) * MM, abs=1)
    assert first["top"] - before["top"] >= 14 * 1.15 + 6 - 0.5


def test_the_page_number_is_centred_on_top_from_page_two_on(pages):
    body = pages[: first_of(pages, "Phụ lục I\n")]
    assert [page_number(page) for page in body] == ["", *map(str, range(2, len(body) + 1))]
    number = body[1].crop((0, 0, body[1].width, 20 * MM)).extract_words()[0]
    assert (number["x0"] + number["x1"]) / 2 == pytest.approx((30 + 160 / 2) * MM, abs=1)
    assert number["bottom"] - number["top"] == pytest.approx(14, abs=1)


def test_every_annex_counts_its_own_pages(pages):
    starts = [first_of(pages, f"Phụ lục {numeral}\n") for numeral in ("I", "II", "III")]
    for start, end in zip(starts, [*starts[1:], len(pages)], strict=True):
        assert [page_number(page) for page in pages[start:end]] == ["", *map(str, range(2, end - start + 1))]
    assert starts[1] - starts[0] > 2


def test_the_header_and_the_number_row_stand_on_every_page_of_the_table(pages):
    for page in pages[first_of(pages, "Phụ lục I\n") : first_of(pages, "Phụ lục II\n")]:
        header, numbers = page.extract_tables()[0][:2]
        assert header[:3] == ["TT", "Nội dung", "Đơn vị chủ trì"]
        assert numbers == [f"({number})" for number in range(1, 9)]


def test_columns_have_the_widths_that_were_asked_for(pages):
    first_row = pages[first_of(pages, "Phụ lục I\n")].find_tables()[0].rows[0]
    widths = [(cell[2] - cell[0]) / MM for cell in first_row.cells]
    assert widths == pytest.approx([column.width_mm for column in COLUMNS], abs=0.3)


def test_no_row_is_cut_between_pages_and_none_is_lost(pages):
    rows = []
    for page in pages[first_of(pages, "Phụ lục I\n") : first_of(pages, "Phụ lục II\n")]:
        rows += page.extract_tables()[0][2:]
    tasks = [row for row in rows if row[1]]
    assert [row[0] for row in tasks] == [str(number) for number in range(1, 30)]
    assert all(row[1].startswith(f"Nhiệm vụ {row[0]}:") and row[1].endswith("tỉnh") for row in tasks)


def test_a_field_row_is_merged_across_and_never_last_on_its_page(pages):
    for page in pages[first_of(pages, "Phụ lục I\n") : first_of(pages, "Phụ lục II\n")]:
        rows = page.extract_tables()[0][2:]
        assert all(row[2:] == [None] * 6 for row in rows if "Lĩnh vực" in row[0])
        assert "Lĩnh vực" not in rows[-1][0]


def test_every_vietnamese_letter_is_in_the_text_layer(pages):
    letters = text_of(*pages).replace("\n", "")
    assert LOWER in letters
    assert LOWER.upper() in letters


def test_the_closing_mark_stands_once_at_the_end_of_the_body_and_of_each_annex(pages):
    start = first_of(pages, "Phụ lục I\n")
    assert text_of(*pages[:start]).count("./.") == 1
    assert "Phụ lục kèm theo)./." in text_of(*pages[:start]).replace("\n", " ")
    assert text_of(*pages[start:]).count("./.") == 3


@pytest.mark.parametrize("lines", [15, 16, 17])
def test_the_signature_is_never_alone_on_a_page(lines):
    """From 15 lines on the block moves to page two and takes the last sentence along."""
    body = (*(Paragraph(f"Dòng {number}.") for number in range(lines)), Paragraph("Đoạn cuối dài. " * 12))
    pages = read(write_pdf(annual_report(body=body)))
    signed = pages[first_of(pages, "TM. ỦY BAN NHÂN DÂN")]
    assert all(words in signed.extract_text() for words in ("Đoạn cuối", "Nơi nhận:", "Nguyễn Thị Hường"))
    gap = line_with(signed, "Nguyễn Thị Hường")["top"] - line_with(signed, "PHÓ CHỦ TỊCH")["bottom"]
    assert gap == pytest.approx(30 * MM, abs=6)


def test_a_department_writes_to_two_offices_before_the_day_and_the_signer_are_known():
    document = annual_report(
        superior_body="UBND TỈNH LÂM ĐỒNG",
        issuing_body=("SỞ TÀI CHÍNH",),
        addressees=("UBND tỉnh Lâm Đồng", "UBND Thành phố Hồ Chí Minh"),
        number_symbol=number_symbol(5, "BC-STC"),
        place_and_date=place_and_date("Lâm Đồng", None, 2026),
        signature=Signature(("GIÁM ĐỐC",)),
        body=(Paragraph("Một câu."),),
    )
    (page,) = read(write_pdf(document))
    assert page.search("UBND TỈNH LÂM ĐỒNG")[0]["chars"][0]["fontname"].endswith("Tinos")
    assert page.search("SỞ TÀI CHÍNH")[0]["chars"][0]["fontname"].endswith("Tinos-Bold")
    assert "Số: 05/BC-STC" in page.extract_text()
    first, second = (
        page.search(words)[0] for words in ("- UBND tỉnh Lâm Đồng;", "- UBND Thành phố Hồ Chí Minh[.]")
    )
    assert page.search("Kính gửi:")[0]["top"] == pytest.approx(first["top"], abs=1)
    assert first["x0"] == pytest.approx(second["x0"], abs=0.5)


def test_the_file_says_what_it_is(report):
    reader = pypdf.PdfReader(io.BytesIO(report))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title.startswith("BÁO CÁO Kết quả thực hiện")
    assert reader.metadata.author == "Ủy ban nhân dân tỉnh Lâm Đồng"
    assert reader.metadata.subject.startswith("Kết quả thực hiện")
    assert reader.metadata["/Keywords"] == "hợp tác, báo cáo năm"
    claimed = root["/Metadata"].get_object().get_data().decode()
    assert 'pdfuaid:part="1"' in claimed


def test_headings_and_annexes_are_bookmarks(report):
    outline = pypdf.PdfReader(io.BytesIO(report)).outline
    assert [item.title[:9] for item in outline if not isinstance(item, list)] == ["BÁO CÁO K"] + [
        "Phụ lục I"
    ] * 3
    assert outline[1][0].title == "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"


def test_markup_in_a_text_is_shown_as_text():
    nasty = "<script>alert(1)</script> & <img src='http://example.org/x.png'>"
    table = Table((Column("A", 80), Column("B", 80)), ((nasty, "một\nhai"),), number_row=False)
    shown = text_of(*read(write_pdf(annual_report(body=(Paragraph(nasty), table)))))
    assert shown.count("<script>alert(1)</script>") == 2
    assert "<img src='http://example.org/x.png'>" in shown
    assert "một\n" in shown


@pytest.mark.parametrize("address", ["http://example.org/x.png", "file:///etc/hostname", "data:text/plain,x"])
def test_what_lies_outside_is_refused_and_the_paper_is_still_made(address, caplog):
    image = f'<image href="{address}" width="9" height="9"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{image}</svg>'
    document = annual_report(body=(Figure(svg, "Hình"), Paragraph("Hết.")))
    pages = read(write_pdf(document))
    assert "Hết./." in text_of(*pages)
    assert pages[0].images == []
    assert f"a document may not read {address}" in caplog.text


def test_a_missing_font_stops_the_paper(settings, tmp_path):
    settings.TINOS_DIR = tmp_path
    with pytest.raises(FontMissingError, match="400Regular"):
        write_pdf(annual_report())


def test_a_file_that_is_no_font_stops_the_paper(settings, tmp_path):
    settings.TINOS_DIR = tmp_path
    (tmp_path / "400Regular").mkdir()
    (tmp_path / "400Regular" / "Tinos_400Regular.ttf").write_text("version https://git-lfs…")
    with pytest.raises(FontMissingError, match="not a TrueType font"):
        write_pdf(annual_report())


def test_a_cell_longer_than_a_page_is_cut_and_whole():
    """Read by pdfium: pdfplumber takes a second for so many letters."""
    row = ("1", "từ " * 3300, "b" * 10_000, "🎉 \x00\ud800 ✓\u2028\uf0b7", "", "", "", "")
    file = write_pdf(annual_report(annex(Table(COLUMNS, (row,))), body=(Heading(1, "I. Mở đầu"),)))
    with pypdfium2.PdfDocument(file) as paper:
        pages = [page.get_textpage() for page in paper]
        texts = [page.get_text_range() for page in pages]
        edges = [page.get_rect(number)[2] for page in pages for number in range(page.count_rects())]

    assert all(texts)
    assert "".join(texts).count("từ") == 3300
    assert "".join(texts[1:]).count("b") >= 10_000
    assert "� √ •" in " ".join("".join(texts).split())
    assert max(edges) < (297 - 15) * MM + 0.5


def test_who_waits_hears_how_many_rows_of_all_appendices_are_set():
    heard = []
    document = annual_report(annex(appendix_table(12)), annex(appendix_table(5)))
    write_pdf(document, heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == document.row_count == 12 + 2 + 5 + 1


def test_the_appendix_of_plan_1606_keeps_its_29_rows():
    table = real_appendix_table()
    pages = read(write_pdf(annual_report(annex(table))))
    tasks = [
        row
        for page in pages[3:]
        for row in page.extract_tables()[0]
        if row[5] and row[5].startswith(("Đã", "Đang"))
    ]
    assert len(tasks) == 29
