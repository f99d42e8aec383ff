"""The secretariat pauses, cancels and resumes with a reason; what stands still is neither late nor done."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks.actions.refusal import RefusedError
from tasks.actions.stopping import stop_or_resume
from tasks.actions.verifying import accept
from tasks.history import history_of
from tasks.states import Assessment, Move, Status
from tests import factories

LONG_AFTER = dt.date(2026, 1, 1)


@pytest.fixture
def occurrence(db):
    return factories.occurrence()


def do(by, on, move, reason="Chưa bố trí được kinh phí.", **options):
    stop_or_resume(by=by, occurrence=on, move=move, reason=reason, **options)
    on.refresh_from_db()
    return on.status


@pytest.mark.parametrize(("move", "status"), [(Move.PAUSE, Status.PAUSED), (Move.CANCEL, Status.CANCELLED)])
def test_a_stopped_task_is_not_overdue_and_can_go_on(lan, occurrence, move, status):
    with factories.writes(HistoricalOccurrence=1, Event=1):
        assert do(lan, occurrence, move) == status
    assert occurrence.assessment_on(LONG_AFTER) == Assessment.STOPPED

    with factories.writes(HistoricalOccurrence=1, Event=1):
        assert do(lan, occurrence, Move.RESUME, "Đã có kinh phí.") == Status.IN_PROGRESS
    assert occurrence.assessment_on(LONG_AFTER) == Assessment.OVERDUE


def test_the_reason_stands_in_the_history(lan, occurrence):
    do(lan, occurrence, Move.PAUSE, "Chờ ý kiến Bộ.")

    assert "Chờ ý kiến Bộ." in history_of(occurrence.task)[0].text


def test_the_page_of_the_task_says_why_it_stands_still_until_it_goes_on(lan, client_for):
    """Minh reads it at the period that stands still, and not at the other one."""
    task = factories.task(timeframe="Các năm 2023, 2024")
    first, second = task.occurrences.order_by("due_on")
    for move, reason in ((Move.PAUSE, "Chờ vốn."), (Move.CANCEL, "Không được bố trí vốn.")):
        do(lan, first, move, reason)
    do(lan, second, Move.PAUSE, "Chờ kết quả năm 2023.")
    do(lan, second, Move.RESUME, "Vẫn làm.")

    page = client_for(factories.minh()).get(reverse("task-detail", args=[task.pk])).content.decode()
    periods = page[page.index('id="periods-head"') : page.index('id="printed-head"')]

    assert re.findall("Lý do: (.*?) <", periods) == ["Không được bố trí vốn."]
    assert f"({lan}, {timezone.localdate():%d/%m/%Y})" in periods


@pytest.mark.parametrize(
    ("move", "title", "means"),
    [
        ("pause", "Tạm dừng", "không tính là đến hạn hay quá hạn"),
        ("cancel", "Dừng thực hiện", "các kỳ khác của nhiệm vụ giữ nguyên"),
        ("resume", "Tiếp tục thực hiện", "thời hạn đã có được giữ nguyên"),
    ],
)
def test_who_stops_or_resumes_reads_first_what_that_means(lan, occurrence, client_for, move, title, means):
    page = client_for(lan).get(reverse(f"occurrence-{move}", args=[occurrence.pk])).content.decode()

    assert f"<h1>{title}</h1>" in page
    assert f'aria-current="page">{title}</li>' in page
    assert page.index(means) < page.index("<textarea")


@pytest.mark.parametrize("move", [Move.PAUSE, Move.CANCEL, Move.RESUME])
def test_every_stop_needs_a_reason_and_the_secretariat(lan, occurrence, move):
    if move == Move.RESUME:
        do(lan, occurrence, Move.PAUSE)

    with factories.refused("Give the reason"):
        do(lan, occurrence, move, " ")
    for person in (factories.minh(), factories.huong(), factories.khang()):
        with factories.refused("Only the secretariat"):
            do(person, occurrence, move)


def test_a_paused_task_may_be_cancelled_but_a_completed_one_is_done(lan, occurrence):
    do(lan, occurrence, Move.PAUSE)
    assert do(lan, occurrence, Move.CANCEL) == Status.CANCELLED

    done = factories.reported(factories.minh(), factories.occurrence())
    accept(by=lan, occurrence=done)
    for move in (Move.PAUSE, Move.CANCEL, Move.RESUME):
        with factories.refused("not possible now"):
            do(lan, done, move)


def test_a_report_that_waited_when_the_task_was_stopped_is_made_anew(lan, occurrence):
    minh = factories.minh()
    factories.reported(minh, occurrence)
    do(lan, occurrence, Move.PAUSE)
    do(lan, occurrence, Move.RESUME)

    with pytest.raises(RefusedError):
        accept(by=lan, occurrence=occurrence)
    factories.reported(minh, occurrence)
    accept(by=lan, occurrence=occurrence)


def test_who_looked_at_an_older_version_is_told(lan, occurrence):
    do(lan, occurrence, Move.PAUSE, version=0)

    with factories.refused("has changed since you opened"):
        do(lan, occurrence, Move.CANCEL, version=0)
