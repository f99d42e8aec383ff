"""The focal unit confirms or sends back; the day of the report counts; nobody judges their own."""

import datetime as dt

import pytest
import time_machine

from agreements.models import Membership, Role
from tasks.actions.reporting import report_progress
from tasks.actions.verifying import accept, accept_many, send_back
from tasks.models import Occurrence, ProgressUpdate, Verification
from tasks.permissions.acting import may_verify
from tasks.states import Assessment, Status
from tasks.todo import Todo, todo_list
from tests import factories

LAST_DAY = dt.date(2024, 12, 31)
WEEKS_LATER = dt.date(2025, 2, 17)


@pytest.fixture
def waiting(minh):
    """Due at the end of 2024 and reported as done on that very day."""
    with time_machine.travel(LAST_DAY):
        return factories.reported(minh, factories.occurrence())


def test_a_report_that_is_confirmed_late_is_completed_on_the_day_it_was_made(waiting, huong):
    with time_machine.travel(WEEKS_LATER), factories.writes(Verification=1, HistoricalOccurrence=1, Event=1):
        accept(by=huong, occurrence=waiting)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.completed_on) == (Status.COMPLETED, LAST_DAY)
    assert waiting.assessment_on(WEEKS_LATER) == Assessment.DONE_ON_TIME


def test_the_secretariat_confirms_as_well(waiting):
    accept(by=factories.lan(), occurrence=waiting, note="Đủ minh chứng.")

    assert Verification.objects.get().reason == "Đủ minh chứng."


def test_what_is_sent_back_is_under_way_again_and_counts_as_not_done(waiting, huong):
    with factories.writes(Verification=1, HistoricalOccurrence=1, Event=1):
        send_back(by=huong, occurrence=waiting, reason="Thiếu biên bản.")

    waiting.refresh_from_db()
    assert (waiting.status, waiting.reported_on, waiting.completed_on) == (Status.IN_PROGRESS, None, None)
    assert waiting.assessment_on(WEEKS_LATER) == Assessment.OVERDUE


def test_what_is_sent_back_is_returned_in_the_list_of_the_unit_until_it_reports_again(waiting, huong, minh):
    send_back(by=huong, occurrence=waiting, reason="Thiếu biên bản.")

    assert [row.todo for row in todo_list(minh)] == [Todo.RETURNED]
    factories.reported(minh, waiting)
    assert not todo_list(minh)
    assert [row.todo for row in todo_list(huong)] == [Todo.VERIFY]


def test_a_mended_report_is_completed_on_the_day_of_the_second_report(waiting, huong, minh):
    send_back(by=huong, occurrence=waiting, reason="Thiếu biên bản.")
    with time_machine.travel(dt.date(2025, 1, 10)):
        factories.reported(minh, waiting)
    accept(by=huong, occurrence=waiting)

    waiting.refresh_from_db()
    assert waiting.completed_on == dt.date(2025, 1, 10)
    assert waiting.assessment_on(WEEKS_LATER) == Assessment.DONE_LATE
    assert list(Verification.objects.order_by("pk").values_list("decision", flat=True)) == [
        "return",
        "accept",
    ]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_sending_back_needs_a_reason(waiting, huong, reason):
    with factories.refused("Give the reason"):
        send_back(by=huong, occurrence=waiting, reason=reason)


def test_nobody_judges_a_report_of_their_own(waiting, minh):
    Membership.objects.create(
        user=minh,
        unit=factories.unit("Văn phòng UBND tỉnh"),
        role=Role.SECRETARIAT,
        starts_on=dt.date(2020, 1, 1),
    )
    minh.__dict__.pop("_person_by_day")  # the person of the next request

    for act in (accept, send_back):
        with factories.refused("of their own"):
            act(by=minh, occurrence=waiting, **({"reason": "Sai."} if act is send_back else {}))
    assert not may_verify(minh, waiting)
    assert not [row for row in todo_list(minh) if row.todo == Todo.VERIFY]


def test_only_the_focal_unit_and_the_secretariat_judge(waiting):
    people = [
        factories.khang(),
        factories.person("tam", Role.STAFF, factories.unit("Sở Nông nghiệp và Môi trường")),
        factories.person("chi", Role.LEADER, factories.unit("Sở Tài chính")),
        factories.person("thu", Role.AUDITOR, factories.unit("Sở Tài chính")),
        factories.person("an", Role.ADMIN, factories.unit("Sở Tài chính")),
        factories.person("sg", Role.SECRETARIAT, factories.unit("Sở Tài chính", "79")),
    ]
    for person in people:
        with factories.refused("Only the focal unit"):
            accept(by=person, occurrence=waiting)
        with factories.refused("Only the focal unit"):
            send_back(by=person, occurrence=waiting, reason="Sai.")


