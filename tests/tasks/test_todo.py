"""'Việc của tôi' says why each thing is on the list, and leaves out what asks nothing of the person."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agreements.models import Membership, Role, StepTask, Unit
from coop.accounts.models import User
from tasks.actions.directing import answer_directive, give_directive
from tasks.actions.extending import ask_extension, decide_extension
from tasks.actions.reporting import report_progress
from tasks.actions.stopping import stop_or_resume
from tasks.actions.verifying import accept, send_back
from tasks.awaited import Awaited, awaiting
from tasks.imports.staging import stage
from tasks.models import Occurrence
from tasks.states import Assessment, Move
from tasks.todo import Todo, awaited_answers, recent_answers, small_tasks, staged_imports, todo_list
from tasks.urgent import todo_count
from tests import factories
from tests.tasks.appendix_files import HEADER, ROW

SPRING_2025 = dt.date(2025, 3, 1)


@pytest.fixture(autouse=True)
def on_a_spring_day(db):
    with time_machine.travel(SPRING_2025):
        yield


@pytest.fixture
def minh():
    """The office of 1/3/2025 lives already, its predecessor not any more."""
    return factories.minh()


def reasons(user):
    return [row.todo for row in sorted(todo_list(user), key=lambda row: row.pk)]


@pytest.mark.parametrize(
    ("timeframe", "expected"),
    [
        ("Năm 2024", Todo.OVERDUE),
        ("trước ngày 17/3/2025", Todo.DUE_SOON),
        ("trước ngày 18/3/2025", Todo.OPEN),
        ("Năm 2025", Todo.OPEN),
        ("Sau khi có hướng dẫn", Todo.OPEN),
    ],
)
def test_a_task_stands_on_the_list_of_its_lead_unit_under_its_urgency(minh, timeframe, expected):
    factories.task(timeframe=timeframe)

    assert reasons(minh) == [expected]


def test_what_begins_later_is_not_on_the_list_yet(minh):
    factories.task(timeframe="Quý IV/2025")

    assert reasons(minh) == []


def test_a_continuous_task_asks_for_the_report_of_this_year(minh):
    task = factories.task(timeframe="Thường xuyên")
    this_year = task.occurrences.get(period_key__startswith="2025")
    assert {row.pk: row.todo for row in todo_list(minh)} == {this_year.pk: Todo.UNREPORTED}

    report_progress(by=minh, occurrence=this_year, on_behalf_of=minh.memberships.get().unit, percent=20)

    assert reasons(minh) == [Todo.OPEN]


def test_a_report_goes_to_the_list_of_those_who_confirm_it(minh):
    huong, lan = factories.huong(), factories.lan()
    occurrence = factories.reported(minh, factories.occurrence())
    assert (reasons(minh), reasons(huong), reasons(lan)) == ([], [Todo.VERIFY], [Todo.VERIFY])

    send_back(by=huong, occurrence=occurrence, reason="Thiếu biên bản.")
    assert (reasons(minh), reasons(huong), reasons(lan)) == ([Todo.RETURNED], [], [])

    factories.reported(minh, occurrence)
    accept(by=lan, occurrence=occurrence)
    assert (reasons(minh), reasons(huong), reasons(lan)) == ([], [], [])


def test_a_wish_for_more_time_goes_to_those_who_decide(minh):
    occurrence = factories.occurrence()
    ask_extension(
        by=minh,
        occurrence=occurrence,
        on_behalf_of=minh.memberships.get().unit,
        new_due_on=dt.date(2025, 9, 30),
        reason="Chờ vốn.",
    )

    assert reasons(factories.huong()) == [Todo.EXTENSION]
    assert reasons(minh) == [Todo.OVERDUE]


def test_whoever_decides_on_more_time_sees_until_when_and_goes_there_at_once(minh, client_for):
    occurrence, until = factories.occurrence(), dt.date(2025, 9, 30)
    unit = minh.memberships.get().unit
    wish = ask_extension(
        by=minh, occurrence=occurrence, on_behalf_of=unit, new_due_on=until, reason="Chờ vốn."
    )

    page = client_for(factories.huong()).get(reverse("todo")).content.decode()

    assert "30/09/2025" in page
    assert f'href="{reverse("extension-decide", args=[wish.pk])}"' in page


def test_a_wish_that_is_decided_while_the_page_is_made_has_no_link(minh, client):
    """Lan decides between the question what waits and the question what of it is shown."""
    occurrence, until = factories.occurrence(), dt.date(2025, 9, 30)
    unit = minh.memberships.get().unit
    wish = ask_extension(
        by=minh, occurrence=occurrence, on_behalf_of=unit, new_due_on=until, reason="Chờ vốn."
    )
    lan, decided = factories.lan(), []

    def meanwhile(execute, sql, *more):
        if "wished_due_on" in sql and not decided:
            decided.append(wish)
            decide_extension(by=lan, extension=wish, grant=False, note="Không còn vốn.")
        return execute(sql, *more)

    client.force_login(factories.huong())
    with connection.execute_wrapper(meanwhile):
        page = client.get(reverse("todo"))

    assert decided == [wish]
    assert page.status_code == 200
    assert reverse("extension-decide", args=[wish.pk]) not in page.content.decode()


@pytest.mark.parametrize("end", ["completed", Move.PAUSE, Move.CANCEL])
def test_a_wish_waits_while_its_period_is_open_on_the_list_and_in_the_number(minh, client_for, end):
    lan, occurrence, unit = factories.lan(), factories.occurrence(), minh.memberships.get().unit
    until = dt.date(2025, 9, 30)
    ask_extension(by=minh, occurrence=occurrence, on_behalf_of=unit, new_due_on=until, reason="Chờ vốn.")

    def waits():
        numbers = {one.key: one.count for one in client_for(lan).get("/?year=2024").context["to_decide"]}
        return reasons(lan).count(Todo.EXTENSION), numbers.get("extension", 0)

    assert waits() == (1, 1)
    if end == "completed":
        accept(by=lan, occurrence=factories.reported(minh, occurrence))
    else:
        stop_or_resume(by=lan, occurrence=occurrence, move=end, reason="Chờ chủ trương.")
    assert waits() == (0, 0)
    page = client_for(minh).get(reverse("task-detail", args=[occurrence.task_id])).content.decode()
    assert "31/12/2024 → 30/09/2025: chưa có quyết định." in page
    if end != "completed":
        stop_or_resume(by=lan, occurrence=occurrence, move=Move.RESUME, reason="Có chủ trương.")
        assert waits() == (1, 1)


def test_what_is_stopped_asks_nothing_of_anybody(minh):
    lan = factories.lan()
    stop_or_resume(by=lan, occurrence=factories.occurrence(), move=Move.PAUSE, reason="Chờ vốn.")

    assert (reasons(minh), reasons(lan)) == ([], [])


def test_partners_readers_and_other_provinces_have_nothing_to_do_here():
    factories.task(partners=["Sở Công Thương"])
    people = [
        factories.khang(),
        factories.person("yen", Role.STAFF, factories.unit("Sở Công Thương", on=SPRING_2025)),
        factories.person("chi", Role.LEADER, factories.unit("Sở Nông nghiệp và Môi trường")),
    ]

    assert [reasons(person) for person in people] == [[], [], []]
    assert [todo_count(person) for person in people] == [0, 0, 0]


def test_the_number_in_the_menu_counts_what_is_urgent(minh):
    plan = factories.plan()
    for timeframe in ("Năm 2024", "Tháng 1/2025", "Năm 2025"):
        factories.task(plan, timeframe=timeframe)

    assert todo_count(minh) == 2


def test_the_number_in_the_menu_is_what_the_list_calls_urgent_and_overdue_is_what_every_page_calls_so(minh):
    """Both say in the columns themselves what `assess` says, since every page asks."""
    plan, today = factories.plan(), SPRING_2025
    times = ("Năm 2024", "trước ngày 17/3/2025", "Năm 2025", "Thường xuyên", "Sau khi có vốn", "Quý IV/2025")
    for timeframe in times:
        factories.task(plan, timeframe=timeframe)
    waits = todo_list(minh)
    assessed = dict(Occurrence.objects.assessed(today).order_by("pk").values_list("pk", "assessment"))
    named = {why: {assessed[row.pk] for row in waits if row.todo == why} for why in Todo}

    assert todo_count(minh) == len([row for row in waits if row.todo != Todo.OPEN]) == 3
    assert [pk for pk in assessed if assessed[pk] == Assessment.OVERDUE] == [
        row.pk for row in waits if row.todo == Todo.OVERDUE
    ]
    assert named[Todo.OVERDUE] == {Assessment.OVERDUE}
    assert named[Todo.DUE_SOON] == {Assessment.ONGOING}
    assert named[Todo.UNREPORTED] == {Assessment.CONTINUOUS}


def test_the_number_in_the_menu_counts_what_is_to_be_explained_until_it_is(minh):
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    task = factories.task(timeframe="Năm 2024")
    asked = give_directive(by=binh, task=task, kind="explanation", text="Vì sao chậm?")
    numbers = [todo_count(minh)]

    answer_directive(by=minh, directive=asked, answer="Chờ vốn.")

    assert [*numbers, todo_count(minh), todo_count(binh)] == [2, 1, 0]


def test_the_page_shows_the_number_of_every_menu_though_it_counts_but_once(minh, client_for):
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    plan = factories.plan()
    late = [factories.task(plan, timeframe=time) for time in ("Năm 2024", "Tháng 1/2025", "Năm 2025")]
    give_directive(by=binh, task=late[0], kind="explanation", text="Vì sao chậm?")
    browser, menu = client_for(minh), '>3<span class="visually-hidden"> việc cần xử lý ngay</span>'

    assert todo_count(minh) == 3
    pages = [browser.get(reverse(name)).content.decode() for name in ("todo", "task-list")]
    assert [page.count(menu) for page in pages] == [2, 2]  # at the entry, and where a phone opens the menu


def test_small_tasks_around_signing_are_urgent_work_while_overdue_or_due_soon(minh, client_for):
    """One is late, one due on the last day that is soon, one a day later, one done, one of another unit's."""
    seat, plan = minh.memberships.get().unit, factories.plan()
    late = factories.step_task(plan.agreement, seat, due_on=dt.date(2025, 2, 3))
    health = factories.unit("Sở Y tế", on=SPRING_2025)
    rows = [(seat, 16, None), (seat, 17, None), (seat, 3, SPRING_2025), (health, 3, None)]
    soon, later, _done, _other = (
        StepTask.objects.create(
            step=late.step,
            unit=unit,
            content="Góp ý",
            due_on=dt.date(2025, 3, day),
            done_on=done_on,
            done_by=done_on and minh,
        )
        for unit, day, done_on in rows
    )
    factories.task(plan)
    factories.task(plan, timeframe="Năm 2025")

    answer = client_for(minh).get(reverse("todo"))

    assert small_tasks(minh) == {"urgent": [late, soon], "later": [later]}
    assert todo_count(minh) == answer.context["urgent"] == 3
    page = answer.content.decode()
    assert "Con số 3 cạnh mục “Việc của tôi” là số việc cần xử lý ngay:" in page
    order = re.findall(r'<h2 id="([^"]+)"', page)
    assert order == ["small-head", "todo-overdue", "todo-open", "small-later-head"]


