"""A plan is prolonged or cut short: what comes back in it has the periods of its new time."""

import datetime as dt

import pytest
from django.urls import reverse

from coop.shared.events import Event
from tasks.actions.scheduling import follow_period, set_occurrences
from tasks.imports.confirming import confirm
from tasks.imports.correcting import correct
from tasks.imports.reading import Meant
from tasks.imports.staging import discard, stage
from tasks.models import Occurrence
from tasks.schedule import Due
from tests import factories

END_OF_2027 = dt.date(2027, 12, 31)
END_OF_2024 = dt.date(2024, 12, 31)


def runs_until(plan, day):
    plan.ends_on = day
    plan.save()


def due_days(task):
    return [one.due_on for one in task.occurrences.order_by("due_on")]


def years(task):
    return [one.starts_on.year for one in task.occurrences.order_by("starts_on")]


def form_of_plan(browser, address):
    """As the browser sends it when nothing was changed."""
    shown = browser.get(address).context["adminform"].form.initial
    form = {name: value for name, value in shown.items() if value is not None}
    return form | {name: f"{form[name]:%d/%m/%Y}" for name in ("issued_on", "starts_on", "ends_on")}


def test_a_prolonged_plan_gives_what_comes_back_its_new_periods(lan, plan):
    yearly = factories.task(plan, timeframe="Tháng 5 hàng năm")
    steady = factories.task(plan, timeframe="Thường xuyên")
    kept = [one.pk for one in yearly.occurrences.all()]
    runs_until(plan, END_OF_2027)

    more = follow_period(by=lan, plan=plan)

    assert due_days(yearly) == [dt.date(year, 5, 31) for year in (2024, 2025, 2026, 2027)]
    assert years(steady) == [2023, 2024, 2025, 2026, 2027]
    assert more == 4
    assert set(kept) <= {one.pk for one in yearly.occurrences.all()}
    made = yearly.occurrences.get(due_on__year=2027)
    assert made.history.get().history_user == lan


@pytest.mark.parametrize("task_count", [1, 3])
def test_many_tasks_follow_in_as_few_statements_as_one(lan, plan, django_assert_num_queries, task_count):
    for _number in range(task_count):
        factories.task(plan, timeframe="Hàng tháng")
    runs_until(plan, dt.date(2026, 3, 31))

    with django_assert_num_queries(15):
        assert follow_period(by=lan, plan=plan) == 3 * task_count

    made = Occurrence.history.filter(history_type="+", history_user=lan)
    assert made.count() == 3 * task_count


def test_a_period_that_nobody_touched_moves_with_its_history_and_outdates_open_forms(lan, plan):
    task = factories.task(plan, timeframe="Năm 2024")
    occurrence = task.occurrences.get()
    later = Due(occurrence.period_key, occurrence.starts_on, dt.date(2025, 6, 30))

    set_occurrences(by=lan, task=task, wanted=(later,))

    moved = task.occurrences.get()
    assert (moved.pk, moved.due_on, moved.version) == (occurrence.pk, later.due_on, occurrence.version + 1)
    kept = moved.history.latest()
    assert (kept.due_on, kept.version, kept.history_type, kept.history_user) == (
        later.due_on,
        moved.version,
        "~",
        lan,
    )


def test_a_time_that_does_not_come_back_stays_as_it_was(lan, plan):
    once = factories.task(plan, timeframe="Năm 2024")
    series = factories.task(plan, timeframe="Các năm 2024, 2025")
    before = [due_days(once), due_days(series)]
    runs_until(plan, END_OF_2027)

    assert follow_period(by=lan, plan=plan) == 0
    assert [due_days(once), due_days(series)] == before


def test_a_plan_cut_short_loses_the_periods_that_nobody_has_touched(lan, plan):
    """Minh has reported on 2025 already: that report, and its period, stay."""
    reported_on = factories.task(plan, timeframe="Tháng 5 hàng năm")
    other = factories.task(plan, timeframe="Tháng 5 hàng năm")
    factories.reported(factories.minh(), reported_on.occurrences.get(due_on__year=2025))
    runs_until(plan, END_OF_2024)

    assert follow_period(by=lan, plan=plan) == -1
    assert due_days(reported_on) == [dt.date(2024, 5, 31), dt.date(2025, 5, 31)]
    assert due_days(other) == [dt.date(2024, 5, 31)]


def staged(lan, plan, time, *more):
    """One meeting, whose printed time nobody can read, and what Lan says it means."""
    lines = ["TT;Nội dung;Đơn vị chủ trì;Thời gian thực hiện", "1;Họp;Sở Y tế;mỗi độ hè về", *more]
    batch = stage(by=lan, plan=plan, name="a.csv", content="\n".join(lines).encode())
    correct(by=lan, row=batch.rows.get(position=1), meant=Meant(timeframe=time))
    return batch


def test_a_time_is_read_as_a_person_said_it_was_meant_in_an_import_that_was_confirmed(lan, plan):
    confirm(by=lan, batch=staged(lan, plan, "Tháng 6 hàng năm"))
    discard(by=lan, batch=staged(lan, plan, "Tháng 9 hàng năm", "2;Khác;Sở Y tế;Năm 2024"))
    runs_until(plan, dt.date(2026, 12, 31))

    follow_period(by=lan, plan=plan)

    assert due_days(plan.tasks.get()) == [dt.date(year, 6, 30) for year in (2024, 2025, 2026)]


def test_lan_prolongs_the_plan_in_the_administration_and_is_told(lan, plan, client_for):
    factories.task(plan, timeframe="Thường xuyên")
    address = reverse("admin:agreements_plan_change", args=[plan.pk])
    browser = client_for(lan)
    form = form_of_plan(browser, address) | {"ends_on": "31/12/2026"}

    answer = browser.post(address, form, follow=True)

    assert "Số kỳ thực hiện của các nhiệm vụ: +1." in answer.content.decode()
    assert Occurrence.objects.count() == 4
    event = Event.objects.get(verb="follow_period")
    assert (event.actor, event.after["ends_on"], event.after["more_periods"]) == (lan, "2026-12-31", 1)
    history = browser.get(reverse("plan-history", args=[plan.pk])).content.decode()
    assert "điều chỉnh kỳ thực hiện theo thời gian của kế hoạch" in history


def test_a_plan_saved_with_the_same_time_moves_nothing(lan, plan, client_for):
    factories.task(plan, timeframe="Thường xuyên")
    address = reverse("admin:agreements_plan_change", args=[plan.pk])
    browser = client_for(lan)

    browser.post(address, form_of_plan(browser, address) | {"title": "Kế hoạch có tên khác"})

    plan.refresh_from_db()
    assert plan.title == "Kế hoạch có tên khác"
    assert not Event.objects.filter(verb="follow_period").exists()
