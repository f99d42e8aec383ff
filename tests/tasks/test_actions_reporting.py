"""Lead units report, partner units contribute; a form sent twice or too late doubles nothing."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from agreements.models import Role
from coop.shared.events import Event
from tasks.actions.refusal import StaleError
from tasks.actions.reporting import contribute, report_progress
from tasks.models import Evidence, Occurrence, ProgressUpdate
from tasks.states import Status
from tests import factories
from tests.tasks.test_evidence import checked_pdf

OFFICE_OF_2023 = "Sở Nông nghiệp và Phát triển nông thôn"
OFFICE_OF_TODAY = "Sở Nông nghiệp và Môi trường"


@pytest.fixture
def occurrence(db):
    """Led by the office of 2023, joined by the Sở Công Thương."""
    return factories.occurrence(partners=["Sở Công Thương"])


def report(by, on, **values):
    return report_progress(by=by, occurrence=on, on_behalf_of=by.memberships.first().unit, **values)


def note(by, on, **values):
    return contribute(by=by, occurrence=on, on_behalf_of=by.memberships.first().unit, **values)


def partner():
    return factories.person("yen", Role.STAFF, factories.unit("Sở Công Thương"))


def with_status(occurrence, status):
    day = dt.date(2024, 5, 6)
    occurrence.status = status
    occurrence.reported_on = day if status in (Status.REPORTED, Status.COMPLETED) else None
    occurrence.completed_on = day if status == Status.COMPLETED else None
    occurrence.save()
    return occurrence


def test_progress_puts_the_occurrence_under_way(minh, occurrence):
    with factories.writes(ProgressUpdate=1, HistoricalOccurrence=1, Event=1):
        update = report(minh, occurrence, percent=40, result="Đã khảo sát 3 xã.", obstacles="Thiếu kinh phí.")

    occurrence.refresh_from_db()
    assert (occurrence.status, occurrence.percent, occurrence.version) == (Status.IN_PROGRESS, 40, 1)
    assert (update.result, update.obstacles, update.status) == (
        "Đã khảo sát 3 xã.",
        "Thiếu kinh phí.",
        Status.IN_PROGRESS,
    )


@time_machine.travel("2024-06-30 02:00Z", tick=False)
def test_completion_waits_for_confirmation_from_its_day_on(minh, occurrence):
    report(minh, occurrence, complete=True, percent=70, result="Đã ký kết 03 hợp đồng.")

    occurrence.refresh_from_db()
    assert (occurrence.status, occurrence.percent) == (Status.REPORTED, 100)
    assert (occurrence.reported_on, occurrence.completed_on) == (dt.date(2024, 6, 30), None)


def test_the_event_says_from_what_to_what_and_for_whom(minh, occurrence):
    report(minh, occurrence, percent=40)

    event = Event.objects.about(occurrence.task).get()
    named = {"occurrence": occurrence.pk, "period": "31/12/2024"}
    assert (event.actor, event.verb) == (minh, "report_progress")
    assert event.before == {"status": "not_started", "percent": 0, "reported_on": None} | named
    assert (
        event.after
        == {
            "status": "in_progress",
            "percent": 40,
            "reported_on": None,
            "on_behalf_of": OFFICE_OF_TODAY,
        }
        | named
    )
    assert occurrence.history.latest().history_user == minh


def test_the_heir_of_the_lead_unit_reports_in_its_own_name_and_the_paper_keeps_the_old_one(minh, occurrence):
    update = report(minh, occurrence, percent=10)

    assert update.on_behalf_of.name == OFFICE_OF_TODAY
    assert [unit.name for unit in occurrence.task.lead_units] == [OFFICE_OF_2023]


def test_only_the_lead_unit_reports(occurrence):
    people = [factories.lan(), factories.huong(), factories.khang(), partner()]
    people.append(factories.person("chi", Role.LEADER, factories.unit(OFFICE_OF_TODAY)))
    for person in people:
        with factories.refused("Only a lead unit"):
            report(person, occurrence, percent=10)


def test_who_has_left_the_unit_no_longer_reports(occurrence):
    left = factories.person(
        "tam", Role.STAFF, factories.unit(OFFICE_OF_TODAY), ends_on=factories.TODAY - dt.timedelta(days=1)
    )

    with time_machine.travel(factories.TODAY), factories.refused("Only a lead unit"):
        report(left, occurrence, percent=10)


@pytest.mark.parametrize("act", [report_progress, contribute])
def test_nobody_speaks_for_a_unit_that_is_not_their_own(minh, act):
    occurrence = factories.occurrence(
        leads=[OFFICE_OF_2023, "Sở Y tế"] if act is report_progress else ["Sở Y tế"],
        partners=[] if act is report_progress else [OFFICE_OF_2023],
    )

    for name in ("Sở Y tế", "Sở Tài chính"):
        with factories.refused("on behalf of"):
            act(by=minh, occurrence=occurrence, on_behalf_of=factories.unit(name), result="Xong.")


@pytest.mark.parametrize("result", ["", "  \n "])
def test_completion_needs_its_result(minh, occurrence, result):
    with factories.refused("what the result is"):
        report(minh, occurrence, complete=True, result=result)


def test_completion_needs_a_file_where_the_plan_demands_it(minh):
    """A file of a partner is no evidence of the lead unit's."""
    task = factories.task(factories.plan(evidence_required=True), partners=["Sở Công Thương"])
    occurrence = factories.occurrence(of=task)
    note(partner(), occurrence, evidence=[checked_pdf("gop-y.pdf")])

    with factories.refused("asks for evidence"):
        report(minh, occurrence, complete=True, result="Xong.")
    report(minh, occurrence, percent=50, evidence=[checked_pdf("anh-hoi-nghi.pdf")])
    with factories.writes(ProgressUpdate=1, HistoricalOccurrence=1, Event=1):
        report(minh, occurrence, complete=True, result="Xong.")


