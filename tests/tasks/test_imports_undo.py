"""A confirmed import can be taken back as long as nobody has built on it."""

import datetime as dt

import pytest
from django.urls import reverse

from agreements.models import Role
from coop.shared.events import Event
from tasks.actions.directing import give_directive
from tasks.actions.extending import ask_extension
from tasks.actions.scheduling import follow_period
from tasks.actions.stopping import stop_or_resume
from tasks.history import history_of
from tasks.imports.comparing import compare_anew
from tasks.imports.confirming import Confirmed, confirm
from tasks.imports.correcting import acknowledge, correct, leave_out
from tasks.imports.reading import Meant
from tasks.imports.staging import stage
from tasks.imports.undoing import undo, what_stands_in_the_way
from tasks.models import Assignment, ImportBatch, Occurrence, Task
from tasks.states import Move, Status
from tests import factories

HEADER = "TT;Nội dung;Đơn vị chủ trì;Đơn vị phối hợp;Thời gian thực hiện"
OLD = [
    "I;Lĩnh vực Nông nghiệp xạch;;;",
    "1;Tổ chức hội nghị kết nối cung cầu;Sở Nông nghiệp và Phát triển nông thôn;Sở Công Thương;Năm 2024",
    "2;Xây dựng chuỗi rau an toàn;Sở Nông nghiệp và Phát triển nông thôn;;Các năm 2024, 2025",
    "II;Lĩnh vực Y tế;;;",
    "1;Đào tạo bác sĩ tuyến huyện;Sở Y tế;các sở, ban, ngành;Thường xuyên",
]
NEW = [  # order, field, time, units and periods changed; one row added, one gone
    "I;Lĩnh vực Nông nghiệp;;;",
    "1;Xây dựng chuỗi rau an toàn;Sở Công Thương;Sở Y tế;Các năm 2023, 2025",
    "2;Ký kết chương trình phối hợp;Sở Y tế;;Quý I/2024",
    "3;Tổ chức hội nghị kết nối cung cầu;Sở Nông nghiệp và Phát triển nông thôn;;Năm 2025",
]
ONE = ["1;Mua thuốc;Sở Y tế;;Năm 2025"]
COLUMNS = ("section", "heading", "field", "ordinal", "content", "lead_text", "partner_text", "timeframe")
READ = ("deadline_kind", "deadline_certain", "deadline_reading", "content_key", "search_text")


def staged(by, plan, lines):
    return stage(by=by, plan=plan, name="phu-luc.csv", content="\n".join([HEADER, *lines]).encode())


def imported(by, plan, lines):
    batch = staged(by, plan, lines)
    confirm(by=by, batch=batch)
    batch.refresh_from_db()
    return batch


def as_it_stands(plan):
    """What a person sees of the plan: its tasks in order, their units and their periods."""
    tasks = list(plan.tasks.in_print_order().values_list("pk", *COLUMNS, *READ))
    units = Assignment.objects.filter(task__plan=plan).order_by("task", "role", "sort")
    periods = Occurrence.objects.filter(task__plan=plan).order_by("task", "period_key")
    return (
        tasks,
        list(units.values_list("task", "role", "sort", "unit", "words", "is_group")),
        list(periods.values_list("task", "period_key", "starts_on", "due_on", "status")),
    )


def period(plan, **which):
    return Occurrence.objects.filter(task__plan=plan, due_on__isnull=False, **which).earliest("due_on")


def test_what_the_import_made_is_gone_and_its_paper_its_history_and_one_event_stay(lan, plan):
    batch = imported(lan, plan, OLD)
    tasks, periods, links = plan.tasks.count(), Occurrence.objects.count(), Assignment.objects.count()
    gone = {"Task": tasks, "Occurrence": periods, "Assignment": links}
    kept = {f"Historical{name}": number for name, number in gone.items()}

    with factories.writes(Event=1, **{name: -number for name, number in gone.items()}, **kept):
        undo(by=lan, batch=batch)

    batch.refresh_from_db()
    assert (tasks, plan.tasks.count(), batch.status) == (3, 0, ImportBatch.Status.UNDONE)
    with batch.file.open() as file:
        assert file.read().decode() == "\n".join([HEADER, *OLD])
    event = Event.objects.about(plan).first()
    told = {"batch": batch.pk, "file": batch.file_name}
    assert (event.verb, event.actor, event.after) == ("undo_import", lan, told)
    assert [row.history_user for row in Task.history.filter(history_type="-")] == [lan] * 3


