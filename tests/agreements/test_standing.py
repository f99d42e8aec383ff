"""How an agreement stands today, and the drawing of its family: without a database."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from django.urls import reverse

from agreements.chain import Station
from agreements.family_line import NEAREST, family_line
from agreements.models import Party, Plan, Province, ResultFigure
from agreements.standing import days_left, endings, merged_parties, sums
from tasks.dashboard import list_url
from tests import factories

TODAY = dt.date(2026, 11, 22)


def station(pk, day, parent=None, renews=None):
    date = dt.date.fromisoformat(day) if day else None
    return Station(pk, date, "", f"Bản {pk}", "", f"/{pk}", False, parent, renews)


CHAIN = [
    station(1, "2006-02-26"),
    station(2, "2011-05-01", renews=1),
    station(3, "2021-04-17", renews=2),
    station(4, "2021-05-01", parent=3),
    station(5, "", renews=4),
]


def test_papers_stand_true_to_time_and_never_closer_than_their_dates_are_wide():
    places = [stop.x for stop in family_line(CHAIN).stops]

    assert places[1] - places[0] < places[2] - places[1]
    assert min(right - left for left, right in pairwise(places)) == NEAREST
    assert places[-1] < family_line(CHAIN).width


def test_what_is_made_under_a_framework_hangs_below_it_and_a_renewal_goes_straight_on():
    line = family_line(CHAIN)
    heights = {stop.station.pk: stop.y for stop in line.stops}

    assert heights[1] == heights[2] == heights[3] < heights[4] == heights[5]
    assert [link.kind for link in line.links] == ["renews", "renews", "parent", "renews"]


def test_papers_that_name_each_other_or_somebody_unseen_are_drawn_all_the_same():
    circle = [station(1, "2020-01-01", renews=2), station(2, "2020-01-01", renews=1, parent=9)]

    assert [stop.y for stop in family_line(circle).stops] == [family_line(circle).stops[0].y] * 2


def test_parties_that_one_province_answers_for_today_are_named_together():
    heir, other = Province(pk=1, name="Lào Cai"), Province(pk=3, name="Hà Nội")
    gone = Province(pk=2, name="Yên Bái", current_heir=heir)
    heir.current_heir, other.current_heir = heir, other
    parties = [Party(province=province) for province in (heir, other, gone, heir)]

    assert merged_parties(parties) == [(heir, [heir, gone])]


def test_what_ends_next_comes_first_and_what_has_ended_last():
    ends = [dt.date(2025, 12, 31), dt.date(2027, 1, 1), dt.date(2026, 12, 1), TODAY]
    rows = endings([Plan(ends_on=day) for day in ends], TODAY)

    assert [row.days_left for row in rows] == [0, 9, 40, -326]
    assert days_left(None, TODAY) is None


@pytest.mark.parametrize(
    ("whole", "parts", "difference"),
    [(139, (86, 27, 26), 0), (139, (86, 27), 26), (5, (3, 4), -2), (5, (), 0)],
)
def test_the_parts_of_a_figure_are_held_against_the_whole(whole, parts, difference):
    figures = [ResultFigure(pk=1, value=whole), *(ResultFigure(value=part, whole_id=1) for part in parts)]
    [counted] = sums(figures)

    assert (counted.difference, counted.excess, len(counted.parts)) == (difference, -difference, len(parts))


@pytest.mark.django_db
def test_the_page_shows_the_arithmetic_the_drawing_and_the_progress_whose_links_count_the_same(client_for):
    lan = client_for(factories.lan())
    made = factories.agreement(("79", "68"), title="Bản trước")
    renewal = factories.agreement(renews=made)
    plan = factories.plan(renewal)
    for timeframe in ("Năm 2024", "Năm 2030", "Thường xuyên"):
        factories.task(plan, timeframe=timeframe)
    figure = {"agreement": renewal, "measure": "dự án", "year": 2024}
    whole = ResultFigure.objects.create(label="Dự án", value=139, **figure)
    for label, value in (("xong", 86), ("một phần", 27)):
        ResultFigure.objects.create(label=label, value=value, whole=whole, **figure)
    page = lan.get(reverse("agreement-detail", args=[renewal.pk])).content.decode()

    assert "Tổng các phần còn thiếu 26 so với số tổng." in page
    assert f'<a href="{reverse("agreement-detail", args=[made.pk])}" aria-label="Bản trước">' in page
    tiles = re.findall(r'<a class="tile[^"]*" href="([^"]+)">.*?tile__number">(\d+)<', page, re.DOTALL)
    counts = {url.replace("&amp;", "&"): int(count) for url, count in tiles}
    listed = {url: lan.get(url).context["page"].paginator.count for url in counts}
    assert counts == listed
    assert counts[list_url(agreement=renewal.pk)] == sum(counts.values()) / 2


@pytest.mark.django_db
def test_an_agreement_without_anything_says_what_to_do_next_to_whom_it_concerns(client_for):
    made = factories.agreement()
    address = reverse("agreement-detail", args=[made.pk])
    of_lan, of_minh = (client_for(who).get(address) for who in (factories.lan(), factories.minh()))

    assert reverse("admin:agreements_plan_add") in of_lan.content.decode()
    assert reverse("admin:agreements_plan_add") not in of_minh.content.decode()
    assert "Khi bộ phận tổng hợp đã nhập kế hoạch" in of_minh.content.decode()
