"""Long lists as files: asked for, waited for or left, taken home."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from coop.shared.downloads import xlsx_download
from tasks.exports import chosen_tasks, export_later, progress_of
from tasks.forms import asked_day
from tasks.models import TaskExport
from tasks.past_tables import seen_on
from tasks.permissions.seeing import get_export_or_404, own_exports

MOST_SHOWN = 10


def exports(request: HttpRequest) -> HttpResponse:
    """The files that the person asked for, and the button that asks for the list of this address."""
    filters = QueryDict(request.GET.get("filter", ""))
    day, on = asked_day(filters)
    with seen_on(day):
        chosen = chosen_tasks(request.user, filters, on, request)
        row_count = chosen.qs.order_by().count()
    if request.method == "POST" and chosen.form.is_valid():
        export = export_later(by=request.user, query=filters.urlencode(), row_count=row_count)
        return redirect("task-export", export.pk)
    context = {
        "filter": chosen,
        "query": filters.urlencode(),
        "row_count": row_count,
        "exports": own_exports(request.user)[:MOST_SHOWN],
        "kept_days": settings.EXPORT_KEPT_DAYS,
    }
    return render(request, "tasks/exports.html", context)


def export(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; htmx asks again every second for the part that changes."""
    found = get_export_or_404(request.user, pk)
    part = "tasks/export_progress.html" if "HX-Request" in request.headers else "tasks/export.html"
    return render(request, part, {"export": found, "progress": progress_of(found)})


def export_file(request: HttpRequest, pk: int) -> FileResponse:
    """404 while the file is being made."""
    found: TaskExport = get_export_or_404(request.user, pk)
    if not found.file:
        raise Http404
    return xlsx_download(found.file.open(), f"nhiem-vu-{found.pk}.xlsx")