def test_the_history_of_a_task_tells_which_units_an_import_and_its_undo_gave_it(lan, plan):
    imported(lan, plan, OLD)
    undo(by=lan, batch=imported(lan, plan, NEW))
    task = plan.tasks.get(content="Xây dựng chuỗi rau an toàn")

    back, given = (act.text for act in history_of(task) if "đơn vị" in act.text)

    farming = "Sở Nông nghiệp và Phát triển nông thôn"
    assert given == f"đơn vị chủ trì: {farming} → Sở Công Thương; đơn vị phối hợp: – → Sở Y tế"
    assert back == f"đơn vị chủ trì: Sở Công Thương → {farming}; đơn vị phối hợp: Sở Y tế → –"


def test_what_the_import_changed_is_put_back(lan, plan):
    imported(lan, plan, OLD)
    before = as_it_stands(plan)
    batch = imported(lan, plan, NEW)
    assert as_it_stands(plan) != before
    assert plan.tasks.first().field is not None

    undo(by=lan, batch=batch)

    assert as_it_stands(plan) == before
    task = plan.tasks.get(content="Xây dựng chuỗi rau an toàn")
    latest = task.history.latest()
    assert (latest.lead_text, latest.history_user) == (task.lead_text, lan)
    assert task.history.count() == 3  # imported, changed, put back


@pytest.mark.parametrize("kept", [[0], [1], [2], [0, 2], [2, 1], []])
def test_tasks_that_the_paper_did_not_have_stand_again_where_they_stood(lan, plan, kept):
    lines = [f"{number};{text};Sở Y tế;;Năm 2024" for number, text in enumerate("ABC", 1)]
    imported(lan, plan, lines)
    by_hand = factories.task(plan)
    batch = imported(lan, plan, [*ONE, *(lines[number] for number in kept)])
    assert plan.tasks.in_print_order().first().content == "Mua thuốc"

    undo(by=lan, batch=batch)

    assert [task.content for task in plan.tasks.in_print_order()] == ["A", "B", "C", by_hand.content]


def test_the_order_comes_back_where_a_row_had_been_left_out_before(lan, plan):
    """A row left out leaves its number free; what stands behind must not slip into it."""
    lines = [f"{number};{text};Sở Y tế;;Năm 2024" for number, text in enumerate("ABC", 1)]
    first = staged(lan, plan, lines)
    leave_out(by=lan, row=first.rows.get(position=2), out=True)
    confirm(by=lan, batch=first)
    imported(lan, plan, [*lines[:1], lines[2], "4;D;Sở Y tế;;Năm 2024"])
    batch = imported(lan, plan, [lines[2], lines[0]])

    undo(by=lan, batch=batch)

    assert [task.content for task in plan.tasks.in_print_order()] == ["A", "C", "D"]


def test_what_was_reported_before_the_import_does_not_stand_in_the_way(lan, plan):
    imported(lan, plan, OLD)
    reported = factories.reported(factories.minh(), period(plan))
    before = as_it_stands(plan)

    undo(by=lan, batch=imported(lan, plan, NEW))

    assert as_it_stands(plan) == before
    reported.refresh_from_db()
    assert (reported.status, reported.updates.count()) == (Status.REPORTED, 1)


def a_report(plan, lan):
    factories.reported(factories.minh(), period(plan))


def a_wish_for_more_time(plan, lan):
    minh = factories.minh()
    seat = minh.memberships.get().unit
    ask_extension(
        by=minh,
        occurrence=period(plan),
        on_behalf_of=seat,
        new_due_on=dt.date(2026, 12, 31),
        reason="Chờ vốn.",
    )


