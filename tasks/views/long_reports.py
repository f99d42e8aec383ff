"""Where a long report is laid out by the worker: begin, watch, fetch. What is short is sent at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Province
from agreements.permissions import get_agreement_or_404, person_of, visible_plans
from coop.shared.dates import YEARS, year_period
from coop.shared.documents.content import OfficialDocument
from tasks.reports.annual import annual_report
from tasks.reports.background import Kept, is_long, made_pdf, make_later, progress_of
from tasks.reports.scope import Scope
from tasks.views.reports import as_file, document_file, get_report_or_404, paper_of


@dataclass(frozen=True)
class _Making:
    """A paper on its way, with the addresses of this page, of the file and of the page that led here."""

    paper: Kept
    document: Callable[[], OfficialDocument]
    subject: str
    here: str
    file: str
    back: str
    is_kept: bool = False

    @property
    def is_made(self) -> bool:
        return self.is_kept or made_pdf(self.document()) is not None


def report_making(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins the PDF of a report, tells how far it is, and leads to it when it is there."""
    report = get_report_or_404(request.user, pk)
    making = _Making(
        report,
        lambda: paper_of(report),
        report.subject,
        here=reverse("report-making", args=[pk]),
        file=reverse("report-file", args=[pk, "pdf"]),
        back=reverse("report-detail", args=[pk]),
        is_kept=not report.is_draft,
    )
    return _making_page(request, making)


def annual_report_making(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The same for the report of a year that nobody has written."""
    scope = _scope_or_404(request, pk, year)
    making = _Making(
        scope,
        lambda: annual_report(scope),
        f"{scope.agreement} ({year})",
        here=reverse("report-pdf-making", args=[pk, year]),
        file=reverse("report-pdf", args=[pk, year]),
        back=reverse("report-list"),
    )
    return _making_page(request, making)


def annual_report_pdf(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """What data gives for a calendar year at once; nothing is kept."""
    document = annual_report(_scope_or_404(request, pk, year))
    if not is_long(document):
        return document_file(document, "pdf", f"bao-cao-{pk}-{year}")
    made = made_pdf(document)
    return as_file(made, "pdf", f"bao-cao-{pk}-{year}") if made else redirect("report-pdf-making", pk, year)


def _making_page(request: HttpRequest, making: _Making) -> HttpResponse:
    progress = progress_of(making.paper)
    if request.headers.get("HX-Request"):
        return _progress_or_reload(request, making)
    if request.method == "POST":
        if progress is None or progress.problem:
            make_later(paper=making.paper, document=making.document())
        return redirect(making.here)
    is_made = progress is None and making.is_made
    context = {"making": making, "progress": progress, "is_made": is_made}
    return render(request, "tasks/report_making.html", context)


def _progress_or_reload(request: HttpRequest, making: _Making) -> HttpResponse:
    """What the page asks for every second; at the end it is loaded anew."""
    progress = progress_of(making.paper)
    if progress and not progress.problem:
        context = {"making": making, "progress": progress}
        return render(request, "tasks/panels/report_progress.html", context)
    answer = HttpResponse()
    answer["HX-Refresh"] = "true"
    return answer


def _scope_or_404(request: HttpRequest, pk: int, year: int) -> Scope:
    """A calendar year of an agreement as it stands today."""
    if year not in YEARS:
        raise Http404
    agreement = get_agreement_or_404(request.user, pk)
    return Scope(agreement, _own_side(request, agreement), year_period(year), timezone.localdate())


def _own_side(request: HttpRequest, agreement: Agreement) -> Province:
    """The province for which the person reports: the one of theirs that is a party. 404 without plans of
    its own.
    """
    own = person_of(request.user).provinces()
    plan = visible_plans(request.user).filter(agreement=agreement, province__current_heir__in=own).first()
    if plan is None or plan.province.current_heir is None:
        raise Http404
    return plan.province.current_heir
