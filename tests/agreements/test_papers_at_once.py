"""Two secretariats keep the same paper at once, on PostgreSQL: each waits for the other, or is told."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.db import connection

from agreements.actions.figures import change_figure, delete_figure
from agreements.actions.headings import Heading, headings_of, set_headings
from agreements.actions.origins import set_origins
from agreements.actions.steps import add_step, change_step
from agreements.models import Agreement, Field, ResultFigure, Step, Unit, UnitSuccession
from tasks.actions.reorganising import reorganise_units
from tests import factories
from tests.tasks.test_concurrency import at_once, told

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time; this is about PostgreSQL"
)


def test_acts_on_one_paper_wait_for_each_other_or_are_told(transactional_db):
    lan, side = factories.lan(), factories.province("68")
    made, other = factories.agreement(), factories.agreement()
    step = {"agreement": made, "province": side, "kind": "review", "planned_on": dt.date(2026, 12, 15)}
    farming = tuple(Field.objects.filter(code="nong-nghiep"))
    figure = factories.figure(made)

    circle = at_once(
        lambda: set_origins(by=lan, agreement=made, parent=other),
        lambda: set_origins(by=lan, agreement=other, parent=made),
    )
    steps = at_once(*[lambda: add_step(by=lan, **step)] * 2)
    planned = {"agreement": made, "province": side, "kind": "review"}
    others = [Step.objects.create(**planned, planned_on=dt.date(2026, 12, day)) for day in (1, 2)]
    moved = at_once(
        *[partial(change_step, by=lan, step=one, planned_on=dt.date(2026, 12, 9)) for one in others]
    )
    headings = at_once(
        *[lambda: set_headings(by=lan, agreement=made, headings=[Heading("Nông nghiệp", farming)])] * 2
    )
    figures = at_once(*[lambda: delete_figure(by=lan, figure=figure)] * 2)

    assert [len(told(results)) for results in (circle, steps, moved, headings, figures)] == [1, 1, 1, 0, 1]
    linked = Agreement.objects.filter(parent__isnull=False)
    assert (linked.count(), Step.objects.count(), len(headings_of(made))) == (1, 3, 1)
    assert not ResultFigure.objects.exists()
    with factories.refused("deleted this figure meanwhile"):
        change_figure(by=lan, figure=figure, value=1)


def test_of_two_who_found_units_of_one_name_on_different_days_one_is_told(transactional_db):
    lan, days = factories.lan(), (dt.date(2026, 12, 1), dt.date(2026, 12, 5))
    bodies = [factories.unit(name) for name in ("Sở Y tế", "Sở Công Thương")]
    founding = [
        partial(
            reorganise_units,
            by=lan,
            kind="rename",
            bodies=[body],
            heirs=[],
            new_names=["Sở Dân số"],
            effective_on=day,
            legal_basis="",
        )
        for body, day in zip(bodies, days, strict=True)
    ]

    results = at_once(*founding)

    assert len(told(results)) == 1
    assert (
        Unit.objects.filter(name="Sở Dân số").count()
        == UnitSuccession.objects.filter(effective_on__in=days).count()
        == 1
    )
