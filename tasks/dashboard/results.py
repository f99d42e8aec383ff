"""Result figures on the overview: what was counted in the year and in those before it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse

from agreements.figure_series import Series, series_over_years
from agreements.models import Agreement, ResultFigure
from agreements.permissions import seen_papers
from agreements.standing import Sum
from tasks.dashboard.reading import Reading
from tasks.filters import NO_FIELD

YEARS, MOST_ROWS, MOST_CHARTS = 5, 12, 3
MOST_READ = 300  # of the latest years first
ABOUT_TASKS = {"q", "unit", "is_key"}  # filters that no figure can answer


@dataclass(frozen=True)
class Row:
    """One figure over the years of the table; None in a year in which it was not counted."""

    series: Series
    paper: str
    url: str
    cells: tuple[tuple[int, Decimal | None], ...]


@dataclass(frozen=True)
class Results:
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    count: int  # of all, also those that are not shown

    @property
    def charts(self) -> list[Row]:
        return [row for row in self.rows if row.series.chart][:MOST_CHARTS]


def results(reading: Reading) -> Results:
    """The most recently counted first. One query."""
    found = [] if reading.kept.keys() & ABOUT_TASKS else list(_asked(reading)[:MOST_READ])
    years = tuple(sorted({figure.year for figure in found}))
    series = series_over_years(Sum(figure, ()) for figure in found)
    rows = tuple(_row(one, years, reading) for one in series[:MOST_ROWS])
    return Results(years, rows, len(series))


def _asked(reading: Reading) -> QuerySet[ResultFigure]:
    kept, last = reading.kept, reading.year
    rows = ResultFigure.objects.filter(
        whole=None, year__range=(last - YEARS + 1, last), agreement__in=seen_papers(reading.scope.user)
    )
    if "agreement" in kept:
        rows = rows.filter(agreement=int(kept["agreement"]))
    if "partner" in kept:
        rows = rows.filter(agreement__in=Agreement.objects.between([int(kept["partner"])]))
    if "field" in kept:
        no_field = kept["field"] == NO_FIELD
        rows = rows.filter(field=None) if no_field else rows.filter(field__code=kept["field"])
    if "lead" in kept:
        rows = rows.filter(unit__current_heir=int(kept["lead"]))
    return rows.select_related("province").order_by("-year", "agreement", "sort", "pk")


def _row(series: Series, years: tuple[int, ...], reading: Reading) -> Row:
    latest = series.figures[-1]
    values = {figure.year: figure.value for figure in series.figures}
    url = f"{reverse('figure-list', args=[latest.agreement_id])}#so-lieu-{latest.pk}"
    paper = reading.scope.papers[str(latest.agreement_id)].title
    return Row(series, paper, url, tuple((year, values.get(year)) for year in years))
