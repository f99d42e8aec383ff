"""A long appendix is laid out in pieces and joined: nothing is lost, and it reads as one paper."""

import io

import pdfplumber
import pypdf
import pytest

from coop.shared.documents import long_pdf
from coop.shared.documents.content import GroupRow, Table
from coop.shared.documents.long_pdf import is_long, pdf_of
from tests.coop.sample_documents import COLUMNS, annex, annual_report, appendix_table
from tests.coop.test_documents_pdf import page_number


@pytest.fixture(scope="module")
def heard() -> list[int]:
    return []


@pytest.fixture(scope="module")
def file(heard) -> bytes:
    """29 tasks in five fields, in two pieces of about seventeen rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_pdf, "LONGEST_IN_ONE", 20)
        return pdf_of(annual_report(annex(appendix_table())), heard.append)


@pytest.fixture(scope="module")
def pages(file):
    return pdfplumber.open(io.BytesIO(file)).pages


def first_of_annex(pages) -> int:
    return next(index for index, page in enumerate(pages) if page.width > page.height)


def test_every_row_stands_once_in_its_order_under_a_repeated_header(pages):
    tables = [page.extract_tables()[0] for page in pages[first_of_annex(pages) :]]

    assert all(table[0][0] == "TT" for table in tables)
    rows = [row[0] for table in tables for row in table[2:] if row[1]]
    assert rows == [str(number) for number in range(1, 30)]


def test_the_appendix_counts_its_pages_from_one_through_all_pieces_and_hides_the_first(pages):
    numbers = [page_number(page) for page in pages[first_of_annex(pages) :]]

    assert len(numbers) > 3
    assert numbers == ["", *map(str, range(2, len(numbers) + 1))]


def test_the_title_and_the_closing_mark_of_the_appendix_stand_once(pages):
    text = "\n".join(page.extract_text() for page in pages[first_of_annex(pages) :])

    assert (text.count("KẾT QUẢ THỰC HIỆN NHIỆM VỤ"), text.count("./.")) == (1, 1)


def test_a_new_piece_begins_with_a_heading(pages):
    first = first_of_annex(pages)
    tops = [page.extract_tables()[0][2][0] for page in pages[first:]]

    assert [top for top in tops if "Lĩnh vực" in top] == [
        "I. Lĩnh vực Nông nghiệp",
        "IV. Lĩnh vực Đầu tư",
    ]


def test_bookmarks_metadata_and_the_tags_of_the_body_are_kept(file, pages):
    reader = pypdf.PdfReader(io.BytesIO(file))

    assert reader.metadata.title.startswith("BÁO CÁO Kết quả")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    last = reader.outline[-1]
    assert last.title == "Phụ lục KẾT QUẢ THỰC HIỆN NHIỆM VỤ HỢP TÁC"
    assert reader.get_destination_page_number(last) == first_of_annex(pages)


def test_who_waits_hears_how_many_rows_are_laid_out(file, heard):
    assert heard[-1] == 34
    assert heard == sorted(heard)


@pytest.mark.parametrize(("rows", "said"), [(119, False), (120, False), (121, True)])
def test_only_a_long_appendix_is_cut(rows, said):
    table = Table(COLUMNS, tuple(GroupRow("I. Y tế") for _ in range(rows)))

    assert is_long(annual_report(annex(table))) is said
