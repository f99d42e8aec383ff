"""The page of a plan is its appendix as printed: people hold it against the paper."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tasks.imports.confirming import confirm
from tasks.imports.staging import stage
from tasks.models import Task
from tasks.past import TaskState
from tasks.printed import printed
from tasks.states import Assessment
from tests import factories

pytestmark = pytest.mark.django_db


def states(*tasks):
    return [TaskState(task, (), (), is_there=True) for task in tasks]


def test_a_heading_stands_once_above_its_first_row_and_a_group_below_it():
    rows = [("I", "Nông nghiệp", ""), ("I", "Nông nghiệp", "Xúc tiến"), ("I", "Nông nghiệp", "Xúc tiến")]
    rows += [("II", "Du lịch", "Xúc tiến"), ("II", "Du lịch", ""), ("", "", "")]
    tasks = [Task(section=section, heading=heading, group=group) for section, heading, group in rows]

    assert [row.headings for row in printed(states(*tasks), set()).rows] == [
        ("I. Nông nghiệp",),
        ("Xúc tiến",),
        (),
        ("II. Du lịch", "Xúc tiến"),
        (),
        (),
    ]


def test_the_paper_has_the_columns_that_its_rows_fill():
    plain, full = Task(content="a"), Task(content="b", product="Báo cáo", note="Mới")

    columns = [
        (appendix.has_product, appendix.has_note, appendix.width)
        for appendix in (printed(states(plain), set()), printed(states(plain, full), set()))
    ]
    assert columns == [(False, False, 6), (True, True, 8)]


def test_periods_assessed_alike_stand_under_one_word(client_for):
    plan = factories.plan()
    factories.task(plan, timeframe="Thường xuyên")
    lan = client_for(factories.lan())
    page = lan.get(reverse("plan-detail", args=[plan.pk])).content.decode()
    table = page[page.index("table-appendix") :]

    assert re.findall(r'standing__period">(.*?)<', table) == ["2023", "2024", "2025"]
    assert table.count(str(Assessment.CONTINUOUS.label)) == 1


def test_the_page_says_the_rows_of_the_paper_1606(client_for, shared_folder):
    """Twenty-nine tasks in five fields, in the order, numbering and words of the paper."""
    lan = factories.lan()
    plan = factories.plan(number="1606/KH-UBND")
    file = shared_folder / "appendix/ke-hoach-1606.docx"
    batch = stage(by=lan, plan=plan, name=file.name, content=file.read_bytes())
    confirm(by=lan, batch=batch, acknowledge_all=True)
    rows = json.loads((shared_folder / "appendix/rows.json").read_text())
    page = client_for(lan).get(reverse("plan-detail", args=[plan.pk])).content.decode()

    assert rows_on(page) == [
        [words(row[name]) for name in ("ordinal", "content", "lead", "partner", "timeframe")] for row in rows
    ]
    fields = dict.fromkeys(f"{row['section']}. {row['field']}" for row in rows)
    assert re.findall(r'scope="rowgroup"[^>]*>(.*?)</th>', page) == list(fields)


def rows_on(page):
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in table.split("<tr")[1:]]
    return [[words(strip_tags(cell.replace("<br>", " "))) for cell in row[:5]] for row in rows if row]


def words(text):
    """The scan joins with ';' what the Word file has as paragraphs (see the README of the appendix)."""
    return re.sub(r"[\s;\-,.]", "", text.replace("&amp;", "&"))
