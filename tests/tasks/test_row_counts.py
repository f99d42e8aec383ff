"""Lists of agreements, plans, units and provinces tell how the tasks of each row stand: as the task list has
them, and no more than the person sees.
"""

import io
import re
from collections import Counter
from html import unescape

import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from agreements.models import Role
from tasks.exports import chosen_tasks
from tasks.models import Assignment, Occurrence
from tasks.row_counts import RowCounts, of_units
from tasks.states import Assessment, Status
from tasks.templatetags.row_tasks import RowTasks, row_tasks_cell
from tests import factories

pytestmark = pytest.mark.django_db

# List → a filter that leaves out rows which have no tasks anyway.
LISTS = {
    "agreement-list": {},
    "plan-list": {},
    "unit-list": {"kind": "department"},
    "province-list": {"with_agreements": "on"},
}
LINK = re.compile(r'<a class="row-tasks__\w+[^"]*" href="/nhiem-vu/\?([^"]*)"[^>]*>([\d.]+)')
PLANNING, FINANCE = "Sở Kế hoạch và Đầu tư", "Sở Tài chính"


def thu():
    """Staff of a department of Đắk Lắk, the other side."""
    return factories.person("thu", Role.STAFF, factories.unit("Sở Công Thương", "66"))


def nobody():
    return factories.User.objects.create(username="ai", full_name="Ai")


PEOPLE = (factories.lan, thu, factories.khang, nobody)


@pytest.fixture
def work():
    """Two agreements, plans of both sides, every assessment, former and shared lead units."""
    first = factories.plan()
    second = factories.plan(factories.agreement(("68", "66")))
    factories.task(first, timeframe="Các năm 2023, 2024, 2099")
    factories.task(first, leads=["Sở Y tế", "Sở Công Thương"])
    factories.task(second, leads=[PLANNING, FINANCE], timeframe="Thường xuyên")
    factories.task(second, timeframe="Sau khi có kinh phí")
    for values in (
        {"status": Status.PAUSED},
        {"status": Status.COMPLETED, "completed_on": "2024-12-31"},
        {"status": Status.COMPLETED, "completed_on": "2025-01-02"},
    ):
        made = factories.occurrence(of=factories.task(first))
        Occurrence.objects.filter(pk=made.pk).update(**values)
    theirs = factories.plan(second.agreement, code="66")
    factories.task(theirs, leads=["Sở Công Thương"])
    shared = factories.task(theirs, leads=["Sở Công Thương"])
    ours = factories.unit("Sở Y tế", on=factories.PLAN_DAY)
    for role in Assignment.Role:
        Assignment.objects.create(task=shared, role=role, unit=ours, sort=9)
    factories.task_of_ca_mau()


def listed(user, query):
    """The rows of the task list at this address."""
    return chosen_tasks(user, QueryDict(query), timezone.localdate()).qs


def in_rows(browser, name):
    """(query, number) of every number about tasks in the rows of a list."""
    page = browser.get(reverse(name), LISTS[name]).content.decode()
    return [(unescape(query), int(number.replace(".", ""))) for query, number in LINK.findall(page)]


@pytest.mark.parametrize("name", LISTS)
def test_every_number_in_a_row_opens_a_list_of_that_many_rows_for_everybody(work, client_for, name):
    """Lan sees her side and what Đắk Lắk shares, Thu her side and what Lâm Đồng shares, Khang Cà Mau's."""
    shown = {}
    for who in PEOPLE:
        user = who()
        shown[who] = in_rows(client_for(user), name)
        assert [(query, listed(user, query).count()) for query, _number in shown[who]] == shown[who]

    assert any("assessment=overdue" in query for query, _number in shown[factories.lan])
    assert [bool(shown[who]) for who in PEOPLE] == [True, True, True, False]


@pytest.mark.parametrize("name", LISTS)
def test_a_row_tells_the_assessments_of_the_rows_that_its_number_opens(work, client_for, name):
    user = factories.lan()
    page = client_for(user).get(reverse(name), LISTS[name]).context

    told = {row.pk: dict(page["row_tasks"].counts[row.pk].counts) for row in page["rows"]}

    today, named = timezone.localdate(), page["row_tasks"].counts.named
    found = {
        row.pk: dict(Counter(str(one.assessment_on(today)) for one in listed(user, f"{named}={row.pk}")))
        for row in page["rows"]
    }
    assert told == found
    assert len(set().union(*found.values())) >= 3


