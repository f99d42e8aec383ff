"""Writing a report: begin, edit part by part beside its pages, bring up to date, issue."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.models import Role
from agreements.permissions import person_of
from coop.shared.dates import year_period
from coop.shared.documents.content import OfficialDocument
from tasks.actions.refusal import RefusedError, StaleError
from tasks.models import AnnualReport, ReportPart
from tasks.permissions.seeing import keepable_reports
from tasks.report_forms import HeadForm, IssueForm, PartForm, ScopeForm
from tasks.reports.annual import document_of, scope_columns, scope_of
from tasks.reports.background import is_long, issue_later
from tasks.reports.bound import edited_lines
from tasks.reports.checklist import changed_numbers, checklist, disputed_lines, typed_numbers
from tasks.reports.drafting import (
    HEAD,
    discard_report,
    edit_head,
    edit_part,
    keep_text,
    take_draft,
    take_figures,
    update_report,
    write_report,
)
from tasks.reports.facts import gather
from tasks.reports.issuing import issue_report
from tasks.views.report_overtaken import issued_meanwhile, overtaken, stored_beside
from tasks.views.reports import preview_page


def report_new(request: HttpRequest) -> HttpResponse:
    """A report for a scope; or one that corrects an issued report, with the same scope and head."""
    if not person_of(request.user).holds(Role.SECRETARIAT):
        raise Http404
    replaced = _replaced(request)
    form = ScopeForm(request.POST or None, user=request.user, initial=_first_scope(request, replaced))
    if request.method == "POST" and form.is_valid():
        try:
            report = write_report(by=request.user, scope=form.scope, replaces=replaced)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("report-detail", report.pk)
    return render(request, "tasks/report_new.html", {"form": form, "replaced": replaced})


def _replaced(request: HttpRequest) -> AnnualReport | None:
    wanted = request.GET.get("thay", "")
    if not wanted:
        return None
    return _get_or_404(request.user, int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0)


def _first_scope(request: HttpRequest, replaced: AnnualReport | None) -> dict[str, Any]:
    """That of the report to be corrected, else the year just over or about to end, and no later one than
    `?year=`, the last that the plans of the agreement touch.
    """
    today = timezone.localdate()
    if replaced is not None:
        return scope_columns(scope_of(replaced))
    last = request.GET.get("year", "")
    ending = today.year if today.month > 6 else today.year - 1
    year = year_period(min(ending, int(last)) if re.fullmatch(r"[12]\d{3}", last) else ending)
    return {
        "agreement": request.GET.get("agreement"),
        "starts_on": year.start,
        "ends_on": year.end,
        "cut_off_on": min(today, year.end),
    }


def report_part(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Its text, or an act on it; what a colleague has saved meanwhile is shown and not overwritten."""
    if answer := overtaken(request, pk, PartForm):
        return answer
    report, current = _get_part_or_404(request.user, pk, part)
    form = PartForm(
        request.POST if "text" in request.POST else None,
        initial={"text": current.text, "version": current.version},
    )
    if request.method == "POST" and _acted_on_part(request, current, form):
        return redirect("report-part", pk, part)
    return render(request, "tasks/report_part.html", _part_context(report, current, form))


def _acted_on_part(request: HttpRequest, part: ReportPart, form: PartForm) -> bool:
    """Which button: take the new numbers, leave the text, go back to the draft, or save what was written."""
    try:
        if "take_figures" in request.POST:
            take_figures(by=request.user, part=part)
        elif "keep_text" in request.POST:
            keep_text(by=request.user, part=part)
        elif "take_draft" in request.POST:
            take_draft(by=request.user, part=part)
        elif not form.is_valid():
            return False
        else:
            edit_part(by=request.user, part=part, **form.cleaned_data)
    except RefusedError as refusal:
        _tell(request, form, refusal, part.version)
        return False
    messages.success(request, _("Saved: %(title)s.") % {"title": part}, extra_tags=request.path)
    return True


def _tell(request: HttpRequest, form: forms.BaseForm, refusal: RefusedError, version: int) -> None:
    """Above what was typed, where anything was. After the person was told of the other change, sending again
    is meant; what they had looked at before, they look at again.
    """
    if not form.is_bound:
        messages.error(request, str(refusal))
        return
    form.add_error(None, ValidationError(str(refusal), code=type(refusal).__name__))
    if isinstance(refusal, StaleError):
        posted: Any = form.data
        data: Any = posted.copy()
        data["version"] = version
        data.pop("seen", None)
        form.data = data


def _is_overtaken(form: PartForm) -> bool:
    return form.is_bound and form.has_error(NON_FIELD_ERRORS, StaleError.__name__)


def _part_context(report: AnnualReport, part: ReportPart, form: PartForm) -> dict[str, Any]:
    parts = list(report.parts.all())
    place = parts.index(part)
    return {
        "report": report,
        "part": part,
        "form": form,
        "stored": stored_beside(part, form["text"].value() or "") if _is_overtaken(form) else None,
        "numbers": list(changed_numbers(report, part)),
        "disputed": list(disputed_lines(part)),
        "typed": list(typed_numbers(report, part)),
        "only_in_draft": edited_lines(part.draft, part.text),
        "previous": parts[place - 1] if place else None,
        "next": parts[place + 1] if place + 1 < len(parts) else None,
        "figures": report.figures,
    }


