"""A corrected appendix updates by section and wording, doubles nothing and keeps what was reported."""

import datetime as dt

import pytest
from django.urls import reverse

from tasks.actions.extending import ask_extension, decide_extension
from tasks.actions.stopping import stop_or_resume
from tasks.history import history_of
from tasks.imports.confirming import Confirmed, confirm
from tasks.imports.review import review_of
from tasks.imports.staging import discard, stage
from tasks.imports.undoing import undo
from tasks.models import Assignment, ImportBatch, Occurrence, Task
from tasks.states import Move, Status
from tests import factories

HEADER = "TT;Nội dung;Đơn vị chủ trì;Đơn vị phối hợp;Thời gian thực hiện"
PAPER = [
    "I;Lĩnh vực Nông nghiệp;;;",
    "1;Tổ chức hội nghị kết nối cung cầu;Sở Nông nghiệp và Phát triển nông thôn;Sở Công Thương;Năm 2024",
    "2;Xây dựng chuỗi rau an toàn;Sở Nông nghiệp và Phát triển nông thôn;;Các năm 2024, 2025",
    "II;Lĩnh vực Y tế;;;",
    "1;Tổ chức hội nghị kết nối cung cầu;Sở Y tế;;Quý II/2024",
    "2;Đào tạo bác sĩ tuyến huyện;Sở Y tế;;Thường xuyên",
]


def staged(by, plan, lines):
    content = "\n".join([HEADER, *lines]).encode()
    return stage(by=by, plan=plan, name="phu-luc.csv", content=content)


def imported(by, plan, lines):
    return confirm(by=by, batch=staged(by, plan, lines))


def extended(minh, lan, occurrence, *, until):
    """Minh asks for more time and Lan grants it."""
    seat = minh.memberships.get().unit
    wish = ask_extension(
        by=minh, occurrence=occurrence, on_behalf_of=seat, new_due_on=until, reason="Chờ vốn."
    )
    decide_extension(by=lan, extension=wish, grant=True)


def corrected(changes, *, without=()):
    """The paper with some lines changed by their place; a line may become several."""
    lines = []
    for number, line in enumerate(PAPER):
        if number not in without:
            lines += changes.get(number, [line])
    return lines


def contents(plan):
    return [f"{task.section}.{task.ordinal} {task.content}" for task in plan.tasks.in_print_order()]


def all_the_same(plan):
    return contents(plan), list(Occurrence.objects.order_by("pk").values_list("task", "period_key"))


def test_the_same_wording_in_another_section_is_another_task(lan, plan):
    assert imported(lan, plan, PAPER) == Confirmed(created=4, updated=0, unchanged=0)
    assert contents(plan) == [
        "I.1 Tổ chức hội nghị kết nối cung cầu",
        "I.2 Xây dựng chuỗi rau an toàn",
        "II.1 Tổ chức hội nghị kết nối cung cầu",
        "II.2 Đào tạo bác sĩ tuyến huyện",
    ]
    positions = list(plan.tasks.in_print_order().values_list("position", flat=True))
    assert positions == [1, 2, 3, 4]


def test_the_same_paper_again_changes_nothing(lan, plan):
    imported(lan, plan, PAPER)
    before = all_the_same(plan)

    with factories.writes(ImportBatch=1, ImportRow=4, Event=2):  # uploaded and confirmed: both are acts
        assert imported(lan, plan, PAPER) == Confirmed(0, 0, 4)
    assert all_the_same(plan) == before


def test_a_changed_time_moves_the_occurrence_and_keeps_the_task(lan, plan):
    imported(lan, plan, PAPER)
    task = Task.objects.get(position=1)
    line = PAPER[1].replace("Năm 2024", "Năm 2025")

    with factories.writes(ImportBatch=1, ImportRow=4, Event=3, HistoricalTask=1, HistoricalOccurrence=1):
        assert imported(lan, plan, corrected({1: [line]})) == Confirmed(0, 1, 3)
    task.refresh_from_db()
    assert task.timeframe == "Năm 2025"
    assert task.occurrences.get().due_on == dt.date(2025, 12, 31)
    assert task.history.latest().history_user == lan
    assert Occurrence.history.latest().history_user == lan


def test_a_period_that_is_no_longer_due_goes_and_says_who_took_it_away(lan, plan):
    imported(lan, plan, PAPER)
    line = PAPER[2].replace("Các năm 2024, 2025", "Các năm 2023, 2025")
    imported(lan, plan, corrected({2: [line]}))

    keys = Task.objects.get(position=2).occurrences.values_list("period_key", flat=True)
    assert sorted(keys) == ["2023-12-31", "2025-12-31"]
    gone = Occurrence.history.get(history_type="-")
    assert (gone.period_key, gone.history_user) == ("2024-12-31", lan)


