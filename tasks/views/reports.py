"""Annual reports: the list, a report with its pages and history, its files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify

from agreements.models import Agreement, Role, Unit
from agreements.permissions import (
    person_of,
    visible_agreements,
    visible_plans,
)
from coop.shared.documents.content import OfficialDocument
from coop.shared.documents.docx import write_docx
from coop.shared.documents.pdf import write_pdf
from coop.shared.documents.pictures import pages_as_png
from coop.shared.documents.xlsx import write_xlsx
from coop.shared.events import Event
from coop.shared.pages import page_of
from coop.shared.text import fold
from tasks.history import act_of
from tasks.models import AnnualReport
from tasks.permissions.seeing import visible_reports, writes_reports
from tasks.reports.annual import document_of, scope_of
from tasks.reports.background import is_long, made_pdf
from tasks.reports.facts import gather
from tasks.reports.snapshot import differences, document_as_issued

PAGES_SHOWN = 12
FILE_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def report_list(request: HttpRequest) -> HttpResponse:
    """The reports that are kept, by year; and what data gives for every agreement and year at once."""
    kept = visible_reports(request.user).for_list()
    context = {
        "page": page_of(request, kept),
        "rows": _agreements_with_years(request.user),
        "may_write": person_of(request.user).holds(Role.SECRETARIAT),
        "may_urge": person_of(request.user).holds(Role.SECRETARIAT, Role.LEADER),
        "units": own_units(request.user),
    }
    return render(request, "tasks/report_list.html", context)


def own_units(user: Any) -> list[Unit]:
    """For whose sheets the person is asked: those that answer today for the units of the person's seats."""
    return list(Unit.objects.filter(pk__in=person_of(user).units(Role.STAFF)).order_by("sort", "sort_name"))


def _agreements_with_years(user: Any) -> list[tuple[Agreement, list[int]]]:
    """For every agreement with plans of the own side, the years that these plans touch."""
    plans = visible_plans(user).order_by("agreement").values_list("agreement", "starts_on", "ends_on")
    years: dict[int, set[int]] = {}
    for agreement, starts_on, ends_on in plans:
        years.setdefault(agreement, set()).update(range(starts_on.year, ends_on.year + 1))
    this_year = timezone.localdate().year
    return [
        (agreement, [year for year in sorted(years[agreement.pk], reverse=True) if year <= this_year])
        for agreement in visible_agreements(user).filter(pk__in=years).newest_first()
    ]


def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may write it finds the ways to its parts here; others read."""
    report = get_report_or_404(request.user, pk)
    events = Event.objects.about(report).select_related("actor")
    context = {
        "report": report,
        "parts": report.parts.all(),
        "acts": [act_of(event) for event in events],
        "may_write": writes_reports(request.user, report.province),
    }
    return render(request, "tasks/report_detail.html", context)


def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages of the body as pictures, just as they will be printed; the appendix is in the file."""
    report = get_report_or_404(request.user, pk)
    return preview_page(request, replace(paper_of(report), annexes=()))


def preview_page(request: HttpRequest, document: OfficialDocument) -> HttpResponse:
    """At most `PAGES_SHOWN` pages as pictures, and how many there are."""
    pages, total = pages_as_png(write_pdf(document), PAGES_SHOWN)
    return render(request, "tasks/panels/report_pages.html", {"pages": pages, "total": total})


def report_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """How the data differs today from what was issued."""
    issued = visible_reports(request.user).for_list().filter(status=AnnualReport.Status.ISSUED)
    report = issued.defer(None).defer("pdf").filter(pk=pk).first()
    if report is None:
        raise Http404
    context = {"report": report, "differences": differences(report)}
    return render(request, "tasks/report_changes.html", context)


def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The PDF that was issued, byte for byte; or a file of the draft as it stands."""
    report = get_report_or_404(request.user, pk)
    if kind not in FILE_KINDS:
        raise Http404
    if kind == "pdf" and not report.is_draft:
        return as_file(bytes(report.pdf), kind, _file_name(report))
    document = paper_of(report)
    if kind == "pdf" and is_long(document):
        made = made_pdf(document)
        return as_file(made, kind, _file_name(report)) if made else redirect("report-making", pk)
    return document_file(document, kind, _file_name(report))


def _file_name(report: AnnualReport) -> str:
    """'12-bc-ubnd-2025' as issued; 'du-thao-bao-cao-2024-7' while a draft."""
    if report.issued_on:
        return slugify(fold(f"{report.number}-{report.symbol}-{report.issued_on.year}"))
    return f"du-thao-bao-cao-{report.ends_on.year}-{report.pk}"


def paper_of(report: AnnualReport) -> OfficialDocument:
    """As it was issued; a draft as the data stands now."""
    if not report.is_draft:
        return document_as_issued(report)
    return document_of(report, report.parts.all(), gather(scope_of(report)))


def document_file(document: OfficialDocument, kind: str, name: str) -> HttpResponse:
    """404 for the Excel file of a paper without an appendix."""
    if kind == "xlsx" and not document.annexes:
        raise Http404
    return as_file(_written(document, kind), kind, name)


def _written(document: OfficialDocument, kind: str) -> bytes:
    if kind == "xlsx":
        annex = document.annexes[0]
        return write_xlsx(annex.tables[0], annex.title)
    return write_docx(document) if kind == "docx" else write_pdf(document)


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """`kind`: a key of FILE_KINDS; `name` without ending."""
    response = HttpResponse(content, content_type=FILE_KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def get_report_or_404(user: Any, pk: int) -> AnnualReport:
    """Without its PDF and snapshot. Raises Http404 for what `visible_reports` does not have."""
    report = visible_reports(user).for_list().filter(pk=pk).first()
    if report is None:
        raise Http404
    return report
