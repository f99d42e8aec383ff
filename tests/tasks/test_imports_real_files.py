"""The real appendix in its six shapes through `manage.py import_appendix`: 29 tasks, once."""

import datetime as dt
import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Plan
from coop.shared.events import Event
from tasks.models import Assignment, ImportBatch, Occurrence, Task
from tests import factories

FILES = [
    "ke-hoach-1606.docx",
    "ke-hoach-1606-nhieu-bang.docx",
    "ke-hoach-1606.xlsx",
    "ke-hoach-1606.csv",
    "ke-hoach-1606.txt",
    "ke-hoach-1606.pdf",
]
ROW_KEYS = {
    "section",
    "field",
    "ordinal",
    "content",
    "lead",
    "partner",
    "groups",
    "timeframe",
    "kind",
    "certain",
    "occurrences",
    "problems",
}
AS_PRINTED = {"section": "section", "field": "heading", "ordinal": "ordinal", "timeframe": "timeframe"}


@pytest.fixture
def plan(db):
    return factories.plan(number="1606/KH-UBND")


@pytest.fixture
def appendix(shared_folder):
    return shared_folder / "appendix"


@pytest.fixture
def expected(appendix):
    return json.loads((appendix / "rows.json").read_text(encoding="utf-8"))


def run(plan, file, *options):
    out = StringIO()
    call_command("import_appendix", plan, str(file), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def bare(text):
    return re.sub(r"\s", "", text)


def bare_content(text):
    return re.sub(r"[\s;,.\-]", "", text)


def counts(document):
    return document["create"], document["update"], document["unchanged"]


@pytest.mark.parametrize("name", FILES)
def test_every_shape_becomes_the_29_tasks_of_the_paper_and_only_once(plan, appendix, expected, name):
    document = run("1606 / kh-ubnd", appendix / name)

    assert counts(document) == (29, 0, 0)
    assert set(document) >= {"create", "update", "unchanged", "rows"}
    assert all(set(row) == ROW_KEYS for row in document["rows"])
    tasks = list(Task.objects.in_print_order())
    for key, column in AS_PRINTED.items():
        assert [bare(row[key]) for row in document["rows"]] == [bare(row[key]) for row in expected]
        assert [bare(getattr(task, column)) for task in tasks] == [bare(row[key]) for row in expected]
    assert [bare_content(task.content) for task in tasks] == [
        bare_content(row["content"]) for row in expected
    ]
    assert [bare(task.lead_text) for task in tasks] == [bare(row["lead"]) for row in expected]
    assert [bare(task.partner_text) for task in tasks] == [bare(row["partner"]) for row in expected]

    with factories.writes():
        assert counts(run(str(plan.pk), appendix / name)) == (0, 0, 29)


def test_a_dry_run_reads_every_shape_alike_and_writes_nothing(plan, appendix):
    with factories.writes():
        documents = [run("1606/KH-UBND", appendix / name, "--dry-run") for name in FILES]

    readings = [
        [
            (row["lead"], row["partner"], row["groups"], row["kind"], row["occurrences"])
            for row in document["rows"]
        ]
        for document in documents
    ]
    assert [counts(document) for document in documents] == [(29, 0, 0)] * len(FILES)
    assert all(reading == readings[0] for reading in readings)


def test_another_shape_of_the_same_paper_doubles_no_task(plan, appendix):
    run("1606/KH-UBND", appendix / "ke-hoach-1606.docx")
    document = run("1606/KH-UBND", appendix / "ke-hoach-1606-nhieu-bang.docx")

    assert document["create"] == 0
    assert Task.objects.count() == 29


def test_units_and_occurrences_are_those_of_the_paper(plan, appendix):
    run("1606/KH-UBND", appendix / "ke-hoach-1606.docx")

    first = Task.objects.get(position=1)
    assert [unit.name for unit in first.lead_units] == [
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Công Thương",
    ]
    groups = first.assignments.filter(role=Assignment.Role.PARTNER, is_group=True)
    assert [group.words for group in groups] == ["UBND các huyện, thành phố", "các sở, ban, ngành"]
    assert first.field.name
    assert [str(occurrence.due_on) for occurrence in first.occurrences.all()] == ["2024-12-31"]
    assert not Task.objects.filter(occurrences=None).exists()
    assert not Task.objects.exclude(assignments__role=Assignment.Role.LEAD).exists()


def test_one_event_and_one_row_of_history_for_each_task_stay_behind(plan, appendix):
    run("1606/KH-UBND", appendix / "ke-hoach-1606.csv")

    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "stage_import",
        "import_appendix",
    ]
    assert Task.history.count() == 29
    assert Occurrence.history.count() == Occurrence.objects.count()
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.file_name) == ("confirmed", "ke-hoach-1606.csv")


@pytest.mark.parametrize("number", ["999/KH-UBND", "123456789", "²", "9" * 5_000])
def test_a_plan_that_does_not_exist(db, appendix, number):
    with pytest.raises(CommandError, match="Không có kế hoạch nào"):
        run(number, appendix / "ke-hoach-1606.csv")


def test_a_number_that_two_plans_bear_asks_for_the_id(plan, appendix):
    factories.plan(number="1606/KH-UBND", issued_on=dt.date(2024, 1, 15))

    with pytest.raises(CommandError, match="Có nhiều kế hoạch"):
        run("1606/KH-UBND", appendix / "ke-hoach-1606.csv")
    assert Plan.objects.count() == 2


@pytest.mark.parametrize("content", [None, b"", b"khong;co;cot\n1;2;3\n"])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(plan, tmp_path, content):
    file = tmp_path / "phu-luc.csv"
    if content is not None:
        file.write_bytes(content)

    before = factories.stored()
    with pytest.raises(CommandError, match=r"\.$"):
        run("1606/KH-UBND", file)
    assert factories.stored() == before
