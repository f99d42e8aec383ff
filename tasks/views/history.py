"""Lines in time of plans and agreements, to read and as a file."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agreements.permissions import get_agreement_or_404, get_plan_or_404
from coop.shared.downloads import xlsx_download
from coop.shared.pages import page_of
from tasks.history_file import history_file
from tasks.timeline import acts_on_agreement, acts_on_plan, told


def plan_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first, page by page: the database orders all, and words are found for one page."""
    plan = get_plan_or_404(request.user, pk)
    page = page_of(request, acts_on_plan(plan))
    context = {"plan": plan, "page": page, "acts": told(request.user, page.object_list)}
    return render(request, "tasks/plan_history.html", context)


def plan_history_file(request: HttpRequest, pk: int) -> FileResponse:
    """All of it, whatever page is open."""
    plan = get_plan_or_404(request.user, pk)
    title = _("History of %(name)s") % {"name": plan.short_title}
    return xlsx_download(history_file(request.user, acts_on_plan(plan), title), f"lich-su-ke-hoach-{pk}.xlsx")


def agreement_history(request: HttpRequest, pk: int) -> HttpResponse:
    """With the plans that the person sees; the acts of others on theirs stay behind their wall."""
    agreement = get_agreement_or_404(request.user, pk)
    page = page_of(request, acts_on_agreement(request.user, agreement))
    context = {"agreement": agreement, "page": page, "acts": told(request.user, page.object_list)}
    return render(request, "tasks/agreement_history.html", context)


def agreement_history_file(request: HttpRequest, pk: int) -> FileResponse:
    """All of it, whatever page is open."""
    agreement = get_agreement_or_404(request.user, pk)
    title = _("History of %(name)s") % {"name": agreement.title}
    stations = acts_on_agreement(request.user, agreement)
    return xlsx_download(history_file(request.user, stations, title), f"lich-su-thoa-thuan-{pk}.xlsx")
