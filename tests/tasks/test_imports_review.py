"""Lan and Hoa look at what was read of an appendix and put right what the reader could not know."""

import datetime as dt

import pytest
from django.urls import reverse

from agreements.models import Field, FieldHeading, Role, Unit, UnitAlias
from coop.shared.events import Event
from tasks.appendix.readers import read
from tasks.appendix.rows import draft_rows
from tasks.imports.comparing import compare_anew
from tasks.imports.confirming import Confirmed, confirm
from tasks.imports.correcting import acknowledge, choose_field, correct, leave_out, take_suggestion
from tasks.imports.leftovers import left_out_xlsx
from tasks.imports.reading import Meant
from tasks.imports.review import review_of
from tasks.imports.staged import draft_of
from tasks.imports.staging import discard, stage
from tasks.imports.undoing import undo
from tasks.models import ImportBatch, ImportRow, PlanGroup, Task
from tests import factories
from tests.strict_client import assert_no_inline_code

HEADER = "TT;Nội dung;Đơn vị chủ trì;Đơn vị phối hợp;Thời gian thực hiện;Sản phẩm"
HEADING = "I;Lĩnh vực Kinh tế biển xanh;;;;"
FAIR = "1;Tổ chức hội chợ;Sở Công Thươg;Sở Y tế;Năm 2024;Hội chợ"
VAGUE = "2;Đào tạo bác sĩ;Sở Y tế;;khi nào tiện;"
NOBODY = "3;Trồng rừng phòng hộ;;Sở Công Thương;Quý II/2024;"
GROUP = "4;Kết nối cung cầu;các sở, ban, ngành;;Thường xuyên;"
UNCLEAR_TIME = "Thời gian"
NO_LEAD = "Thiếu “Đơn vị chủ trì”."

pytestmark = pytest.mark.any_engine


@pytest.fixture
def hoa(db):
    """The second person of the secretariat."""
    return factories.person("hoa", Role.SECRETARIAT, factories.unit("Sở Tài chính"))


def staged(by, plan, *lines, header=HEADER):
    return stage(by=by, plan=plan, name="phu-luc.csv", content="\n".join([header, *lines]).encode())


def only(batch):
    return batch.rows.get()


def units(row, role="lead"):
    return [unit["name"] for unit in row.reading[role]["units"]]


def address(page, pk):
    return reverse(f"admin:tasks_importbatch_{page}", args=[pk])


def meant(row, **words):
    """The fields of the form of a row, as a browser sends them."""
    shown = {bound.name: bound.value() for bound in review_of(row.batch).rows[row.position - 1].form}
    return {f"hang-{row.pk}-{name}": value for name, value in (shown | words).items()} | {"meant": "1"}


def columns(task):
    return task.lead_text, task.timeframe, [unit.name for unit in task.lead_units]


def test_a_correction_is_read_again_and_the_print_stays(lan, plan):
    batch = staged(lan, plan, VAGUE)
    printed = only(batch).printed

    row = correct(by=lan, row=only(batch), meant=Meant(lead="Sở Công Thương", timeframe="Quý II/2024"))

    assert (row.printed, row.problems) == (printed, [])
    assert not plan.tasks.exists()
    confirm(by=lan, batch=batch)
    task = plan.tasks.get()
    assert columns(task) == ("Sở Y tế", "khi nào tiện", ["Sở Công Thương"])
    assert (task.deadline_certain, task.occurrences.get().due_on) == (True, dt.date(2024, 6, 30))


@pytest.mark.parametrize("above", ["Năm 2025;;;;;", "I;Nhiệm vụ năm 2025;;;;"])
def test_a_quarter_under_a_year_is_proposed_for_that_year_whatever_is_corrected_beside_it(lan, plan, above):
    row = only(staged(lan, plan, above, VAGUE.replace("khi nào tiện", "Quý II")))

    corrected = correct(by=lan, row=row, meant=Meant(lead="Sở Công Thương"))

    for one in (row, corrected):
        assert one.reading["deadline"]["occurrences"] == [["2025-04-01", "2025-06-30"]]
        assert "Thời gian: Thiếu năm; lấy năm ghi ở dòng tiêu đề phía trên." in one.problems
    assert compared(lan, row.batch).reading["deadline"] == row.reading["deadline"]