def test_a_period_with_a_report_stays_as_it_was(lan, plan):
    imported(lan, plan, PAPER)
    occurrence = Occurrence.objects.get(task__position=2, period_key="2024-12-31")
    factories.reported(factories.minh(), occurrence)

    imported(lan, plan, corrected({2: [PAPER[2].replace("Các năm 2024, 2025", "Năm 2025")]}))

    occurrence.refresh_from_db()
    assert (occurrence.status, occurrence.due_on) == (Status.REPORTED, dt.date(2024, 12, 31))


def test_a_period_that_the_secretariat_paused_stays_as_it_was(lan, plan):
    imported(lan, plan, PAPER)
    occurrence = Occurrence.objects.get(task__position=2, period_key="2024-12-31")
    stop_or_resume(by=lan, occurrence=occurrence, move=Move.PAUSE, reason="Chờ vốn.")

    imported(lan, plan, corrected({2: [PAPER[2].replace("Các năm 2024, 2025", "Năm 2025")]}))

    occurrence.refresh_from_db()
    assert occurrence.status == Status.PAUSED


def test_a_form_that_was_open_while_the_date_was_corrected_is_stale(lan, plan):
    imported(lan, plan, PAPER)
    seen = Occurrence.objects.get(task__position=1).version

    imported(lan, plan, corrected({1: [PAPER[1].replace("Năm 2024", "Năm 2025")]}))

    assert Occurrence.objects.get(task__position=1).version > seen


def test_the_history_of_a_task_tells_the_time_that_a_file_gave_it_and_its_undoing_took_away(lan, plan):
    imported(lan, plan, PAPER)
    task = Task.objects.get(position=1)

    imported(lan, plan, corrected({1: [PAPER[1].replace("Năm 2024", "Năm 2025")]}))
    undo(by=lan, batch=ImportBatch.objects.latest("pk"))

    assert [(act.who, act.text) for act in history_of(task)] == [
        (str(lan), "Thời gian thực hiện: Năm 2025 → Năm 2024"),
        (str(lan), "Thời gian thực hiện: Năm 2024 → Năm 2025"),
    ]


def test_lan_reads_which_tasks_of_the_plan_a_corrected_file_has_no_more(lan, plan, client_for):
    imported(lan, plan, PAPER)
    left_out = Task.objects.get(position=2)

    batch = staged(lan, plan, corrected({2: []}))

    page = client_for(lan).get(reverse("admin:tasks_importbatch_change", args=[batch.pk])).content.decode()
    assert f'<a href="{reverse("task-detail", args=[left_out.pk])}">{left_out.content}</a>' in page
    assert "Kế hoạch đang có 1 nhiệm vụ không có trong tệp này" in page


def test_a_changed_lead_unit_replaces_the_old_one(lan, plan):
    imported(lan, plan, PAPER)
    line = PAPER[4].replace("Sở Y tế", "Sở Công Thương, Sở Y tế")

    assert imported(lan, plan, corrected({4: [line]})) == Confirmed(0, 1, 3)
    task = Task.objects.get(position=3)
    assert [unit.name for unit in task.lead_units] == ["Sở Công Thương", "Sở Y tế"]
    assert Assignment.objects.filter(task=task).count() == 2


def test_an_inserted_row_stands_where_the_paper_has_it(lan, plan):
    imported(lan, plan, PAPER)
    new = "1;Ký kết chương trình phối hợp;Sở Công Thương;;Quý I/2024"
    second = PAPER[1].replace("1;", "2;", 1)
    third = PAPER[2].replace("2;", "3;", 1)

    assert imported(lan, plan, corrected({1: [new, second], 2: [third]})) == Confirmed(1, 2, 2)
    assert contents(plan) == [
        "I.1 Ký kết chương trình phối hợp",
        "I.2 Tổ chức hội nghị kết nối cung cầu",
        "I.3 Xây dựng chuỗi rau an toàn",
        "II.1 Tổ chức hội nghị kết nối cung cầu",
        "II.2 Đào tạo bác sĩ tuyến huyện",
    ]
    assert [task.history.latest().position for task in plan.tasks.filter(section="I")] == [1, 2, 3]


def test_rows_that_changed_places_do_so_in_the_plan(lan, plan):
    imported(lan, plan, PAPER)
    swapped = corrected({1: [PAPER[2].replace("2;", "1;", 1)], 2: [PAPER[1].replace("1;", "2;", 1)]})

    assert imported(lan, plan, swapped) == Confirmed(0, 2, 2)
    assert contents(plan)[:2] == ["I.1 Xây dựng chuỗi rau an toàn", "I.2 Tổ chức hội nghị kết nối cung cầu"]