def test_the_list_says_by_how_many_days_each_thing_is_late(minh, client_for):
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    due = SPRING_2025 + dt.timedelta(days=5)
    task = factories.task()
    give_directive(by=binh, task=task, kind="explanation", text="Vì sao chậm?", answer_due_on=due)

    page = client_for(minh).get(reverse("todo")).content.decode()

    assert "31/12/2024" in page
    assert "quá hạn 60 ngày" in page
    assert "Hạn trả lời <span" in page
    assert "còn 5 ngày" in page


def test_an_explanation_and_a_small_task_of_one_number_are_two(minh):
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    task = factories.task(timeframe="Năm 2025")
    asked = give_directive(by=binh, task=task, kind="explanation", text="Vì sao chậm?")
    seat = minh.memberships.get().unit
    factories.step_task(task.plan.agreement, seat, pk=asked.pk, due_on=SPRING_2025)

    assert todo_count(minh) == 2


def test_the_number_in_the_menu_costs_one_query(minh, django_assert_num_queries):
    todo_count(minh)

    with django_assert_num_queries(1):
        todo_count(minh)


def test_the_number_is_of_the_day_the_seat_and_the_setting(minh, settings):
    """What asks for it is written down once for all three of them."""
    plan, health = factories.plan(), factories.unit("Sở Y tế", on=SPRING_2025)
    factories.task(plan, timeframe="Tháng 3/2025")
    factories.task(plan, timeframe="Năm 2024", leads=["Sở Y tế"])
    numbers = [todo_count(minh), todo_count(minh)]

    with time_machine.travel(dt.date(2025, 3, 20)):
        numbers.append(todo_count(minh))
    settings.DUE_SOON_DAYS = 40
    numbers.append(todo_count(minh))
    minh.memberships.update(unit=health)
    numbers.append(todo_count(User.objects.get(pk=minh.pk)))

    assert numbers == [0, 0, 1, 1, 1]
    assert reasons(User.objects.get(pk=minh.pk)) == [Todo.OVERDUE]


