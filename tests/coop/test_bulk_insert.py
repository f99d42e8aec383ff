"""Rows inserted as values are the rows that saving would have made."""

import datetime as dt

import pytest
from django.db import IntegrityError

from coop.shared.bulk_insert import insert_rows
from tasks.models import Occurrence
from tests import factories

COLUMNS = ("task", "period_key", "starts_on", "due_on")
DUE = dt.date(2024, 6, 30)


def values_of(period_key):
    return Occurrence.objects.filter(period_key=period_key).values().get()


def test_what_is_not_given_has_its_default(db):
    task = factories.task()
    Occurrence.objects.create(task=task, period_key="saved", due_on=DUE)

    insert_rows(Occurrence, COLUMNS, [(task.pk, "inserted", None, DUE)])

    own = {"id": None, "period_key": None}
    assert values_of("inserted") | own == values_of("saved") | own


def test_more_rows_than_one_statement_takes(db):
    task, count = factories.task(), 2_100

    insert_rows(Occurrence, COLUMNS, ((task.pk, f"{number}", None, None) for number in range(count)))

    assert task.occurrences.exclude(period_key="once").count() == count


def test_no_rows_no_statement(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Occurrence, COLUMNS, [])


def test_the_database_keeps_its_rules(db):
    task = factories.task()
    with pytest.raises(IntegrityError):
        insert_rows(Occurrence, COLUMNS, [(task.pk, "backwards", DUE, dt.date(2023, 1, 1))])