@pytest.mark.parametrize("act", [accept, send_back])
def test_the_second_of_two_verifiers_is_told(waiting, huong, act):
    seen = waiting.version
    accept(by=factories.lan(), occurrence=waiting, version=seen)
    options = {"reason": "Sai."} if act is send_back else {}

    with factories.refused("has changed since you opened"):
        act(by=huong, occurrence=waiting, version=seen, **options)
    with factories.refused("not possible now"):
        act(by=huong, occurrence=waiting, **options)


def test_progress_alone_is_not_confirmed(minh, huong):
    occurrence = factories.occurrence()
    report_progress(
        by=minh, occurrence=occurrence, on_behalf_of=minh.memberships.get().unit, percent=100, result="Xong."
    )

    with factories.refused("not possible now"):
        accept(by=huong, occurrence=occurrence)


# Several at once


def queue(minh, length=3):
    """Reports of Minh that wait, the first one first."""
    made = factories.plan()
    for _ in range(length):
        factories.reported(minh, factories.occurrence(of=factories.task(made)))
    return list(ProgressUpdate.objects.order_by("pk"))


def became(told):
    """How many were accepted now, accepted before and refused."""
    return len(told.accepted), len(told.before), len(told.refused)


def test_several_reports_are_confirmed_at_once_each_with_its_own_event(minh, huong):
    reports = queue(minh)

    with factories.writes(Verification=3, HistoricalOccurrence=3, Event=3):
        assert became(accept_many(by=huong, reports=reports)) == (3, 0, 0)

    assert set(Occurrence.objects.values_list("status", flat=True)) == {Status.COMPLETED}


def test_what_was_decided_meanwhile_is_told_and_the_rest_goes_through(minh, huong):
    first, second, third = reports = queue(minh)
    accept(by=factories.lan(), occurrence=first.occurrence)
    send_back(by=factories.User.objects.get(username="lan"), occurrence=second.occurrence, reason="Sai.")

    told = accept_many(by=huong, reports=reports)

    assert told.accepted == [third]
    assert [report for report, _why in told.refused] == [first, second]
    assert all(why for _report, why in told.refused)


def test_nobody_confirms_a_report_of_their_own_among_others(minh, huong):
    others = queue(minh, 2)
    on = factories.occurrence(leads=["Sở Kế hoạch và Đầu tư"])
    own = factories.reported(huong, on).updates.get()

    told = accept_many(by=huong, reports=[own, *others])

    assert (told.accepted, [report for report, _why in told.refused]) == (others, [own])


def test_a_report_that_was_mended_since_it_was_read_is_not_confirmed_unread(minh, huong):
    [read] = queue(minh, 1)
    send_back(by=factories.lan(), occurrence=read.occurrence, reason="Thiếu biên bản.")
    factories.reported(minh, read.occurrence, result="Bổ sung biên bản.")

    with factories.writes():
        told = accept_many(by=huong, reports=[read])

    assert became(told) == (0, 0, 1)


def test_the_same_confirmations_sent_again_are_no_error_and_write_nothing(minh, huong):
    reports = queue(minh)
    accept_many(by=huong, reports=reports)

    with factories.writes():
        assert became(accept_many(by=huong, reports=reports)) == (0, 3, 0)


def test_who_may_not_confirm_confirms_none_of_several(minh):
    reports = queue(minh)

    for person in (factories.khang(), factories.person("chi", Role.LEADER, factories.unit("Sở Tài chính"))):
        with factories.writes():
            assert became(accept_many(by=person, reports=reports)) == (0, 0, 3)


@pytest.mark.parametrize(("day", "days"), [(LAST_DAY, 0), (WEEKS_LATER, 48)])
def test_a_report_waits_from_the_day_on_which_it_was_made(waiting, day, days):
    assert waiting.days_waiting(day) == days


def test_what_is_decided_waits_no_more(waiting, huong):
    accept(by=huong, occurrence=waiting)
    waiting.refresh_from_db()

    assert waiting.days_waiting(WEEKS_LATER) is None
