"""Who writes on a report that others changed, issued or put away meanwhile: what was typed is not lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coop.shared.events import Event
from tasks.history import Act, act_of
from tasks.models import AnnualReport, ReportPart
from tasks.permissions.seeing import keepable_reports
from tasks.reports.bound import edited_lines


@dataclass(frozen=True)
class Stored:
    """A part as somebody else has saved it: line by line, and whether the line is missing in one's own."""

    act: Act | None
    lines: tuple[tuple[str, bool], ...]


def stored_beside(part: ReportPart, typed: str) -> Stored:
    """What is stored, to be read beside what somebody typed meanwhile."""
    others = set(edited_lines(part.text, typed))
    lines = ((line, line.strip() in others) for line in part.text.splitlines())
    return Stored(_last_act_on(part), tuple(lines))


def _last_act_on(part: ReportPart) -> Act | None:
    of_part = Q(after__part=str(part)) | Q(verb="update_report")
    event = Event.objects.about(part.report).filter(of_part).select_related("actor").first()
    return act_of(event) if event else None


def overtaken(request: HttpRequest, pk: int, form: type[forms.BaseForm] | None = None) -> HttpResponse | None:
    """The answer to who sends something to a report that is no draft any more: 409 when it has been issued,
    404 when it has been put away, with all that was typed. None while it is a draft, or nothing was sent.
    """
    if request.method != "POST":
        return None
    report = keepable_reports(request.user).for_list().filter(pk=pk).first()
    if report is not None and report.is_draft:
        return None
    typed = list(_typed(request, form)) if form else []
    if report is not None and not typed:
        messages.warning(request, _("The report has been issued and does not change any more."))
        return redirect("report-detail", pk)
    return _given_back(request, report, typed) if typed else None


def issued_meanwhile(request: HttpRequest, pk: int) -> HttpResponse | None:
    """The sentence in the place of the preview of a report that is no draft any more; what was typed stays in
    its box.
    """
    issued = keepable_reports(request.user).filter(pk=pk, status=AnnualReport.Status.ISSUED)
    return render(request, "tasks/panels/report_issued.html") if issued.exists() else None


def _typed(request: HttpRequest, form: type[forms.BaseForm]) -> Iterator[tuple[str, str]]:
    for field in form(request.POST).visible_fields():
        if text := request.POST.get(field.html_name, "").strip():
            yield str(field.label), text


def _given_back(
    request: HttpRequest, report: AnnualReport | None, typed: list[tuple[str, str]]
) -> HttpResponse:
    issued = Event.objects.about(report).filter(verb="issue_report") if report else Event.objects.none()
    context = {"report": report, "typed": typed, "act": next(map(act_of, issued[:1]), None)}
    return render(request, "tasks/report_overtaken.html", context, status=409 if report else 404)
