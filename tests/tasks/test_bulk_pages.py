"""Several tasks or reports at once: chosen by boxes, looked at, then done; and nothing by looking."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agreements.models import Field, Role
from tasks.actions.reporting import contribute, report_progress
from tasks.models import Assignment, Occurrence, ProgressUpdate, Task
from tasks.states import Status
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

FARMING = "Sở Nông nghiệp và Phát triển nông thôn"
REASON = "Điều chỉnh phân công."
BULK_PAGES = ("tasks-reassign", "tasks-field", "tasks-key")


@pytest.fixture
def lan(client_for):
    """Lan's browser."""
    return client_for(factories.lan())


@pytest.fixture
def huong(client_for):
    return client_for(factories.huong())


@pytest.fixture
def health():
    return factories.unit("Sở Y tế")


def tasks_of_one_plan(number, **options):
    made = factories.plan()
    return [factories.task(made, **options) for _ in range(number)]


def preview(browser, page, tasks, **chosen):
    address = f"{reverse(page)}?{urlencode({'task': [task.pk for task in tasks], **chosen}, doseq=True)}"
    return browser.get(address)


def reassignment(browser, tasks, to_unit, **chosen):
    """The preview of a new lead, and the form that its page would send."""
    chosen = {"place": "lead::", "to_unit": to_unit.pk} | chosen
    shown = preview(browser, "tasks-reassign", tasks, **chosen)
    form = {"task": [task.pk for task in tasks], "seen": shown.context["seen"], "reason": REASON}
    return shown, form | chosen


def leads():
    return sorted(str(link) for link in Assignment.objects.filter(role="lead"))