@pytest.mark.parametrize("column", ["tasks", "overdue"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_sorted_by_the_numbers_that_its_rows_show_on_every_page_and_in_its_file(
    work, client_for, name, column
):
    """Lan, Thu and Khang each by what they see; rows without tasks come last, and equals by name."""
    for number in range(26):
        title = f"Không có nhiệm vụ {number:02}"
        factories.plan(factories.agreement(title=title), title=title)
    title = "sort_title" if name in ("agreement-list", "plan-list") else "sort_name"
    for who in PEOPLE[:-1]:
        browser, asked = client_for(who()), {"sort": f"-{column}", "size": 25}
        first, second = (browser.get(reverse(name), asked | {"page": page}).context for page in (1, 2))
        pages = [first, second] if first["page"].has_next() else [first]
        shown = [(row, page["row_tasks"].counts[row.pk]) for page in pages for row in page["rows"]]
        told = [
            (-(one.size if column == "tasks" else one.overdue.count), getattr(row, title))
            for row, one in shown
        ]

        assert told == sorted(told)
        assert len({row.pk for row, _one in shown}) == first["page"].paginator.count
        answer = browser.get(reverse(f"{name}-file"), asked)
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        sizes = [row[-8] for row in sheet.iter_rows(min_row=4, values_only=True)]
        assert sizes == [one.size for _row, one in shown]


def test_all_seven_assessments_are_told_and_explained_once_above_the_rows(work, client_for):
    page = client_for(factories.lan()).get(reverse("agreement-list"))

    assert page.context["row_tasks"].counts.states == list(Assessment)
    assert page.content.decode().count('<ul class="chart-legend">') == 1
    assert '<ul class="chart-legend">' not in client_for(nobody()).get(reverse("plan-list")).content.decode()


def test_a_task_counts_once_for_a_unit_however_many_of_its_former_ones_lead_it_and_for_each_of_two_units(db):
    """Sở Kế hoạch và Đầu tư and Sở Tài chính are one today."""
    factories.task(leads=[PLANNING, FINANCE, "Sở Y tế"])
    finance, health = factories.unit(FINANCE), factories.unit("Sở Y tế")

    counts = of_units(factories.lan(), timezone.localdate(), [finance.pk, health.pk])

    assert (counts[finance.pk].size, counts[health.pk].size) == (1, 1)


def test_a_list_says_how_a_task_comes_into_several_rows_and_one_s_own_province_is_our_side(work, client_for):
    """An agreement and a plan have their own tasks and no others: nothing is to be said."""
    lan = client_for(factories.lan())
    pages = {name: lan.get(reverse(name), LISTS[name]).content.decode() for name in LISTS}
    rules = {
        "unit-list": "Mỗi đơn vị được tính các nhiệm vụ do mình chủ trì",
        "province-list": "Mỗi địa phương được tính toàn bộ nhiệm vụ của những thỏa thuận",
    }

    told = {name: [rule for rule in rules.values() if rule in page] for name, page in pages.items()}
    assert told == {name: [rules[name]] if name in rules else [] for name in LISTS}
    rows = re.findall(r'<td class="card-title">(.*?)</td>', pages["province-list"], re.DOTALL)
    assert [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows if "bên ta" in row] == [
        "tỉnh Lâm Đồng bên ta"
    ]
    assert len(rows) == 3


def test_a_cell_says_in_words_what_its_bar_shows():
    counts = RowCounts("plan", {7: {"ongoing": 2, "overdue": 1_200}})
    column = RowTasks.of(counts)

    cell, empty = row_tasks_cell(column, 7, "Nhiệm vụ"), row_tasks_cell(column, 8, "Nhiệm vụ")

    assert "<title>đang thực hiện trong hạn: 2; quá hạn chưa hoàn thành: 1.200</title>" in cell
    assert re.sub(r"<svg.*</svg>|<[^>]+>", " ", cell).split() == ["1.202", "1.200", "quá", "hạn"]
    assert 'aria-label="Nhiệm vụ: 1.202"' in cell
    assert re.sub("<[^>]+>", "", empty) == "0"
    assert "href" not in empty


@pytest.mark.parametrize("name", LISTS)
def test_the_file_has_the_same_numbers_as_numbers(work, client_for, name):
    browser = client_for(factories.lan())
    page = browser.get(reverse(name), LISTS[name]).context
    counts = [page["row_tasks"].counts[row.pk] for row in page["rows"]]

    answer = browser.get(reverse(f"{name}-file"), LISTS[name])
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    head, *rows = [row[-8:] for row in sheet.iter_rows(min_row=3, values_only=True)]

    assert head == (
        "Các kỳ thực hiện chủ trì" if name == "unit-list" else "Các kỳ thực hiện",
        "Hoàn thành đúng hạn",
        "Hoàn thành quá hạn",
        "Đang thực hiện trong hạn",
        "Quá hạn chưa hoàn thành",
        "Thường xuyên",
        "Chưa xác định thời hạn",
        "Tạm dừng, dừng",
    )
    assert rows == [(one.size, *(number.count for number in one.numbers)) for one in counts]
