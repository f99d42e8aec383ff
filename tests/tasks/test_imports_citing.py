"""An appendix says to which paper it belongs; the review says so where that is not the plan (source 001)."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from tasks.appendix.cited import cited_paper
from tasks.appendix.raw import lines_above
from tasks.imports.citing import other_paper
from tasks.imports.staging import stage
from tests import factories
from tests.tasks.test_imports_real_files import FILES

pytestmark = pytest.mark.any_engine

HEADING = "(Kèm theo Kế hoạch số 1606/KH-UBND ngày 30/8/2023 của UBND tỉnh)"
TABLE = "TT;Nội dung;Đơn vị chủ trì;Đơn vị phối hợp;Thời gian thực hiện\n1;Mở lớp;Sở Y tế;;Năm 2024"


def warned(lan, plan, heading, table=TABLE):
    return other_paper(stage(by=lan, plan=plan, name="phu-luc.txt", content=f"{heading}\n{table}".encode()))


@pytest.fixture
def plan(db):
    return factories.plan(number="1606/KH-UBND")


@pytest.mark.parametrize("name", FILES)
def test_in_every_shape_another_plan_is_told_and_the_same_is_not(lan, plan, shared_folder, name):
    """The scan of 001 reads J606. The CSV has no heading line, so there is nothing to tell."""
    content = (shared_folder / "appendix" / name).read_bytes()
    others = (
        factories.plan(number="1607/KH-UBND"),
        factories.plan(number="1606/KH-UBND", issued_on=dt.date(2023, 8, 31)),
    )

    assert other_paper(stage(by=lan, plan=plan, name=name, content=content)) == ""
    for other in others:
        said = other_paper(stage(by=lan, plan=other, name=name, content=content))
        assert ("606/KH-UBND ngày 30/8/2023" in said) == (not name.endswith(".csv"))


@pytest.mark.parametrize(
    "heading",
    [
        "Phụ lục (Ban hành kèm theo Kế hoạch số: 1606 / KH - UBND ngày 30 tháng 8 năm 2023)",
        "(Kèm theo Kế hoạch số l606/KH-UBND\nngày 3O/8/2O23 của UBND tỉnh)",
        "(Kèm theo Kế hoạch số      /KH-UBND ngày    /8/2023 của UBND tỉnh)",
        "(Kèm theo Kế hoạch của UBND tỉnh)",
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 01/02/2023",
    ],
)
def test_the_same_paper_in_other_writing_or_none_is_no_warning(lan, plan, heading):
    assert warned(lan, plan, heading) == ""


@pytest.mark.parametrize(
    "heading",
    [
        "Kèm theo Quyết định số 1606/QĐ-UBND ngày 30/8/2023",
        "(Kèm theo Kế hoạch ngày 29/8/2023 của UBND tỉnh)",
    ],
)
def test_another_symbol_or_another_day_is_another_paper(lan, plan, heading):
    assert heading.strip("()").removesuffix(" của UBND tỉnh") in warned(lan, plan, heading)


def test_what_a_task_says_is_no_heading(lan, plan):
    table = TABLE.replace("Mở lớp", "(kèm theo Quyết định số 12/QĐ-UBND ngày 01/02/2023)")

    assert warned(lan, plan, "Phụ lục", table) == ""


def test_of_several_the_last_above_the_table_counts():
    """The papers on which a plan rests are cited above its own appendix."""
    cited = cited_paper(["Kèm theo Quyết định số 5/QĐ-TTg ngày 01/02/2023", "Phụ lục", HEADING, "TT"])

    assert (cited.key, cited.on) == (("1606", "khubnd"), dt.date(2023, 8, 30))


def test_what_no_database_can_keep_is_not_among_the_lines_above():
    """A broken PDF gives such letters; PostgreSQL refuses them in JSON."""
    assert lines_above("Kèm theo\x00 Kế hoạch ") == "Kèm theo Kế hoạch"


def test_the_page_and_the_command_say_it_and_hinder_nothing(lan, client_for, tmp_path, capsys, db):
    plan = factories.plan(number="1607/KH-UBND")
    file = tmp_path / "phu-luc.txt"
    file.write_text(f"{HEADING}\n{TABLE}")
    said = (
        "Tệp ghi “Kèm theo Kế hoạch số 1606/KH-UBND ngày 30/8/2023”, còn kế hoạch đang nhập là 1607/KH-UBND"
    )

    batch = stage(by=lan, plan=plan, name=file.name, content=file.read_bytes())
    page = client_for(lan).get(reverse("admin:tasks_importbatch_change", args=[batch.pk]))
    assert said in page.content.decode()
    call_command("import_appendix", str(plan.pk), str(file))
    assert said in capsys.readouterr().out
    assert plan.tasks.count() == 1
