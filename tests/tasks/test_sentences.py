"""A conclusion notice without a table: its text becomes sentences, and marked sentences become tasks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agreements.models import Plan
from coop.shared.events import Event
from tasks.imports.from_sentences import Marked, tasks_from_sentences
from tasks.models import Task
from tasks.sentences import sentences
from tests import factories

NOTICE = """
Sau khi nghe báo cáo, lãnh đạo hai tỉnh thống nhất kết luận:

3.1. Chương trình hợp tác cần mở rộng nội
dung về nông nghiệp; trong đó:

- Tăng cường quảng bá sản phẩm OCOP. Phối hợp trưng bày sản phẩm tại TP. Đà Lạt.
 3.2. Ủy ban nhân dân tỉnh tổ chức Hội nghị tổng kết trong quý IV/2024. Ủy ban Mặt trận phối hợp.
Thứ hai là, hai bên chia sẻ dữ liệu; khi có thay đổi thì thông báo.
"""


def test_the_text_is_split_with_its_sections_and_broken_lines_are_joined():
    assert [(one.number, one.section, one.text) for one in sentences(NOTICE)] == [
        (1, "", "Sau khi nghe báo cáo, lãnh đạo hai tỉnh thống nhất kết luận:"),
        (2, "3.1", "Chương trình hợp tác cần mở rộng nội dung về nông nghiệp; trong đó:"),
        (3, "3.1", "Tăng cường quảng bá sản phẩm OCOP."),
        (4, "3.1", "Phối hợp trưng bày sản phẩm tại TP. Đà Lạt."),
        (5, "3.2", "Ủy ban nhân dân tỉnh tổ chức Hội nghị tổng kết trong quý IV/2024."),
        (6, "3.2", "Ủy ban Mặt trận phối hợp."),
        (7, "Thứ hai", "hai bên chia sẻ dữ liệu; khi có thay đổi thì thông báo."),
    ]


@pytest.mark.parametrize(
    ("name", "begins", "ends", "sections"),
    [
        ("000_33a06a4711510f8e", "3. Định hướng", "Nơi nhận", ["3", *["3.1"] * 8, "3.2", "3.3"]),
        ("002_9d5916c343740eca", "Thứ nhất, ở", "Thứ ba", ["Thứ nhất", "Thứ hai", "Thứ hai"]),
    ],
)
def test_the_real_notices_are_read_by_their_own_numbers(shared_folder, name, begins, ends, sections):
    text = (shared_folder / f"sources/{name}.txt").read_text(encoding="utf-8")
    part = text[text.index(begins) : text.index(ends)]

    assert [one.section for one in sentences(part)] == sections


@pytest.mark.django_db
def test_lan_marks_sentences_and_each_task_keeps_document_section_and_sentence(client_for):
    lan, plan = (
        factories.lan(),
        factories.plan(kind="conclusion", number="12-TB/TU", issued_on=dt.date(2024, 4, 23)),
    )
    first = factories.task(plan)
    browser, address = client_for(lan), reverse("plan-sentences", args=[plan.pk])
    read = browser.post(address, {"text": NOTICE, "read": "1"}).content.decode()
    assert read.count('class="sentence"') == 7
    sent = {"text": NOTICE, "make": "1"}
    sent |= {"s3-chosen": "on", "s3-lead": "Sở Công Thương, Sở Nông nghiệp và Phát triển nông thôn"}
    sent |= {"s5-chosen": "on", "s5-lead": "Văn phòng UBND tỉnh", "s5-timeframe": "Quý IV/2024"}
    sent |= {"s5-partner": "Sở Y tế; các sở, ban, ngành"}

    assert browser.post(address, sent).status_code == 302

    third, fifth = plan.tasks.exclude(pk=first.pk).order_by("position")
    assert (third.section, third.content, third.position) == ("3.1", "Tăng cường quảng bá sản phẩm OCOP.", 2)
    assert third.basis == (
        "Thông báo kết luận 12-TB/TU ngày 23/4/2024, mục 3.1, câu 3: “Tăng cường quảng bá sản phẩm OCOP.”"
    )
    assert [unit.name for unit in third.lead_units] == [
        "Sở Công Thương",
        "Sở Nông nghiệp và Phát triển nông thôn",
    ]
    partners = fifth.assignments.filter(role="partner").order_by("sort")
    assert [(who.unit and who.unit.name, who.words) for who in partners] == [
        ("Sở Y tế", ""),
        (None, "các sở, ban, ngành"),
    ]
    assert fifth.partner_text == "Sở Y tế; các sở, ban, ngành"
    assert [task.occurrences.get().due_on for task in (third, fifth)] == [None, dt.date(2024, 12, 31)]
    assert {task.history.get().history_user for task in (third, fifth)} == {lan}
    event = Event.objects.get(verb="mark_sentences")
    assert (event.target_id, event.after) == (plan.pk, {"sentences": "3, 5"})
    assert "mục 3.1, câu 3" in browser.get(reverse("task-detail", args=[third.pk])).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "lead", "words"),
    [
        ([], "Sở Y tế", "Mark at least one sentence"),
        ([0, 1], "Sở Không Có Thật", "Say who leads by the name of a unit"),
        ([0], "", "Say who leads by the name of a unit"),
        ([2], "Sở Y tế", "are tasks of the plan already: 3"),
    ],
)
def test_what_cannot_be_a_task_is_refused_whole(chosen, lead, words):
    plan, read = factories.plan(), sentences(NOTICE)
    tasks_from_sentences(by=None, plan=plan, marked=[Marked(read[2], "Sở Công Thương")])

    with factories.refused(words):
        tasks_from_sentences(by=None, plan=plan, marked=[Marked(read[place], lead) for place in chosen])


@pytest.mark.django_db
def test_a_sentence_is_a_task_once_however_much_of_the_paper_is_pasted_and_whatever_became_of_it():
    plan = factories.plan(kind="conclusion")
    words = "Giao Sở Y tế xây dựng kế hoạch trong năm 2024."
    whole = sentences(f"Hai tỉnh thống nhất.\n1. Hai bên đánh giá cao. {words}")[-1]
    part, elsewhere = sentences(f"1. {words}")[-1], sentences(f"2. {words}")[-1]
    assert (whole.number, part.number, whole.section, part.section) == (3, 1, "1", "1")

    tasks_from_sentences(by=None, plan=plan, marked=[Marked(whole, "Sở Y tế")])
    Task.objects.update(content="Xây dựng kế hoạch", section="I")
    Plan.objects.update(number="13-TB/TU")

    with factories.refused("are tasks of the plan already: 1"):
        tasks_from_sentences(by=None, plan=plan, marked=[Marked(part, "Sở Y tế")])
    tasks_from_sentences(by=None, plan=plan, marked=[Marked(elsewhere, "Sở Y tế")])


@pytest.mark.django_db
def test_a_partner_that_is_no_unit_is_refused_by_name():
    plan = factories.plan()
    marked = [Marked(sentences(NOTICE)[2], "Sở Công Thương", "Sở Y tế, Sở Không Có Thật")]

    with factories.refused("Say the partners by names of units.*: sentence 3"):
        tasks_from_sentences(by=None, plan=plan, marked=marked)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["lead", "partner"])
def test_a_group_of_more_letters_than_are_kept_is_refused_by_its_sentence(role):
    """PostgreSQL keeps no more than 300; the box takes 500."""
    plan, group = factories.plan(), "các doanh nghiệp " + "công tác chuyển đổi số " * 20
    marked = [Marked(sentences(NOTICE)[2], **({"lead": "Sở Công Thương"} | {role: group}))]

    with factories.refused("at most 300 letters.*: sentence 3"):
        tasks_from_sentences(by=None, plan=plan, marked=marked)


@pytest.mark.django_db
def test_a_marked_sentence_without_a_lead_comes_back_with_everything_that_was_typed(client_for):
    plan = factories.plan()
    sent = {"text": NOTICE, "make": "1", "s3-chosen": "on", "s3-timeframe": "Năm 2025"}

    page = client_for(factories.lan()).post(reverse("plan-sentences", args=[plan.pk]), sent).content.decode()

    assert "Hãy ghi đơn vị chủ trì." in page
    assert 'value="Năm 2025"' in page
    assert not Task.objects.exists()
