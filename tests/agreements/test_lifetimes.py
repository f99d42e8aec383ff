"""What a succession may say about the lives of two bodies, as a table."""

import datetime as dt

import pytest
from django.utils.translation import override

from agreements.lifetimes import DAY, Life, Step, faults, faults_of_kept

ON = dt.date(2025, 3, 1)
EARLIER, LATER = dt.date(2024, 1, 1), dt.date(2025, 7, 1)
BEFORE = ON - DAY

OLD = Life(1, "Old", until=BEFORE)
NEW = Life(2, "New", since=ON)
THIRD = Life(3, "Third")
ITSELF = "Old would succeed itself: what lives on is not among the units that ended."


def said(step: Step, known=None) -> list[str]:
    with override("en"):
        return faults(step, known or {})


@pytest.mark.parametrize(
    ("body", "heir"),
    [
        (OLD, NEW),
        (Life(1, "Old"), NEW),
        (OLD, Life(2, "New")),
        (OLD, Life(2, "New", since=EARLIER, until=LATER)),
        (OLD, Life(2, "New", until=ON)),
        (OLD, Life(None, "Made on the way", since=ON)),
        (OLD, None),
    ],
)
def test_a_body_that_ends_the_day_before_has_an_heir_that_lives_on_the_day(body, heir):
    assert said(Step(body, heir, ON, "merge")) == []


@pytest.mark.parametrize(
    ("body", "heir", "fault"),
    [
        (Life(1, "Old", since=ON), NEW, "Old was founded on 01/03/2025: nobody succeeds it before."),
        (OLD, Life(2, "New", since=LATER), "New is founded on 01/07/2025 only."),
        (Life(1, "Old", until=EARLIER), NEW, "Old had ended already on 01/01/2024."),
        (OLD, Life(2, "New", until=EARLIER), "New had ended already on 01/01/2024."),
        (Life(1, "Old", until=ON), NEW, "Old lives until 01/03/2025, beside its heir."),
        (OLD, OLD, f"Old had ended already on 28/02/2025. {ITSELF}"),
    ],
)
def test_nothing_before_its_founding_nothing_that_ended_before_and_no_overlap(body, heir, fault):
    assert " ".join(said(Step(body, heir, ON, "merge"))) == fault


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1989, 12, 31), dt.date.max])
def test_a_day_that_was_mistyped_is_told_for_whatever_lives(day):
    years = "is not a day of the years 1990 to 2100."

    for body in (OLD, Life(1, "Old")):
        assert [fault.partition(" ")[2] for fault in said(Step(body, NEW, day, "merge"))] == [years]


@pytest.mark.parametrize(
    ("known", "fault"),
    [
        ({1: [(ON, 2)]}, []),
        ({1: [(LATER, 3)]}, ["Old is succeeded already from 01/07/2025."]),
        ({1: [(ON, 3)]}, ["Old has another heir from 01/03/2025: only a split has several."]),
        ({2: [(LATER, 1)]}, [ITSELF]),
        ({2: [(LATER, 3)], 3: [(LATER, 1)]}, [ITSELF]),
        ({2: [(LATER, 3)], 3: [(LATER, None)]}, []),
    ],
)
def test_a_body_is_succeeded_once_and_never_by_itself(known, fault):
    assert said(Step(OLD, NEW, ON, "merge"), known) == fault


@pytest.mark.parametrize(
    ("kind", "heir", "other", "allowed"),
    [
        ("split", NEW, 3, True),
        ("merge", NEW, 3, False),
        ("split", NEW, None, False),
        ("abolish", None, 3, False),
    ],
)
def test_only_a_split_has_several_heirs_of_one_day(kind, heir, other, allowed):
    assert (said(Step(OLD, heir, ON, kind), {1: [(ON, other)]}) == []) is allowed


def test_a_unit_has_no_heir_behind_the_wall():
    body, heir = Life(1, "Old", side=68), Life(2, "New", side=96)

    assert said(Step(body, heir, ON, "merge")) == ["Old and New belong to different provinces."]


def test_a_body_with_an_heir_does_not_live_on():
    with override("en"):
        assert faults_of_kept(Step(Life(1, "Old"), NEW, ON, "merge"), {}) == [
            "Old has an heir from 01/03/2025 and does not end."
        ]
        assert faults_of_kept(Step(OLD, NEW, ON, "merge"), {1: [(ON, 2)]}) == []
