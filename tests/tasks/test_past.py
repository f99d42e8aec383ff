"""A plan as it stood on a past day: what was known in the evening of that day, nothing of what came later."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tasks.actions.extending import ask_extension, decide_extension
from tasks.actions.reassigning import reassign
from tasks.actions.reporting import report_progress
from tasks.actions.stopping import stop_or_resume
from tasks.actions.verifying import accept
from tasks.imports.confirming import confirm
from tasks.imports.undoing import undo
from tasks.models import Assignment, Occurrence, Task
from tasks.past import as_of, end_of
from tasks.printed import as_it_stands
from tasks.states import Assessment, Move, Status
from tests import factories

pytestmark = pytest.mark.django_db

HANOI = timezone.get_default_timezone()


def at(day, hour=9, minute=0):
    """At work on this day: '2024-06-28'."""
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour, minute), tzinfo=HANOI)
    return time_machine.travel(moment, tick=False)


def stood(plan, day):
    """Of every occurrence of the plan on that day: status, due day, percent, what was thought of it."""
    return [
        (one.status, f"{one.due_on:%d/%m/%Y}", one.percent, one.assessment)
        for state in as_of(plan, dt.date.fromisoformat(day))
        for one in state.occurrences
    ]


@pytest.fixture
def task():
    """Due on 31/12/2024, printed and entered on the day of the plan."""
    with at("2023-08-30"):
        return factories.task()


def extended(on, minh, huong, due_on):
    seat = minh.memberships.get().unit
    wish = ask_extension(by=minh, occurrence=on, on_behalf_of=seat, new_due_on=due_on, reason="Chờ vốn")
    decide_extension(by=huong, extension=wish, grant=True, past_end=True)


# Three days, three answers


def test_before_the_report_after_it_and_after_its_confirmation_the_plan_stood_differently(task):
    minh, huong = factories.minh(), factories.huong()
    on = factories.occurrence(task)
    with at("2024-12-20"):
        factories.reported(minh, on)
    with at("2025-02-10"):
        accept(by=huong, occurrence=on)

    assert stood(task.plan, "2024-12-19") == [(Status.NOT_STARTED, "31/12/2024", 0, Assessment.ONGOING)]
    assert stood(task.plan, "2025-02-09") == [(Status.REPORTED, "31/12/2024", 100, Assessment.ONGOING)]
    assert stood(task.plan, "2025-02-10") == [(Status.COMPLETED, "31/12/2024", 100, Assessment.DONE_ON_TIME)]


def test_what_was_overdue_on_a_day_stays_overdue_on_that_day_though_more_time_was_granted_later(task):
    minh, huong = factories.minh(), factories.huong()
    with at("2025-01-15"):
        extended(factories.occurrence(task), minh, huong, dt.date(2025, 6, 30))

    assert stood(task.plan, "2024-12-31") == [(Status.NOT_STARTED, "31/12/2024", 0, Assessment.ONGOING)]
    assert stood(task.plan, "2025-01-14") == [(Status.NOT_STARTED, "31/12/2024", 0, Assessment.OVERDUE)]
    assert stood(task.plan, "2025-01-15") == [(Status.NOT_STARTED, "30/06/2025", 0, Assessment.ONGOING)]
    assert stood(task.plan, "2025-07-01") == [(Status.NOT_STARTED, "30/06/2025", 0, Assessment.OVERDUE)]


def test_a_pause_is_seen_only_between_its_days(task):
    lan, on = factories.lan(), factories.occurrence(task)
    with at("2024-03-01"):
        stop_or_resume(by=lan, occurrence=on, move=Move.PAUSE, reason="Chờ vốn")
    with at("2024-05-01"):
        stop_or_resume(by=lan, occurrence=on, move=Move.RESUME, reason="Đã có vốn")

    days = ["2024-02-29", "2024-03-01", "2024-04-30", "2024-05-01"]
    found = [stood(task.plan, day)[0][3] for day in days]
    assert found == [Assessment.ONGOING, Assessment.STOPPED, Assessment.STOPPED, Assessment.ONGOING]


# The day and its end


@pytest.mark.parametrize(
    ("hour", "minute", "day", "status"),
    [
        (23, 59, "2024-05-01", Status.IN_PROGRESS),
        (0, 0, "2024-05-01", Status.IN_PROGRESS),
        (6, 30, "2024-05-01", Status.IN_PROGRESS),  # 30 April by the clock of Greenwich
        (0, 0, "2024-04-30", Status.NOT_STARTED),
        (6, 30, "2024-04-30", Status.NOT_STARTED),
    ],
)
def test_a_day_is_a_day_of_viet_nam_and_is_told_at_its_end(task, hour, minute, day, status):
    minh, on = factories.minh(), factories.occurrence(task)
    with at("2024-05-01", hour, minute):
        seat = minh.memberships.get().unit
        report_progress(by=minh, occurrence=on, on_behalf_of=seat, percent=10)

    assert stood(task.plan, day)[0][0] == status


def test_the_end_of_a_day_is_its_last_moment_at_the_office():
    assert end_of(dt.date(2024, 6, 30)).isoformat() == "2024-06-30T23:59:59.999999+07:00"


def test_of_two_acts_at_one_moment_the_later_written_counts_and_nothing_is_doubled(task):
    lan, on = factories.lan(), factories.occurrence(task)
    with at("2024-03-01"):
        stop_or_resume(by=lan, occurrence=on, move=Move.PAUSE, reason="Chờ vốn")
        stop_or_resume(by=lan, occurrence=on, move=Move.RESUME, reason="Đã có vốn")

    assert stood(task.plan, "2024-03-01") == [(Status.IN_PROGRESS, "31/12/2024", 0, Assessment.ONGOING)]


# Which tasks


def test_what_did_not_exist_yet_is_absent_and_what_was_taken_away_since_is_present():
    lan, plan = factories.lan(), factories.plan()
    with at("2024-01-10"):
        batch = factories.staged_import(plan, lan)
        confirm(by=lan, batch=batch, acknowledge_all=True)
    batch.refresh_from_db()
    with at("2024-01-20"):
        undo(by=lan, batch=batch)

    def contents(day):
        return [(state.task.content, state.is_there) for state in as_of(plan, dt.date.fromisoformat(day))]

    assert contents("2024-01-09") == []
    assert contents("2024-01-10") == contents("2024-01-19") == [("Trồng rừng phòng hộ", False)]
    assert contents("2024-01-20") == []


def test_the_print_and_to_whom_the_task_was_given_are_those_of_the_day(task):
    with at("2024-02-01"):
        task.content = "Nội dung đã sửa"
        task.save()
        link = task.assignments.get()
        link.unit = factories.unit("Sở Y tế", on=factories.PLAN_DAY)
        link.save()
        Assignment.objects.create(
            task=task, role=Assignment.Role.LEAD, words="các sở, ngành", is_group=True, sort=2
        )

    (before,) = as_of(task.plan, dt.date(2024, 1, 31))
    (after,) = as_of(task.plan, dt.date(2024, 2, 1))
    assert before.given_to == ()
    assert after.given_to == ("Sở Y tế", "các sở, ngành")
    assert (before.task.content != "Nội dung đã sửa", after.task.content) == (True, "Nội dung đã sửa")


def test_what_was_continuous_then_was_never_overdue_though_it_has_a_day_today():
    with at("2023-08-30"):
        task = factories.task(timeframe="Thường xuyên")
    with at("2024-03-01"):
        task.deadline_kind = Task.Kind.SPAN
        task.save()

    found = [
        [one.assessment for state in as_of(task.plan, day) for one in state.occurrences]
        for day in (dt.date(2024, 2, 29), dt.date(2024, 3, 1))
    ]
    assert [set(one) for one in found] == [{Assessment.CONTINUOUS}, {Assessment.UNDATED}]


def test_another_plan_is_not_in_it(task):
    with at("2023-08-30"):
        factories.task()

    assert [state.task for state in as_of(task.plan, dt.date(2024, 1, 1))] == [task]


# Today


def test_asked_for_today_the_history_says_what_the_tables_say():
    minh, huong, lan = factories.minh(), factories.huong(), factories.lan()
    plan = factories.plan()
    confirm(by=lan, batch=factories.staged_import(plan, lan), acknowledge_all=True)
    farming = [factories.task(plan) for _ in range(4)]
    factories.task(plan, timeframe="Thường xuyên")
    factories.task(plan, timeframe="Tháng 5 hàng năm")
    reported = [factories.reported(minh, factories.occurrence(task)) for task in farming[:2]]
    accept(by=huong, occurrence=reported[0])
    extended(factories.occurrence(farming[2]), minh, huong, dt.date(2099, 12, 31))
    stop_or_resume(by=lan, occurrence=factories.occurrence(farming[3]), move=Move.CANCEL, reason="Thôi")
    reassign(by=lan, tasks=farming[2:3], to_unit=factories.unit("Sở Xây dựng"), reason="Điều chỉnh")
    today = timezone.localdate()

    columns = [field.attname for field in Occurrence.history.model.tracked_fields]
    live = {
        tuple(getattr(one, name) for name in (*columns, "assessment"))
        for one in Occurrence.objects.filter(task__plan=plan).assessed(today)
    }
    kept = {
        tuple(getattr(one, name) for name in (*columns, "assessment"))
        for state in as_of(plan, today)
        for one in state.occurrences
    }
    assert kept == live
    assert len(live) == 10
    assert [state.task for state in as_of(plan, today)] == list(plan.tasks.in_print_order())
    told = [(state.task.pk, state.given_to) for state in as_of(plan, today)]
    assert told == [(state.task.pk, state.given_to) for state in as_it_stands(plan)]
    assert [given for _task, given in told if given] == [("Sở Xây dựng",)]


def test_the_order_is_that_of_the_paper_after_a_later_file_moved_the_tasks(task):
    with at("2024-02-01"):
        second = factories.task(task.plan)
        Task.objects.filter(pk=task.pk).update(position=9)  # as an import moves what it does not change

    assert [state.task for state in as_of(task.plan, dt.date(2024, 2, 1))] == [second, task]


def test_looking_back_writes_nothing(task):
    before = factories.stored()
    as_of(task.plan, dt.date(2024, 1, 1))

    assert factories.stored() == before


# The page


def page(browser, plan, **asked):
    return browser.get(reverse("plan-detail", args=[plan.pk]), asked).content.decode()


def test_the_page_shows_the_day_says_so_and_leads_back(client_for, task):
    with at("2025-01-15"):
        factories.reported(factories.minh(), factories.occurrence(task))
    browser = client_for(factories.lan())
    shown = page(browser, task.plan, ngay="31/12/2024")

    assert "Tình trạng tại ngày 31/12/2024; không phải hiện nay." in shown
    assert f'href="{reverse("plan-detail", args=[task.plan_id])}">Trở về hiện nay' in shown
    assert 'value="31/12/2024"' in shown
    assert str(Assessment.ONGOING.label) in shown
    assert str(Assessment.OVERDUE.label) in page(browser, task.plan, ngay="14/01/2025")


@pytest.mark.parametrize("asked", [{}, {"ngay": ""}])
def test_without_a_day_the_page_is_that_of_today(client_for, task, asked):
    assert "không phải hiện nay" not in page(client_for(factories.lan()), task.plan, **asked)


def test_asked_for_today_the_page_is_that_of_today(client_for, task):
    browser = client_for(factories.lan())
    today = f"{timezone.localdate():%d/%m/%Y}"

    asked, plain = page(browser, task.plan, ngay=today), page(browser, task.plan)
    assert (
        asked[asked.index('aria-labelledby="appendix-head"') :]
        == (plain[plain.index('aria-labelledby="appendix-head"') :])
    )
    assert "không phải hiện nay" not in asked


def test_a_day_to_come_is_answered_with_a_sentence(client_for, task):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    response = client_for(factories.lan()).get(
        reverse("plan-detail", args=[task.plan_id]), {"ngay": f"{tomorrow:%d/%m/%Y}"}
    )

    assert response.status_code == 200
    assert "Ngày này chưa đến. Chọn ngày hôm nay hoặc một ngày đã qua." in response.content.decode()
    assert task.content in response.content.decode()


@pytest.mark.parametrize("asked", ["31/02/2024", "hôm qua", "12/31/2024", "x" * 500, "00/00/0000", "\x00"])
def test_what_is_no_day_is_answered_with_a_sentence(client_for, task, asked):
    response = client_for(factories.lan()).get(reverse("plan-detail", args=[task.plan_id]), {"ngay": asked})

    assert response.status_code == 200
    assert "Ghi theo dạng ngày/tháng/năm" in response.content.decode()


@pytest.mark.parametrize("asked", ["01/01/0001", "31/12/1989"])
def test_a_day_long_ago_is_answered_with_a_sentence(client_for, task, asked):
    shown = page(client_for(factories.lan()), task.plan, ngay=asked)

    assert "Hệ thống không có dữ liệu về những ngày trước năm 1990." in shown
    assert task.content in shown


@pytest.mark.parametrize("asked", ["01/01/1990", "29/08/2023"])
def test_a_day_before_anything_was_entered_says_that_nothing_was_there(client_for, task, asked):
    shown = page(client_for(factories.lan()), task.plan, ngay=asked)

    assert "Đến hết ngày này, hệ thống chưa ghi nhận nhiệm vụ nào của kế hoạch." in shown


def test_a_task_that_is_gone_is_named_without_a_link(client_for, task):
    link = reverse("task-detail", args=[task.pk])
    assert link in page(client_for(factories.lan()), task.plan, ngay="31/01/2024")
    with at("2024-02-01"):
        task.delete()
    shown = page(client_for(factories.User.objects.get(username="lan")), task.plan, ngay="31/01/2024")

    assert task.content in shown
    assert "về sau đã được đưa ra khỏi kế hoạch" in shown
    assert link not in shown


@pytest.mark.parametrize("item_count", [1, 3])
def test_looking_back_costs_the_same_queries(client_for, django_assert_num_queries, item_count):
    plan = factories.plan()
    with at("2023-08-30"):
        for _ in range(item_count):
            factories.task(plan, timeframe="Hàng năm", partners=["Sở Y tế"])
    browser = client_for(factories.lan())

    with django_assert_num_queries(10):
        shown = page(browser, plan, ngay="31/12/2024")

    assert shown.count("Tổ chức hội nghị") == item_count
