"""One rule of what a person sees, asked in four ways: of one thing, of a long list, of the first hits of a
search, of the rows of another list. Each way is quick where the others are not; here they are held together.
"""

import pytest

from agreements.models import Role
from tasks.models import Assignment, Occurrence, ProgressUpdate
from tasks.permissions.seeing import (
    SeenPlans,
    findable_tasks,
    findable_updates,
    listed_occurrences,
    visible_occurrences,
    visible_tasks,
)
from tests import factories

pytestmark = pytest.mark.django_db


def thu():
    return factories.person("thu", Role.STAFF, factories.unit("Sở Công Thương", "79"))


def auditor_of_both():
    user = factories.person("tam", Role.AUDITOR, factories.unit("Sở Y tế"))
    user.memberships.create(
        unit=factories.unit("Sở Y tế", "96"), role=Role.AUDITOR, starts_on=factories.PLAN_DAY
    )
    return user


def nobody():
    return factories.User.objects.create(username="ai", full_name="Ai")


def administrator():
    return factories.person("quan", Role.ADMIN, factories.unit("Sở Y tế"))


PEOPLE = {
    factories.lan: {"of us and the city", "ours"},
    factories.minh: {"of us and the city", "ours"},
    factories.khang: {"of Cà Mau"},
    thu: {"of us and the city"},
    auditor_of_both: {"of us and the city", "ours", "of Cà Mau"},
    nobody: set(),
    administrator: set(),
}


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.__name__)
def test_page_list_and_search_show_the_same_tasks(who):
    """The plan is of Lâm Đồng; one task names a unit of the city twice, and Thu sees that task alone."""
    shared = factories.task(content="of us and the city", timeframe="Các năm 2024, 2025")
    factories.task(shared.plan, content="ours")
    theirs = factories.task_of_ca_mau()
    type(theirs).objects.filter(pk=theirs.pk).update(content="of Cà Mau")
    saigon = factories.unit("Sở Công Thương", "79", factories.PLAN_DAY)
    for role in Assignment.Role:
        Assignment.objects.create(task=shared, role=role, unit=saigon, sort=9)
    author = factories.person("viet", Role.STAFF, saigon)
    for period in Occurrence.objects.all():
        told = {"status": "in_progress", "result": "Đã họp."}
        ProgressUpdate.objects.create(occurrence=period, on_behalf_of=saigon, reported_by=author, **told)
    person, seen = who(), PEOPLE[who]

    ways = (visible_tasks(person), findable_tasks(person))
    assert [sorted(task.content for task in way) for way in ways] == [sorted(seen)] * 2
    periods = Occurrence.objects.filter(task__content__in=seen).order_by("pk")
    by_side = SeenPlans.of(person).occurrences_by_side()
    apart = by_side["own"].values("pk").union(by_side["others"].values("pk"), all=True)
    ways = (
        visible_occurrences(person),
        listed_occurrences(person),
        listed_occurrences(person, by_words=True),
    )
    assert [list(way.order_by("pk")) for way in ways] == [list(periods)] * 3
    assert sorted(row["pk"] for row in apart) == [period.pk for period in periods]
    told = findable_updates(person).search("da hop").order_by("occurrence_id")
    assert [update.occurrence for update in told] == list(periods)