def compared(by, batch):
    compare_anew(by=by, batch=batch)
    return only(batch)


def test_what_is_still_uncertain_after_a_correction_is_said_again(lan, plan):
    row = only(staged(lan, plan, VAGUE))

    row = correct(by=lan, row=row, meant=Meant(lead="Sở Không Có Thật", timeframe="lúc nào cũng được"))
    assert [problem.split(":")[0] for problem in row.problems] == ["Đơn vị chủ trì", UNCLEAR_TIME]
    row = correct(by=lan, row=row, meant=Meant())
    assert [problem.split(":")[0] for problem in row.problems] == [UNCLEAR_TIME]


def test_a_correction_of_another_cell_does_not_hide_that_nobody_leads(lan, plan):
    row = only(staged(lan, plan, NOBODY))
    assert row.problems == [NO_LEAD]

    row = correct(by=lan, row=row, meant=Meant(timeframe="Quý III/2024"))
    assert (row.problems, row.blocked) == ([NO_LEAD], True)


def test_a_row_without_content_is_left_out_or_the_file_is_mended(lan, plan):
    batch = staged(lan, plan, FAIR.replace("Thươg", "Thương"), "2;;Sở Y tế;;Năm 2024;")
    row = batch.rows.get(position=2)

    assert (row.problems, row.blocked) == (["Thiếu “Nội dung”."], True)
    with factories.refused("lacks its content or a lead unit"):
        acknowledge(by=lan, row=row)
    with factories.refused(f"lack their content or a lead unit: {row.place}"):
        confirm(by=lan, batch=batch, acknowledge_all=True)

    leave_out(by=lan, row=row, out=True)
    assert confirm(by=lan, batch=batch) == Confirmed(created=1, updated=0, unchanged=0)


def test_a_row_that_says_the_same_as_one_above_needs_a_look(lan, plan):
    """The same work at another time is another row."""
    first, later = VAGUE.replace("khi nào tiện", "Năm 2024"), VAGUE.replace("khi nào tiện", "Năm 2025")
    rows = list(staged(lan, plan, first, later, f"4{first[1:]}").rows.order_by("position"))

    same = f"Trùng với {rows[0].place}: cùng nội dung, đơn vị chủ trì và thời gian."
    assert [row.problems for row in rows] == [[], [], [same]]


def test_a_corrected_row_has_to_be_looked_at_anew(lan, plan):
    row = acknowledge(by=lan, row=only(staged(lan, plan, VAGUE)))

    assert correct(by=lan, row=row, meant=Meant(timeframe="sớm")).acknowledged_by is None


def test_boxes_that_were_not_touched_are_read_as_printed(lan, plan, client_for):
    """A box of one line shows two printed lines as one, and that would be read in another way."""
    row = only(staged(lan, plan, '1;Đào tạo bác sĩ;"Sở Y tế\nSở Công Thương";;khi nào tiện;'))

    client_for(lan).post(address("row", row.pk), meant(row, timeframe="Quý II/2024"))

    row.refresh_from_db()
    assert (units(row), row.problems) == (["Sở Y tế", "Sở Công Thương"], [])
    assert row.reading["meant"] == {"lead": "", "partner": "", "timeframe": "Quý II/2024"}