def test_a_row_that_the_file_no_longer_has_stays_behind_the_others(lan, plan):
    imported(lan, plan, PAPER)

    assert imported(lan, plan, corrected({}, without=[1])) == Confirmed(0, 0, 3)
    assert contents(plan)[-1] == "I.1 Tổ chức hội nghị kết nối cung cầu"
    assert plan.tasks.count() == 4


def test_two_rows_of_the_same_wording_stay_two(lan, plan):
    twice = corrected({4: [PAPER[4], PAPER[4].replace("1;", "3;", 1)]})

    def taken_as_printed():
        return confirm(by=lan, batch=staged(lan, plan, twice), acknowledge_all=True)

    assert taken_as_printed().created == 5
    assert taken_as_printed() == Confirmed(0, 0, 5)
    assert imported(lan, plan, PAPER) == Confirmed(0, 0, 4)


def test_a_corrected_heading_gives_the_task_its_field(lan, plan):
    imported(lan, plan, corrected({0: ["I;Lĩnh vực Nông nghiệp xạch;;;"]}))
    assert Task.objects.get(position=1).field is None

    assert imported(lan, plan, PAPER) == Confirmed(0, 2, 2)
    fields = Task.objects.filter(section="I").values_list("field__code", flat=True)
    assert list(fields) == ["nong-nghiep", "nong-nghiep"]


def test_a_plan_that_has_tasks_already_keeps_them_before_and_after(lan, plan):
    by_hand = factories.task(plan)

    imported(lan, plan, PAPER)

    by_hand.refresh_from_db()
    assert (by_hand.position, plan.tasks.count()) == (5, 5)


def test_of_two_people_who_confirm_one_upload_the_second_is_told(lan, plan):
    batch = staged(lan, plan, PAPER)
    confirm(by=lan, batch=batch)

    for act in (confirm, discard):
        with factories.refused("already"):
            act(by=factories.User.objects.get(), batch=batch)


def test_of_two_uploads_under_review_the_second_to_be_confirmed_is_read_again(lan, plan):
    first, second = staged(lan, plan, PAPER), staged(lan, plan, PAPER)
    confirm(by=lan, batch=first)

    with factories.refused("the import of “phu-luc.csv” was confirmed"):
        confirm(by=lan, batch=second)
    assert ImportBatch.objects.get(pk=second.pk).status == ImportBatch.Status.STAGED


def test_what_was_put_away_cannot_be_confirmed(lan, plan):
    batch = staged(lan, plan, PAPER)
    with factories.writes(Event=1):
        discard(by=lan, batch=batch)

    with factories.refused("already"):
        confirm(by=lan, batch=batch)
    assert not plan.tasks.exists()


def test_the_review_tells_what_will_happen_and_what_needs_a_look(lan, plan):
    imported(lan, plan, PAPER)
    lines = corrected(
        {
            1: [PAPER[1].replace("Năm 2024", "khi nào tiện")],
            5: [PAPER[5], "3;Mua thuốc;Sở Không Có Thật;;Năm 2024"],
        }
    )

    review = review_of(staged(lan, plan, lines))

    assert (review.created, review.updated, review.unchanged, review.headings) == (1, 1, 3, 2)
    assert not review.changes_nothing
    problems = {line.row.position: line.row.problems for line in review.unsure}
    assert set(problems) == {1, 5}
    assert "Sở Không Có Thật" in problems[5][0]
    assert review.rows[0].row.changes == {"timeframe": ["Năm 2024", "khi nào tiện"]}
    assert [line.heading for line in review.rows if line.heading] == [
        "I Lĩnh vực Nông nghiệp",
        "II Lĩnh vực Y tế",
    ]


@pytest.mark.parametrize(
    ("printed", "corrected_to", "expected"),
    [
        ("Năm 2024", "Các năm 2024, 2025", ["2024-12-31", "2025-12-31"]),
        ("Các năm 2024, 2025", "Năm 2024", ["2024-12-31"]),
    ],
)
@pytest.mark.parametrize("touched", ["reported", "extended", "untouched"])
def test_one_period_stays_one_when_a_single_time_becomes_a_series(
    lan, plan, printed, corrected_to, expected, touched
):
    minh = factories.minh()
    imported(lan, plan, corrected({1: [PAPER[1].replace("Năm 2024", printed)]}))
    occurrence = Occurrence.objects.filter(task__position=1, due_on="2024-12-31").get()
    if touched == "reported":
        factories.reported(minh, occurrence)
    if touched == "extended":
        extended(minh, lan, occurrence, until=dt.date(2025, 6, 30))

    imported(lan, plan, corrected({1: [PAPER[1].replace("Năm 2024", corrected_to)]}))

    now = Occurrence.objects.filter(task__position=1).order_by("due_on")
    expected = ["2025-06-30", *expected[1:]] if touched == "extended" else expected
    assert [str(row.due_on) for row in now] == expected
    assert occurrence in now
