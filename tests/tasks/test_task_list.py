"""The task list: counts by assessment, the order of its heads, the names in its rows."""

import re

import pytest
from django.urls import reverse

from agreements.models import Role
from coop.accounts.models import User
from tasks.listing import all_listed
from tasks.models import Assignment, Occurrence, Task
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(lan, client_for):
    """What Lan sees in her browser."""
    return client_for(lan)


def page(browser, headers=None, **params):
    return browser.get(reverse("task-list"), params, headers=headers)


def part(browser, target, **params):
    return page(browser, {"HX-Request": "true", "HX-Target": target}, **params).content.decode()


def four_tasks(plan):
    """Three overdue in 2024, one continuous."""
    for number in range(3):
        factories.task(plan, content=f"Việc {number}")
    factories.task(plan, content="Mọi lúc", timeframe="Năm 2024", deadline_kind="continuous")


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize("narrowed", [{"unit": "y te"}, {}])
def test_who_sees_plans_of_both_sides_narrows_the_list_at_the_same_cost(
    lan, window, django_assert_num_queries, narrowed, item_count
):
    """The dearest list: the other side's plan in which a unit of ours takes part, and one filter more."""
    both, health = factories.agreement(("68", "96")), factories.unit("Sở Y tế")
    ours, theirs = factories.plan(both), factories.plan(both, code="96")
    for _number in range(item_count):
        factories.task(ours, leads=["Sở Y tế"])
        shared = factories.task(theirs, leads=["Sở Công Thương"])
        shared.assignments.create(role=Assignment.Role.PARTNER, unit=health, sort=9)

    with django_assert_num_queries(12):
        shown = page(window, **narrowed or {"agreement": both.pk})

    assert len(shown.context["rows"]) == item_count * 2


@pytest.mark.parametrize("sort", ["lead", "-lead", "due_on", "-due_on", "plan", "-plan"])
def test_pages_one_after_another_are_the_whole_list_in_its_order(window, plan, sort):
    for number, lead in enumerate(["Sở Y tế", "Sở Công Thương", "Sở Tài chính"] * 10):
        factories.task(plan, content=f"Việc {number}", leads=[lead], timeframe=f"Năm {2024 + number % 3}")

    pages = [page(window, sort=sort, size=25, page=number).context["rows"] for number in (1, 2)]
    whole = page(window, sort=sort, size=100).context["rows"]

    assert [len(rows) for rows in pages] == [25, 5]
    assert [row.pk for rows in pages for row in rows] == [row.pk for row in whole]


@pytest.mark.parametrize("sort", ["due_on", "-due_on"])
def test_pages_of_a_long_year_show_what_has_a_due_date_first_and_every_row_once(window, plan, settings, sort):
    for number in range(45):
        timeframe = "Thường xuyên" if number % 3 == 0 else f"Tháng {number % 12 + 1}/2024"
        factories.task(plan, content=f"Việc {number}", timeframe=timeframe)
    factories.task(plan, timeframe="Năm 2025")
    whole = [row.pk for row in page(window, year=2024, sort=sort, size=100).context["rows"]]

    settings.LONG_LIST = 5
    pages = [page(window, year=2024, sort=sort, size=25, page=number).context["rows"] for number in (1, 2)]

    assert [row.pk for rows in pages for row in rows] == whole
    assert [bool(row.due_on) for rows in pages for row in rows] == [True] * 30 + [False] * 15


# Counts


def counts(response):
    found = response.context["counts"]
    return {one.value: one.count for one in found.each}


def test_the_counts_are_of_the_filter_in_force_whatever_its_assessment(window, plan):
    four_tasks(plan)
    factories.task(plan, timeframe="Năm 2025")

    for params in ({"year": 2024}, {"year": 2024, "assessment": "continuous"}):
        assert counts(page(window, **params)) == {"overdue": 3, "continuous": 1}
    assert page(window, year=2024).context["counts"].total == 4


def test_every_count_opens_a_list_of_that_many_rows_and_keeps_the_other_filters(window, plan):
    four_tasks(plan)
    shown = page(window, year=2024, page=2, sort="-due_on").context["counts"]

    for one in shown.each:
        response = window.get(reverse("task-list") + one.query)
        assert response.context["page"].paginator.count == one.count
        assert one.query.startswith("?year=2024&sort=-due_on&assessment=")
    assert shown.query_of_all == "?year=2024&sort=-due_on"


def test_a_list_too_long_to_count_says_so_and_counts_when_asked(window, plan, settings):
    settings.MOST_COUNTED = 2
    for _number in range(3):
        factories.task(plan)

    response = page(window)

    assert response.context["counts"] is None
    assert "Đếm theo đánh giá" in response.content.decode()
    assert counts(page(window, counts="yes")) == {"overdue": 3}
    assert ">3</b>" in part(window, "counts")


def test_a_list_too_long_to_count_by_assessment_knows_the_length_of_one_assessment(window, plan, settings):
    settings.MOST_COUNTED = 3
    four_tasks(plan)

    lists = [page(window, **params).context for params in ({}, {"assessment": "overdue"}, {"counts": "yes"})]

    lengths = [(one["page"].paginator.is_capped, one["page"].paginator.count) for one in lists]
    assert lengths == [(True, 4), (False, 3), (True, 4)]
    assert [one["counts"] and one["counts"].total for one in lists] == [None, None, 4]


