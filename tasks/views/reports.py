"""Annual reports: choose, look, print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.models import Agreement, Province, Role
from agreements.permissions import get_agreement_or_404, person_of, visible_agreements, visible_plans
from coop.shared.dates import year_period
from coop.shared.documents.pdf import write_pdf
from tasks.reports.annual import annual_report
from tasks.reports.facts import Scope

YEARS = range(1990, 2101)  # as in the filters


def report_list(request: HttpRequest) -> HttpResponse:
    """For every agreement with plans of the own side, the years that these plans touch."""
    plans = visible_plans(request.user).order_by("agreement").values_list("agreement", "starts_on", "ends_on")
    years: dict[int, set[int]] = {}
    for agreement, starts_on, ends_on in plans:
        years.setdefault(agreement, set()).update(range(starts_on.year, ends_on.year + 1))
    this_year = timezone.localdate().year
    rows = [
        (agreement, [year for year in sorted(years[agreement.pk], reverse=True) if year <= this_year])
        for agreement in visible_agreements(request.user).filter(pk__in=years).order_by("-signed_on")
    ]
    keeps = person_of(request.user).holds(Role.SECRETARIAT)
    return render(request, "tasks/report_list.html", {"rows": rows, "keeps": keeps})


def annual_report_pdf(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    if year not in YEARS:
        raise Http404
    agreement = get_agreement_or_404(request.user, pk)
    province = _own_side(request, agreement)
    today = timezone.localdate()
    pdf = write_pdf(annual_report(Scope(agreement, province, year_period(year), today)))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bao-cao-{agreement.pk}-{year}.pdf"'
    return response


def _own_side(request: HttpRequest, agreement: Agreement) -> Province:
    """The province for which the person reports: the one of theirs that is a party. 404 without plans of
    its own.
    """
    own = person_of(request.user).provinces()
    plan = visible_plans(request.user).filter(agreement=agreement, province__current_heir__in=own).first()
    if plan is None or plan.province.current_heir is None:
        raise Http404
    return plan.province.current_heir
