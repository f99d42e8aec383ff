"""Bên ta / bên bạn: progress and figures beside each other, differences marked, behind the wall."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from agreements.models import Field, Party, Province, ResultFigure, Unit
from coop.shared.events import Event
from tasks.models import Assignment
from tasks.sides import OfField, counts_by_side, field_rows, figure_rows, sides_of
from tests import factories

TRADE = "Sở Công Thương"
OURS = Province(pk=1, name="Lâm Đồng", kind="province")
THEIRS = Province(pk=2, name="Hồ Chí Minh", kind="city")
GONE = Province(pk=3, name="Bình Thuận", current_heir=OURS)
OURS.current_heir, THEIRS.current_heir = OURS, THEIRS
HEALTH, TOURISM, ROADS = OfField("Y tế", "y-te"), OfField("Du lịch", "du-lich"), OfField("Giao thông", "gt")
COUNTS = {
    (1, HEALTH): Counter(done_on_time=2),
    (2, HEALTH): Counter(done_late=1),
    (1, TOURISM): Counter(done_on_time=1, overdue=1, continuous=4),
    (2, TOURISM): Counter(done_on_time=3),
    (1, ROADS): Counter(overdue=1),
    (2, OfField("", "")): Counter(undated=1),
}


def sides():
    return sides_of([Party(province=one) for one in (THEIRS, GONE, OURS)], COUNTS, own=[1])


def test_our_side_comes_first_and_parties_that_became_one_are_one_side():
    ours, theirs = sides()

    assert (ours.name, theirs.name) == ("tỉnh Lâm Đồng", "Thành phố Hồ Chí Minh")
    assert [party.province for party in ours.parties] == [GONE, OURS]
    assert (ours.is_ours, ours.size, ours.done, ours.due, ours.overdue.count, ours.done_percent) == (
        (True, 9, 3, 5, 2, 60)
    )
    assert (theirs.is_ours, theirs.size, theirs.done, theirs.due) == (False, 5, 4, 4)


def test_a_field_is_to_be_discussed_where_one_side_has_finished_and_another_has_not():
    rows = [
        (row.name, tuple((share.done, share.due) for share in row.shares), row.differs)
        for row in field_rows(sides(), COUNTS)
    ]

    assert rows == [
        ("Du lịch", ((1, 2), (3, 3)), True),
        ("Giao thông", ((0, 1), (0, 0)), False),
        ("Y tế", ((2, 2), (1, 1)), False),
    ]


def test_figures_differ_where_the_sides_counted_otherwise_and_one_that_only_one_side_has_is_told_apart():
    said = [("Dự án", 2024, OURS, 139), ("Dự án", 2024, THEIRS, 140), ("Biên bản", 2024, GONE, 5)]
    said += [("Dự án", 2025, OURS, 7), ("Dự án", 2025, THEIRS, 7)]
    figures = [
        ResultFigure(label=label, measure="x", year=year, province=side, value=Decimal(value))
        for label, year, side, value in said
    ]
    figures.append(ResultFigure(label="Chung", measure="x", year=2025, value=Decimal(1)))

    rows = [
        (row.label, row.year, row.values, row.differs, row.is_alone) for row in figure_rows(sides(), figures)
    ]

    assert rows == [
        ("Dự án", 2025, (7, 7), False, False),
        ("Biên bản", 2024, (5, None), False, True),
        ("Dự án", 2024, (139, 140), True, False),
    ]


def test_what_two_units_of_a_side_or_in_two_fields_was_counted_is_not_mixed():
    health, trade = Unit(name="Sở Y tế"), Unit(name="Sở Công Thương")
    tourism = Field(name="Du lịch")
    said = [(OURS, health, None, 10), (OURS, trade, None, 99), (THEIRS, health, None, 11)]
    said += [(OURS, health, tourism, 5), (THEIRS, None, tourism, 6), (OURS, health, None, 12)]
    figures = [
        ResultFigure(
            label="Dự án", measure="x", year=2024, province=side, unit=unit, field=field, value=Decimal(value)
        )
        for side, unit, field, value in said
    ]

    assert [(row.unit, row.field, row.values) for row in figure_rows(sides(), figures)] == [
        ("Sở Y tế", "", (10, 11)),
        ("Sở Công Thương", "", (99, None)),
        ("Sở Y tế", "", (12, None)),
        ("", "Du lịch", (5, 6)),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("task_count", [1, 3])
def test_each_side_sees_the_page_from_its_own_end(client_for, django_assert_num_queries, task_count):
    made = factories.agreement(["66", "68"])
    made.parties.get(province__name="Lâm Đồng").counterparts.add(factories.unit("Sở Y tế"))
    for _ in range(task_count):
        factories.task(factories.plan(made))
        factories.task(factories.plan(made, code="66"), leads=["Sở Y tế"])
    lan = client_for(factories.lan())
    thu = client_for(factories.person("thu", "staff", factories.unit("Sở Công Thương", "66")))
    address = reverse("agreement-sides", args=[made.pk])

    with django_assert_num_queries(11):
        answer = lan.get(address)

    of_lan, of_thu = answer.context["sides"], thu.get(address).context["sides"]
    assert [(side.parties[0].province.name, side.size) for side in of_lan] == [
        ("Lâm Đồng", task_count),
        ("Đắk Lắk", 0),
    ]
    assert [(side.parties[0].province.name, side.size) for side in of_thu] == [
        ("Đắk Lắk", task_count),
        ("Lâm Đồng", 0),
    ]


@pytest.mark.django_db
def test_a_side_answers_for_what_its_units_lead_whoever_issued_the_plan(client_for, lan):
    """The plan is Lâm Đồng's. Of it Ho Chi Minh City leads one alone, one with the farming office and one, as
    Bình Dương, which is one with it today; a group, a ministry and nobody lead for who issued it.
    """
    made = factories.agreement()
    plan, day = factories.plan(made), factories.PLAN_DAY
    _ours, theirs, both, merged, group, ministry, nobody = (factories.task(plan) for _ in range(7))
    saigon, thudaumot = (factories.unit(TRADE, code, day) for code in ("79", "74"))
    theirs.assignments.update(unit=saigon)
    merged.assignments.update(unit=thudaumot)
    Assignment.objects.create(task=both, role="lead", unit=saigon, sort=2)
    group.assignments.update(unit=None, words="Các sở, ngành", is_group=True)
    ministry.assignments.update(unit=Unit.objects.filter(kind=Unit.Kind.MINISTRY).first())
    nobody.assignments.all().delete()
    browser = client_for(lan)
    thu = client_for(factories.person("thu", "staff", factories.unit(TRADE, "79")))

    sides = browser.get(reverse("agreement-sides", args=[made.pk])).context["sides"]

    counted = [(side.parties[0].province.name, side.size, side.due, side.overdue.count) for side in sides]
    assert counted == [("Lâm Đồng", 5, 5, 5), ("Hồ Chí Minh", 3, 3, 3)]
    theirs_first = thu.get(reverse("agreement-sides", args=[made.pk])).context["sides"]
    assert [side.size for side in theirs_first] == [3, 1]
    for one in (browser, thu):
        for page in ("agreement-sides", "agreement-detail"):
            numbers = numbers_of_sides(one.get(reverse(page, args=[made.pk])).content.decode())
            assert len(numbers) > 6
            assert [(url, len(one.get(url).context["rows"])) for url, _number in numbers] == numbers


def numbers_of_sides(page):
    """(address of a list, number) of every number that stands for a side."""
    found = re.findall(r'href="([^"]*[?&;]side=[^"]*)">(\d+)</a>', page)
    return [(unescape(address), int(number)) for address, number in found]


@pytest.mark.django_db
def test_a_side_is_asked_for_in_at_most_twelve_statements_and_by_nobody_who_does_not_see_the_agreement(
    client_for, lan, django_assert_max_num_queries
):
    made = factories.agreement(["66", "68"])
    factories.task(factories.plan(made))
    factories.task(factories.plan(made, code="66"), leads=["Sở Y tế"])
    address = f"{reverse('task-list')}?side={made.parties.first().pk}&field=nong-nghiep&assessment=due"
    khang = client_for(factories.person("khang", "staff", factories.unit(TRADE, "96")))
    browser = client_for(lan)

    with django_assert_max_num_queries(12):
        chosen = browser.get(address)

    assert f"Bên: tỉnh Đắk Lắk, {made.title}" in strip_tags(chosen.content.decode())
    assert not khang.get(address).context["filter"].form.cleaned_data.get("side")
    assert list(khang.get(address).context["rows"]) == []


@pytest.mark.django_db
def test_what_both_sides_lead_counts_once_in_the_sum_and_its_number_opens_so_many_rows(client_for, lan):
    made = factories.agreement()
    task = factories.task(factories.plan(made))
    saigon = factories.unit(TRADE, "79", factories.PLAN_DAY)
    Assignment.objects.create(task=task, role="lead", unit=saigon, sort=2)
    parties = made.parties.select_related("province")

    counted = counts_by_side(lan, made, parties, factories.TODAY)

    assert counted.together == {"overdue": 1}
    assert [side.size for side in sides_of(parties, counted.of_sides, [])] == [1, 1]
    browser, list_of_all = client_for(lan), f"{reverse('task-list')}?agreement={made.pk}"
    page = browser.get(reverse("agreement-detail", args=[made.pk])).content.decode()
    assert f'href="{list_of_all}"' in page
    assert browser.get(list_of_all).context["page"].paginator.count == 1


@pytest.mark.django_db
def test_lan_says_who_stands_for_her_side_and_the_history_tells_it(client_for):
    made, lan = factories.agreement(signed_on=dt.date(2025, 8, 1)), factories.lan()
    ours, theirs = made.parties.get(province__name="Lâm Đồng"), made.parties.get(province__code="79")
    health, money = factories.unit("Sở Y tế"), factories.unit("Sở Tài chính")
    sent = {"focal_unit": money.pk, "directing_leader": "Phó Chủ tịch (mẫu)", "counterparts": [health.pk]}

    assert client_for(lan).post(reverse("party-change", args=[theirs.pk]), sent).status_code == 404
    assert client_for(lan).post(reverse("party-change", args=[ours.pk]), sent).status_code == 302

    ours.refresh_from_db()
    assert (ours.focal_unit, ours.directing_leader, list(ours.counterparts.all())) == (
        money,
        "Phó Chủ tịch (mẫu)",
        [health],
    )
    event = Event.objects.get(verb="edit_parts")
    assert (event.before, event.after) == (
        {"parties": "tỉnh Lâm Đồng"},
        {"parties": "tỉnh Lâm Đồng (Sở Tài chính, Phó Chủ tịch (mẫu)): Sở Y tế"},
    )


@pytest.mark.django_db
def test_a_side_of_two_provinces_says_whose_the_focal_unit_leader_and_counterparts_are(client_for):
    made = factories.agreement(["79", "68", "60"])
    ours, gone = (made.parties.get(province__name=name) for name in ("Lâm Đồng", "Bình Thuận"))
    for party in (ours, gone):
        party.focal_unit = factories.unit("Sở Kế hoạch và Đầu tư", party.province.code, factories.PLAN_DAY)
        party.directing_leader = f"Phó Chủ tịch {party.province.name}"
        party.save()
        party.counterparts.add(factories.unit("Sở Y tế", party.province.code, factories.PLAN_DAY))

    page = client_for(factories.lan()).get(reverse("agreement-sides", args=[made.pk])).content.decode()
    told = " ".join(strip_tags(page).split())

    for province in ("tỉnh Lâm Đồng", "tỉnh Bình Thuận"):
        assert f"{province}: Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)" in told
        assert f"{province}: Phó Chủ tịch" in told
        assert f"{province}: Sở Y tế" in told
    assert "Thành phố Hồ Chí Minh:" not in told