def test_htmx_that_asks_for_the_counts_alone_reads_no_rows(window, plan, settings):
    settings.MOST_COUNTED = 2
    four_tasks(plan)

    response = page(window, {"HX-Request": "true", "HX-Target": "counts"})

    assert counts(response) == {"overdue": 3, "continuous": 1}
    assert "rows" not in response.context
    assert response.headers["Vary"].count("HX-Target") == 1


# Order


def test_lead_units_stand_in_the_order_of_the_alphabet_under_their_name_of_today(window, plan):
    """Nông nghiệp và Phát triển nông thôn is Nông nghiệp và Môi trường today, before Tài chính."""
    for content, lead in (
        ("Y tế", "Sở Y tế"),
        ("Đầu tư", "Sở Kế hoạch và Đầu tư"),
        ("Nông nghiệp", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("Công Thương", "Sở Công Thương"),
    ):
        factories.task(plan, content=content, leads=[lead])
    Occurrence.objects.update(due_on="2024-12-31")

    forwards = [row.content for row in page(window, sort="lead").context["rows"]]

    assert forwards == ["Công Thương", "Nông nghiệp", "Đầu tư", "Y tế"]
    assert [row.content for row in page(window, sort="-lead").context["rows"]] == forwards[::-1]


def test_a_row_names_its_units_then_and_now_and_says_nothing_twice(window, plan):
    task = factories.task(plan, leads=["Sở Kế hoạch và Đầu tư", "Sở Y tế"], ordinal="3", section="II")

    [row] = page(window).context["rows"]

    assert row.leads == "Sở Kế hoạch và Đầu tư (nay là Sở Tài chính); Sở Y tế"
    assert (row.number, row.plan_title, row.content) == ("II.3", plan.short_title, task.content)


def test_a_row_and_the_file_name_groups_and_unknown_names_beside_units(window, plan):
    task = factories.task(plan, leads=["Sở Y tế"], partners=["Sở Công Thương"])
    for role, words, is_group in (
        (Assignment.Role.LEAD, "Hội Nông dân", False),
        (Assignment.Role.PARTNER, "các sở, ban, ngành", True),
    ):
        Assignment.objects.create(task=task, role=role, words=words, is_group=is_group, sort=2)

    [row] = page(window).context["rows"]
    [filed] = all_listed([row.pk], factories.TODAY)

    assert (row.leads, row.partners) == ("Sở Y tế; Hội Nông dân", "Sở Công Thương; các sở, ban, ngành")
    assert (filed.leads, filed.partners) == (row.leads, row.partners)


def test_an_empty_list_says_what_to_do_next(window):
    assert "Chưa có nhiệm vụ" in page(window).content.decode()
    assert "Chưa có nhiệm vụ" not in page(window, q="khong co").content.decode()


# A row is drawn once and kept


def row_of(browser):
    """How the only row is drawn, on one line."""
    [drawn] = re.findall(r"<tbody>(.*?)</tbody>", page(browser).content.decode(), re.DOTALL)
    return " ".join(drawn.split())


def test_everybody_sees_a_row_as_they_may_use_it_whoever_looked_before(lan, minh, client_for):
    """Cà Mau takes part in a task of Lâm Đồng's plan, which it does not see and whose box it may not tick."""
    both = factories.plan(factories.agreement(("68", "96")))
    task = factories.task(both)
    health = factories.unit("Sở Y tế", "96")
    task.assignments.create(role=Assignment.Role.PARTNER, unit=health, sort=9)
    readers = {"lan": lan, "minh": minh, "hien": factories.person("hien", Role.STAFF, health)}
    windows = {name: client_for(user) for name, user in readers.items()}

    twice = [{name: row_of(window) for name, window in windows.items()} for _look in range(2)]

    box, paper = f'value="{task.pk}"', reverse("plan-detail", args=[both.pk])
    for seen in twice:
        assert {name: (box in row, paper in row) for name, row in seen.items()} == {
            "lan": (True, True),
            "minh": (False, True),
            "hien": (False, False),
        }


def test_a_row_that_was_kept_shows_what_has_changed_since(window, plan, minh):
    work = factories.occurrence(of=factories.task(plan))
    assert "chờ xác nhận" not in row_of(window)

    factories.reported(minh, work)
    assert "chờ xác nhận" in row_of(window)

    Task.objects.update(content="Ký kết biên bản")
    assert "Ký kết biên bản" in row_of(window)


def test_a_row_that_was_kept_speaks_the_language_of_who_looks(window, lan):
    """Of a plan without a number, whose title is the same in every language."""
    factories.task(factories.plan(number=""), leads=["Sở Y tế"], is_key=True)
    rows = []

    for language in ("vi", "en", "vi"):
        User.objects.filter(pk=lan.pk).update(language=language)
        rows.append(row_of(window))

    assert ["việc trọng tâm" in row for row in rows] == [True, False, True]
    assert ["key task" in row for row in rows] == [False, True, False]
