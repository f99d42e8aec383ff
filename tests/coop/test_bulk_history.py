"""Rows that are written in bulk have the history that single writing gives them."""

from agreements.models import Unit
from coop.shared.bulk_history import delete_recorded, record_created
from tasks.models import Occurrence
from tests import factories

OWN = {"history_id", "history_date", "history_user_id", "history_type", "history_change_reason"}


def newest_history(occurrence):
    return newest_history_of(occurrence.pk)


def newest_history_of(pk):
    row = Occurrence.history.filter(id=pk).order_by("-history_id").values().first()
    return {name: value for name, value in row.items() if name not in OWN}, row


def test_the_copied_history_is_what_saving_writes(db):
    minh, task = factories.minh(), factories.task()
    saved = task.occurrences.get()
    by_saving, _row = newest_history(saved)

    record_created(Occurrence.objects.filter(pk=saved.pk), by=minh)
    copied, row = newest_history(saved)

    assert copied == by_saving
    assert (row["history_type"], row["history_user_id"]) == ("+", minh.pk)
    assert row["history_date"] is not None
    assert Occurrence.history.filter(id=saved.pk).latest().history_user == minh


def test_only_the_rows_that_were_named_get_a_history_row_and_the_program_is_nobody(db):
    one, other = factories.occurrence(), factories.occurrence()
    before = Occurrence.history.filter(id=other.pk).count()

    record_created(Occurrence.objects.filter(pk=one.pk), by=None)

    assert Occurrence.history.filter(id=other.pk).count() == before
    assert Occurrence.history.filter(id=one.pk).latest().history_user is None


def test_rows_deleted_in_bulk_leave_the_history_that_deleting_one_leaves(db):
    minh, (one, other) = factories.minh(), (factories.occurrence(), factories.occurrence())
    pk = one.pk
    one.delete()
    by_deleting, _row = newest_history_of(pk)

    delete_recorded(Occurrence.objects.filter(pk=other.pk), by=minh)
    copied, row = newest_history(other)

    assert not Occurrence.objects.exists()
    assert copied.keys() == by_deleting.keys()
    assert (row["history_type"], row["history_user_id"]) == ("-", minh.pk)
    assert copied["due_on"] == other.due_on


def test_no_rows_no_history(db):
    before = Unit.history.count()

    record_created(Unit.objects.none(), by=None)

    assert Unit.history.count() == before