def words_of(response):
    """What a person reads on the page, without the marks of the source."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


# The list


def test_only_who_keeps_a_task_can_choose_it_on_the_list(lan, client_for):
    [task] = tasks_of_one_plan(1)
    box = f'name="task" value="{task.pk}"'
    address = reverse("task-list")

    assert box in lan.get(address).content.decode()
    for person in (factories.minh(), factories.huong()):
        page = client_for(person).get(address).content.decode()
        assert task.content in page
        assert box not in page
        assert 'id="bulk"' not in page


def test_a_task_of_the_other_side_is_on_the_list_without_a_box(client_for):
    [task] = tasks_of_one_plan(1)
    saigon = factories.unit("Sở Công Thương", "79", factories.PLAN_DAY)
    Assignment.objects.create(task=task, role="partner", unit=saigon)
    page = client_for(factories.person("thu", Role.SECRETARIAT, factories.unit("Sở Công Thương", "79"))).get(
        reverse("task-list")
    )

    assert task.content in page.content.decode()
    assert 'name="task"' not in page.content.decode()


def test_the_task_page_offers_the_secretariat_to_reassign_while_it_is_open(lan, client_for):
    [task] = tasks_of_one_plan(1)
    page, link = reverse("task-detail", args=[task.pk]), f"{reverse('tasks-reassign')}?task={task.pk}"

    assert link in lan.get(page).content.decode()
    assert link not in client_for(factories.minh()).get(page).content.decode()
    task.occurrences.update(status=Status.CANCELLED)
    assert link not in lan.get(page).content.decode()


# Choose and preview


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize("route", BULK_PAGES)
def test_a_preview_costs_the_same_queries_for_any_number_of_tasks(
    lan, health, django_assert_num_queries, item_count, route
):
    tasks = tasks_of_one_plan(item_count, leads=[FARMING, "Sở Công Thương"], partners=["Sở Y tế"])
    trade = f"lead:{factories.unit('Sở Công Thương').pk}:"
    chosen = {
        "tasks-reassign": {"place": trade, "to_unit": factories.unit("Sở Xây dựng").pk},
        "tasks-field": {"field": Field.objects.get(code="du-lich").pk},
        "tasks-key": {"is_key": "yes"},
    }

    with django_assert_num_queries({"tasks-reassign": 9, "tasks-field": 9, "tasks-key": 7}[route]):
        response = preview(lan, route, tasks, **chosen[route])

    assert response.context["counted"].changed == item_count


@pytest.mark.parametrize("route", BULK_PAGES)
def test_nothing_chosen_is_said_with_a_way_back(lan, route):
    response = lan.get(f"{reverse(route)}?back=year%3D2024")

    assert "Chưa chọn nhiệm vụ nào" in words_of(response)
    assert f'href="{reverse("task-list")}?year=2024"' in response.content.decode()
    assert lan.post(reverse(route)).status_code == 200


def test_before_a_unit_is_chosen_the_tasks_are_listed_and_nothing_can_be_sent(lan):
    tasks = tasks_of_one_plan(2)
    page = preview(lan, "tasks-reassign", tasks).content.decode()

    assert all(task.content in page for task in tasks)
    assert 'name="seen"' not in page


def test_the_units_to_choose_from_are_those_of_the_province_that_live_today(lan):
    choice = preview(lan, "tasks-reassign", tasks_of_one_plan(1)).context["choice"]
    offered = set(choice.fields["to_unit"].queryset)

    assert factories.unit("Sở Y tế") in offered
    assert {unit.province for unit in offered} == {factories.province("68")}
    assert all(unit.is_valid_on(timezone.localdate()) for unit in offered)


def test_units_are_named_as_places_only_where_several_share_a_role(lan):
    alone, together = tasks_of_one_plan(1) + tasks_of_one_plan(1, leads=[FARMING, "Sở Công Thương"])
    places = {
        tuple(task.pk for task in tasks): [
            label
            for _key, label in preview(lan, "tasks-reassign", tasks).context["choice"]["place"].field.choices
        ]
        for tasks in ([alone], [together])
    }

    lone = "Đơn vị chủ trì (nhiệm vụ chỉ có một đơn vị chủ trì)"
    named = [
        f"Đơn vị chủ trì: {FARMING} (nay là Sở Nông nghiệp và Môi trường)",
        "Đơn vị chủ trì: Sở Công Thương",
    ]
    assert places == {(alone.pk,): [lone], (together.pk,): named}


def test_the_preview_says_of_every_task_what_becomes_of_it_and_why_not(lan, health):
    _changes, same, done = tasks = tasks_of_one_plan(3)
    same.assignments.update(unit=health)
    done.occurrences.update(status=Status.CANCELLED)

    response, _form = reassignment(lan, tasks, health)

    assert vars(response.context["counted"]) == {"changed": 1, "same": 1, "left_out": 1}
    said = words_of(response)
    assert "đơn vị đã giữ vai trò này" in said
    assert "đã hoàn thành hoặc dừng thực hiện, không còn kỳ nào để giao lại" in said
    assert "Thực hiện với 1 nhiệm vụ" in said


def test_the_preview_notes_that_the_new_lead_stops_being_a_partner_and_of_no_other_task(lan, health):
    joined, plain = tasks_of_one_plan(1, partners=["Sở Y tế"]) + tasks_of_one_plan(1)
    note = "Sở Y tế thôi là đơn vị phối hợp của nhiệm vụ này"

    shown, form = reassignment(lan, [joined, plain], health)
    lan.post(reverse("tasks-reassign"), form)

    notes = {change.task: change.besides for change in shown.context["changes"]}
    assert notes == {joined: note, plain: ""}
    assert words_of(shown).count(note) == 1
    assert [len(task.partner_units) for task in Task.objects.all()] == [0, 0]


def test_a_preview_in_which_nothing_changes_offers_no_button_but_a_way_back(lan, health):
    tasks = tasks_of_one_plan(2, leads=["Sở Y tế"])
    response, _form = reassignment(lan, tasks, health)

    assert "Không có gì thay đổi" in words_of(response)
    assert 'name="seen"' not in response.content.decode()


def test_before_a_unit_is_replaced_it_is_said_for_whom_finished_periods_count(lan, health):
    """Said of a change of units alone, and only where something changes."""
    tasks, told = tasks_of_one_plan(1), "Các kỳ đã hoàn thành sẽ được tính cho đơn vị mới"
    shown, _form = reassignment(lan, tasks, health)
    key = preview(lan, "tasks-key", tasks, is_key="yes")

    assert [told in words_of(page) for page in (shown, key)] == [True, False]


@pytest.mark.parametrize("task", ["x", "1.5", "-1", "9" * 40, "², ", "%00"])
def test_what_no_box_of_ours_holds_is_not_found(lan, task):
    assert lan.get(reverse("tasks-key"), {"task": task}).status_code == 404


def test_one_task_of_another_province_among_ones_own_is_not_found(lan, health):
    tasks = [*tasks_of_one_plan(1), factories.task_of_ca_mau()]
    form = {"task": [task.pk for task in tasks], "is_key": "yes", "seen": ""}

    assert preview(lan, "tasks-key", tasks, is_key="yes").status_code == 404
    assert lan.post(reverse("tasks-key"), form).status_code == 404
    assert not Task.objects.filter(is_key=True).exists()


# Do it


def test_what_was_previewed_is_done_told_with_counts_and_leads_back_to_the_filtered_list(lan, health):
    tasks = tasks_of_one_plan(3)
    tasks[2].assignments.update(unit=health)
    _shown, form = reassignment(lan, tasks, health, back="year=2024&q=hội nghị")

    response = lan.post(reverse("tasks-reassign"), form, follow=True)

    assert leads() == ["Sở Y tế"] * 3
    assert "đã thay đổi 2 nhiệm vụ; 1 nhiệm vụ giữ nguyên." in words_of(response)
    filters = urlencode({"year": "2024", "q": "hội nghị"})
    assert response.redirect_chain == [(f"{reverse('task-list')}?{filters}", 302)]


def test_one_task_that_was_reassigned_from_its_page_leads_back_to_it(lan, health):
    [task] = tasks_of_one_plan(1)
    _shown, form = reassignment(lan, [task], health)

    response = lan.post(reverse("tasks-reassign"), form)

    assert response.headers["Location"] == reverse("task-detail", args=[task.pk])


@pytest.mark.parametrize("back", ["https://example.com", "//example.com", "/\\example.com"])
def test_the_way_back_never_leaves_the_list(lan, back):
    [task] = tasks_of_one_plan(1)
    form = {"task": task.pk, "is_key": "yes", "back": back}
    form["seen"] = preview(lan, "tasks-key", [task], is_key="yes").context["seen"]

    assert lan.post(reverse("tasks-key"), form).headers["Location"].startswith(f"{reverse('task-list')}?")


def test_two_rows_of_one_yearly_task_are_one_task(lan):
    [task] = tasks_of_one_plan(1, timeframe="Các năm 2024, 2025")
    response = preview(lan, "tasks-key", [task, task], is_key="yes")

    assert [change.task for change in response.context["changes"]] == [task]


def test_without_a_reason_nothing_is_reassigned_and_the_preview_stays(lan, health):
    tasks = tasks_of_one_plan(2)
    _shown, form = reassignment(lan, tasks, health)

    response = lan.post(reverse("tasks-reassign"), form | {"reason": " "})

    assert response.status_code == 200
    assert response.context["counted"].changed == 2
    assert leads() == [FARMING] * 2


@pytest.mark.parametrize("chosen", [1, 2])
def test_when_the_import_that_made_a_task_is_undone_meanwhile_nothing_is_written_and_that_is_told(
    lan, health, chosen
):
    tasks = tasks_of_one_plan(chosen)
    _shown, form = reassignment(lan, tasks, health)

    with factories.meanwhile(Task.objects.filter(pk=tasks[0].pk).delete):
        answer = lan.post(reverse("tasks-reassign"), form, follow=True)

    assert answer.status_code == 200
    assert "Có nhiệm vụ vừa được người khác xóa; chưa có thay đổi nào được ghi nhận." in words_of(answer)
    assert "Sở Y tế" not in leads()


def test_a_task_that_is_removed_before_its_unit_leads_it_alone_is_told(lan):
    [task] = tasks_of_one_plan(1)

    with factories.meanwhile(task.delete):
        answer = lan.post(reverse("tasks-doubles"), {"task": [task.pk]}, follow=True)

    assert "vừa được người khác xóa; chưa có thay đổi nào" in words_of(answer)


def test_a_stale_preview_writes_nothing_and_shows_the_new_one_which_can_be_sent(lan, health):
    tasks = tasks_of_one_plan(2)
    _shown, form = reassignment(lan, tasks, health)
    factories.reported(factories.minh(), factories.occurrence(tasks[0]))

    with factories.writes():
        told = lan.post(reverse("tasks-reassign"), form)
    assert "Dữ liệu đã thay đổi sau khi lập bản xem trước này" in words_of(told)
    assert REASON in words_of(told)

    lan.post(reverse("tasks-reassign"), form | {"seen": told.context["seen"]})
    assert leads() == ["Sở Y tế"] * 2


def test_a_form_without_a_preview_is_shown_one_first(lan):
    [task] = tasks_of_one_plan(1)

    response = lan.post(reverse("tasks-key"), {"task": task.pk, "is_key": "yes"})

    assert response.status_code == 200
    assert not Task.objects.get().is_key


@pytest.mark.parametrize("route", BULK_PAGES)
def test_the_same_post_twice_is_done_once_and_answered_twice(lan, health, route):
    [task] = tasks_of_one_plan(1)
    chosen = {
        "tasks-reassign": {"place": "lead::", "to_unit": health.pk},
        "tasks-field": {"field": Field.objects.get(code="du-lich").pk},
        "tasks-key": {"is_key": "yes"},
    }[route]
    form = chosen | {"task": task.pk, "reason": REASON, "back": ""}
    form["seen"] = preview(lan, route, [task], **chosen).context["seen"]
    first = lan.post(reverse(route), form)

    with factories.writes():
        again = lan.post(reverse(route), form)

    assert (first.status_code, first.url) == (again.status_code, again.url) == (302, reverse("task-list"))


# The queue of those who confirm

WAITED_SINCE = dt.date(2025, 3, 1)


def queue(minh, length):
    """Reports of Minh that have waited since the first of March, one more day each."""
    made = factories.plan()
    for day in range(length):
        with time_machine.travel(WAITED_SINCE - dt.timedelta(days=day)):
            factories.reported(minh, factories.occurrence(of=factories.task(made)), result=f"Kết quả {day}")
    return list(ProgressUpdate.objects.order_by("pk"))


@pytest.fixture
def minh():
    """The office of 1/3/2025 and its predecessor both know Minh."""
    return factories.minh()


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_queue_costs_the_same_queries_for_any_number_of_reports(
    huong, minh, django_assert_num_queries, item_count
):
    queue(minh, item_count)

    with django_assert_num_queries(8):
        response = huong.get(reverse("todo"))

    assert len(response.context["queue"]) == item_count


def test_a_long_list_of_work_comes_in_pages_and_every_head_counts_all_of_its_kind(huong, minh):
    """Twenty-six reports to confirm on two pages, the longest waiting first."""
    task, unit = factories.task(), minh.memberships.get().unit
    task.occurrences.all().delete()
    days = [WAITED_SINCE - dt.timedelta(days=day) for day in range(26)]
    late = Occurrence.objects.bulk_create(
        Occurrence(task=task, period_key=str(day), status="reported", reported_on=day) for day in days
    )
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(occurrence=on, on_behalf_of=unit, reported_by=minh, status="reported", result="Xong.")
        for on in late
    )

    pages = [huong.get(reverse("todo"), {"size": 25, "page": page}).context for page in (1, 2)]

    assert [[row.days for row in page["queue"]] for page in pages] == [
        [(timezone.localdate() - day).days for day in part] for part in (days[:0:-1], days[:1])
    ]
    assert [page["queue_count"] for page in pages] == [26, 26]


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_before_confirming_costs_the_same_queries_for_any_number_of_reports(
    huong, minh, django_assert_num_queries, item_count
):
    reports = queue(minh, item_count)

    with django_assert_num_queries(6):
        response = huong.get(reverse("reports-accept"), {"report": [report.pk for report in reports]})

    assert response.context["ready"] == item_count


def test_the_queue_tells_who_reported_what_and_for_how_long_it_waits_the_longest_first(huong, minh):
    queue(minh, 3)

    with time_machine.travel(WAITED_SINCE + dt.timedelta(days=10)):
        response = huong.get(reverse("todo"))

    assert [row.days for row in response.context["queue"]] == [12, 11, 10]
    said = words_of(response)
    assert "chờ xác nhận 12 ngày" in said
    assert "Sở Nông nghiệp và Môi trường Minh (mẫu) Kết quả 2" in said


def test_ones_own_report_is_not_offered(huong):
    hoa = factories.User.objects.get(username="huong")
    own = factories.reported(hoa, factories.occurrence(leads=["Sở Kế hoạch và Đầu tư"])).updates.get()

    assert huong.get(reverse("todo")).context["queue"] == []
    page = huong.get(reverse("reports-accept"), {"report": own.pk})
    assert page.context["ready"] == 0
    assert 'name="report"' not in page.content.decode()


def test_no_report_chosen_is_said(huong):
    assert "Chưa chọn báo cáo nào" in words_of(huong.get(reverse("reports-accept")))
    assert "Chưa chọn báo cáo nào" in words_of(huong.post(reverse("reports-accept")))


def test_the_chosen_reports_are_confirmed_and_those_decided_meanwhile_are_named(huong, minh, lan):
    first, *others = queue(minh, 3)
    form = {"report": [report.pk for report in (first, *others)]}
    lan.post(reverse("reports-accept"), {"report": first.pk})

    said = words_of(huong.post(reverse("reports-accept"), form, follow=True))

    assert "Đã xác nhận 2 báo cáo." in said
    assert f"Không xác nhận được 1 báo cáo: “{first.occurrence.task}”" in said
    assert set(Occurrence.objects.values_list("status", flat=True)) == {Status.COMPLETED}


def test_a_report_that_waits_no_more_is_shown_but_not_sent(huong, minh, lan):
    [report] = queue(minh, 1)
    lan.post(reverse("reports-accept"), {"report": report.pk})

    page = huong.get(reverse("reports-accept"), {"report": report.pk})

    assert "Báo cáo này không còn chờ xác nhận." in words_of(page)
    assert page.context["ready"] == 0


def test_the_same_confirmation_sent_again_says_that_it_was_done(huong, minh):
    form = {"report": [report.pk for report in queue(minh, 2)]}
    huong.post(reverse("reports-accept"), form)

    with factories.writes():
        said = words_of(huong.post(reverse("reports-accept"), form, follow=True))

    assert "2 báo cáo đã được chính ông/bà xác nhận từ trước." in said


@pytest.mark.parametrize("who", ["minh", "khang", "mai"])
def test_who_does_not_confirm_a_report_does_not_find_it(client_for, minh, who):
    [report] = queue(minh, 1)
    people = {
        "minh": lambda: minh,
        "khang": factories.khang,
        "mai": lambda: factories.person("mai", Role.STAFF, factories.unit("Sở Y tế")),
    }
    browser = client_for(people[who]())

    for act in (browser.get, browser.post):
        assert act(reverse("reports-accept"), {"report": report.pk}).status_code == 404


def test_a_note_of_a_partner_is_no_report_to_confirm(huong, minh):
    seat, on = minh.memberships.get().unit, factories.occurrence(partners=["Sở Công Thương"])
    progress = report_progress(by=minh, occurrence=on, on_behalf_of=seat, percent=20)
    assert huong.get(reverse("reports-accept"), {"report": progress.pk}).context["ready"] == 0

    yen = factories.person("yen", Role.STAFF, factories.unit("Sở Công Thương"))
    note = contribute(
        by=yen, occurrence=on, on_behalf_of=yen.memberships.get().unit, result="Đồng ý với kết quả."
    )
    assert huong.get(reverse("reports-accept"), {"report": note.pk}).status_code == 404
