"""A long import is written by the worker; Lan sees how far it is, and may leave."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from coop.accounts.models import User
from coop.shared.events import Event
from coop.shared.progress import Progress, tell, told
from tasks.imports.background import confirm_later, confirm_now, progress_of
from tasks.imports.confirming import confirm
from tasks.imports.staging import stage
from tasks.imports.undoing import undo
from tasks.models import ImportBatch, Task
from tests import factories
from tests.tasks.appendix_files import HEADER

ROWS = 4


@pytest.fixture(autouse=True)
def three_rows_are_written_at_once(settings):
    settings.ROWS_AT_ONCE = ROWS - 1


@pytest.fixture
def window(lan, client_for):
    """What Lan sees in her browser."""
    return client_for(lan)


def staged(by, rows=ROWS, plan=None):
    lines = (f"{number};Tổ chức hội nghị lần {number};Sở Y tế;;Năm 2024" for number in range(1, rows + 1))
    content = "\n".join([";".join(HEADER), *lines]).encode()
    return stage(by=by, plan=plan or factories.plan(), name="phu-luc.csv", content=content)


def address(page, batch):
    return reverse(f"admin:tasks_importbatch_{page}", args=[batch.pk])


def work():
    """What waits is done, here and now."""
    for job in DBTaskResult.objects.ready():
        job.task.call(*job.task_result.args, **job.task_result.kwargs)


def test_a_short_import_is_written_at_once(lan, window):
    batch = staged(lan, rows=2)

    window.post(address("confirm", batch))

    assert (Task.objects.count(), progress_of(batch)) == (2, None)


def test_a_long_import_waits_for_the_worker_and_the_page_says_so(lan, window):
    batch = staged(lan)

    assert window.post(address("confirm", batch)).url == address("change", batch)

    assert not Task.objects.exists()
    page = window.get(address("change", batch)).content.decode()
    assert "Đang chờ thực hiện: 4 hàng." in page
    assert address("confirm", batch) not in page
    bar = window.get(address("progress", batch)).content.decode()
    assert ("Đang chờ thực hiện" in bar, "quản trị viên" in bar) == (True, False)
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=61)):
        assert "quản trị viên khởi động" in window.get(address("progress", batch)).content.decode()


def test_a_long_file_is_compared_anew_by_the_worker(lan, window):
    waiting = staged(lan)
    confirm(by=lan, batch=staged(lan, plan=waiting.plan))

    assert window.post(address("compare", waiting)).url == address("change", waiting)
    assert set(waiting.rows.values_list("action", flat=True)) == {"create"}
    work()

    assert set(waiting.rows.values_list("action", flat=True)) == {"unchanged"}
    assert progress_of(waiting) is None


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_what_waits(lan):
    batch = staged(lan)
    confirm_later(by=lan, batch=batch, acknowledge_all=False)

    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)

    assert (Task.objects.count(), progress_of(batch)) == (ROWS, None)


def test_it_is_written_in_the_name_of_lan_and_the_page_goes_on(lan, window):
    batch = staged(lan)
    window.post(address("confirm", batch))

    work()

    batch.refresh_from_db()
    assert (batch.status, batch.confirmed_by, Task.objects.count()) == ("confirmed", lan, ROWS)
    event = Event.objects.get(verb="import_appendix")
    assert (event.actor, event.after["created"]) == (lan, ROWS)
    assert window.get(address("progress", batch))["HX-Redirect"] == address("change", batch)


def test_a_long_import_is_undone_by_the_worker(lan, window):
    batch = staged(lan)
    confirm(by=lan, batch=batch)

    window.post(address("undo", batch))
    assert Task.objects.count() == ROWS
    work()

    assert not Task.objects.exists()
    assert ImportBatch.objects.get().status == "undone"


def test_how_far_it_is_can_be_seen_while_it_is_written(lan):
    batch, seen = staged(lan, rows=1_001), []

    confirm(by=lan, batch=batch, on_progress=seen.append)
    undo(by=lan, batch=batch, on_progress=seen.append)

    assert seen == [500, 1000, 1001] * 2


def test_the_page_shows_how_far_it_is(lan, window):
    batch = staged(lan, rows=1)
    tell(f"import-{batch.pk}", Progress(done=500, total=2_000))

    bar = window.get(address("progress", batch)).content.decode()

    assert re.search(r'<progress[^>]*value="500" max="2000"', bar)
    assert "500 trên 2.000 hàng." in bar


def test_what_is_refused_is_said_on_the_review_and_nothing_is_written(lan, window):
    """Somebody else was quicker: the plan has changed since the file was read."""
    batch = staged(lan)
    window.post(address("confirm", batch))
    quicker = staged(lan, rows=1, plan=batch.plan)
    confirm(by=lan, batch=quicker)

    work()

    assert Task.objects.count() == 1
    page = window.get(address("change", batch)).content.decode()
    assert "lần nhập “phu-luc.csv” đã được xác nhận" in page
    assert address("compare", batch) in page


def test_a_button_that_was_clicked_twice_tells_of_no_problem(lan, window):
    batch = staged(lan)
    for page, ended in (("confirm", "confirmed"), ("undo", "undone")):
        window.post(address(page, batch))
        window.post(address(page, batch))

        work()

        batch.refresh_from_db()
        assert (batch.status, progress_of(batch)) == (ended, None)
        DBTaskResult.objects.all().delete()


def test_a_mistake_of_the_program_is_told_and_nothing_is_left_half_done(lan, window):
    """The person who confirmed has no account any more: no rule foresees that."""
    batch = staged(lan)
    confirm_now.enqueue(by=0, batch=batch.pk, acknowledge_all=False)

    with pytest.raises(User.DoesNotExist):
        work()

    assert not Task.objects.exists()
    assert "chưa có gì thay đổi" in told(f"import-{batch.pk}").problem