def test_who_works_for_a_unit_that_ended_without_an_heir_has_nothing_to_do(minh):
    factories.task(timeframe="Năm 2024")
    seat = minh.memberships.get().unit
    assert todo_count(minh) == 1

    Unit.objects.filter(pk=seat.pk).update(current_heir=None)

    assert todo_count(User.objects.get(pk=minh.pk)) == 0


def test_the_list_costs_one_query_after_the_person_is_known(minh, django_assert_num_queries):
    factories.task()
    reasons(minh)

    with django_assert_num_queries(1):
        assert reasons(minh)


def test_an_import_under_review_waits_for_the_secretariat_of_the_plan():
    lan, table = factories.lan(), "\n".join(";".join(row) for row in (HEADER, ROW))
    batch = stage(by=lan, plan=factories.plan(), name="phu-luc.csv", content=table.encode())

    assert list(staged_imports(lan)) == [batch]
    assert not staged_imports(factories.huong())
    assert not staged_imports(factories.khang())


def test_who_renews_agreements_is_told_at_the_head_of_the_list_that_one_ends_soon(minh, client_for):
    """What others wait for stands above it."""
    factories.agreement(ends_on=timezone.localdate() + dt.timedelta(days=20))
    factories.reported(minh, factories.occurrence())
    head = '<a href="#nearing-head">'

    told = client_for(factories.lan()).get("/viec-cua-toi/").content.decode()

    assert head in told
    assert "Thỏa thuận sắp hết hiệu lực: 1" in told
    assert re.findall(r'<h2 id="([^"]+)"', told) == ["todo-verify", "nearing-head"]
    assert head not in client_for(minh).get("/viec-cua-toi/").content.decode()


