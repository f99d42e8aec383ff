"""The task list as an Excel file: the rows of the page, at once or by the worker, for who may see them."""

import datetime as dt
import io
from urllib.parse import urlencode

import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from agreements.models import Membership, Role
from coop.shared.events import Event
from tasks.exports import export_later, forget_old_exports, progress_of, write_export
from tasks.models import TaskExport
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(lan, client_for):
    """What Lan sees in her browser."""
    return client_for(lan)


def rows_in(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [tuple(map(_told, row)) for row in sheet.iter_rows(min_row=4, values_only=True)]


def _told(cell):
    return cell.date() if isinstance(cell, dt.datetime) else "" if cell is None else cell


def downloaded(browser, address, params=None):
    return rows_in(b"".join(browser.get(address, params).streaming_content))


def work():
    """What waits is done, here and now."""
    for job in DBTaskResult.objects.ready():
        job.task.call(*job.task_result.args, **job.task_result.kwargs)


def two_tasks(plan):
    factories.task(
        plan, content="=HYPERLINK(1)", section="II", ordinal="3", partners=["Sở Y tế"], is_key=True
    )
    factories.task(plan, content="Mọi lúc", timeframe="Thường xuyên", ordinal="4")


# At once


def test_the_file_holds_the_rows_of_the_page_with_days_as_days_and_percentages_as_numbers(window, plan):
    two_tasks(plan)

    [row] = downloaded(window, reverse("task-list-file"), {"is_key": "on", "page": "9"})

    assert row == (
        "II.3",
        "=HYPERLINK(1)",
        "",
        "Sở Nông nghiệp và Phát triển nông thôn (nay là Sở Nông nghiệp và Môi trường)",
        "Sở Y tế",
        plan.agreement.title,
        plan.short_title,
        "Năm 2024",
        dt.date(2024, 12, 31),
        "chưa thực hiện",
        0,
        "quá hạn chưa hoàn thành",
        "có",
    )


def test_the_file_stands_in_the_order_of_the_page_and_behind_the_same_wall(window, client_for, plan):
    for content, time in (("Sau", "Năm 2025"), ("Trước", "Năm 2024"), ("Mọi lúc", "Thường xuyên")):
        factories.task(plan, content=content, timeframe=time)
    theirs = factories.task_of_ca_mau()
    address = reverse("task-list-file")

    orders = {
        sort: [row[1] for row in downloaded(window, address, {"sort": sort})] for sort in ("", "-due_on")
    }

    assert orders == {
        "": ["Trước", "Sau", "Mọi lúc", "Mọi lúc", "Mọi lúc"],
        "-due_on": ["Sau", "Trước", "Mọi lúc", "Mọi lúc", "Mọi lúc"],
    }
    assert [row[1] for row in downloaded(client_for(factories.khang()), address)] == [theirs.content]


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_file_costs_the_same_queries_for_any_number_of_rows(
    window, plan, django_assert_num_queries, item_count
):
    for _ in range(item_count):
        factories.task(plan)

    with django_assert_num_queries(8):
        assert len(downloaded(window, reverse("task-list-file"))) == item_count


# By the worker


@pytest.fixture
def long_list(settings, plan):
    """Three rows are too many at once."""
    settings.EXPORT_AT_ONCE = 2
    for number in range(3):
        factories.task(plan, content=f"Việc {number}")


def test_a_long_list_is_asked_for_left_and_taken_home(
    window, lan, long_list, django_capture_on_commit_callbacks
):
    answer = window.get(reverse("task-list-file"), {"q": "viec", "sort": "-plan"})
    assert answer.url == f"{reverse('task-exports')}?filter=q%3Dviec%26sort%3D-plan"
    assert "3 hàng" in window.get(answer.url).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        waits = window.post(answer.url)
    export = TaskExport.objects.get()
    assert waits.url == reverse("task-export", args=[export.pk])
    assert "Đang chờ thực hiện: 3 hàng." in window.get(waits.url).content.decode()
    assert window.get(reverse("task-export-file", args=[export.pk])).status_code == 404
    work()

    assert "Tệp đã sẵn sàng." in window.get(waits.url, headers={"HX-Request": "true"}).content.decode()
    told = downloaded(window, reverse("task-export-file", args=[export.pk]))
    assert [row[1] for row in told] == ["Việc 0", "Việc 1", "Việc 2"]
    assert progress_of(export) is None
    event = Event.objects.get(verb="export_tasks")
    assert (event.actor, event.after) == (lan, {"query": "q=viec&sort=-plan", "rows": 3})


def test_a_long_filter_is_kept_to_its_end(window, plan):
    factories.task(plan, timeframe="Năm 2025")
    factories.task(plan)
    asked = {"khac": "ế" * 300, "year": "2024"}

    address = f"{reverse('task-exports')}?{urlencode({'filter': urlencode(asked)})}"
    window.post(address)

    assert window.get(address).context["row_count"] == 1
    assert TaskExport.objects.get().query == urlencode(asked)


def test_no_file_is_made_of_a_filter_that_the_list_does_not_take(window, plan):
    """It would hold the whole list."""
    factories.task(plan)
    address = f"{reverse('task-exports')}?{urlencode({'filter': 'q=' + 'a' * 201})}"

    shown = window.post(address).content.decode()

    assert ("tối đa 200 ký tự" in shown, "Tạo tệp" in shown) == (True, False)
    assert not TaskExport.objects.exists()


def test_the_worker_writes_what_the_person_may_see_when_it_writes(lan, long_list, plan):
    export = export_later(by=lan, query="", row_count=3)
    lan.memberships.update(ends_on=dt.date(2020, 1, 2))

    write_export.call(export=export.pk, language="vi")

    export.refresh_from_db()
    with export.file.open() as file:
        assert rows_in(file.read()) == []


def test_a_file_is_nobody_elses_and_goes_with_the_role(window, client_for, lan, minh, long_list):
    export = export_later(by=lan, query="", row_count=3)
    write_export.call(export=export.pk, language="vi")
    address = reverse("task-export-file", args=[export.pk])

    assert window.get(address).status_code == 200
    assert client_for(minh).get(address).status_code == 404
    lan.memberships.update(unit=factories.unit("Sở Tài chính", "96"))
    assert window.get(address).status_code == 404


def test_a_file_goes_with_a_role_that_came_between_asking_and_writing(window, lan, long_list):
    """Lan asks for the list, is lent to Cà Mau, the worker writes what she sees now, and the loan ends."""
    factories.task_of_ca_mau()
    export = export_later(by=lan, query="", row_count=3)
    loan = Membership.objects.create(
        user=lan, unit=factories.unit("Sở Tài chính", "96"), role=Role.STAFF, starts_on=dt.date(2020, 1, 1)
    )
    write_export.call(export=export.pk, language="vi")
    address = reverse("task-export-file", args=[export.pk])

    assert len(downloaded(window, address)) == 4
    loan.delete()
    assert window.get(address).status_code == 404


def test_an_error_is_told_and_the_file_can_be_asked_for_again(window, lan, long_list, settings, tmp_path):
    export = export_later(by=lan, query="year=2024", row_count=3)
    (tmp_path / "exports").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(OSError, match="exports"):
        write_export.call(export=export.pk, language="vi")

    shown = window.get(reverse("task-export", args=[export.pk])).content.decode()
    assert "Không tạo được tệp." in shown
    assert f"{reverse('task-exports')}?filter=year%3D2024" in shown


def test_old_files_are_forgotten(lan, long_list):
    old, new = export_later(by=lan, query="", row_count=3), export_later(by=lan, query="", row_count=3)
    write_export.call(export=old.pk, language="vi")
    old.refresh_from_db()
    TaskExport.objects.filter(pk=old.pk).update(asked_at=new.asked_at - dt.timedelta(days=9))

    forget_old_exports(new.asked_at.date())

    assert TaskExport.objects.get() == new
    assert not old.file.storage.exists(old.file.name)


def test_a_filter_that_nobody_offers_breaks_no_page(window):
    for query in ("filter=%00", "filter=year%3Dx%26lead%3D9", "filter=" + "x" * 2000):
        assert window.get(f"{reverse('task-exports')}?{QueryDict(query).urlencode()}").status_code == 200
