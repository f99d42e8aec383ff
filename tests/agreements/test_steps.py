"""Before and around signing: steps with a day, small tasks of units, on one side only."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agreements.models import Membership, Role, Step, StepTask
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