def a_directive(plan, lan):
    chi = factories.person("chi", Role.LEADER, factories.unit("Văn phòng UBND tỉnh"))
    give_directive(by=chi, task=plan.tasks.first(), text="Hoàn thành trong quý I.")


def a_pause(plan, lan):
    stop_or_resume(by=lan, occurrence=period(plan), move=Move.PAUSE, reason="Chờ vốn.")


def an_edit(plan, lan):
    task = plan.tasks.first()
    task.note = "Ghi thêm"
    task.save()


def a_later_import(plan, lan):
    imported(lan, plan, [*OLD, *ONE])


OBSTACLES = [
    (a_report, "1 reports have been made"),
    (a_wish_for_more_time, "more time has been asked for"),
    (a_directive, "given directives"),
    (a_pause, "have been edited"),
    (an_edit, "have been edited"),
    (a_later_import, "another appendix"),
]


@pytest.mark.parametrize(("act", "words"), OBSTACLES, ids=[act.__name__ for act, _words in OBSTACLES])
def test_what_somebody_has_built_on_is_not_undone_and_the_page_says_why(lan, plan, client_for, act, words):
    batch = imported(lan, plan, OLD)
    page = reverse("admin:tasks_importbatch_change", args=[batch.pk])
    button = f'action="{reverse("admin:tasks_importbatch_undo", args=[batch.pk])}"'
    browser = client_for(lan)
    assert button in browser.get(page).content.decode()

    act(plan, lan)

    with factories.refused(words):
        undo(by=lan, batch=batch)
    answer = browser.get(page)
    assert button not in answer.content.decode()
    assert all(sentence in answer.content.decode() for sentence in answer.context["obstacles"])
    assert answer.context["obstacles"]


def test_work_on_tasks_that_the_import_left_alone_does_not_stand_in_the_way(lan, plan):
    imported(lan, plan, OLD)
    batch = imported(lan, plan, [*OLD, *ONE])

    a_report(plan, lan)

    assert what_stands_in_the_way(batch) == []
    undo(by=lan, batch=batch)
    assert plan.tasks.count() == 3


def test_a_later_import_that_was_undone_does_not_stand_in_the_way(lan, plan):
    first = imported(lan, plan, OLD)
    undo(by=lan, batch=imported(lan, plan, [*OLD, *ONE]))

    undo(by=lan, batch=first)

    assert not plan.tasks.exists()


def test_what_a_later_import_changed_and_its_undoing_put_back_does_not_stand_in_the_way(lan, plan):
    first = imported(lan, plan, OLD)
    undo(by=lan, batch=imported(lan, plan, NEW))
    Task.objects.update(search_text=" what a migration writes anew")

    assert what_stands_in_the_way(first) == []

    an_edit(plan, lan)
    assert what_stands_in_the_way(first) == ["nhiệm vụ đã được sửa"]


def test_only_a_confirmed_import_is_undone_and_only_once(lan, plan):
    waiting = factories.staged_import(plan, lan)
    with factories.refused("Only a confirmed import"):
        undo(by=lan, batch=waiting)
    batch = imported(lan, plan, OLD)
    undo(by=lan, batch=batch)

    with factories.refused("Only a confirmed import"):
        undo(by=lan, batch=batch)


def test_only_the_secretariat_of_the_side_that_issued_the_plan_undoes(lan, plan, client_for):
    batch = imported(lan, plan, OLD)
    address = reverse("admin:tasks_importbatch_undo", args=[batch.pk])
    other_side = factories.person("vinh", Role.SECRETARIAT, factories.unit("Sở Tài chính", "79"))

    with factories.writes():
        assert client_for(other_side).post(address).status_code == 404
    answer = client_for(lan).post(address)
    assert answer.url == reverse("plan-detail", args=[batch.plan_id])
    assert not plan.tasks.exists()


@pytest.mark.parametrize("model", [Task, Assignment, Occurrence])
def test_what_an_import_takes_away_and_its_undo_says_in_every_row_who_did_it(lan, plan, model):
    """Without a browser as well: a long import is written by the worker, which has no request to ask."""
    imported(lan, plan, OLD)
    undo(by=lan, batch=imported(lan, plan, NEW))

    gone = model.history.filter(history_type="-")
    assert {row.history_user for row in gone} == {lan}


