"""The paper for people who hear it: every word is in the tags, in the order of reading (PDF/UA-1, ISO 14289).

No validator is on the machine; what is stated here is read from the file with pdfplumber and pypdf.
"""

import io
from collections import Counter
from itertools import pairwise

import pdfplumber
import pypdf
import pytest
from pypdf.generic import ContentStream, DictionaryObject

from coop.shared.documents.content import Code, Column, Table
from coop.shared.documents.pdf import write_pdf
from tests.coop.sample_documents import annex, annual_report, appendix_table

CODES = Table(
    (Column("Mã", 40), Column("Nội dung", 120)), ((Code("NV7", "https://example.vn/7"), "Hội nghị"),)
)
SHOWS_TEXT = (b"Tj", b"TJ", b"'", b'"')


@pytest.fixture(scope="module")
def file() -> bytes:
    return write_pdf(annual_report(annex(appendix_table(12)), annex(CODES, landscape=False)))


@pytest.fixture(scope="module")
def paper(file) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(file))


@pytest.fixture(scope="module")
def elements(paper) -> list[DictionaryObject]:
    """In the order of reading."""
    return list(family(paper.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()))


@pytest.fixture(scope="module")
def spoken(file) -> dict[tuple[int, int], str]:
    """The words of each mark, by the number of its page and its own."""
    found: dict[tuple[int, int], str] = {}
    for page in pdfplumber.open(io.BytesIO(file)).pages:
        for letter in page.chars:
            if letter["mcid"] is not None:
                place = (page.page_number - 1, letter["mcid"])
                found[place] = found.get(place, "") + letter["text"]
    return found


def family(element):
    yield element
    for kid in kids(element):
        if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/StructElem":
            yield from family(kid)


def kids(element) -> list:
    found = element.get("/K", [])
    return [kid.get_object() for kid in found] if isinstance(found, list) else [found]


def marks(element, pages: dict[int, int]) -> list[tuple[int, int]]:
    """Where the element is seen: page and number of the mark."""
    found = []
    for kid in kids(element):
        if isinstance(kid, int):
            found.append((pages[element.raw_get("/Pg").idnum], int(kid)))
        elif kid.get("/Type") == "/MCR":
            found.append((pages[kid.raw_get("/Pg").idnum], int(kid["/MCID"])))
    return found


@pytest.fixture(scope="module")
def pages(paper) -> dict[int, int]:
    return {page.indirect_reference.idnum: number for number, page in enumerate(paper.pages)}


def test_the_file_says_that_it_is_tagged_in_vietnamese_and_shows_its_title(paper):
    root = paper.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata.title.startswith("BÁO CÁO Kết quả")
    assert 'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data().decode()
    assert all(page["/Tabs"] == "/S" for page in paper.pages)


def test_every_word_stands_in_a_mark_or_is_decoration(paper):
    for page in paper.pages:
        depth = 0
        for _operands, operator in ContentStream(page.get_contents(), paper).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            assert depth > 0 or operator not in SHOWS_TEXT
        assert depth == 0


def test_every_mark_is_found_in_the_tree_from_both_ends(paper, elements, spoken, pages):
    """From the element to its mark, and by the parent tree from the mark to its element."""
    numbers = paper.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    by_page = {numbers[at]: numbers[at + 1] for at in range(0, len(numbers), 2)}
    seen = [place for element in elements for place in marks(element, pages)]
    page_numbers = {place for place, words in spoken.items() if words.strip().isdigit() and len(words) == 1}

    assert max(Counter(seen).values()) == 1
    assert spoken.keys() - set(seen) <= page_numbers
    for element in elements:
        for page, mark in marks(element, pages):
            assert by_page[paper.pages[page]["/StructParents"]][mark].get_object() == element


def test_it_is_read_in_the_order_of_the_paper(elements, spoken, pages):
    heard = " ".join(spoken.get(place, "") for element in elements for place in marks(element, pages))
    order = [
        "ỦY BAN NHÂN DÂN",
        "BÁO CÁO",
        "I. CÔNG TÁC CHỈ ĐẠO",
        "Hình 1.",
        "III. KIẾN NGHỊ",
        "Nơi nhận:",
        "Nguyễn Thị Hường",
        "Phụ lục I",
        "KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "Nhiệm vụ 1:",
        "Nhiệm vụ 12:",
        "Phụ lục II",
        "NV7",
    ]

    found = [heard.index(words) for words in order]
    assert found == sorted(found)
    assert heard.count("Nhiệm vụ 12:") == 1
    assert "Nhiệm vụ 12: tổ chức hội nghị kết nối cung cầu, quảng bá sản phẩm OCOP hai tỉnh" in heard


def test_headings_go_down_one_level_at_a_time(elements):
    levels = [int(element["/S"][2:]) for element in elements if element["/S"] in ("/H1", "/H2", "/H3", "/H4")]

    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert levels.count(1) == 3


def test_tables_have_titles_for_their_columns_and_whole_rows(elements):
    tables = [element for element in elements if element["/S"] == "/Table"]
    rows = [[row for row in family(table) if row["/S"] == "/TR"] for table in tables]
    cells = [Counter(cell["/S"] for row in of for cell in kids(row)) for of in rows]

    assert [len(of) for of in rows] == [2 + 5, 2 + 2 + 12, 2 + 1]
    assert cells == [{"/TH": 3, "/TD": 18}, {"/TH": 8, "/TD": 8 + 2 + 96}, {"/TH": 2, "/TD": 4}]
    own = [cell for of in rows[1:] for row in of for cell in kids(row)]
    assert {cell["/A"]["/Scope"] for cell in own if cell["/S"] == "/TH"} == {"/Column"}
    assert [cell["/A"]["/ColSpan"] for cell in own if "/ColSpan" in cell.get("/A", {})] == [8, 8]


def test_a_chart_is_described(elements):
    assert [element["/Alt"] for element in elements if element["/S"] == "/Figure"] == ["Tiến độ"]


def test_headings_and_appendices_are_bookmarks_to_their_pages(paper):
    top = [mark for mark in paper.outline if not isinstance(mark, list)]

    assert [mark.title[:11] for mark in top] == ["BÁO CÁO Kết", "Phụ lục I K", "Phụ lục II "]
    assert [paper.get_destination_page_number(mark) for mark in top[1:]] == [
        number for number, page in enumerate(paper.pages) if "Phụ lục I" in page.extract_text()[:12]
    ]


def test_a_letter_with_no_heading_has_its_appendix_as_a_bookmark():
    letter = annual_report(annex(CODES), kind="", body=())

    (mark,) = pypdf.PdfReader(io.BytesIO(write_pdf(letter))).outline
    assert mark.title.startswith("Phụ lục")
