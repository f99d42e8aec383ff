"""Tasks go out to a file; what a secretariat may set in it comes back in, and nothing else."""

import re

import pytest
from django.urls import reverse

from agreements.models import Field, Role
from tasks.models import Task
from tasks.resources import TaskResource
from tests import factories
from tests.agreements.test_resources import (
    CSV,
    XLSX,
    exported,
    imported,
    page,
    previewed,
    refused,
    rows_of,
    table,
)
from tests.strict_client import assert_no_inline_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan(client_for):
    return client_for(factories.lan())


@pytest.fixture
def plan(db):
    return factories.plan(number="1606/KH-UBND")


def test_a_task_is_written_out_with_its_plan_units_and_reading(plan):
    task = factories.task(
        plan, section="I", heading="Nông nghiệp", partners=["Sở Y tế"], note="=1+1", timeframe="Quý III/2024"
    )

    table = TaskResource().export(Task.objects.all())

    assert table.dict == [
        {
            "id": str(task.pk),
            "plan_number": "1606/KH-UBND",
            "section": "I",
            "heading": "Nông nghiệp",
            "ordinal": "1",
            "content": task.content,
            "lead_units": "Sở Nông nghiệp và Phát triển nông thôn",
            "partner_units": "Sở Y tế",
            "timeframe": "Quý III/2024",
            "reading": task.deadline_reading,
            "field_code": "",
            "is_key": "không",
            "product": "",
            "note": "'=1+1",
        }
    ]


def test_tasks_are_written_out_in_the_order_of_the_appendix_in_few_queries(plan, django_assert_num_queries):
    made = [factories.task(plan, partners=["Sở Y tế"]) for _number in range(3)]

    with django_assert_num_queries(3):  # how many, the tasks, their units
        table = TaskResource().export(Task.objects.order_by("-pk"))

    assert table["id"] == [str(task.pk) for task in made]


@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_what_came_out_can_go_back_in_and_nothing_is_written(lan, plan, kind):
    field = Field.objects.first()
    factories.task(plan, note="- một\r\n+ hai ", product="=1", is_key=True, field=field)
    factories.task(plan)
    before = rows_of(Task, Task.history.model)

    answer = imported(lan, "task", exported(lan, "task", kind), kind)

    assert answer.status_code == 302
    assert rows_of(Task, Task.history.model) == before


def test_a_changed_row_is_written_once_with_the_person_in_its_history(lan, plan):
    field = Field.objects.get(code=Field.objects.values_list("code", flat=True)[3])
    task, other = factories.task(plan), factories.task(plan)
    row = (
        f"id,field_code,is_key,product,note\n{task.pk},{field.code},có,Biên bản,'=1+1\n{other.pk},,không,,\n"
    )

    imported(lan, "task", row.encode())

    task.refresh_from_db()
    assert (task.field, task.is_key, task.product, task.note) == (field, True, "Biên bản", "=1+1")
    assert [one.history_user and one.history_user.username for one in task.history.all()] == ["lan", None]
    assert other.history.count() == 1


def test_what_was_printed_stays_as_printed(lan, plan):
    task = factories.task(plan)
    content = table(lan, "task").replace(task.content, "Việc khác").replace("Năm 2024", "Năm 2030")

    imported(lan, "task", content.encode())

    task.refresh_from_db()
    assert (task.content != "Việc khác", task.timeframe, task.history.count()) == (True, "Năm 2024", 1)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("is_key", "chắc vậy", "column is_key, “chắc vậy”: accepted: có, không"),
        ("field_code", "khong-co", "column field_code, “khong-co”: nothing of the kind"),
    ],
)
def test_a_bad_cell_stops_the_whole_file(lan, plan, column, value, problem):
    good, bad = factories.task(plan), factories.task(plan)
    before = rows_of(Task, Task.history.model)
    content = f"id,note,{column}\n{good.pk},Ghi chú,\n{bad.pk},Ghi chú,{value}\n"

    (told,) = refused(lan, "task", content.encode())

    assert told.startswith(f"Line number: 3 - {problem}")
    assert rows_of(Task, Task.history.model) == before


@pytest.mark.parametrize("row_id", ["", "abc", "999999"])
def test_the_file_makes_no_task(lan, plan, row_id):
    told = refused(lan, "task", f"id,note\n{row_id},Ghi chú\n".encode())

    assert ["not among the rows that you may change" in text for text in told] == [True]
    assert not Task.objects.exists()


def test_khang_sees_and_changes_nothing_of_lam_dong(client_for, plan):
    task = factories.task(plan, note="bí mật")
    khang = client_for(factories.khang())

    assert "bí mật" not in table(khang, "task")
    answer = khang.post(page("task", "import"), {})
    told = refused(khang, "task", f"id\n{task.pk}\n".encode())

    assert answer.status_code == 200
    assert [str(task.pk) in text for text in told] == [True]
    task.refresh_from_db()
    assert task.note == "bí mật"


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER, Role.AUDITOR])
def test_only_the_secretariat_finds_the_pages(client_for, role):
    client = client_for(factories.person("an", role, factories.unit("Sở Tài chính")))

    for act in ("import", "export", "process_import"):
        assert client.get(reverse(f"admin:tasks_task_{act}")).status_code == 404


def test_the_preview_puts_changes_first_and_names_the_task_by_its_words(lan, plan):
    factories.task(plan)
    factories.task(plan, content="Mở <b>đường</b> bay")
    changed = table(lan, "task").rstrip("\r\n") + "ghi chú mới\r\n"

    answer = previewed(lan, "task", changed.encode())

    assert_no_inline_code(answer)
    preview = answer.content.decode()
    rows = re.findall(r'<tr class="(\w+)">(.*?)</tr>', preview, re.DOTALL)
    assert [kind for kind, _cells in rows] == ["update", "skip"]
    assert "Mở &lt;b&gt;đường&lt;/b&gt; bay" in rows[0][1]
    assert "<ins>ghi chú mới</ins>" in rows[0][1]