def test_a_directive_waits_for_the_answer_of_its_unit_as_a_request_for_explanation_does(minh, client_for):
    """domain.md §3. Nobody leads the second task, so nobody could answer."""
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    task, nobodys = factories.task(timeframe="Năm 2025"), factories.task(leads=[])
    given = [give_directive(by=binh, task=one, text="Xong trong quý I.") for one in (task, nobodys)]

    page = client_for(minh).get(reverse("todo")).content.decode()
    assert ("Xong trong quý I." in page, "Ý kiến chỉ đạo ·" in page) == (True, True)
    assert (todo_count(minh), list(awaited_answers(binh))) == (1, given[:1])
    awaited = Occurrence.objects.filter(awaiting(Awaited.ANSWER, timezone.localdate()))
    assert [occurrence.task for occurrence in awaited] == [task]

    answer_directive(by=minh, directive=given[0], answer="Đã rõ.")
    assert (todo_count(minh), list(awaited_answers(binh)), list(awaited.all())) == (0, [], [])


def test_leadership_sees_which_answers_are_still_owed(minh, client_for):
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    chi = factories.person("chi", Role.LEADER, factories.unit("Sở Tài chính", "96", on=SPRING_2025))
    task = factories.task()
    words = [
        ("explanation", "Vì sao chậm?"),
        ("explanation", "Kinh phí ra sao?"),
        ("directive", "Khẩn trương"),
    ]
    asked = [give_directive(by=binh, task=task, kind=kind, text=text) for kind, text in words]
    answer_directive(by=minh, directive=asked[0], answer="Chờ vốn.")

    assert list(awaited_answers(binh)) == asked[1:]
    assert [list(awaited_answers(person)) for person in (minh, chi)] == [[], []]
    page = client_for(binh).get(reverse("todo")).content.decode()
    owed, answered = page.index("Đang chờ đơn vị trả lời"), page.index("Đã trả lời trong 15 ngày qua")
    assert [owed < page.index(text) < answered for _kind, text in words] == [False, True, True]


