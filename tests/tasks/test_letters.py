"""The urging letter, the appendix of a plan with its status, the sheet that a unit fills in."""

import datetime as dt
import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from agreements.models import Role
from coop.shared.documents.content import Code, GroupRow
from coop.shared.documents.pdf import write_pdf
from coop.shared.documents.stored import to_json
from tasks.models import Assignment, Occurrence
from tasks.permissions.seeing import visible_occurrences
from tasks.reports.annual import annual_report
from tasks.reports.letters import late_units, plan_status, unit_sheet, urging_letter
from tasks.todo import todo_list
from tests import factories
from tests.tasks.report_world import scope_of, text_of, year_of_work

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 2, 10)


DATED = ["Các năm 2025, 2026, 2027", "Giai đoạn 2025-2028", "Ngày 05/12/2026", "Quý I/2027", "Năm 2024"]


def address_of(task):
    return f"https://hoptac.example.vn/nhiem-vu/{task}/"


def test_every_late_unit_is_urged_with_its_tasks_and_under_its_name_of_today():
    year_of_work()
    factories.task_of_ca_mau()
    late = late_units(Occurrence.objects.all(), DAY, factories.province("68"))
    letter = urging_letter(factories.province("68"), late, DAY)

    assert letter.addressees == ("Sở Công Thương",)
    assert "còn 1 lượt nhiệm vụ quá hạn chưa hoàn thành (danh sách" in letter.body[0].text
    assert "đề nghị thủ trưởng đơn vị khẩn trương" in letter.body[1].text
    assert "trước ngày 20/02/2025" in letter.body[1].text
    group, row = letter.annexes[0].tables[0].rows
    assert group == GroupRow("Sở Công Thương (1)")
    assert (row[1], *row[4:]) == ("Tuần văn hóa", "31/12/2024", "41", "0%")
    text = text_of(write_pdf(letter))
    assert "V/v đôn đốc thực hiện các nhiệm vụ hợp tác quá hạn" in text
    assert "Kính gửi: Sở Công Thương" in text


def test_a_letter_to_several_units_counts_and_addresses_them_all():
    for name in ("Sở Y tế", "Sở Công Thương"):
        factories.task(leads=[name])
    late = late_units(Occurrence.objects.all(), factories.TODAY, factories.province("68"))

    counted, urged = (one.text for one in urging_letter(factories.province("68"), late, factories.TODAY).body)

    assert "chưa hoàn thành của 2 đơn vị (danh sách" in counted
    assert "đề nghị thủ trưởng các đơn vị khẩn trương" in urged


@pytest.mark.parametrize(("leads", "said"), [([], "không có đơn vị nào"), (["Sở Y tế"], "Sở Y tế</td>")])
def test_what_is_overdue_and_led_by_nobody_is_named_beside_the_letter(client_for, leads, said):
    for names in ([], leads):
        factories.task(leads=names)
    page = client_for(factories.lan()).get(reverse("urging-letter")).content.decode()

    assert said.casefold() in page.casefold()
    assert f"Có {2 - len(leads)} kỳ thực hiện quá hạn không nêu trong công văn" in page
    assert '<a href="/nhiem-vu/?assessment=overdue">2</a>' in page
    assert "Không có nhiệm vụ nào quá hạn." not in page


def test_a_number_of_overdue_work_opens_the_list_that_it_counts_whoever_issued_the_plan(client_for):
    """Sở Y tế of Lâm Đồng leads with another unit, under a former name, and in a plan of Đắk Lắk, too."""
    health, made = factories.unit("Sở Y tế"), factories.agreement(("68", "66"))
    factories.task(factories.plan(made), leads=["Sở Y tế", "Sở Kế hoạch và Đầu tư"])
    theirs = factories.plan(made, code="66")
    for content in ("Tiêm chủng vùng giáp ranh", "Chia sẻ dữ liệu bệnh truyền nhiễm"):
        Assignment.objects.create(
            task=factories.task(theirs, leads=["Sở Công Thương"], content=content), role="lead", unit=health
        )
    lan = client_for(factories.lan())

    page = lan.get(reverse("urging-letter")).content.decode()

    links = re.findall(r'<a href="([^"]+)">(\d+)<span', page)
    assert [number for _url, number in links] == ["1", "3"]
    assert [lan.get(unescape(url)).context["page"].paginator.count for url, _number in links] == [1, 3]
    assert "Sở Y tế (3)" in text_of(lan.get(reverse("urging-file", args=["pdf"])).content)