def test_a_suggestion_is_remembered_with_who_and_when_once_the_import_is_confirmed(lan, hoa, plan):
    batch = staged(lan, plan, FAIR)

    row = take_suggestion(by=hoa, row=only(batch), role="lead", name="Sở Công Thươg", unit="Sở Công Thương")

    assert (units(row), row.problems) == (["Sở Công Thương"], [])
    assert not UnitAlias.objects.filter(text="Sở Công Thươg").exists()
    confirm(by=lan, batch=batch)
    alias = UnitAlias.objects.get(text="Sở Công Thươg")
    assert (alias.unit, alias.added_by) == (factories.unit("Sở Công Thương", on=plan.issued_on), lan)
    assert alias.added_at >= batch.uploaded_at
    later = only(staged(lan, factories.plan(), FAIR))
    assert (units(later), later.problems) == (["Sở Công Thương"], [])


@pytest.mark.parametrize(
    ("role", "name", "unit"),
    [
        ("lead", "Sở Công Thươg", "Sở Y tế"),
        ("lead", "Sở Công", "Sở Công Thương"),
        ("partner", "Sở Công Thươg", "Sở Công Thương"),
    ],
)
def test_a_suggestion_that_was_not_offered_is_refused(lan, plan, role, name, unit):
    row = only(staged(lan, plan, FAIR))

    with factories.refused("not among the suggestions"):
        take_suggestion(by=lan, row=row, role=role, name=name, unit=unit)


@pytest.mark.parametrize("take", ["", "lead", "field\ta\tb", "lead\tSở Công Thươg\tSở Y tế\tx"])
def test_a_button_that_was_made_up_is_answered_and_changes_nothing(lan, plan, client_for, take):
    row = only(staged(lan, plan, FAIR))

    before = factories.stored()
    assert client_for(lan).post(address("row", row.pk), {"take": take}).status_code == 302
    assert factories.stored() == before


def test_every_name_is_suggested_once(lan, plan):
    """Both provinces have a unit of this name; a button that says the same twice tells nobody which."""
    line = review_of(staged(lan, plan, FAIR)).rows[0]

    assert line.suggestions == [
        ("lead", "Sở Công Thươg", "Sở Công Thương"),
        ("lead", "Sở Công Thươg", "Bộ Công Thương"),
    ]


def test_a_suggestion_holds_for_a_name_that_the_paper_breaks_into_lines(lan, plan):
    printed = "Sở Nông nghiệp và\nPhát triển nông thn"
    row = only(staged(lan, plan, f'1;Trồng rừng;"{printed}\nSở Y tế";;Năm 2024;'))
    name, unit = "Sở Nông nghiệp và Phát triển nông thn", "Sở Nông nghiệp và Phát triển nông thôn"

    row = take_suggestion(by=lan, row=row, role="lead", name=name, unit=unit)

    assert (units(row), row.problems) == ([unit, "Sở Y tế"], [])


def test_a_suggested_partner_that_stands_in_the_cell_of_the_lead_can_be_taken(lan, plan):
    row = only(staged(lan, plan, "1;Mở lớp;Chủ trì: Sở Y tế. Phối hợp: Sở Công Thươg;;Năm 2024;"))

    row = take_suggestion(by=lan, row=row, role="partner", name="Sở Công Thươg", unit="Sở Công Thương")

    assert (units(row), units(row, "partner")) == (["Sở Y tế"], ["Sở Công Thương"])
    assert row.problems == []


def test_a_suggestion_is_taken_in_all_rows_of_the_name_but_those_that_somebody_took_as_printed(
    lan, hoa, plan, client_for
):
    same = "5;Mở cửa hàng;Sở Y tế, Sở Công Thươg;Sở Công Thươg;Năm 2024;"
    batch = staged(lan, plan, FAIR, VAGUE, same, FAIR.replace("1;Tổ chức", "6;Quảng bá"))
    acknowledge(by=hoa, row=batch.rows.get(position=4))
    sent = {"take": "lead\tSở Công Thươg\tSở Công Thương", "everywhere": "1"}
    button = address("row", batch.rows.get(position=1).pk)

    answer = client_for(lan).post(button, sent, headers={"HX-Request": "true"})

    assert answer["HX-Refresh"] == "true"
    rows = list(batch.rows.order_by("position"))
    assert [units(row)[-1:] for row in rows] == [["Sở Công Thương"], ["Sở Y tế"], ["Sở Công Thương"], []]
    assert (units(rows[2], "partner"), rows[2].problems) == (["Sở Công Thương"], [])
    assert [row.acknowledged_by for row in rows] == [None, None, None, hoa]