def test_after_an_undo_the_same_file_can_be_imported_again(lan, plan):
    undo(by=lan, batch=imported(lan, plan, OLD))
    again = staged(lan, plan, OLD)

    assert confirm(by=lan, batch=again) == Confirmed(created=3, updated=0, unchanged=0)
    assert list(plan.tasks.values_list("position", flat=True)) == [1, 2, 3]


def test_a_file_that_was_compared_before_an_import_was_undone_is_compared_anew(lan, plan, client_for):
    """Lan has the corrected paper read twice, and undoes the first: the second still takes it for done. What
    she said of its rows meanwhile stays.
    """
    corrected = [line.replace("Năm 2024", "Năm 2025") for line in OLD]
    imported(lan, plan, OLD)
    first, waiting = imported(lan, plan, corrected), staged(lan, plan, corrected)
    _, out, meant = waiting.rows.order_by("position")
    leave_out(by=lan, row=out, out=True)
    correct(by=lan, row=meant, meant=Meant(partner="Sở Công Thương"))
    undo(by=lan, batch=first)
    window, review = client_for(lan), reverse("admin:tasks_importbatch_change", args=[waiting.pk])

    with factories.refused("the import of “phu-luc.csv” was undone.* still waits.* Compare it anew"):
        confirm(by=lan, batch=waiting)
    told = window.get(review).content.decode()
    assert "</b> sẽ cập nhật" not in told
    assert "đối chiếu với kế hoạch, lần nhập “phu-luc.csv” đã được hoàn tác" in told
    assert reverse("admin:tasks_importbatch_confirm", args=[waiting.pk]) not in told

    window.post(reverse("admin:tasks_importbatch_compare", args=[waiting.pk]))

    assert "Đã đối chiếu tệp với kế hoạch hiện tại." in window.get(review).content.decode()
    assert list(waiting.rows.values_list("action", flat=True)) == ["update", "excluded", "update"]
    assert confirm(by=lan, batch=waiting) == Confirmed(created=0, updated=2, unchanged=0)
    assert Assignment.objects.filter(task__content="Đào tạo bác sĩ tuyến huyện", role="partner").exists()


def test_a_file_that_waits_while_the_plan_is_prolonged_is_read_for_its_new_years(lan, plan):
    waiting = staged(lan, plan, ["1;Họp;Sở Y tế;;Tháng 5 hàng năm"])
    plan.ends_on = dt.date(2027, 12, 31)
    plan.save()
    follow_period(by=lan, plan=plan)

    with factories.refused("the time of the plan was changed"):
        confirm(by=lan, batch=waiting)
    compare_anew(by=lan, batch=waiting)
    confirm(by=lan, batch=waiting)

    due = plan.tasks.get().occurrences.order_by("due_on").values_list("due_on__year", flat=True)
    assert list(due) == [2024, 2025, 2026, 2027]


def test_what_lan_has_looked_at_stays_so_unless_its_time_needs_another_look(lan, plan):
    """She took a month behind the end of the plan as printed; then the plan is prolonged."""
    waiting = staged(lan, plan, ["1;Họp;Sở Y tế;;Tháng 3/2027", "2;Khám;Sở Y tế;;khi nào tiện"])
    for row in waiting.rows.all():
        acknowledge(by=lan, row=row)
    plan.ends_on = dt.date(2027, 12, 31)
    plan.save()

    compare_anew(by=lan, batch=waiting)

    rows = waiting.rows.order_by("position")
    assert [(len(row.problems), row.acknowledged_by) for row in rows] == [(0, None), (1, lan)]


def test_what_waits_no_longer_is_not_compared(lan, plan, client_for):
    batch = imported(lan, plan, ONE)

    answer = client_for(lan).post(reverse("admin:tasks_importbatch_compare", args=[batch.pk]), follow=True)

    assert "Lần nhập này đã ở trạng thái" in answer.content.decode()
