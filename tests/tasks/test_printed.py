"""The page of a plan is its appendix as printed: people hold it against the paper."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tasks.actions.reassigning import Place, reassign
from tasks.imports.confirming import confirm
from tasks.imports.staging import stage
from tasks.models import Assignment, Task
from tasks.past import TaskState
from tasks.printed import as_it_stands, printed
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


FARMING, TRADE = "Sở Nông nghiệp và Phát triển nông thôn", "Sở Công Thương"


def lead_cells(browser, plan, **asked):
    """What stands under 'Đơn vị chủ trì', row by row."""
    page = browser.get(reverse("plan-detail", args=[plan.pk]), asked).content.decode()
    cells = re.findall(r'<td data-label="Đơn vị chủ trì">(.*?)</td>', page, re.DOTALL)
    return [" ".join(strip_tags(cell.replace("<div", " <div")).split()) for cell in cells]


def test_a_row_says_to_whom_its_task_was_given_since_it_was_printed(client_for):
    """Lan gives the second to the health office: on the day before it leads nothing, from then on it does."""
    lan, plan = factories.lan(), factories.plan()
    with time_machine.travel(dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)):
        tasks = [factories.task(plan, leads=leads) for leads in ([FARMING], [FARMING, TRADE])]
    trade = Place(holder=(factories.unit(TRADE).pk, ""))
    with time_machine.travel(dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)):
        reassign(by=lan, tasks=tasks[1:], to_unit=factories.unit("Sở Y tế"), reason="Điều chỉnh", place=trade)
    browser, printed_words = client_for(lan), f"{FARMING}, {TRADE}"
    given = f"{printed_words} giao cho: {FARMING} (nay là Sở Nông nghiệp và Môi trường); Sở Y tế"

    assert lead_cells(browser, plan) == [FARMING, given]
    assert lead_cells(browser, plan, ngay=f"{timezone.localdate():%d/%m/%Y}") == [FARMING, given]
    assert lead_cells(browser, plan, ngay="01/04/2026") == [FARMING, given]
    assert lead_cells(browser, plan, ngay="31/03/2026") == [FARMING, printed_words]


def test_who_was_spelled_otherwise_or_succeeded_was_given_nothing_and_whom_the_paper_does_not_name_was(plan):
    words = ["Sở NN&MT Thành phố Hồ Chí Minh", "Sở NN&PTNT (nay là Sở NN&MT)", "Các sở", ""]
    theirs, succeeded, group, unprinted = (factories.task(plan, lead_text=one) for one in words)
    saigon = factories.unit(FARMING, "79", factories.PLAN_DAY)
    for task, link in ((theirs, {"unit": saigon}), (group, {"words": "Các sở", "is_group": True})):
        task.assignments.all().delete()
        Assignment.objects.create(task=task, role="lead", **link)

    given = {state.task: state.given_to for state in as_it_stands(plan)}

    farming = f"{FARMING} (nay là Sở Nông nghiệp và Môi trường)"
    assert given == {theirs: (), succeeded: (), group: (), unprinted: (farming,)}


def test_a_unit_of_the_other_side_that_leads_on_is_named_with_its_province(lan, plan):
    """Two lead, one of either side; ours is replaced, so both are named."""
    task = factories.task(plan, leads=[TRADE])
    saigon = factories.unit(TRADE, "79", factories.PLAN_DAY)
    Assignment.objects.create(task=task, role="lead", unit=saigon, sort=2)
    ours = Place(holder=(factories.unit(TRADE).pk, ""))

    reassign(by=lan, tasks=[task], to_unit=factories.unit("Sở Y tế"), reason="Điều chỉnh", place=ours)

    [state] = as_it_stands(plan)
    assert state.given_to == ("Sở Y tế", f"{saigon.name_today} – {saigon.province.full_name}")


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