def test_a_suggestion_that_was_taken_back_is_not_remembered(lan, plan):
    batch = staged(lan, plan, FAIR)
    row = take_suggestion(by=lan, row=only(batch), role="lead", name="Sở Công Thươg", unit="Sở Công Thương")
    correct(by=lan, row=row, meant=Meant(lead="Sở Y tế"))
    confirm(by=lan, batch=batch)

    assert not UnitAlias.objects.filter(text="Sở Công Thươg").exists()


def test_a_field_chosen_for_a_heading_holds_for_all_its_rows_and_for_the_next_file(lan, plan):
    field = Field.objects.get(code="thuong-mai")
    other = "II;Lĩnh vực chưa ai biết;;;;"
    batch = staged(lan, plan, HEADING, FAIR, VAGUE, other, GROUP)
    headings = [line.row.printed["heading"] for line in review_of(batch).headings_to_place]
    assert headings == ["Lĩnh vực Kinh tế biển xanh", "Lĩnh vực chưa ai biết"]

    assert choose_field(by=lan, row=batch.rows.get(position=2), field=field) == 2

    assert [line.row.position for line in review_of(batch).headings_to_place] == [3]
    assert FieldHeading.objects.get(heading="Lĩnh vực Kinh tế biển xanh").field == field
    confirm(by=lan, batch=batch, acknowledge_all=True)
    assert list(plan.tasks.in_print_order().values_list("field", flat=True)) == [field.pk, field.pk, None]
    assert not review_of(staged(lan, factories.plan(), HEADING, GROUP)).headings_to_place


def test_a_paragraph_that_stands_as_a_heading_is_placed_and_not_remembered(lan, plan):
    field = Field.objects.get(code="thuong-mai")
    batch = staged(lan, plan, f"I;Lĩnh vực {'rất dài ' * 50};;;;", FAIR)

    choose_field(by=lan, row=only(batch), field=field)
    confirm(by=lan, batch=batch, acknowledge_all=True)

    assert plan.tasks.get().field == field
    assert not FieldHeading.objects.filter(heading__contains="rất dài").exists()


def test_lan_says_that_a_printed_partner_is_nobody_and_the_print_stays(lan, plan):
    batch = staged(lan, plan, "1;Mở hội chợ;Sở Công Thương;theo phân công;Năm 2024")
    row = correct(by=lan, row=only(batch), meant=Meant(partner="–"))
    assert row.problems == []
    confirm(by=lan, batch=batch)

    task = plan.tasks.get()
    assert (task.partner_text, [link.role for link in task.assignments.all()]) == ("theo phân công", ["lead"])


def test_what_a_secretariat_chose_for_a_heading_another_province_does_not_change(lan, plan):
    """Lan was first, and her choice is remembered; that of Khang holds for his own appendix."""
    khang = factories.khang()
    trade, tourism = (Field.objects.get(code=code) for code in ("thuong-mai", "du-lich"))
    of_ca_mau = factories.plan(factories.agreement(["96", "91"]), code="96")
    first, second = staged(lan, plan, HEADING, GROUP), staged(khang, of_ca_mau, HEADING, GROUP)

    choose_field(by=lan, row=only(first), field=trade)
    choose_field(by=khang, row=only(second), field=tourism)

    assert only(second).reading["field"] == tourism.pk
    assert only(staged(khang, of_ca_mau, HEADING, GROUP)).reading["field"] == trade.pk
    told = Event.objects.get(verb="remember_headings")
    assert (told.actor, told.target_id) == (lan, plan.pk)
    assert told.after == {"headings": f"Lĩnh vực Kinh tế biển xanh → {trade}"}


