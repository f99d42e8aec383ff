"""How far long work has come, and that a worker which was killed keeps nobody waiting."""

import datetime as dt

import pytest
import time_machine

from coop.shared.progress import Progress, at_work, forget, sign_of_life, tell, told, wait_for_worker

NOON = dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC)
WORK = "import-1"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def test_what_no_worker_has_begun_waits_ten_minutes(clock):
    wait_for_worker(WORK, total=4)

    clock.shift(9 * 60)
    assert (told(WORK).total, told(WORK).problem) == (4, "")
    clock.shift(2 * 60)
    assert told(WORK) is None


def test_after_a_minute_who_waits_reads_that_no_worker_is_running(clock):
    """Not while a worker is at other work: then the queue moves."""
    wait_for_worker(WORK, total=4)
    clock.shift(59)
    assert told(WORK).hint == ""
    clock.shift(2)
    assert "manage.py db_worker" in told(WORK).hint

    sign_of_life("report-7")
    assert told(WORK).hint == ""
    clock.shift(61)
    assert "quản trị viên" in told(WORK).hint
    with at_work(WORK):
        assert told(WORK).hint == ""


def test_work_that_was_begun_and_gives_no_sign_of_life_for_a_minute_broke_off(clock):
    wait_for_worker(WORK, total=4)
    sign_of_life(WORK)
    tell(WORK, Progress(2, 4))

    clock.shift(59)
    assert told(WORK) == Progress(2, 4)
    clock.shift(2)
    assert "Công việc bị gián đoạn" in told(WORK).problem

    wait_for_worker(WORK, total=4)
    assert told(WORK) == Progress(total=4)


def test_a_worker_lives_while_it_tells_nothing_and_leaves_no_sign_behind(clock):
    wait_for_worker(WORK, total=4)
    with at_work(WORK):
        assert told(WORK) == Progress(total=4)
        tell(WORK, Progress(problem="Không nhập được."))
    clock.shift(2 * 60)
    assert told(WORK).problem == "Không nhập được."

    forget(WORK)
    assert told(WORK) is None
