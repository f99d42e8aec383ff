"""Every number on the overview opens a list with exactly that many rows, and the sentence counts rightly."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Field, Role, Unit
from coop.shared.tally import Source, tally
from tasks.actions.directing import give_directive
from tasks.actions.extending import ask_extension, decide_extension
from tasks.dashboard.worst import overdue_rows
from tasks.filters import OccurrenceFilter
from tasks.models import Directive, Occurrence, Task
from tasks.permissions.seeing import visible_occurrences
from tasks.states import Assessment, Status
from tests import factories

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*href="(/nhiem-vu/\?[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
WITH_THE_CITY = "Thỏa thuận với Thành phố"
PLANNING, FINANCE = "Sở Kế hoạch và Đầu tư", "Sở Tài chính"


@pytest.fixture
def lan(client_for):
    return client_for(factories.lan())


def full_year():
    """2024 with every assessment, two agreements, shared and former lead units, tasks with and without a
    field.
    """
    minh = factories.minh()
    farming, tourism = Field.objects.get(code="nong-nghiep"), Field.objects.get(code="du-lich")
    first = factories.plan(factories.agreement(title=WITH_THE_CITY))
    second = factories.plan(factories.agreement(("68", "66"), title="Thỏa thuận với Đắk Lắk"))
    factories.task(first, field=farming, is_key=True)
    factories.task(first, field=farming, leads=["Sở Y tế", "Sở Công Thương"])
    factories.task(second, field=tourism, leads=[PLANNING, FINANCE])
    factories.task(second, timeframe="Thường xuyên")
    factories.task(first, timeframe="Sau khi có kinh phí")
    stop(factories.occurrence(of=factories.task(second)))
    reported = factories.reported(minh, factories.occurrence(of=factories.task(first)))
    done(factories.occurrence(of=factories.task(first, field=tourism)), "2024-12-31")
    done(factories.occurrence(of=factories.task(first)), "2025-01-02")
    Occurrence.objects.filter(pk=reported.pk).update(reported_on="2024-06-01")
    return minh


def stop(occurrence):
    Occurrence.objects.filter(pk=occurrence.pk).update(status=Status.PAUSED)


def done(occurrence, day):
    Occurrence.objects.filter(pk=occurrence.pk).update(status=Status.COMPLETED, completed_on=day, percent=100)


def rows_behind(browser, address):
    return browser.get(address).context["page"].paginator.count


def numbers_on(page):
    """(address, number) of every link to a list that shows or tells a number."""
    for address, inside in LINK.findall(page):
        told = re.search(r": ([\d.]+)</title>", inside)
        shown = re.fullmatch(r"\D*?([\d.]+)", TAG.sub(" ", inside).strip(), re.DOTALL)
        number = told or shown
        if number:
            yield unescape(address), int(number[1].replace(".", ""))


def lists_of(user, addresses, on=None):
    """How many rows the list has at each address; all lists in one statement."""
    on = on or timezone.localdate()
    request = RequestFactory().get("/")
    request.user = user
    rows = visible_occurrences(user).assessed(on)
    lists = {
        address: OccurrenceFilter(QueryDict(address.partition("?")[2]), rows, request=request, on=on)
        for address in addresses
    }
    names = {address: f"list {number}" for number, address in enumerate(lists)}
    counted = tally(
        {names[address]: Source(one.qs.values_list("pk"), ("id",)) for address, one in lists.items()}
    )
    return {address: counted.total(names[address]) for address in addresses}


def waiting_work(minh):
    """One of each thing that waits for somebody's word, besides the year's work."""
    seat = minh.memberships.get().unit
    leader = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh"))
    signed = factories.agreement(title="Thỏa thuận đang chờ")
    task = factories.task(factories.plan(signed), timeframe="Các năm 2024, 2025")
    on = factories.occurrence(task)
    ask_extension(by=minh, occurrence=on, on_behalf_of=seat, new_due_on=factories.TODAY, reason="Chờ vốn")
    give_directive(by=leader, task=task, text="Giải trình", kind=Directive.Kind.EXPLANATION)


CHOICES = {
    "one year": lambda: "year=2024",
    "a year with little": lambda: "year=2025",
    "words": lambda: "year=2024&q=hoi+nghi",
    "a unit by its name": lambda: "year=2024&unit=y+te",
    "a lead unit": lambda: f"year=2024&lead={factories.unit('Sở Y tế').pk}",
    "key tasks": lambda: "year=2024&is_key=on",
    "a unit that was merged since": lambda: (
        f"year=2024&lead={factories.unit(PLANNING, on=factories.PLAN_DAY).pk}"
    ),
    "a partner": lambda: f"year=2024&partner={factories.province('66').pk}",
    "an agreement and a field": lambda: (
        f"year=2024&field=nong-nghiep&agreement={Agreement.objects.get(title=WITH_THE_CITY).pk}"
    ),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_every_number_opens_a_list_of_that_many_rows(client_for, choice):
    lan = factories.lan()
    waiting_work(full_year())

    page = client_for(lan).get(f"/?{CHOICES[choice]()}").content.decode()
    numbers = {found for found in numbers_on(page) if found[1]}

    lists = lists_of(lan, {address for address, _number in numbers})
    assert {(address, lists[address]) for address, _number in numbers} == numbers
    assert len([number for _address, number in numbers if number]) > 6


def test_no_number_of_a_chart_stands_without_its_list(lan):
    full_year()
    page = lan.get("/?year=2024").content.decode()

    drawn = re.findall(r'<text class="chart-total"[^>]*>(\d+)</text></g>(</a>)?', page)
    written = [row for table in page.split('class="chart-table"')[1:] for row in rows_of(table)]
    assert [end for _number, end in drawn] == ["</a>"] * 9
    assert len(written) == 12 + 9  # months, then groups
    assert [cell for row in written for cell in row if not cell.startswith("<a ") and cell != "0"] == []
    assert [TAG.sub("", row[-1]) for row in written[12:]] == [number for number, _end in drawn]


def rows_of(table):
    body = table.split("<tbody>")[1].split("</tbody>")[0]
    return [re.findall(r'<td class="num">(.*?)</td>', row) for row in body.split("</tr>")[:-1]]


def test_every_bar_is_named_by_a_link_to_all_of_its_rows(client_for):
    lan = factories.lan()
    full_year()
    charts = client_for(lan).get("/?year=2024").context["charts"]

    rows = [row for chart in charts for row in chart.bars.rows]
    assert [len(chart.bars.rows) for chart in charts] == [2, 3, 4]
    assert lists_of(lan, {row.url for row in rows}) == {row.url: row.total for row in rows}


def test_a_group_that_was_chosen_hides_those_that_share_its_tasks(lan):
    full_year()
    page = lan.get(f"/?year=2024&lead={factories.unit('Sở Y tế').pk}")

    (leads,) = [chart for chart in page.context["charts"] if chart.name == "lead"]
    assert [row.label for row in leads.bars.rows] == ["Sở Y tế"]
    assert [unit.label for unit in page.context["silent_units"]] == ["Sở Y tế"]
    assert [lead.label for lead, _cells in page.context["heat"].rows] == ["Sở Y tế"]


def test_the_sentence_and_the_tiles_count_every_assessment(lan):
    full_year()
    response = lan.get("/?year=2024")
    summary = response.context["summary"]

    counts = {number.key: number.count for number in summary.numbers}
    assert counts == {
        Assessment.DONE_ON_TIME: 1,
        Assessment.DONE_LATE: 1,
        Assessment.ONGOING: 1,
        Assessment.OVERDUE: 3,
        Assessment.CONTINUOUS: 1,
        Assessment.UNDATED: 1,
        Assessment.STOPPED: 1,
    }
    assert (summary.due, summary.done, summary.done_percent, summary.total.count) == (
        6,
        2,
        Decimal("33.3"),
        9,
    )
    sentence = TAG.sub("", re.search(r'lead-sentence">(.*?)</p>', response.content.decode(), re.DOTALL)[1])
    assert [int(number) for number in re.findall(r"\d+", sentence)] == [2024, 6, 2, 33, 3, 3]


def test_a_rate_is_not_made_of_what_has_no_deadline(lan):
    made = factories.plan()
    factories.task(made, timeframe="Thường xuyên")
    factories.task(made, timeframe="Sau khi có kinh phí")
    summary = lan.get("/?year=2024").context["summary"]

    assert (summary.total.count, summary.due, summary.done_percent) == (2, 0, None)


def bars_by_lead(browser):
    (chart,) = [chart for chart in browser.get("/?year=2024").context["charts"] if chart.name == "lead"]
    return {row.label: row.total for row in chart.bars.rows}


def test_former_and_present_unit_are_one_bar_and_a_shared_task_counts_once_in_it(lan):
    factories.task(leads=[PLANNING, FINANCE])

    assert bars_by_lead(lan) == {FINANCE: 1}


def test_a_task_with_two_lead_units_counts_for_both(lan):
    factories.task(leads=["Sở Y tế", "Sở Công Thương"])

    assert bars_by_lead(lan) == {"Sở Y tế": 1, "Sở Công Thương": 1}


def test_units_without_one_heir_are_in_no_bar(lan):
    factories.task()
    Unit.objects.filter(name="Sở Nông nghiệp và Phát triển nông thôn").update(current_heir=None)

    assert bars_by_lead(lan) == {}


def test_the_year_is_the_current_one_until_another_is_chosen(lan):
    this_year = str(timezone.localdate().year)

    assert lan.get("/").context["year"] == this_year
    assert lan.get("/?year=2024").context["year"] == "2024"
    assert lan.get("/?year=").context["year"] == this_year
    for nonsense in ("x", "24", "99999", "1850"):
        assert "summary" not in lan.get("/", {"year": nonsense}).context


def test_the_filters_of_the_address_stay_in_every_link(lan):
    full_year()
    Task.objects.update(is_key=True)
    page = lan.get("/?year=2024&q=hoi+nghi&is_key=on").content.decode()

    kept = {"q=hoi+nghi", "is_key=on"}
    addresses = {unescape(address) for address, _inside in LINK.findall(page)}
    assert len(addresses) > 20
    assert [address for address in addresses if not kept <= set(parts(address))] == []
    of_another_time = [parts(address) for address in addresses if "year=2024" not in parts(address)]
    assert {"year=2023", "assessment=overdue"} & set.intersection(*map(set, of_another_time)) == set()
    assert all(
        "year=2023" in found or found[-1].startswith(("assessment=", "awaited=")) for found in of_another_time
    )


def parts(address):
    return address.partition("?")[2].split("&")


def test_an_assessment_cannot_narrow_a_page_that_counts_them_all(lan):
    full_year()

    assert lan.get("/?year=2024&assessment=overdue").context["summary"].total.count == 9


def test_the_overdue_are_listed_worst_first_with_their_days_and_postponements(lan):
    made = factories.plan()
    factories.task(made, content="Trễ ít", timeframe="Năm 2025")
    worst = factories.occurrence(of=factories.task(made, content="Trễ nhiều", timeframe="Năm 2023"))
    minh, huong, day = factories.minh(), factories.huong(), factories.TODAY
    asked = {"new_due_on": dt.date(2024, 12, 31), "reason": "Chờ vốn"}
    seat = minh.memberships.get().unit
    wish = ask_extension(by=minh, occurrence=worst, on_behalf_of=seat, **asked)
    decide_extension(by=huong, extension=wish, grant=True)

    rows = overdue_rows(Occurrence.objects.assessed(day), day)

    assert [(row.content, row.days, row.postponements) for row in rows] == [
        ("Trễ nhiều", 690, 1),
        ("Trễ ít", 325, 0),
    ]


def test_the_counts_on_the_page_of_an_agreement_open_lists_of_that_many_rows(lan):
    full_year()
    agreement = Occurrence.objects.first().task.plan.agreement
    numbers = list(numbers_on(lan.get(reverse("agreement-detail", args=[agreement.pk])).content.decode()))

    assert numbers
    for address, number in numbers:
        assert rows_behind(lan, address) == number, address


def test_who_has_nothing_to_see_is_told_what_to_do(client_for):
    full_year()
    page = client_for(factories.khang()).get("/?year=2024")

    assert page.context["summary"].total.count == 0
    assert page.context["first_steps"].url == reverse("admin:agreements_agreement_add")


def test_what_is_overdue_from_earlier_years_is_not_forgotten(db, client_for):
    lan = client_for(factories.lan())
    factories.task(timeframe="Năm 2023")
    factories.task(timeframe="Năm 2024")

    page = lan.get("/?year=2024")
    of_the_year, ever = page.context["summary"].overdue, page.context["overdue_ever"]
    head = page.content.decode().split('id="overdue-head"')[1].split("</div>")[0]

    assert (of_the_year.count, ever.count) == (1, 2)
    assert [lan.get(one.url).context["page"].paginator.count for one in (of_the_year, ever)] == [1, 2]
    assert re.findall(r'href="(/nhiem-vu/.*?)">(\d+)<', unescape(head)) == [
        (of_the_year.url, "1"),
        (ever.url, "2"),
    ]


def test_who_keeps_accounts_alone_is_led_to_the_administration(db, client_for):
    keeper = factories.person("quantri", Role.ADMIN, factories.unit("Văn phòng UBND tỉnh"))

    assert client_for(keeper).get("/").url == "/quan-tri/"