def test_a_field_chosen_later_reaches_the_tasks_that_are_there_already(lan, plan):
    field = Field.objects.get(code="thuong-mai")
    confirm(by=lan, batch=staged(lan, plan, HEADING, GROUP))
    again = staged(lan, plan, HEADING, GROUP)

    choose_field(by=lan, row=only(again), field=field)

    assert confirm(by=lan, batch=again) == Confirmed(0, 1, 0)
    assert plan.tasks.get().field == field


def test_a_row_that_was_looked_at_goes_in_as_printed_and_stays_marked(lan, plan, client_for):
    batch = staged(lan, plan, VAGUE, "5;Mua thuốc;Sở Không Có Thật;;Năm 2024;")
    for row in batch.rows.all():
        assert acknowledge(by=lan, row=row).acknowledged_by == lan

    confirm(by=lan, batch=batch)

    vague, unknown = plan.tasks.in_print_order()
    assert (vague.timeframe, vague.deadline_certain, vague.occurrences.get().due_on) == (
        "khi nào tiện",
        False,
        None,
    )
    assert (unknown.assignments.get().words, unknown.lead_units) == ("Sở Không Có Thật", [])
    page = client_for(lan).get(reverse("task-detail", args=[vague.pk])).content.decode()
    assert "“khi nào tiện”" in page


def test_a_row_without_a_lead_blocks_until_it_is_corrected_or_left_out(lan, plan):
    batch = staged(lan, plan, NOBODY, GROUP)
    row = batch.rows.get(position=1)
    for act in (acknowledge, lambda *, by, row: confirm(by=by, batch=batch, acknowledge_all=True)):
        with factories.refused("or a lead unit"):
            act(by=lan, row=row)

    leave_out(by=lan, row=row, out=True)
    leave_out(by=lan, row=row, out=False)
    with factories.refused("or a lead unit"):
        confirm(by=lan, batch=batch, acknowledge_all=True)
    correct(by=lan, row=row, meant=Meant(lead="Sở Y tế"))
    assert confirm(by=lan, batch=batch).created == 2


def test_rows_left_out_come_back_as_a_file_that_the_reader_reads_alike(lan, plan):
    batch = staged(lan, plan, HEADING, FAIR, VAGUE, NOBODY, GROUP)
    left = [leave_out(by=lan, row=row, out=True) for row in batch.rows.exclude(position=4)]

    assert confirm(by=lan, batch=batch) == Confirmed(1, 0, 0)

    assert plan.tasks.get().content == "Kết nối cung cầu"
    again = draft_rows(read("hang-chua-nhap.xlsx", left_out_xlsx(batch))).rows
    names = ("section", "heading", "ordinal", "content", "lead", "partner", "timeframe", "product")
    assert [[getattr(row, name) for name in names] for row in again] == [
        [getattr(draft_of(row), name) for name in names] for row in left
    ]


def test_an_unchanged_row_that_was_left_out_and_taken_in_again_is_unchanged(lan, plan):
    confirm(by=lan, batch=staged(lan, plan, GROUP))
    batch = staged(lan, plan, GROUP)

    row = leave_out(by=lan, row=only(batch), out=True)
    assert review_of(batch).to_confirm == 0
    row = leave_out(by=lan, row=row, out=False)

    assert row.action == ImportRow.Action.UNCHANGED
    assert confirm(by=lan, batch=batch) == Confirmed(0, 0, 1)


def test_what_the_plan_has_already_is_not_asked_again_when_the_same_file_comes_again(lan, plan):
    """Nothing is written of it; what was said of it the first time stands on the task."""
    first = staged(lan, plan, VAGUE, NOBODY)
    correct(by=lan, row=first.rows.get(position=2), meant=Meant(lead="Sở Y tế"))
    confirm(by=lan, batch=first, acknowledge_all=True)

    again = staged(lan, plan, VAGUE, NOBODY, "5;Mua thuốc;Sở Y tế;;khi nào tiện;")

    review = review_of(again)
    assert (review.waiting, review.blocked) == (1, 0)
    assert [line.row.position for line in review.rows if line.is_open] == [3]
    acknowledge(by=lan, row=again.rows.get(position=3))
    assert confirm(by=lan, batch=again) == Confirmed(1, 0, 2)
    assert [task.lead_units[0].name for task in plan.tasks.all()] == ["Sở Y tế"] * 3


