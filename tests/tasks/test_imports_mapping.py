"""A table whose columns nobody can tell waits until a person says, once, what they mean."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coop.shared.events import Event
from tasks.appendix.columns import ColumnsNotFound, Mapping
from tasks.imports.confirming import confirm
from tasks.imports.correcting import leave_out
from tasks.imports.staging import discard, restage, stage
from tasks.imports.undoing import undo
from tasks.models import ColumnMapping, ImportBatch
from tests import factories
from tests.tasks.appendix_files import HEADER, ROW, excel, repacked, word

SECOND = ("2", "Đào tạo bác sĩ", "Sở Y tế", "", "Quý IV/2024")
THIRD = ("3", "Trồng rừng phòng hộ", "Sở Công Thương", "Sở Y tế", "Năm 2025")
COLUMNS = {"ordinal": 0, "content": 1, "lead": 2, "partner": 3, "timeframe": 4}
MAPPING = Mapping(**COLUMNS)
WITH_HEADER, BARE = "trang tính Phụ lục II", "trang tính Bảng 2 & ghi chú #1"
BOOK = excel(
    ("Bảng chính", [HEADER, SECOND, THIRD]),
    ("Phụ lục II", [HEADER, ROW]),
    ("Bảng 2 & ghi chú #1", [ROW, THIRD]),
)

pytestmark = pytest.mark.any_engine


@pytest.fixture
def window(client_for, lan):
    return client_for(lan)


def bare(*rows):
    """A file without a header."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def staged(by, plan, content, name="phu-luc.csv"):
    return stage(by=by, plan=plan, name=name, content=content)


def contents(batch):
    return [row.printed["content"] for row in batch.rows.order_by("position")]


def address(page, batch):
    return reverse(f"admin:tasks_importbatch_{page}", args=[batch.pk])


def said(batch, **changed):
    return {"table": batch.tables[0]["name"]} | COLUMNS | changed


def test_a_table_without_a_header_is_kept_and_asks_what_its_columns_mean(window, plan):
    file = SimpleUploadedFile("khong-tieu-de.csv", bare(ROW, SECOND))
    window.post(reverse("admin:tasks_importbatch_add"), {"plan": plan.pk, "file": file})

    batch = ImportBatch.objects.get()
    assert (batch.status, batch.rows.count()) == (ImportBatch.Status.UNMAPPED, 0)
    answer = window.get(address("change", batch))
    asked = {bound.name for bound in answer.context["form"] if bound.field.required}
    assert asked == {"content", "lead"}
    assert all(cell in answer.content.decode() for cell in (*ROW, *SECOND))
    with factories.refused("waiting for the meaning of its columns"):
        confirm(by=None, batch=batch)


def test_after_the_answer_the_rows_wait_for_review(window, lan, plan):
    batch = staged(lan, plan, bare(ROW, SECOND))

    answer = window.post(address("mapping", batch), said(batch))

    batch.refresh_from_db()
    assert answer.url == address("change", batch)
    assert (batch.status, Mapping(**batch.mapping)) == (ImportBatch.Status.STAGED, MAPPING)
    first = batch.rows.get(position=1)
    assert (
        tuple(first.printed[name] for name in ("ordinal", "content", "lead_text", "partner_text")) == ROW[:4]
    )
    assert ColumnMapping.objects.get().chosen_by == lan


def test_the_next_file_that_begins_alike_is_read_without_asking(lan, plan):
    first = staged(lan, plan, bare(ROW, SECOND))
    restage(by=lan, batch=first, table=first.tables[0]["name"], mapping=MAPPING)

    assert contents(staged(lan, factories.plan(), bare(ROW, THIRD))) == [ROW[1], THIRD[1]]
    other = staged(lan, factories.plan(), bare(THIRD, ROW))
    assert other.status == ImportBatch.Status.UNMAPPED


def test_an_answer_that_was_wrong_can_be_given_again(lan, plan):
    batch = staged(lan, plan, bare(ROW, SECOND))
    table = batch.tables[0]["name"]
    restage(by=lan, batch=batch, table=table, mapping=Mapping(content=2, lead=1))
    assert contents(batch) == [ROW[2], SECOND[2]]

    restage(by=lan, batch=batch, table=table, mapping=MAPPING)

    assert contents(batch) == [ROW[1], SECOND[1]]
    assert contents(staged(lan, factories.plan(), bare(ROW))) == [ROW[1]]


