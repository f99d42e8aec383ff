"""Lan sets the due day of what the paper leaves open; the next import of the paper does not take it away."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from tasks.actions.dating import set_due_day
from tasks.actions.extending import ask_extension
from tasks.history import history_of
from tasks.imports.confirming import confirm
from tasks.imports.review import review_of
from tasks.imports.staging import stage
from tasks.imports.undoing import undo
from tasks.models import Occurrence, SetDay
from tasks.states import Assessment
from tests import factories

DAY = dt.date(2024, 9, 30)
GROUND = "Quyết định 12/QĐ-UBND bố trí kinh phí"


@pytest.fixture
def open_end(db):
    return factories.occurrence(factories.task(timeframe="Sau khi có kinh phí"))


def set_day(by, occurrence, due_on=DAY, reason=GROUND, **more):
    return set_due_day(by=by, occurrence=occurrence, due_on=due_on, reason=reason, **more)


def test_a_period_without_a_day_gets_one_and_is_overdue_after_it(lan, open_end):
    with factories.writes(SetDay=1, HistoricalOccurrence=1, Event=1):
        set_day(lan, open_end)

    dated = Occurrence.objects.get()
    assert dated.assessment_on(DAY) == Assessment.ONGOING
    assert dated.assessment_on(DAY + dt.timedelta(days=1)) == Assessment.OVERDUE
    act = history_of(open_end.task)[0]
    assert (act.what, act.words) == ("ấn định thời hạn", (GROUND,))
    assert [str(change) for change in act.changes] == ["– → 30/09/2024"]


def test_who_set_it_wrongly_sets_it_anew_until_more_time_is_asked_for(lan, minh, open_end):
    set_day(lan, open_end)
    set_day(lan, open_end, dt.date(2024, 10, 31))
    assert (
        SetDay.objects.get().due_on == Occurrence.objects.get(pk=open_end.pk).due_on == dt.date(2024, 10, 31)
    )

    seat = minh.memberships.get().unit
    ask_extension(
        by=minh, occurrence=open_end, on_behalf_of=seat, new_due_on=dt.date(2024, 12, 31), reason="Chờ vốn"
    )
    with factories.refused("not to be set any more"):
        set_day(lan, open_end)


def test_nobody_else_sets_a_day_and_none_without_a_ground_or_before_the_plan(lan, minh, open_end):
    with factories.refused("Only the secretariat"):
        set_day(minh, open_end)
    with factories.refused("Give the ground"):
        set_day(lan, open_end, reason=" ")
    with factories.refused("before the day on which the plan was issued"):
        set_day(lan, open_end, dt.date(2023, 8, 29))
    with factories.refused("changed since you opened"):
        set_day(lan, open_end, version=open_end.version + 1)


@pytest.mark.parametrize("timeframe", ["Năm 2024", "Thường xuyên"])
def test_what_has_a_day_or_needs_none_is_not_dated(lan, timeframe, db):
    occurrence = factories.task(timeframe=timeframe).occurrences.first()
    with factories.refused("not to be set any more"):
        set_day(lan, occurrence)


def paper(time):
    rows = ["TT;Nội dung;Đơn vị chủ trì;Đơn vị phối hợp;Thời gian thực hiện", f"1;Đào tạo;Sở Y tế;;{time}"]
    return "\n".join(rows).encode()


def imported(by, plan, time):
    batch = stage(by=by, plan=plan, name="phu-luc.csv", content=paper(time))
    confirm(by=by, batch=batch, acknowledge_all=True)
    return batch


def test_the_paper_comes_again_and_the_day_stays(lan, plan):
    imported(lan, plan, "Sau khi có kinh phí")
    occurrence = Occurrence.objects.get()
    set_day(lan, occurrence)

    again = stage(by=lan, plan=plan, name="phu-luc.csv", content=paper("Sau khi được giao"))
    assert [row.periods for row in review_of(again).retimed] == [[]]
    confirm(by=lan, batch=again, acknowledge_all=True)
    assert Occurrence.objects.get().due_on == DAY

    other = stage(by=lan, plan=plan, name="phu-luc.csv", content=paper("Quý I/2024"))
    with translation.override("en"):
        (row,) = review_of(other).retimed
        assert "keeps its day and does not become 31/03/2024: the secretariat has set its day" in str(
            row.periods[0].words
        )
    assert Occurrence.objects.touched().get() == occurrence


def test_an_import_is_not_undone_over_a_day_that_was_set(lan, plan):
    batch = imported(lan, plan, "Sau khi có kinh phí")
    set_day(lan, Occurrence.objects.get())

    with factories.refused("due days have been set"):
        undo(by=lan, batch=batch)


def test_lan_sets_it_on_the_page_of_the_task_where_the_ground_is_read(lan, minh, client_for, open_end):
    page, form = (
        reverse("task-detail", args=[open_end.task_id]),
        reverse("occurrence-due-day", args=[open_end.pk]),
    )
    assert form in client_for(lan).get(page).content.decode()
    assert form not in client_for(minh).get(page).content.decode()
    assert client_for(minh).get(form).status_code == 404

    sent = {"due_on": "30/09/2024", "reason": GROUND, "version": open_end.version}
    client_for(lan).post(form, sent)

    told = client_for(minh).get(page).content.decode()
    assert ("30/09/2024" in told, GROUND in told) == (True, True)
