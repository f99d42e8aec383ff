"""One assessment on any day, the same in Python and in the database; a table of moves without gaps."""

import datetime as dt
from itertools import product

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs import build_states
from tasks.models import Occurrence
from tasks.permissions.acting import WHO
from tasks.states import (
    OPEN_STATUSES,
    STOPPED_STATUSES,
    TRANSITIONS,
    Assessment,
    Facts,
    Move,
    Status,
    allows,
    assess,
    is_due_soon,
)
from tests import factories

DUE = dt.date(2024, 12, 31)
EARLY, LATE = dt.date(2024, 12, 30), dt.date(2025, 1, 2)


def facts(status=Status.NOT_STARTED, due_on=DUE, reported_on=None, completed_on=None, continuous=False):
    return Facts(status, continuous, due_on, reported_on, completed_on)


@pytest.mark.parametrize(
    ("case", "on", "expected"),
    [
        (facts(), DUE, Assessment.ONGOING),
        (facts(), LATE, Assessment.OVERDUE),
        (facts(Status.COMPLETED, completed_on=DUE), LATE, Assessment.DONE_ON_TIME),
        (facts(Status.COMPLETED, completed_on=LATE), LATE, Assessment.DONE_LATE),
        (facts(due_on=None), LATE, Assessment.UNDATED),
        (facts(due_on=None, continuous=True), LATE, Assessment.CONTINUOUS),
        (facts(Status.PAUSED), LATE, Assessment.STOPPED),
        (facts(Status.CANCELLED, continuous=True), LATE, Assessment.STOPPED),
    ],
)
def test_each_sort_of_occurrence_has_its_assessment(case, on, expected):
    assert assess(case, on) == expected


def test_a_slow_verification_does_not_make_a_unit_late():
    waiting = facts(Status.REPORTED, reported_on=EARLY)

    assert assess(waiting, LATE) == Assessment.ONGOING


def test_a_late_report_is_overdue_while_it_waits():
    assert assess(facts(Status.REPORTED, reported_on=LATE), LATE) == Assessment.OVERDUE


def test_seen_from_an_earlier_day_a_later_completion_has_not_happened():
    done_later = facts(Status.COMPLETED, reported_on=LATE, completed_on=LATE)

    assert assess(done_later, dt.date(2025, 1, 1)) == Assessment.OVERDUE
    assert assess(done_later, EARLY) == Assessment.ONGOING


def test_due_soon_marks_what_is_ongoing_within_the_days():
    assert is_due_soon(Assessment.ONGOING, DUE, dt.date(2024, 12, 16), days=15)
    assert not is_due_soon(Assessment.ONGOING, DUE, dt.date(2024, 12, 15), days=15)
    assert not is_due_soon(Assessment.DONE_ON_TIME, DUE, EARLY, days=15)


def test_what_was_reported_in_time_and_waits_since_is_not_due_any_more():
    assert is_due_soon(Assessment.ONGOING, DUE, DUE, days=15)
    assert not is_due_soon(Assessment.ONGOING, DUE, dt.date(2025, 1, 1), days=15)


def test_every_move_is_described_and_every_status_can_be_left_or_is_an_end():
    assert set(TRANSITIONS) == set(Move)
    left = {status for transition in TRANSITIONS.values() for status in transition.sources}
    assert set(Status) - left == {Status.COMPLETED}


def test_every_status_is_open_stopped_or_completed():
    assert OPEN_STATUSES | STOPPED_STATUSES | {Status.COMPLETED} == set(Status)
    assert not OPEN_STATUSES & STOPPED_STATUSES


def test_a_completion_is_confirmed_only_after_it_was_reported():
    assert [status for status in Status if allows(Move.ACCEPT, status)] == [Status.REPORTED]


def all_cases():
    """Every status with every sensible order of the days that decide."""
    days = (None, EARLY, DUE, LATE)
    for status, due_on, done_on, continuous in product(Status, (None, DUE), days, (False, True)):
        needs_day = status in (Status.REPORTED, Status.COMPLETED)
        if needs_day == (done_on is not None) and not (continuous and due_on):
            yield status, due_on, done_on, continuous


@pytest.mark.parametrize("on", [EARLY, DUE, dt.date(2025, 1, 1), LATE, dt.date(2025, 6, 1), dt.date.max])
def test_the_database_assesses_as_python_does(db, on):
    dated, continuous = factories.task(timeframe="Năm 2024"), factories.task(timeframe="Thường xuyên")
    Occurrence.objects.all().delete()
    for number, (status, due_on, done_on, is_continuous) in enumerate(all_cases()):
        Occurrence.objects.create(
            task=continuous if is_continuous else dated,
            period_key=str(number),
            status=status,
            due_on=due_on,
            reported_on=done_on,
            completed_on=done_on if status == Status.COMPLETED else None,
        )

    rows = list(Occurrence.objects.assessed(on).select_related("task"))

    assert len(rows) == len(list(all_cases()))
    assert [(row.pk, row.assessment) for row in rows] == [(row.pk, row.assessment_on(on)) for row in rows]
    for assessment in Assessment:
        asked = set(Occurrence.objects.assessed_as(assessment, on))
        assert asked == {row for row in rows if row.assessment == assessment}


@st.composite
def any_occurrence(draw):
    """Facts as the database may hold them: a day where its status needs one, else any day or none."""
    status, any_day = (
        draw(st.sampled_from(list(Status))),
        st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31)),
    )
    maybe = st.none() | any_day
    return {
        "status": status,
        "due_on": draw(maybe),
        "reported_on": draw(any_day if status == Status.REPORTED else maybe),
        "completed_on": draw(any_day) if status == Status.COMPLETED else None,
    }, draw(st.booleans())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(any_occurrence(), min_size=1, max_size=12), st.dates(dt.date(2023, 12, 1), dt.date(2026, 1, 31))
)
def test_whatever_the_facts_and_the_day_the_database_assesses_as_python_does(db, found, on):
    with transaction.atomic():
        dated, continuous = factories.task(timeframe="Năm 2024"), factories.task(timeframe="Thường xuyên")
        made = Occurrence.objects.bulk_create(
            Occurrence(task=continuous if is_continuous else dated, period_key=str(number), **columns)
            for number, (columns, is_continuous) in enumerate(found)
        )

        these = Occurrence.objects.filter(pk__in=[one.pk for one in made])
        rows = these.assessed(on).select_related("task")

        assert [row.assessment for row in rows] == [row.assessment_on(on) for row in rows]
        soon = {row for row in rows if is_due_soon(row.assessment, row.due_on, on, days=60)}
        assert set(these.due_soon(on, days=60)) == soon
        assert set(these.overdue(on)) == {row for row in rows if row.assessment == Assessment.OVERDUE}
        transaction.set_rollback(True)


def test_every_move_says_who_may_make_it():
    assert set(WHO) == set(Move)


def test_the_page_of_states_is_made_from_the_tables():
    with translation.override("en"):
        assert build_states.PAGE.read_text(encoding="utf-8") == build_states.page(), (
            "docs/states.md is stale: python -m docs.build_states"
        )