def test_a_doubt_about_a_row_twice_stays_while_its_partners_are_corrected(lan, plan):
    batch = staged(lan, plan, GROUP, GROUP)
    (doubt,) = batch.rows.get(position=2).problems
    assert doubt.startswith("Trùng với")

    for meant, left in ((Meant(partner="Sở Y tế"), [doubt]), (Meant(timeframe="Quý II/2024"), [])):
        assert correct(by=lan, row=batch.rows.get(position=2), meant=meant).problems == left


def test_unsure_rows_go_in_only_when_somebody_says_that_they_were_looked_at(lan, plan, client_for):
    batch, browser = staged(lan, plan, VAGUE), client_for(lan)

    with factories.writes():
        answer = browser.post(address("confirm", batch.pk))
    assert answer.url == address("change", batch.pk)
    answer = browser.post(address("confirm", batch.pk), {"looked": "1"})
    assert answer.url == reverse("plan-detail", args=[plan.pk])
    assert only(batch).acknowledged_by == lan


@pytest.mark.parametrize("end", [confirm, discard])
def test_what_was_confirmed_or_put_away_is_not_corrected_any_more(lan, plan, end):
    batch = staged(lan, plan, GROUP)
    end(by=lan, batch=batch)
    row, field = only(batch), Field.objects.first()

    for act, said in (
        (correct, {"meant": Meant(lead="Sở Y tế")}),
        (choose_field, {"field": field}),
        (acknowledge, {}),
        (leave_out, {"out": True}),
    ):
        with factories.refused("already"):
            act(by=lan, row=row, **said)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((), ["sẽ tạo mới", "giữ nguyên", "không nhập"]),
        ((confirm,), ["đã tạo", "giữ nguyên", "không nhập"]),
        ((confirm, undo), ["đã hoàn tác", "giữ nguyên", "không nhập"]),
        ((discard,), ["không ghi vào kế hoạch"] * 3),
    ],
)
def test_the_page_says_what_will_happen_only_while_the_file_waits(lan, plan, client_for, ends, said):
    confirm(by=lan, batch=staged(lan, plan, GROUP))
    batch = staged(lan, plan, "1;Họp;Sở Y tế;;Năm 2024;", GROUP, "5;Mua thuốc;Sở Y tế;;Năm 2024;")
    leave_out(by=lan, row=batch.rows.get(position=3), out=True)
    for end in ends:
        end(by=lan, batch=batch)

    answer = client_for(lan).get(address("change", batch.pk))

    assert [line.outcome for line in answer.context["review"].rows] == said
    assert ("sẽ tạo mới" in answer.content.decode()) == (not ends)


def test_after_the_import_lan_is_led_to_what_has_no_due_day_and_to_how_it_gets_one(lan, plan, client_for):
    batch, browser = staged(lan, plan, "1;Họp;Sở Y tế;;Năm 2024;", VAGUE), client_for(lan)

    told = browser.post(address("confirm", batch.pk), {"looked": "1"}, follow=True).content.decode()

    assert "Kế hoạch còn 1 kỳ thực hiện chưa xác định thời hạn" in told
    assert f'href="/nhiem-vu/?plan={plan.pk}&amp;assessment=undated"' in told
    vague, clear = (Task.objects.get(content=content) for content in ("Đào tạo bác sĩ", "Họp"))
    pages = [browser.get(reverse("task-detail", args=[task.pk])).content.decode() for task in (vague, clear)]
    assert [f"/importbatch/add/?plan={plan.pk}" in page for page in pages] == [True, False]