@pytest.mark.parametrize(
    ("answer", "where"),
    [
        ({"partner": 2}, "__all__"),  # the column of the lead
        ({"content": ""}, "content"),
        ({"lead": ""}, "lead"),
        ({"timeframe": 5}, "timeframe"),  # there are five columns: 0 to 4
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_a_message_and_nothing_changes(
    window, lan, plan, answer, where
):
    batch = staged(lan, plan, bare(ROW, SECOND))
    before = factories.stored()

    page = window.post(address("mapping", batch), said(batch, **answer))

    assert page.status_code == 200
    (problem,) = page.context["form"].errors[where]
    assert problem in page.content.decode()
    assert factories.stored() == before


def test_another_sheet_of_a_workbook_can_be_chosen(window, lan, plan):
    batch = staged(lan, plan, BOOK, "phu-luc.xlsx")
    assert contents(batch) == [SECOND[1], THIRD[1]]
    offered = [table["name"] for table in window.get(address("change", batch)).context["other_tables"]]
    assert offered == [WITH_HEADER, BARE]

    answer = window.post(address("table", batch), {"table": WITH_HEADER})

    batch.refresh_from_db()
    assert answer.url == address("change", batch)
    assert (batch.table, contents(batch)) == (WITH_HEADER, [ROW[1]])


def test_a_sheet_without_a_header_asks_first_and_leaves_what_is_there(window, lan, plan):
    batch = staged(lan, plan, BOOK, "phu-luc.xlsx")

    asks = window.post(address("table", batch), {"table": BARE})
    page = window.get(asks.url)

    assert page.context["table"]["name"] == BARE
    assert ROW[1] in page.content.decode()
    assert contents(batch) == [SECOND[1], THIRD[1]]
    window.post(address("mapping", batch), said(batch, table=BARE))
    assert contents(batch) == [ROW[1], THIRD[1]]


def test_a_sheet_whose_columns_were_told_once_is_read_without_asking(window, lan, plan):
    first = staged(lan, plan, bare(ROW, SECOND))
    restage(by=lan, batch=first, table=first.tables[0]["name"], mapping=MAPPING)
    batch = staged(lan, factories.plan(), BOOK, "phu-luc.xlsx")

    answer = window.post(address("table", batch), {"table": BARE})

    assert answer.url == address("change", batch)
    assert contents(batch) == [ROW[1], THIRD[1]]


def test_the_columns_of_one_sheet_are_not_kept_for_another(lan, plan):
    batch = staged(lan, plan, BOOK, "phu-luc.xlsx")
    batch = restage(by=lan, batch=batch, table=BARE, mapping=MAPPING)

    assert restage(by=lan, batch=batch, table=WITH_HEADER).mapping is None


def test_a_sheet_that_the_file_has_not_is_refused(lan, plan):
    batch = staged(lan, plan, BOOK, "phu-luc.xlsx")

    with factories.refused("has no table"):
        restage(by=lan, batch=batch, table="Không có")


def test_a_sheet_with_a_long_name_can_be_chosen_and_its_rows_tell_their_place(window, lan, plan):
    """Excel allows 31 letters; what other programs write has more, here with the same beginning."""
    longest = "Nhiệm vụ giao các sở, ban, ngành năm 2024 " * 6
    book = excel(("A", [HEADER, SECOND]), ("B", [HEADER, ROW]))
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = parts.read("xl/workbook.xml").decode()
    named = sheets.replace('name="A"', f'name="{longest}1"').replace('name="B"', f'name="{longest}2"')
    batch = staged(lan, plan, repacked(book, xl__workbook_xml=named.encode()), "phu-luc.xlsx")
    first, second = (table["name"] for table in batch.tables)

    window.post(address("table", batch), {"table": second})

    batch.refresh_from_db()
    assert (first != second, batch.table, contents(batch)) == (True, second, [ROW[1]])
    assert batch.rows.get().place == f"{second}, dòng 2"
    assert len(second) < 100


def test_a_sheet_that_cannot_be_read_leaves_what_is_there(lan, plan):
    batch = staged(lan, plan, BOOK, "phu-luc.xlsx")

    before = factories.stored()
    with pytest.raises(ColumnsNotFound):
        restage(by=lan, batch=batch, table=BARE)
    assert factories.stored() == before


def test_a_table_that_is_read_alone_stands_under_the_heading_of_the_table_before(lan, plan):
    """The paper breaks its appendix into two tables; the heading is in the first."""
    first = [HEADER, ("I", "Lĩnh vực Y tế", "", "", ""), SECOND]
    content = word(first, [HEADER, THIRD])
    confirm(by=lan, batch=staged(lan, plan, content, "ke-hoach.docx"))
    again = staged(lan, plan, content, "ke-hoach.docx")

    restage(by=lan, batch=again, table=again.tables[1]["name"])

    [row] = again.rows.all()
    assert (row.printed["heading"], row.action) == ("Lĩnh vực Y tế", "unchanged")
    assert Event.objects.about(plan).first().verb == "restage_import"


def test_after_one_table_the_whole_file_can_be_read_again(window, lan, plan):
    first, second = [HEADER, SECOND], [HEADER, THIRD]
    batch = staged(lan, plan, word(first, second), "ke-hoach.docx")
    whole = '<button type="submit" class="button import-aside" name="table" value="">'
    assert whole not in window.get(address("change", batch)).content.decode()
    window.post(address("table", batch), {"table": batch.tables[1]["name"]})
    assert contents(batch) == [THIRD[1]]

    assert whole in window.get(address("change", batch)).content.decode()
    window.post(address("table", batch), {"table": ""})

    assert contents(batch) == [SECOND[1], THIRD[1]]


def test_the_largest_table_is_asked_about_first(window, lan, plan):
    """The signatures stand before it."""
    batch = staged(lan, plan, word([("Nơi nhận", "CHỦ TỊCH")], [SECOND, THIRD]), "ke-hoach.docx")

    assert window.get(address("change", batch)).context["table"]["name"] == batch.tables[1]["name"]


def test_the_question_begins_with_what_the_header_says_or_with_nothing(window, lan, plan):
    """Lan changes one column that was read wrongly, and chooses none by oversight."""
    batch = staged(lan, plan, BOOK, "phu-luc.xlsx")
    asked = address("mapping", batch)

    assert window.get(asked).context["form"].initial == COLUMNS | {"product": None, "note": None}
    page = window.get(asked, {"table": BARE})
    assert page.context["form"].initial == {}
    assert page.content.decode().count('<option value="" selected>') == 7
    assert address("discard", batch) not in page.content.decode()  # that is asked on the review


def test_what_the_columns_mean_holds_for_the_tables_in_which_the_paper_goes_on(lan, plan):
    """One table a page and no header: Lan names the columns of the first."""
    batch = staged(lan, plan, word([SECOND], [("Nơi nhận", "CHỦ TỊCH")], [THIRD]), "ke-hoach.docx")

    restage(by=lan, batch=batch, table=batch.tables[0]["name"], mapping=MAPPING)

    assert contents(batch) == [SECOND[1], THIRD[1]]


def test_a_button_of_a_row_that_was_read_again_brings_the_page_as_it_is_now(window, lan, plan):
    batch = staged(lan, plan, BOOK, "ke-hoach.xlsx")
    button = address("row", batch.rows.first())
    restage(by=lan, batch=batch, table=WITH_HEADER)

    answer = window.post(button, {"leave_out": "1"}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Refresh"]) == (404, "true")


def test_a_row_of_the_reading_before_is_refused_and_the_rows_of_now_stay(lan, plan):
    """Lan presses a button of a row while a colleague has another sheet of the file read."""
    batch = staged(lan, plan, BOOK, "ke-hoach.xlsx")
    row = batch.rows.first()
    restage(by=lan, batch=batch, table=WITH_HEADER)

    with factories.refused("was read again meanwhile"):
        leave_out(by=lan, row=row, out=True)
    assert list(batch.rows.values_list("action", flat=True)) == ["create"]


def test_a_file_is_read_before_the_right_to_write_is_taken(lan, plan):
    """On SQLite there is one such right, and a long appendix is read for seconds."""
    batch = staged(lan, plan, BOOK, "phu-luc.xlsx")
    for act in (
        lambda: staged(lan, plan, BOOK, "phu-luc.xlsx"),
        lambda: restage(by=lan, batch=batch, table=WITH_HEADER),
    ):
        with CaptureQueriesContext(connection) as asked:
            act()
        statements = [query["sql"] for query in asked]
        transaction = next(n for n, sql in enumerate(statements) if sql.startswith("SAVEPOINT"))
        headings = next(n for n, sql in enumerate(statements) if "agreements_fieldheading" in sql)
        assert headings < transaction  # rows are read with them


def test_pasted_text_is_read_like_a_file(window, lan, plan):
    rows = [HEADER, ROW, SECOND]
    pasted = "\r\n".join("\t".join(row) for row in rows)
    window.post(reverse("admin:tasks_importbatch_add"), {"plan": plan.pk, "pasted": pasted})

    batch = ImportBatch.objects.get()
    from_file = staged(lan, plan, bare(*rows))
    with batch.file.open() as file:
        assert file.read() == pasted.encode()
    for name in ("printed", "reading", "action"):
        assert list(batch.rows.values_list(name)) == list(from_file.rows.values_list(name))


@pytest.mark.parametrize("ends", [(confirm,), (confirm, undo), (discard,)])
def test_a_file_that_is_no_longer_waiting_is_not_read_again(window, lan, plan, ends):
    batch = staged(lan, plan, BOOK, "phu-luc.xlsx")
    for end in ends:
        end(by=lan, batch=batch)

    with factories.refused("already"):
        restage(by=lan, batch=batch, table=WITH_HEADER)
    before = factories.stored()
    window.post(address("table", batch), {"table": WITH_HEADER})
    page = window.post(address("mapping", batch), said(batch, table=BARE))
    assert page.context["form"].non_field_errors()
    assert factories.stored() == before
