"""A period bears the plan and the field of its task, and whether it is continuous, for lists and counts: the
database keeps these copies, whoever writes what (docs/decisions/0007).
"""

import datetime as dt

import pytest

from agreements.models import Field
from coop.shared.bulk_insert import insert_rows
from tasks.models import Occurrence, Task
from tasks.past_tables import seen_on
from tests import factories
from tests.tasks.test_past import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def fields():
    return list(Field.objects.all()[:2])


def copies():
    return set(Occurrence.objects.values_list("pk", "plan", "field", "is_continuous"))


def originals():
    rows = Occurrence.objects.values_list("pk", "task__plan", "task__field", "task__deadline_kind")
    return {(pk, plan, field, kind == "continuous") for pk, plan, field, kind in rows}


def test_every_way_to_write_a_period_gives_it_the_copies_of_its_task(fields):
    dated, continuous = factories.task(field=fields[0]), factories.task(timeframe="Thường xuyên")
    wrong = {"plan": factories.plan(), "field": fields[1]}

    Occurrence.objects.create(task=dated, period_key="one", is_continuous=True, **wrong)
    Occurrence.objects.bulk_create(
        [Occurrence(task=task, period_key="two", **wrong) for task in (dated, continuous)]
    )
    insert_rows(Occurrence, ("task", "period_key"), [(dated.pk, "three"), (continuous.pk, "three")])
    assert copies() == originals()

    Occurrence.objects.update(is_continuous=True, **wrong)
    assert copies() == originals()

    dated.occurrences.filter(period_key="one").update(task=continuous)
    assert copies() == originals()


def test_what_changes_in_a_task_changes_in_its_periods_and_in_no_others(fields):
    tasks = [factories.task(field=fields[0]) for _number in range(3)]
    others = {row for row in copies() if row[0] not in set(tasks[0].occurrences.values_list("pk", flat=True))}

    tasks[0].field, tasks[0].deadline_kind = fields[1], "continuous"
    tasks[0].save()
    assert copies() == originals() > others

    Task.objects.filter(pk=tasks[1].pk).update(field=None, plan=factories.plan(), position=1)
    assert copies() == originals()

    for task in tasks:
        task.field = fields[1]
    Task.objects.bulk_update(tasks, ["field"])
    assert copies() == originals()


def test_who_holds_a_period_from_before_the_change_does_not_bring_the_old_copies_back(fields):
    held = factories.occurrence(field=fields[0])
    Task.objects.update(field=fields[1])

    held.percent = 20
    held.save()

    assert copies() == originals()


def test_on_a_past_day_the_copies_are_what_the_task_said_then(fields):
    with at("2024-03-01"):
        task = factories.task(field=fields[0])
    with at("2024-05-01"):
        task.field, task.deadline_kind = fields[1], "continuous"
        task.save()

    told = []
    for day in ("2024-04-30", "2024-05-01"):
        with seen_on(dt.date.fromisoformat(day)):
            told.append(Occurrence.objects.values_list("field", "is_continuous", "plan").get())

    assert told == [(fields[0].pk, False, task.plan_id), (fields[1].pk, True, task.plan_id)]
