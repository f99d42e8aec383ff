"""The history as an Excel file: the same acts under the same rule, text that stays text, little memory."""

import io
import tracemalloc

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Role
from coop.shared.events import record_many
from tasks import history_file
from tasks.actions.stopping import stop_or_resume
from tasks.history_file import AT_ONCE
from tasks.states import Move
from tasks.timeline import acts_on_plan, told
from tests import factories

pytestmark = pytest.mark.django_db

A_FEW = 10
FARMING_TODAY = "Sở Nông nghiệp và Môi trường"


@pytest.fixture
def lan():
    return factories.lan()


def rows_of(content):
    """Below title and header; an empty cell is an empty text."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [tuple(cell or "" for cell in row) for row in sheet.iter_rows(min_row=4, values_only=True)]


def downloaded(browser, name, pk):
    response = browser.get(reverse(name, args=[pk]))
    return b"".join(response.streaming_content)


def test_a_row_says_when_who_what_on_which_task_from_what_to_what_and_in_which_words(client_for, lan):
    task = factories.task(section="II", ordinal="3", content="Trồng rừng")
    on = factories.reported(factories.minh(), factories.occurrence(task))
    stop_or_resume(by=lan, occurrence=on, move=Move.PAUSE, reason="Chờ vốn")
    acts = told(lan, acts_on_plan(task.plan))

    moments = [timezone.make_naive(act.at).replace(microsecond=0) for act in acts]
    waits = "báo cáo hoàn thành, chờ xác nhận"
    name = "II.3 – Trồng rừng"
    short = task.plan.short_title
    assert rows_of(downloaded(client_for(lan), "plan-history-file", task.plan_id)) == [
        (moments[0], "Lan (mẫu)", "tạm dừng", short, name, "31/12/2024", waits, "tạm dừng", "Chờ vốn"),
        (
            moments[1],
            "Minh (mẫu)",
            "báo cáo hoàn thành",
            short,
            name,
            "31/12/2024",
            "chưa thực hiện",
            waits,
            FARMING_TODAY,
        ),
        (moments[2], "chương trình", "nhập thông tin kế hoạch", str(task.plan), "", "", "", "", ""),
    ]


@pytest.mark.parametrize("words", ["=1+1", "+84 909", "-1", "@SUM(A1)", '=HYPERLINK("http://x.vn")'])
def test_what_looks_like_a_formula_is_a_text(client_for, lan, words):
    on = factories.occurrence()
    stop_or_resume(by=lan, occurrence=on, move=Move.PAUSE, reason=words)
    content = downloaded(client_for(lan), "plan-history-file", on.task.plan_id)

    cell = openpyxl.load_workbook(io.BytesIO(content)).active["I4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (words, "s", None)


def test_the_file_is_an_attachment_with_a_title_and_a_header(client_for, lan):
    plan = factories.plan()
    response = client_for(lan).get(reverse("plan-history-file", args=[plan.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active

    assert response["Content-Disposition"] == f'attachment; filename="lich-su-ke-hoach-{plan.pk}.xlsx"'
    assert sheet["A1"].value == f"Lịch sử: {plan.short_title}"
    assert [cell.value for cell in sheet[3]] == [
        "Thời điểm",
        "Người thực hiện",
        "Việc đã làm",
        "Kế hoạch",
        "Nhiệm vụ",
        "Kỳ thực hiện",
        "Trước khi thay đổi",
        "Sau khi thay đổi",
        "Nội dung kèm theo",
    ]


def test_the_auditor_takes_the_file_and_the_other_side_takes_only_what_it_may_read(client_for, lan):
    on = factories.occurrence()
    made = on.task.plan.agreement
    stop_or_resume(by=lan, occurrence=on, move=Move.PAUSE, reason="Chờ vốn")
    tam = factories.person("tam", Role.AUDITOR, factories.unit("Văn phòng UBND tỉnh"))
    thu = factories.person("thu", Role.SECRETARIAT, factories.unit("Sở Công Thương", "79"))

    def acts(person):
        return [row[2] for row in rows_of(downloaded(client_for(person), "agreement-history-file", made.pk))]

    assert acts(tam) == ["tạm dừng", "nhập thông tin kế hoạch", "nhập thông tin thỏa thuận"]
    assert acts(thu) == ["nhập thông tin thỏa thuận"]


@pytest.mark.parametrize("item_count", [AT_ONCE - 1, AT_ONCE * 2 + 1])
def test_every_act_is_in_the_file_once_and_in_order(lan, item_count):
    task = factories.task()
    record_many(by=lan, verb="direct", targets=[(task, {}, {"text": str(n)}) for n in range(item_count)])

    with file_of(lan, task) as file:
        found = [row[8] for row in rows_of(file.read())]
    assert found == [*map(str, reversed(range(item_count))), ""]


@pytest.mark.any_engine
def test_a_history_four_times_as_long_takes_no_more_memory(lan, monkeypatch):
    monkeypatch.setattr(history_file, "AT_ONCE", A_FEW)
    task = factories.task()
    peaks = []
    file_of(lan, task).close()  # loads what is loaded once
    for acts in (A_FEW * 3, A_FEW * 9):
        said = [(task, {}, {"text": f"Ý kiến {acts} {n} " * 1500}) for n in range(acts)]
        record_many(by=lan, verb="direct", targets=said)
        tracemalloc.start()
        file_of(lan, task).close()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.5


def file_of(lan, task):
    return history_file.history_file(lan, acts_on_plan(task.plan), "Lịch sử")