def test_leadership_reads_for_a_while_what_was_answered(minh, client_for):
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    chi = factories.person("chi", Role.LEADER, factories.unit("Sở Tài chính", "96", on=SPRING_2025))
    given = [give_directive(by=binh, task=factories.task(), text=f"Việc {number}") for number in (1, 2)]
    answered = [answer_directive(by=minh, directive=one, answer=f"Xong {one.pk}") for one in given]

    assert "Đã trả lời trong" not in client_for(chi).get(reverse("todo")).content.decode()
    assert [list(recent_answers(person)) for person in (binh, minh, chi)] == [answered[::-1], [], []]
    with time_machine.travel(SPRING_2025 + dt.timedelta(days=16)):
        assert not recent_answers(User.objects.get(pk=binh.pk))


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_answers_cost_leadership_the_same_queries_however_many_they_are(
    minh, client_for, django_assert_num_queries, item_count
):
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    for number in range(item_count):
        asked = give_directive(by=binh, task=factories.task(), text=f"Việc {number}")
        answer_directive(by=minh, directive=asked, answer="Đã rõ.")
    browser = client_for(binh)

    with django_assert_num_queries(5):
        page = browser.get(reverse("todo")).content.decode()

    assert page.count("Đã rõ.") == item_count


def test_a_person_with_seats_in_two_units_sees_the_work_of_both_and_reports_for_either(minh, client_for):
    health = factories.unit("Sở Y tế", on=SPRING_2025)
    Membership.objects.create(user=minh, unit=health, role=Role.STAFF, starts_on=dt.date(2020, 1, 1))
    plan = factories.plan()
    farming, doctors = factories.task(plan), factories.task(plan, leads=["Sở Y tế"])
    both = factories.task(plan, leads=["Sở Nông nghiệp và Phát triển nông thôn", "Sở Y tế"])

    tasks = Occurrence.objects.filter(pk__in=[row.pk for row in todo_list(minh)]).values_list(
        "task", flat=True
    )
    assert set(tasks) == {farming.pk, doctors.pk, both.pk}
    assert todo_count(minh) == 3
    browser = client_for(minh)
    offered = [
        browser.get(reverse("occurrence-report", args=[task.occurrences.get().pk])).context["form"]
        for task in (doctors, both)
    ]
    units = [{unit.name for unit in form.fields["on_behalf_of"].queryset} for form in offered]
    assert units == [{"Sở Y tế"}, {"Sở Y tế", minh.memberships.first().unit.name}]


def test_of_a_request_about_a_task_that_she_may_not_see_nhu_reads_nothing(client_for):
    """Her office in Cà Mau, which is no party, stands in the plan as lead; the wall holds all the same."""
    task = factories.task()
    binh = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh", on=SPRING_2025))
    office = factories.unit("Sở Y tế", "96", on=SPRING_2025)
    nhu = factories.person("nhu", Role.STAFF, office)
    give_directive(by=binh, task=task, kind="explanation", text="Vì sao chậm?")
    task.assignments.update(unit=office)

    assert "Vì sao chậm?" not in client_for(nhu).get(reverse("todo")).content.decode()
    assert todo_count(nhu) == 0
