"""The log of acts: rows are added, and the database refuses to change or remove one."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coop.shared.events import Event, record, record_many
from tests import factories


@pytest.fixture
def plan(db):
    return factories.plan()


def change(event):
    event.verb = "something else"
    event.save()


def raw(statement):
    def act(event):
        with connection.cursor() as cursor:
            cursor.execute(statement, [event.pk])

    return act


CHANGES = {
    "save": change,
    "update": lambda event: Event.objects.update(after={}),
    "bulk update": lambda event: Event.objects.bulk_update([event], ["at"]),
    "raw update": raw("UPDATE shared_event SET verb = 'x' WHERE id = %s"),
    "delete": lambda event: event.delete(),
    "delete all": lambda event: Event.objects.all().delete(),
    "raw delete": raw("DELETE FROM shared_event WHERE id = %s"),
}


def is_refused(act, event):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act(event)


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_refuses_to_change_or_remove_an_act(plan, name):
    record(by=factories.lan(), verb="tried", target=plan, after={"a": 1})
    before = list(Event.objects.values_list())

    is_refused(CHANGES[name], Event.objects.get())
    assert list(Event.objects.values_list()) == before


def test_the_rule_can_be_taken_back_and_set_again(transactional_db):
    event = record(by=None, verb="tried", target=factories.plan())
    call_command("migrate", "shared", "0001", verbosity=0)
    change(event)
    call_command("migrate", "shared", verbosity=0)

    is_refused(CHANGES["save"], event)


def test_an_act_names_who_what_and_when(plan):
    lan, day = factories.lan(), dt.date(2024, 5, 1)

    event = record(by=lan, verb="moved", target=plan, before={"day": None}, after={"day": day})

    event.refresh_from_db()
    assert (event.actor, event.verb, event.before, event.after) == (
        lan,
        "moved",
        {"day": None},
        {"day": "2024-05-01"},
    )
    assert (event.target_type, event.target_id, event.target_label) == (
        "agreements.plan",
        plan.pk,
        str(plan),
    )
    assert timezone.now() - event.at < dt.timedelta(minutes=1)


def test_an_act_of_the_past_is_written_with_its_day(plan):
    at = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)

    assert record(by=None, verb="moved", target=plan, at=at).at == at


def test_the_name_of_the_thing_is_cut_to_its_column(db):
    plan = factories.plan(title="Kế hoạch " * 44)

    assert len(record(by=None, verb="moved", target=plan).target_label) == 300


def test_the_acts_on_a_thing_are_read_newest_first(plan):
    other = factories.plan()
    record_many(by=None, verb="first", targets=[(plan, {}, {"a": 1}), (other, {}, {})])
    record(by=None, verb="second", target=plan)
    record(by=None, verb="on an agreement", target=plan.agreement)

    assert [event.verb for event in Event.objects.about(plan)] == ["second", "first"]
    assert [event.verb for event in Event.objects.about(other)] == ["first"]


def test_an_act_that_is_undone_leaves_no_event(plan):
    with transaction.atomic():
        record(by=None, verb="tried", target=plan)
        transaction.set_rollback(True)

    assert not Event.objects.exists()
