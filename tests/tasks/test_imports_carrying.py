"""Lan has a file read by another table or other columns: what she said of its rows is not lost in silence."""

import pytest
from django.urls import reverse

from agreements.models import Field, UnitAlias
from tasks.appendix.columns import Mapping
from tasks.imports.carrying import LosesSaidError
from tasks.imports.confirming import Confirmed, confirm
from tasks.imports.correcting import acknowledge, choose_field, correct, leave_out, take_suggestion
from tasks.imports.reading import Meant
from tasks.imports.review import review_of
from tasks.imports.staging import restage, stage
from tests import factories
from tests.tasks.appendix_files import HEADER, excel

HEADING = ("I", "Lĩnh vực Kinh tế biển xanh", "", "", "")
FAIR = ("1", "Tổ chức hội chợ", "Sở Công Thươg", "", "Năm 2024")
VAGUE = ("2", "Đào tạo bác sĩ", "Sở Y tế", "", "khi nào tiện")
FOREST = ("3", "Trồng rừng phòng hộ", "Sở Y tế", "", "khi nào tiện")
CLINIC = ("4", "Khám bệnh cho người nghèo", "Sở Y tế", "", "Năm 2024")
ROWS = (HEADING, FAIR, VAGUE, FOREST, CLINIC)
DRAFT, FINAL = "trang tính Dự thảo", "trang tính Chính thức"
SAID = ("printed", "reading", "action", "problems", "acknowledged_by")

pytestmark = pytest.mark.any_engine


def staged(lan, plan, final=ROWS, draft=ROWS):
    book = excel(("Dự thảo", [HEADER, *draft]), ("Chính thức", [HEADER, *final]))
    batch = stage(by=lan, plan=plan, name="phu-luc.xlsx", content=book)
    return restage(by=lan, batch=batch, table=DRAFT)


def at(batch, number):
    return batch.rows.get(printed__ordinal=str(number))


def reviewed(lan, batch):
    choose_field(by=lan, row=at(batch, 1), field=Field.objects.get(code="du-lich"))
    take_suggestion(by=lan, row=at(batch, 1), role="lead", name="Sở Công Thươg", unit="Sở Công Thương")
    correct(by=lan, row=at(batch, 2), meant=Meant(lead="Sở Công Thương", timeframe="Quý II/2024"))
    acknowledge(by=lan, row=at(batch, 3))
    leave_out(by=lan, row=at(batch, 4), out=True)


def test_rows_of_the_same_words_keep_what_was_said_of_them(lan, plan, client_for):
    batch, other = staged(lan, plan), staged(lan, plan)
    choose_field(by=lan, row=at(other, 1), field=Field.objects.get(code="y-te"))  # and it is remembered
    reviewed(lan, batch)
    before = list(batch.rows.order_by("position").values_list(*SAID))

    answer = client_for(lan).post(
        reverse("admin:tasks_importbatch_table", args=[batch.pk]), {"table": FINAL}, follow=True
    )

    assert answer.redirect_chain
    assert list(batch.rows.order_by("position").values_list(*SAID)) == before
    assert "Không giữ được" not in answer.content.decode()
    assert confirm(by=lan, batch=batch) == Confirmed(created=3, updated=0, unchanged=0)
    assert UnitAlias.objects.filter(text="Sở Công Thươg").exists()
    assert set(plan.tasks.values_list("field__code", flat=True)) == {"du-lich"}


def test_what_would_be_lost_is_asked_by_name_and_noted_on_the_page(lan, plan, client_for):
    """The other sheet has another time for the second row, and not the fourth."""
    later = (*VAGUE[:4], "lúc nào đó")
    batch, browser = staged(lan, plan, final=[HEADING, FAIR, later, FOREST]), client_for(lan)
    reviewed(lan, batch)
    address = reverse("admin:tasks_importbatch_table", args=[batch.pk])

    before = factories.stored()
    asks = browser.post(address, {"table": FINAL})

    page = asks.content.decode()
    assert factories.stored() == before
    assert (VAGUE[1] in page, "Quý II/2024" in page, CLINIC[1] in page) == (True, True, True)
    assert (FAIR[1] in page, FOREST[1] in page) == (False, False)

    review = browser.post(address, dict(asks.context["sent"]), follow=True).content.decode()
    assert "Không giữ được kết quả rà soát của các hàng sau" in review
    assert all(f"{DRAFT}, dòng {number}" in review for number in (4, 6))
    assert at(batch, 2).reading["meant"] == vars(Meant(lead="Sở Công Thương"))
    assert review_of(batch).waiting == 1


def test_the_question_before_an_import_is_put_away_speaks_of_a_loss_only_where_something_was_said(
    lan, plan, client_for
):
    batch, browser = staged(lan, plan), client_for(lan)
    address = reverse("admin:tasks_importbatch_change", args=[batch.pk])
    lost = "Các nội dung đã sửa sẽ không còn"
    assert lost not in browser.get(address).content.decode()

    acknowledge(by=lan, row=at(batch, 3))

    assert lost in browser.get(address).content.decode()


def test_what_was_said_since_the_question_is_not_lost_with_the_rest(lan, plan):
    batch = staged(lan, plan, final=[FAIR])
    leave_out(by=lan, row=at(batch, 4), out=True)
    seen = [at(batch, 4).pk]
    leave_out(by=lan, row=at(batch, 3), out=True)

    with pytest.raises(LosesSaidError):
        restage(by=lan, batch=batch, table=FINAL, giving_up=seen)


def test_other_columns_keep_what_was_said_of_the_cells_that_read_the_same(lan, plan, client_for):
    """The column of the time was forgotten at first."""
    rows = [";".join(row) for row in (FAIR, VAGUE, CLINIC)]
    batch = stage(by=lan, plan=plan, name="phu-luc.csv", content="\n".join(rows).encode())
    table = batch.tables[0]["name"]
    columns = {"ordinal": 0, "content": 1, "lead": 2}
    restage(by=lan, batch=batch, table=table, mapping=Mapping(**columns))
    correct(by=lan, row=at(batch, 2), meant=Meant(lead="Sở Công Thương"))
    leave_out(by=lan, row=at(batch, 4), out=True)
    browser = client_for(lan)
    review = browser.get(reverse("admin:tasks_importbatch_change", args=[batch.pk])).content.decode()
    mapping = reverse("admin:tasks_importbatch_mapping", args=[batch.pk])
    assert mapping in review
    assert browser.get(mapping).context["form"].initial["lead"] == 2

    browser.post(mapping, {"table": table, "timeframe": 4} | columns)

    assert [row.action for row in batch.rows.order_by("position")] == ["create", "create", "excluded"]
    assert at(batch, 2).reading["lead"]["units"][0]["name"] == "Sở Công Thương"
    assert at(batch, 1).printed["timeframe"] == "Năm 2024"