def test_with_htmx_the_row_and_the_sums_come_back(lan, plan, client_for):
    batch = staged(lan, plan, FAIR, VAGUE)
    row = batch.rows.get(position=2)
    sent = meant(row, timeframe="Quý II/2024")

    answer = client_for(lan).post(address("row", row.pk), sent, headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert_no_inline_code(answer)
    assert ('id="hang-2"' in page, 'id="hang-1"' in page, "<html" in page) == (True, False, False)
    assert 'id="import-state" hx-swap-oob="true"' in page
    assert answer.context["review"].waiting == 1


def test_without_htmx_the_page_comes_back_at_that_row(lan, plan, client_for):
    row = only(staged(lan, plan, VAGUE))

    answer = client_for(lan).post(address("row", row.pk), {"acknowledge": "1"})

    assert answer.url == f"{address('change', row.batch_id)}?xem=1#hang-1"
    row.refresh_from_db()
    assert row.acknowledged_by == lan


def test_an_act_that_is_refused_says_so_at_the_row(lan, plan, client_for):
    row = only(staged(lan, plan, NOBODY))
    sent = {"acknowledge": "1"}

    with factories.writes():
        answer = client_for(lan).post(address("row", row.pk), sent, headers={"HX-Request": "true"})
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("sent", [{"field": "999999"}, {"field": ""}, {"timeframe": "x" * 301}])
def test_what_cannot_be_taken_is_said_and_changes_nothing(lan, plan, client_for, sent):
    row = only(staged(lan, plan, HEADING, GROUP))
    sent = sent if "field" in sent else meant(row, **sent)

    before = factories.stored()
    answer = client_for(lan).post(address("row", row.pk), sent, headers={"HX-Request": "true"})
    assert 'role="alert"' in answer.content.decode()
    assert factories.stored() == before


def test_a_group_is_fixed_with_its_members_of_the_day_of_the_plan(lan, plan):
    day = plan.issued_on
    confirm(by=lan, batch=staged(lan, plan, GROUP, "5;Rà soát;UBND các huyện, thành phố;;Năm 2024;"))

    offices, districts = PlanGroup.objects.order_by("words").filter(plan=plan).reverse()
    assert (offices.words, districts.words) == ("các sở, ban, ngành", "UBND các huyện, thành phố")
    members = set(offices.members.values_list("name", flat=True))
    assert {"Sở Nông nghiệp và Phát triển nông thôn", "Sở Kế hoạch và Đầu tư"} <= members
    assert not {"Sở Nông nghiệp và Môi trường", "UBND tỉnh Lâm Đồng"} & members  # of 2025; no office
    for unit in (*offices.members.all(), *districts.members.all()):
        assert unit.province == plan.province
        assert unit in Unit.objects.valid_on(day)
    assert {unit.kind for unit in districts.members.all()} == {Unit.Kind.DISTRICT}


def test_a_group_stays_as_it_was_when_units_change_later(lan, plan):
    confirm(by=lan, batch=staged(lan, plan, GROUP))
    members = set(PlanGroup.objects.get().members.all())
    newer = Unit.objects.create(
        name="Sở Kinh tế số", kind=Unit.Kind.DEPARTMENT, province=plan.province, valid_from=plan.issued_on
    )

    confirm(by=lan, batch=staged(lan, plan, GROUP, GROUP.replace("4;Kết nối", "5;Nối lại")))

    assert plan.tasks.count() == 2
    assert set(PlanGroup.objects.get().members.all()) == members
    assert newer not in members


def test_a_row_is_as_complete_as_its_unit_its_time_and_its_product(lan, plan):
    complete = FAIR.replace("Thươg", "Thương")
    review = review_of(staged(lan, plan, complete, FAIR, VAGUE, "6;Mua thuốc;Sở Không Có Thật;;sớm;"))

    assert [line.complete for line in review.rows] == [3, 2, 1, 0]


def test_two_people_see_what_the_other_has_done(lan, hoa, plan, client_for):
    batch = staged(lan, plan, FAIR, VAGUE, NOBODY)
    fair, vague, nobody = batch.rows.all()
    client_for(hoa).post(address("row", vague.pk), meant(vague, timeframe="Quý II/2024"))
    client_for(hoa).post(address("row", fair.pk), {"acknowledge": "1"})
    client_for(hoa).post(address("row", nobody.pk), {"leave_out": "1"})

    answer = client_for(lan).get(address("change", batch.pk))

    review, page = answer.context["review"], answer.content.decode()
    assert [line.row.reading["meant"]["timeframe"] for line in review.unsure] == ["", "Quý II/2024", ""]
    assert (review.waiting, review.excluded) == (0, 1)
    assert str(hoa) in page


def test_of_two_people_at_one_row_neither_loses_what_the_other_said(lan, hoa, plan):
    batch = staged(lan, plan, FAIR.replace("Năm 2024", "khi nào tiện"))
    seen = only(batch)
    correct(by=hoa, row=only(batch), meant=Meant(timeframe="Quý II/2024"))

    row = take_suggestion(by=lan, row=seen, role="lead", name="Sở Công Thươg", unit="Sở Công Thương")

    assert (row.problems, row.reading["meant"]["timeframe"]) == ([], "Quý II/2024")


def test_for_the_secretariat_of_another_province_no_row_exists(lan, plan, client_for):
    row, khang = only(staged(lan, plan, HEADING, FAIR)), client_for(factories.khang())

    before = factories.stored()
    for sent in (
        {"leave_out": "1"},
        {"take_in": "1"},
        {"take": "lead\tSở Công Thươg\tSở Công Thương"},
        {"field": str(Field.objects.first().pk)},
        meant(row, lead="Sở Y tế"),
    ):
        assert khang.post(address("row", row.pk), sent).status_code == 404
    assert factories.stored() == before
    assert (Task.objects.count(), ImportBatch.objects.count()) == (0, 1)


def test_many_unsure_rows_come_page_by_page_and_a_settled_row_leads_back_to_its_page(lan, plan, client_for):
    batch = staged(lan, plan, *(f"{number};Việc {number};Sở Y tế;;khi nào tiện;" for number in range(1, 61)))
    browser = client_for(lan)

    second = browser.get(address("change", batch.pk), {"xem": "2"})

    assert [line.row.position for line in second.context["review"].unsure] == list(range(51, 61))
    assert "51–60" in second.content.decode()
    row = batch.rows.get(position=55)
    assert b'name="xem" value="2"' in second.content
    answer = browser.post(address("row", row.pk), {"acknowledge": "1", "xem": "2"})
    assert answer.url == f"{address('change', batch.pk)}?xem=2#hang-55"


def test_the_sums_are_those_of_the_rows_whatever_was_done_with_them(lan, plan):
    """What is open is said once in Python, for a row, and once in SQL, for the sums."""
    lines = [FAIR, VAGUE, NOBODY, GROUP, "5;Đào tạo y tá;Sở Y tế;;lúc nào đó;", "6;Họp;Sở Y tế;;Năm 2024;"]
    batch = staged(lan, plan, *lines)
    rows = list(batch.rows.order_by("position"))
    acknowledge(by=lan, row=rows[1])
    leave_out(by=lan, row=rows[4], out=True)
    correct(by=lan, row=rows[0], meant=Meant(lead="Sở Công Thương"))

    review = review_of(batch)

    open_rows = [line for line in review.rows if line.is_open]
    assert (review.waiting, review.blocked) == (len(open_rows), sum(line.row.blocked for line in open_rows))
    assert [line.row.position for line in review.unsure] == [1, 2, 3, 5]
    assert (review.created, review.excluded, review.total, review.to_confirm) == (5, 1, 6, 5)
    assert review.headings == 0
