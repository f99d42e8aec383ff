"""A statement is written down once; what it finds is asked anew every time."""

import pytest
from django.utils import timezone

from agreements.models import Membership, Role, Unit
from agreements.permissions import person_of
from coop.accounts.models import User
from coop.shared.statements import Statement
from tasks.permissions.seeing import listed_occurrences, visible_occurrences
from tests.factories import agreement, lan, occurrence, plan, task, unit

pytestmark = pytest.mark.django_db


def test_a_statement_finds_what_came_after_it_was_written_down(django_assert_num_queries):
    of_ministries = Statement.of(
        Unit.objects.filter(kind=Unit.Kind.MINISTRY).order_by("pk").values_list("name")
    )
    before = of_ministries.rows()
    Unit.objects.create(name="Bộ Thử nghiệm", kind=Unit.Kind.MINISTRY)
    with django_assert_num_queries(1):
        assert of_ministries.rows() == [*before, ("Bộ Thử nghiệm",)]
    with django_assert_num_queries(1):
        assert of_ministries.count() == len(before) + 1


def test_what_can_have_no_row_is_not_asked(django_assert_num_queries):
    of_nothing = Statement.of(Unit.objects.none().values_list("name"))
    with django_assert_num_queries(0):
        assert of_nothing.rows() == []
        assert of_nothing.count() == 0


def test_a_seat_given_or_withdrawn_counts_at_the_next_request():
    keeper, department = lan(), unit("Sở Tài chính")
    assert not _person(keeper).holds(Role.STAFF)
    seat = Membership.objects.create(
        user=keeper, unit=department, role=Role.STAFF, starts_on=timezone.localdate()
    )
    assert _person(keeper).units(Role.STAFF) == [department.pk]
    seat.delete()
    assert not _person(keeper).holds(Role.STAFF)


def test_a_plan_that_comes_is_in_the_list_at_the_next_look():
    keeper, first = lan(), occurrence()
    assert set(listed_occurrences(keeper)) == {first}
    added = occurrence(task(plan(agreement())))
    assert set(listed_occurrences(keeper)) == {first, added} == set(visible_occurrences(keeper))


def _person(user):
    """As the next request reads it."""
    return person_of(User.objects.get(pk=user.pk))