def test_the_appendix_of_a_plan_says_what_became_of_every_row():
    made = year_of_work()
    other = factories.plan(made.agreement, number="17/KH-UBND")
    factories.task(other)

    document = plan_status(made, factories.province("68"), DAY)

    verdicts = [row[6] for row in document.annexes[0].tables[0].rows if not isinstance(row, GroupRow)]
    assert verdicts == [
        "Hoàn thành đúng hạn",
        "Hoàn thành quá hạn",
        "Quá hạn chưa hoàn thành",
        "3 kỳ thực hiện thường xuyên",
        "Chưa xác định thời hạn",
    ]
    assert "tỷ lệ hoàn thành đạt 2/3 lượt nhiệm vụ đến hạn (66,7%)" in document.body[0].text


def test_a_task_that_got_time_beyond_its_plan_is_still_in_the_appendix_of_the_plan():
    plan = factories.plan()
    late = factories.occurrence(factories.task(plan, content="Trồng rừng"))
    late.due_on = dt.date(2026, 3, 31)
    late.save()

    document = plan_status(plan, factories.province("68"), DAY)

    assert [row[1] for row in document.annexes[0].tables[0].rows] == ["Trồng rừng"]
    assert "Từ ngày 30/8/2023 đến ngày 31/3/2026 có 1 lượt nhiệm vụ đến hạn" in document.body[0].text


@pytest.mark.parametrize("paper", ["report", "plan", "letter", "sheet"])
def test_a_paper_is_in_vietnamese_whatever_language_the_reader_has_chosen(paper):
    made = year_of_work()
    for plan in (made, factories.plan(made.agreement)):
        factories.task(plan, timeframe="Quý I, II/2024", leads=["Sở Công Thương"])
    said = []
    for language in ("vi", "en"):
        with override(language):
            said.append(to_json(paper_of(paper, made)))

    assert said[0] == said[1]


def paper_of(paper, plan):
    ours, rows = factories.province("68"), Occurrence.objects.all()
    makers = {
        "report": lambda: annual_report(scope_of(plan)),
        "plan": lambda: plan_status(plan, ours, DAY),
        "letter": lambda: urging_letter(ours, late_units(rows, DAY, ours), DAY),
        "sheet": lambda: unit_sheet(factories.unit("Sở Công Thương"), rows, DAY, address_of),
    }
    return makers[paper]()


def test_the_sheet_of_a_unit_has_a_row_for_everything_it_owes_with_a_code_that_opens_it():
    year_of_work()
    unit = factories.unit("Sở Công Thương")
    sheet = unit_sheet(unit, Occurrence.objects.all(), DAY, address_of)
    (row,) = sheet.annexes[0].tables[0].rows
    task = Occurrence.objects.get(task__content="Tuần văn hóa").task_id

    assert row == (Code(f"NV{task}", address_of(task)), "Tuần văn hóa", "31/12/2024", "", "", "")
    assert "NV" in text_of(write_pdf(sheet))


def test_the_sheet_has_what_the_unit_leads_in_a_plan_of_the_other_side(client_for):
    at = factories.unit("Sở Công Thương", "79")
    binh = factories.person("binh", Role.STAFF, at)
    task = factories.task(content="Tuần hàng hai tỉnh", leads=[])
    Assignment.objects.create(task=task, role=Assignment.Role.LEAD, unit=at)
    factories.task(task.plan)

    text = text_of(client_for(binh).get(reverse("unit-sheet", args=[at.pk])).content)

    assert "1 lượt nhiệm vụ chưa hoàn thành" in text
    assert f"NV{task.pk}" in text


@time_machine.travel(factories.TODAY)
def test_the_sheet_asks_for_what_the_to_do_list_asks_for(minh):
    plan = factories.plan(ends_on=dt.date(2030, 12, 31))
    for timeframe in ("Thường xuyên", "Sau khi có hướng dẫn", *DATED):
        factories.task(plan, timeframe=timeframe)
    asked = Occurrence.objects.in_bulk([one.pk for one in todo_list(minh)]).values()

    unit = minh.memberships.get().unit
    sheet = unit_sheet(unit, visible_occurrences(minh), factories.TODAY, address_of)

    rows = sheet.annexes[0].tables[0].rows
    assert sorted(row[0].text for row in rows) == sorted(f"NV{one.task_id}" for one in asked)
    assert f"{len(asked)} lượt nhiệm vụ chưa hoàn thành" in sheet.body[0].text
    assert len(asked) == 7


def test_a_unit_that_owes_nothing_gets_a_sheet_without_rows():
    sheet = unit_sheet(factories.unit("Sở Y tế"), Occurrence.objects.all(), DAY, address_of)

    assert sheet.annexes == ()
    assert "0 lượt nhiệm vụ" in sheet.body[0].text
