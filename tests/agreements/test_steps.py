"""Before and around signing: steps with a day, small tasks of units, on one side only."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.actions.steps import change_step, change_step_task, finish_step, remove_step
from agreements.models import Membership, Role, Step, StepTask
from agreements.permissions import own_step_tasks
from coop.shared.events import Event
from tests import factories

pytestmark = pytest.mark.django_db


def test_lan_plans_a_step_minh_does_his_part_and_then_the_step_is_done(client_for):
    lan, minh = factories.lan(), factories.minh()
    seat, made = minh.memberships.get().unit, factories.agreement(stage="drafting")
    office, farmer = client_for(lan), client_for(minh)
    page = reverse("agreement-steps", args=[made.pk])

    office.post(page, {"kind": "consulting", "planned_on": "01/12/2026", "note": "Lấy ý kiến các sở"})
    step = Step.objects.get()
    small = {"content": "Góp ý dự thảo", "unit": seat.pk, "due_on": "28/11/2026"}
    office.post(reverse("step-task-add", args=[step.pk]), small)
    task = StepTask.objects.get()
    office.post(reverse("step-done", args=[step.pk]))
    step.refresh_from_db()
    assert step.done_on is None
    farmer.post(reverse("step-task-done", args=[task.pk]))
    farmer.post(reverse("step-task-done", args=[task.pk]))
    office.post(reverse("step-done", args=[step.pk]))

    step.refresh_from_db()
    task.refresh_from_db()
    assert (step.province.name, step.planned_on) == ("Lâm Đồng", dt.date(2026, 12, 1))
    assert (task.done_by, task.done_on, step.done_on) == (minh, step.done_on, task.done_on)
    verbs = Event.objects.about(step).order_by("pk").values_list("verb", "actor__username")
    assert list(verbs) == [
        ("add_step", "lan"),
        ("add_step_task", "lan"),
        ("finish_step_task", "minh"),
        ("finish_step", "lan"),
    ]
    told = office.get(reverse("agreement-history", args=[made.pk])).content.decode()
    assert "hoàn thành việc trong một bước" in told


def test_a_step_is_planned_once_a_day_and_only_by_the_secretariat(client_for):
    made, words = factories.agreement(), {"kind": "review", "planned_on": "15/12/2026"}
    page = reverse("agreement-steps", args=[made.pk])
    office = client_for(factories.lan())

    assert client_for(factories.minh()).post(page, words).status_code == 404
    assert office.post(page, words).status_code == 302
    assert "Bước này đã được dự kiến vào ngày đó." in office.post(page, words).content.decode()
    assert Step.objects.count() == 1


def test_lan_who_keeps_several_provinces_plans_and_names_units_for_the_side_that_is_a_party(client_for):
    lan, made = factories.lan(), factories.agreement(["91", "68"])
    for code in ("01", "79", "96"):
        seat = factories.unit("Sở Tài chính", code)
        Membership.objects.create(user=lan, unit=seat, role=Role.SECRETARIAT, starts_on=dt.date(2020, 1, 1))
    office, health = client_for(lan), factories.unit("Sở Y tế", "01")

    office.post(reverse("agreement-steps", args=[made.pk]), {"kind": "review", "planned_on": "15/12/2026"})
    step, party = Step.objects.get(), made.parties.get(province__name="Lâm Đồng")
    small = {"content": "Góp ý", "unit": health.pk, "due_on": "01/12/2026"}
    pages = [
        office.post(reverse("step-task-add", args=[step.pk]), small),
        office.post(reverse("party-change", args=[party.pk]), {"focal_unit": health.pk}),
    ]

    assert step.province.name == "Lâm Đồng"
    errors = [list(page.context["form"].errors) for page in pages]
    assert errors == [["unit"], ["focal_unit"]]


def test_a_step_that_is_done_takes_no_more_small_tasks(client_for):
    task = factories.step_task(factories.agreement(), factories.unit("Sở Y tế"))
    step, office = task.step, client_for(factories.lan())
    Step.objects.update(done_on=factories.TODAY)
    sent = {"content": "Góp ý", "unit": task.unit_id, "due_on": "01/12/2026"}

    page = office.post(reverse("step-task-add", args=[step.pk]), sent).content.decode()

    assert "Bước này đã hoàn thành, không thêm được công việc mới." in page
    assert list(step.tasks.all()) == [task]


def test_the_page_asks_for_the_small_tasks_of_its_agreement_only(client_for):
    ours = [factories.step_task(factories.agreement(), factories.unit("Sở Y tế")) for _number in range(2)]

    page = client_for(factories.lan()).get(reverse("agreement-steps", args=[ours[0].step.agreement_id]))

    assert page.context["finishable"] == {ours[0].pk}


def test_lan_changes_and_removes_what_she_planned_and_the_history_keeps_it(client_for):
    made, lan = factories.agreement(), factories.lan()
    thu = factories.person("thu", "secretariat", factories.unit("Sở Công Thương", "79"))
    task = factories.step_task(made, factories.unit("Sở Y tế"))
    office, step = client_for(lan), task.step
    small = {"content": "Rà soát dự thảo", "unit": task.unit_id}
    small |= {"due_on": "30/11/2026", "done_on": "20/11/2026"}

    office.post(reverse("step-task-change", args=[task.pk]), small)
    office.post(
        reverse("step-change", args=[step.pk]),
        {"kind": "consulting", "planned_on": "05/12/2026", "done_on": "21/11/2026"},
    )
    step.refresh_from_db()
    task.refresh_from_db()
    assert (step.kind, step.planned_on, step.done_on) == ("consulting", dt.date(2026, 12, 5), factories.TODAY)
    assert (task.content, task.done_on, task.done_by) == ("Rà soát dự thảo", dt.date(2026, 11, 20), lan)
    office.post(reverse("step-remove", args=[step.pk]))

    assert [Step.objects.count(), StepTask.objects.count()] == [0, 0]
    kept = Step.history.values_list("history_type", "history_user")
    assert list(kept) == [("-", lan.pk), ("~", lan.pk), ("+", None)]
    assert StepTask.history.filter(history_type="-", history_user=lan).count() == 1
    told = [
        "lấy ý kiến 05/12/2026, hoàn thành ngày 21/11/2026; Rà soát dự thảo, Sở Y tế, 30/11/2026, "
        "hoàn thành ngày 20/11/2026 → –",
        "soạn thảo 01/12/2026 → lấy ý kiến 05/12/2026, hoàn thành ngày 21/11/2026",
    ]
    for browser, is_ours in ((office, True), (client_for(thu), False)):
        page = browser.get(reverse("agreement-history", args=[made.pk])).content.decode()
        assert [words in page for words in told] == [is_ours] * 2


@pytest.mark.parametrize(
    ("of_step", "values", "words"),
    [
        (True, {"done_on": dt.date(2026, 11, 20)}, "Small tasks of this step are still open"),
        (True, {"done_on": dt.date(2030, 1, 1)}, "was done by today"),
        (True, {"kind": "review"}, "planned for that day already"),
        (False, {"done_on": dt.date(2030, 1, 1)}, "was done by today"),
    ],
)
def test_what_does_not_fit_is_refused(of_step, values, words):
    task = factories.step_task(factories.agreement(), factories.unit("Sở Y tế"))
    same = {"agreement": task.step.agreement, "province": task.step.province}
    Step.objects.create(kind="review", planned_on=task.step.planned_on, **same)
    act = partial(change_step, step=task.step) if of_step else partial(change_step_task, task=task)

    with factories.refused(words):
        act(by=None, **values)


@pytest.mark.parametrize("act", ["change", "remove", "task-add", "task-change", "task-remove", "task-done"])
def test_a_step_that_somebody_removed_meanwhile_is_told_on_the_page(client_for, act):
    task = factories.step_task(factories.agreement(), factories.unit("Sở Y tế"))
    office = client_for(factories.lan())
    pk = task.pk if act in ("task-change", "task-remove", "task-done") else task.step_id
    sent = {"kind": "review", "planned_on": "15/12/2026", "content": "Góp ý", "unit": task.unit_id}

    with factories.meanwhile(lambda: remove_step(by=None, step=Step.objects.get())):
        page = office.post(
            reverse(f"step-{act}", args=[pk]), sent | {"due_on": "01/12/2026"}, follow=True
        ).content.decode()

    assert "Nội dung này vừa được người khác xóa." in page
    assert [Step.history.filter(history_type="-").count(), StepTask.objects.count()] == [1, 0]


def test_a_small_task_is_not_opened_again_in_a_step_that_is_done():
    lan = factories.lan()
    task = factories.step_task(
        factories.agreement(), factories.unit("Sở Y tế"), done_on=factories.TODAY, done_by=lan
    )
    finish_step(by=lan, step=task.step, on=factories.TODAY)

    with factories.refused("The step of this small task is done"):
        change_step_task(by=lan, task=task, done_on=None)
    change_step(by=lan, step=task.step, done_on=None)
    change_step_task(by=lan, task=task, done_on=None)

    task.refresh_from_db()
    assert (task.done_on, task.done_by) == (None, None)


def test_open_small_tasks_wait_under_my_work_of_their_unit(client_for):
    lan, minh, made = factories.lan(), factories.minh(), factories.agreement(title="Chương trình mới")
    seat = minh.memberships.get().unit
    later = factories.step_task(made, seat, content="Góp ý dự thảo")
    late = StepTask.objects.create(
        step=later.step, unit=seat, content="Cử người tham gia", due_on=dt.date(2026, 11, 2)
    )
    StepTask.objects.create(
        step=later.step,
        unit=seat,
        content="Đã xong",
        due_on=factories.TODAY,
        done_on=factories.TODAY,
        done_by=minh,
    )

    page = client_for(minh).get(reverse("todo"))

    assert list(own_step_tasks(minh)) == [late, later]
    assert later.content in page.content.decode()
    assert reverse("agreement-steps", args=[made.pk]) in page.content.decode()
    assert (late.days_late, later.days_late) == (
        (timezone.localdate() - late.due_on).days,
        (timezone.localdate() - later.due_on).days,
    )
    assert StepTask.objects.get(done_by=minh).days_late is None
    for other in (lan, factories.huong(), factories.khang()):
        assert not own_step_tasks(other)


def test_the_other_side_sees_nothing_of_how_one_side_prepares(client_for):
    made = factories.agreement()
    task = factories.step_task(made, factories.unit("Sở Y tế"))
    thu = client_for(factories.person("thu", "secretariat", factories.unit("Sở Công Thương", "79")))

    for name in ("agreement-steps", "agreement-history"):
        assert "Dự thảo chương trình" not in thu.get(reverse(name, args=[made.pk])).content.decode()
    assert thu.post(reverse("step-task-done", args=[task.pk])).status_code == 404


@pytest.mark.parametrize("step_count", [1, 3])
def test_the_page_of_steps_costs_the_same_queries(client_for, django_assert_num_queries, step_count):
    made, lan = factories.agreement(), factories.lan()
    for day in range(step_count):
        task = factories.step_task(made, factories.unit("Sở Y tế"), done_on=dt.date(2026, 11, 1), done_by=lan)
        Step.objects.filter(pk=task.step_id).update(planned_on=dt.date(2026, 11, 1 + day))
    browser = client_for(lan)

    with django_assert_num_queries(12):
        page = browser.get(reverse("agreement-steps", args=[made.pk])).content.decode()

    assert page.count("Dự thảo chương trình") == step_count