@require_POST
def report_part_preview(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """The pages as they would be with what is typed; nothing is kept."""
    if told := issued_meanwhile(request, pk):
        return told
    report, current = _get_part_or_404(request.user, pk, part)
    form = PartForm(request.POST)
    if "text" in form.errors:
        return render(request, "tasks/panels/report_pages.html", {"wrong": form.errors["text"]})
    parts = list(report.parts.all())
    for one in parts:
        if one == current:
            one.text = form.cleaned_data["text"]
    return preview_page(request, _body_of(report, parts))


def _body_of(report: AnnualReport, parts: list[ReportPart]) -> OfficialDocument:
    return replace(document_of(report, parts, gather(scope_of(report))), annexes=())


def report_head(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands around the text; what a colleague has saved meanwhile is shown and not overwritten."""
    if answer := overtaken(request, pk, HeadForm):
        return answer
    report = _get_draft_or_404(request.user, pk)
    form = HeadForm(request.POST or None, instance=report, initial={"version": report.version})
    if request.method == "POST" and form.is_valid():
        columns = dict(form.cleaned_data)
        if _done(request, form, pk, lambda: edit_head(by=request.user, report=report, **columns)):
            messages.success(request, _("Saved: %(title)s.") % {"title": _("Head and signature")})
            return redirect("report-detail", pk)
        _name_what_is_stored(form, _get_draft_or_404(request.user, pk))
    return render(request, "tasks/report_head.html", {"report": report, "form": form})


def _name_what_is_stored(form: HeadForm, stored: AnnualReport) -> None:
    """At every field that says otherwise than what somebody else has saved meanwhile."""
    is_other = stored.version != form.cleaned_data["version"]
    for name in HEAD if is_other else ():
        value = getattr(stored, name)
        if value != form.cleaned_data.get(name):
            form.add_error(name, _("Stored now: %(value)s") % {"value": value or "–"})


def report_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist, and below it number and day."""
    if answer := overtaken(request, pk):
        return answer
    report = _get_draft_or_404(request.user, pk)
    parts, facts = list(report.parts.all()), gather(scope_of(report))
    findings = checklist(report, parts, facts)
    first = {"issued_on": timezone.localdate(), "version": report.version}
    form = IssueForm(request.POST or None, initial=first, has_findings=bool(findings))
    if request.method == "POST" and form.is_valid():
        told, document = dict(form.cleaned_data), document_of(report, parts, facts)
        if is_long(document):
            issue_later(by=request.user, report=report, rows=document.row_count, **told)
            return redirect("report-making", pk)
        if _done(request, form, pk, lambda: issue_report(by=request.user, report=report, **told)):
            messages.success(request, _("The report has been issued. It does not change any more."))
            return redirect("report-detail", pk)
        report = _get_draft_or_404(request.user, pk)
        findings = checklist(report, list(report.parts.all()), gather(scope_of(report)))
    context = {
        "report": report,
        "form": form,
        "findings": findings,
        "is_stopped": any(finding.stops for finding in findings),
    }
    return render(request, "tasks/report_issue.html", context)


@require_POST
def report_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Drafts anew what nobody touched (`tasks.reports.merging`)."""
    if answer := overtaken(request, pk):
        return answer
    report = _get_draft_or_404(request.user, pk)
    try:
        update_report(by=request.user, report=report)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is up to date; what you wrote has stayed."))
    return redirect("report-detail", pk)


@require_POST
def report_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Refused in a sentence where somebody issued it meanwhile."""
    if answer := overtaken(request, pk):
        return answer
    report = _get_draft_or_404(request.user, pk)
    try:
        discard_report(by=request.user, report=report)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("report-detail", pk)
    messages.success(request, _("The draft has been put away."))
    return redirect("report-list")


def _done(request: HttpRequest, form: forms.BaseForm, pk: int, act: Any) -> bool:
    """A refusal is shown above what was typed."""
    try:
        act()
    except RefusedError as refusal:
        _tell(request, form, refusal, _get_draft_or_404(request.user, pk).version)
        return False
    return True


def _get_or_404(user: Any, pk: int) -> AnnualReport:
    report = keepable_reports(user).for_list().filter(pk=pk).first()
    if report is None:
        raise Http404
    return report


def _get_draft_or_404(user: Any, pk: int) -> AnnualReport:
    report = _get_or_404(user, pk)
    if not report.is_draft:
        raise Http404
    return report


def _get_part_or_404(user: Any, pk: int, part: int) -> tuple[AnnualReport, ReportPart]:
    report = _get_draft_or_404(user, pk)
    found = report.parts.filter(pk=part).first()
    if found is None:
        raise Http404
    found.report = report
    return report, found