def test_files_are_kept_with_the_report(minh, occurrence):
    with factories.writes(ProgressUpdate=1, Evidence=2, HistoricalOccurrence=1, Event=1):
        report(minh, occurrence, evidence=[checked_pdf("bien-ban.pdf"), checked_pdf("hop-dong.pdf")])

    assert [file.file_name for file in Evidence.objects.all()] == ["bien-ban.pdf", "hop-dong.pdf"]


@pytest.mark.parametrize("status", [Status.REPORTED, Status.COMPLETED, Status.PAUSED, Status.CANCELLED])
def test_what_waits_or_is_closed_takes_no_report(minh, occurrence, status):
    with_status(occurrence, status)

    for complete in (False, True):
        with factories.refused("not possible now"):
            report(minh, occurrence, complete=complete, result="Xong.")


def test_a_form_opened_before_somebody_else_reported_is_told_so(minh, occurrence):
    seen = occurrence.version
    report(factories.person("tam", Role.STAFF, factories.unit(OFFICE_OF_TODAY)), occurrence, percent=20)

    with factories.refused("has changed since you opened"):
        report(minh, occurrence, percent=90, version=seen)
    with pytest.raises(StaleError):
        report(minh, occurrence, percent=90, version=seen)


def test_a_form_sent_twice_is_one_report(minh, occurrence):
    form = {"percent": 30, "version": occurrence.version, "submission_key": uuid.uuid4()}
    first = report(minh, occurrence, **form)

    with factories.writes():
        again = report(minh, occurrence, **form)

    assert again == first


@pytest.mark.parametrize("more", [{"result": "Đã khảo sát 02 nơi."}, {"complete": True}, {"evidence": 1}])
def test_who_goes_back_and_tells_something_else_is_not_told_that_it_was_sent(minh, occurrence, more):
    """The page in the browser's memory has the key and the version of the form that was sent."""
    form = {"percent": 100, "result": "Đã khảo sát.", "submission_key": uuid.uuid4()}
    first = report(minh, occurrence, version=occurrence.version, **form)
    occurrence.refresh_from_db()
    more = {"evidence": [checked_pdf("bien-ban.pdf")]} if "evidence" in more else more

    with pytest.raises(StaleError):
        report(minh, occurrence, version=occurrence.version - 1, **form | more)
    assert report(minh, occurrence, version=occurrence.version, **form | more) != first


def test_a_partner_contributes_without_moving_the_status(occurrence):
    yen = partner()

    with factories.writes(ProgressUpdate=1, Evidence=1, Event=1):
        update = note(yen, occurrence, result="Đã cử 05 doanh nghiệp.", evidence=[checked_pdf("ds.pdf")])

    assert update.is_contribution
    now = Occurrence.objects.get(pk=occurrence.pk)
    assert (now.status, now.percent, now.version) == (Status.NOT_STARTED, 0, 0)


def test_a_note_sent_twice_is_one_note(occurrence):
    yen, key = partner(), uuid.uuid4()
    first = note(yen, occurrence, result="Đã góp ý.", submission_key=key)

    with factories.writes():
        assert note(yen, occurrence, result="Đã góp ý.", submission_key=key) == first
    with factories.writes(ProgressUpdate=1, Event=1):
        note(yen, occurrence, result="Đã góp ý hai điểm.", submission_key=key)


def test_notes_are_for_partners_with_something_to_say_while_the_task_is_open(minh, occurrence):
    yen = partner()

    with factories.refused("Only a partner unit"):
        note(minh, occurrence, result="Đã góp ý.")
    with factories.refused("Write a note"):
        note(yen, occurrence)
    with_status(occurrence, Status.COMPLETED)
    with factories.refused("closed"):
        note(yen, occurrence, result="Đã góp ý.")


def test_a_note_while_a_report_waits_does_not_take_its_place(minh, occurrence):
    factories.reported(minh, occurrence)
    note(partner(), occurrence, result="Đồng ý với kết quả.")

    occurrence.refresh_from_db()
    assert occurrence.status == Status.REPORTED
    assert ProgressUpdate.objects.reports().get().reported_by == minh


def test_a_report_that_says_nothing_is_no_report(db):
    minh, occurrence = factories.minh(), factories.occurrence()

    with factories.refused("Write what is new"):
        report_progress(by=minh, occurrence=occurrence, on_behalf_of=minh.memberships.get().unit)

    report_progress(by=minh, occurrence=occurrence, on_behalf_of=minh.memberships.get().unit, percent=10)
    occurrence.refresh_from_db()
    assert occurrence.percent == 10


@pytest.mark.parametrize(
    "change",
    [
        lambda: ProgressUpdate.objects.get().save(),
        lambda: ProgressUpdate.objects.update(result="Chưa khảo sát."),
        lambda: connection.cursor().execute("UPDATE tasks_progressupdate SET percent = 90"),
        lambda: connection.cursor().execute("DELETE FROM tasks_progressupdate"),
        lambda: Evidence.objects.update(file_name="khác.pdf"),
        lambda: Evidence.objects.all().delete(),
    ],
)
def test_the_database_refuses_to_change_or_remove_what_was_reported(minh, occurrence, change):
    report(minh, occurrence, percent=40, result="Đã khảo sát 3 xã.", evidence=[checked_pdf("biên bản.pdf")])
    before = factories.stored()

    with pytest.raises(IntegrityError, match="what was reported is never changed"), transaction.atomic():
        change()

    assert factories.stored() == before
