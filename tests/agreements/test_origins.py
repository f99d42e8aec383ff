"""Where papers come from: framework, renewal, amendment; what is in force; what ends soon."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from agreements.actions.origins import set_origins
from agreements.endings import own_nearing_their_end, reminder_at
from agreements.models import Agreement
from agreements.models.agreement import origin_problems
from agreements.origins import Paper, problem_of
from agreements.reminders import remind_of_endings
from coop.shared.events import Event
from tests import factories

CIRCLE = "The papers would go round in a circle."
STRANGERS = "The two papers have no party in common, nor one that answers today for a party of the other."
DAY = dt.date(2021, 4, 17)
NEXT = DAY + dt.timedelta(days=1)


def paper(pk: int, signed_on: dt.date | None = DAY, *sides: int) -> Paper:
    return Paper(pk, signed_on, frozenset(sides or (68, 79)))


@pytest.mark.parametrize(
    ("relation", "later", "origin", "problem"),
    [
        ("renews", paper(2, NEXT), paper(1), ""),
        ("renews", paper(2, DAY), paper(1), "A renewal is signed after the paper that it carries on."),
        ("parent", paper(2, DAY), paper(1), ""),
        ("parent", paper(2), paper(1, NEXT), "A paper is signed no earlier than the framework"),
        ("amends", paper(2), paper(1, NEXT), "An amendment is signed no earlier than the paper"),
        ("renews", paper(2, None), paper(1), ""),
        ("renews", paper(2), paper(1, None), "A renewal is signed after the paper"),
        ("parent", paper(2, NEXT, 1, 2), paper(1, DAY, 2, 3), ""),
        ("parent", paper(2, NEXT, 1, 2), paper(1, DAY, 3, 4), STRANGERS),
        ("amends", paper(1), paper(1), CIRCLE),
        ("amends", paper(1, NEXT), paper(5), CIRCLE),
    ],
)
def test_a_paper_comes_from_an_earlier_one_of_its_own_parties(relation, later, origin, problem):
    links = {5: {4}, 4: {3, 1}, 7: {5}}
    with override("en"):
        said = str(problem_of(relation, later, origin, links))

    assert said.startswith(problem)
    assert bool(said) == bool(problem)


@pytest.mark.django_db
def test_a_party_is_shared_with_its_heir_too():
    """Bình Thuận signed in 2012; Lâm Đồng answers for it today."""
    old = factories.agreement(["60", "79"], signed_on=dt.date(2012, 12, 10))
    kin = factories.agreement(["68", "66"], renews=old)
    stranger = factories.agreement(["01", "66"], renews=old)

    assert origin_problems(kin) == {}
    with override("en"):
        assert {name: str(words) for name, words in origin_problems(stranger).items()} == {
            "renews": STRANGERS
        }


@pytest.mark.django_db
def test_the_database_refuses_two_relations_to_one_paper_and_a_paper_that_amends_itself():
    made, old = factories.agreement(), factories.agreement()
    for columns in ({"amends": made}, {"amends": old, "renews": old}, {"parent": old, "renews": old}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=made.pk).update(**columns)


@pytest.mark.django_db
@pytest.mark.parametrize("relations", [("parent", "parent", "parent"), ("renews", "parent", "amends")])
def test_the_database_refuses_three_papers_that_come_from_each_other(relations):
    first, second, third = (factories.agreement(title=title) for title in ("Một", "Hai", "Ba"))
    fourth = factories.agreement(title="Bốn", parent=first)
    towards_first, towards_second, closing = relations
    Agreement.objects.filter(pk=second.pk).update(**{towards_first: first})
    Agreement.objects.filter(pk=third.pk).update(**{towards_second: second})

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=first.pk).update(**{closing: third})

    Agreement.objects.filter(pk=third.pk).update(amends=fourth)
    third.refresh_from_db()
    assert third.amends == fourth


@pytest.mark.django_db
def test_the_secretariat_enters_where_a_paper_comes_from_and_is_told_what_does_not_fit(client_for):
    lan = factories.lan()
    old = factories.agreement(signed_on=dt.date(2012, 1, 1))
    made, foreign = factories.agreement(), factories.agreement(["96", "91"])
    address = reverse("agreement-origins", args=[made.pk])

    wrong = client_for(lan).post(reverse("agreement-origins", args=[old.pk]), {"renews": made.pk})
    assert "Văn bản gia hạn, thay thế phải được ký sau" in wrong.content.decode()
    assert client_for(lan).post(address, {"parent": foreign.pk}).status_code == 200
    assert client_for(lan).post(address, {"amends": old.pk}).status_code == 302

    made.refresh_from_db()
    assert (made.parent, made.renews, made.amends) == (None, None, old)
    assert made.history.first().history_user == lan
    page = client_for(lan).get(reverse("agreement-detail", args=[made.pk])).content.decode()
    assert "family-line__link--amends" in page


@pytest.mark.django_db
def test_a_framework_behind_the_wall_stays_and_is_not_named(client_for):
    """TP. Hồ Chí Minh made its programme with Đắk Lắk the framework of one with Lâm Đồng."""
    framework = factories.agreement(["79", "66"], signed_on=dt.date(2020, 1, 1), title="Kín")
    made, old = factories.agreement(parent=framework), factories.agreement(signed_on=dt.date(2021, 1, 1))
    lan = client_for(factories.lan())
    pages = [
        reverse("agreement-origins", args=[made.pk]),
        f"/quan-tri/agreements/agreement/{made.pk}/change/",
    ]

    for address in pages:
        page = lan.get(address).content.decode()
        assert ("Kín" in page, "văn bản ngoài phạm vi được xem" in page.lower()) == (False, True)
        sent = {"parent": "", "renews": old.pk, "title": made.title, "kind": made.kind, "stage": "drafting"}
        for inline in ("parties", "figures"):
            sent |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
        assert lan.post(address, sent).status_code == 302
        made.refresh_from_db()
        assert (made.parent, made.renews) == (framework, old)


@pytest.mark.django_db
def test_only_the_named_relation_is_written_over_what_others_wrote_meanwhile():
    lan, old = factories.lan(), factories.agreement(signed_on=dt.date(2012, 1, 1))
    seen = factories.agreement(title="Cũ")
    Agreement.objects.filter(pk=seen.pk).update(title="Mới", parent=old)
    amended = factories.agreement(signed_on=dt.date(2013, 1, 1))

    set_origins(by=lan, agreement=seen, amends=amended)

    seen.refresh_from_db()
    assert (seen.title, seen.parent, seen.renews, seen.amends) == ("Mới", old, None, amended)


@pytest.mark.django_db
def test_a_circle_that_somebody_else_began_meanwhile_is_told_on_the_page(client_for):
    made, old = factories.agreement(), factories.agreement(signed_on=dt.date(2012, 1, 1))
    lan, address = client_for(factories.lan()), reverse("agreement-origins", args=[made.pk])

    with factories.meanwhile(lambda: Agreement.objects.filter(pk=old.pk).update(parent=made)):
        page = lan.post(address, {"renews": old.pk}).content.decode()

    made.refresh_from_db()
    assert "Quan hệ giữa các văn bản tạo thành vòng lặp." in page
    assert made.renews is None


@pytest.mark.django_db
def test_what_is_in_force_on_a_day_is_signed_not_over_and_not_carried_on():
    first = factories.agreement(signed_on=dt.date(2006, 2, 26), ends_on=None)
    second = factories.agreement(signed_on=dt.date(2011, 9, 30), ends_on=None, renews=first)
    last = factories.agreement(
        signed_on=DAY, starts_on=dt.date(2021, 5, 1), ends_on=dt.date(2025, 12, 31), renews=second
    )
    change = factories.agreement(signed_on=dt.date(2023, 2, 18), amends=last)
    ended = factories.agreement(signed_on=DAY, ends_on=dt.date(2022, 1, 1), stage="concluded")
    days = {
        (2006, 2, 25): set(),
        (2011, 9, 29): {first},
        (2021, 4, 30): {second, ended},
        (2021, 5, 1): {last, ended},
        (2023, 2, 18): {last, change},
        (2026, 1, 1): set(),
    }
    own = Agreement.objects.filter(pk__in=[one.pk for one in (first, second, last, change, ended)])

    found = {day: set(own.in_force(dt.date(*day))) for day in days}

    assert found == days


@pytest.mark.django_db
def test_what_is_concluded_was_in_force_before_and_a_draft_takes_nothing_out_of_force():
    today = timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    early = factories.agreement(stage="concluded", ends_on=today + dt.timedelta(days=400))
    just_now = factories.agreement(stage="concluded", ends_on=today)
    undated = factories.agreement(stage="concluded", ends_on=None)
    carried_on = factories.agreement(ends_on=None)
    draft = factories.agreement(stage="drafting", signed_on=yesterday, renews=carried_on)
    own = Agreement.objects.filter(pk__in=[one.pk for one in (early, just_now, undated, carried_on, draft)])

    assert set(own.in_force(yesterday)) == {early, just_now, carried_on}
    assert set(own.in_force(today)) == {carried_on}


@pytest.mark.parametrize(
    ("days_left", "reminder"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (0, 30), (-1, None)],
)
def test_a_day_falls_under_the_nearest_reminder(days_left, reminder):
    assert reminder_at(days_left) == reminder


@pytest.mark.django_db
def test_each_reminder_is_told_once_until_a_renewal_is_drafted():
    end = dt.date(2026, 12, 31)
    made = factories.agreement(ends_on=end)
    factories.agreement(ends_on=end, stage="concluded")
    lan, minh = factories.lan(), factories.minh()
    told = {days: remind_of_endings(end - dt.timedelta(days=days)) for days in (181, 180, 120, 85, 84, 30, 0)}

    assert told == {181: 0, 180: 1, 120: 0, 85: 1, 84: 0, 30: 1, 0: 0}
    reminders = Event.objects.filter(verb="remind_end").order_by("pk")
    assert [event.after["reminder"] for event in reminders] == [180, 90, 30]
    day = end - dt.timedelta(days=20)
    assert [(one.agreement, one.days_left) for one in own_nearing_their_end(lan, day)] == [(made, 20)]
    assert own_nearing_their_end(minh, day) == []
    Agreement.objects.create(title="Dự thảo", stage="drafting", renews=made)
    assert own_nearing_their_end(lan, day) == []
