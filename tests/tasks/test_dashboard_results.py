"""Result figures on the overview: which are shown, beside which years, and behind which wall."""

import datetime as dt

import pytest
import time_machine
from django.test import RequestFactory
from django.urls import reverse

from agreements.models import Field
from tasks.dashboard.reading import Reading
from tasks.dashboard.results import results
from tasks.dashboard.scope import Scope, choose
from tests import factories

pytestmark = pytest.mark.django_db


def shown(browser, address="/?year=2024"):
    """(label, values by year) of every row of the table."""
    results = browser.get(address).context["results"]
    return [(row.series.label, dict(row.cells)) for row in results.rows]


@pytest.mark.parametrize("figure_count", [1, 3])
def test_the_overview_costs_the_same_queries_and_leads_to_the_page_of_the_figure(
    client_for, django_assert_num_queries, figure_count
):
    made, health = factories.agreement(), factories.unit("Sở Y tế")
    task = factories.task(factories.plan(made))
    rows = [factories.figure(made, unit=health, year=2024, label=f"Số {n}") for n in range(figure_count)]
    lan = client_for(factories.lan())

    with django_assert_num_queries(11):
        page = lan.get("/?year=2024")

    assert [row.url for row in page.context["results"].rows] == [
        f"{reverse('figure-list', args=[made.pk])}#so-lieu-{row.pk}" for row in rows
    ]
    assert task.plan.agreement.title in page.content.decode()


def test_five_years_until_the_chosen_one_stand_beside_each_other_with_a_chart(client_for):
    made = factories.agreement()
    for year, value in {2018: 1, 2020: 5, 2023: 139, 2024: 150, 2025: 7}.items():
        factories.figure(made, year=year, value=value)
    factories.figure(made, label="Vốn", year=2024, whole=made.figures.get(year=2024))
    lan = client_for(factories.lan())

    page = lan.get("/?year=2024")

    [row] = page.context["results"].rows
    assert row.cells == ((2020, 5), (2023, 139), (2024, 150))
    assert [part.amount.value for part in row.series.chart.parts] == [5, 139, 150]
    assert 'id="figure-1-title"' in page.content.decode()
    assert shown(lan, "/?year=2019") == [("Dự án", {2018: 1})]
    assert shown(lan, "/?year=2017") == []


def test_figures_follow_the_filters_and_stay_behind_the_wall():
    city, farming = factories.agreement(), Field.objects.get(code="nong-nghiep")
    other = factories.agreement(("68", "66"))
    factories.figure(city, label="Cả hai bên", year=2024)
    factories.figure(city, label="Nông sản", year=2024, field=farming, unit=factories.unit("Sở Công Thương"))
    factories.figure(other, label="Với Đắk Lắk", year=2024)
    lan, khang = factories.lan(), factories.khang()
    lead, partner = factories.unit("Sở Công Thương").pk, factories.province("66").pk

    def labels(user, chosen=""):
        request = RequestFactory().get(f"/?year=2024{chosen}")
        request.user = user
        scope = Scope.of(user, factories.TODAY)
        found = results(Reading.of(scope, choose(scope, request)))
        return {row.series.label for row in found.rows}

    assert labels(lan) == {"Cả hai bên", "Nông sản", "Với Đắk Lắk"}
    assert labels(lan, f"&agreement={other.pk}") == labels(lan, f"&partner={partner}") == {"Với Đắk Lắk"}
    assert labels(lan, "&field=nong-nghiep") == labels(lan, f"&lead={lead}") == {"Nông sản"}
    assert labels(lan, "&field=none") == {"Cả hai bên", "Với Đắk Lắk"}
    assert labels(lan, "&q=hoi+nghi") == labels(khang) == set()


def test_a_past_day_shows_the_figures_of_that_day(client_for):
    lan = factories.lan()
    with time_machine.travel(dt.datetime(2025, 1, 15, 3, tzinfo=dt.UTC), tick=False):
        figure = factories.figure(factories.agreement(), year=2024, value=139)
    figure.value = 140
    figure.save()

    assert shown(client_for(lan)) == [("Dự án", {2024: 140})]
    assert shown(client_for(lan), "/?year=2024&ngay=01/02/2025") == [("Dự án", {2024: 139})]
    assert shown(client_for(lan), "/?year=2024&ngay=01/02/2024") == []
