"""Several reports confirmed at once: chosen on 'Việc của tôi', read on one page, then confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Role
from agreements.permissions import person_of
from coop.shared.pages import chosen_ids
from tasks.actions.verifying import Confirmations, accept_many
from tasks.permissions.acting import get_reports_or_404
from tasks.todo import waiting


def accept_reports(request: HttpRequest) -> HttpResponse:
    """GET shows what would be confirmed, POST confirms."""
    if not person_of(request.user).holds(Role.STAFF, Role.SECRETARIAT):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    reports = get_reports_or_404(request.user, chosen_ids(sent, "report"))
    if request.method == "POST" and reports:
        _tell(request, accept_many(by=request.user, reports=reports))
        return redirect("todo")
    today = timezone.localdate()
    queue = [waiting(request.user, report, today) for report in reports]
    ready = sum(not row.why_not for row in queue)
    return render(request, "tasks/accept_reports.html", {"queue": queue, "ready": ready})


def _tell(request: HttpRequest, told: Confirmations) -> None:
    if told.accepted:
        count: dict[str, object] = {"count": len(told.accepted)}
        said = ngettext("Confirmed %(count)s report.", "Confirmed %(count)s reports.", len(told.accepted))
        messages.success(request, said % count)
    if told.before:
        count = {"count": len(told.before)}
        messages.info(request, _("You had confirmed %(count)s of these reports before.") % count)
    if told.refused:
        rows = "; ".join(f"“{report.occurrence.task}” – {why}" for report, why in told.refused)
        count = {"count": len(told.refused), "rows": rows}
        messages.warning(request, _("Could not confirm %(count)s: %(rows)s") % count)
