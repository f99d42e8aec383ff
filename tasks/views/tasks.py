"""The list of tasks and the page of one."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.permissions import visible_plans
from coop.shared.pages import page_of
from tasks.filters import OccurrenceFilter
from tasks.history import history_of
from tasks.models import ProgressUpdate
from tasks.panel import choices_for
from tasks.permissions import directs, get_task_or_404, leads, visible_evidence, visible_occurrences


def task_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = visible_occurrences(request.user).assessed(today)
    chosen = OccurrenceFilter(request.GET, rows, request=request)
    page = page_of(request, chosen.qs.for_list().by_due_date())
    return render(request, "tasks/task_list.html", {"filter": chosen, "page": page, "today": today})


def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_task_or_404(request.user, pk)
    today = timezone.localdate()
    occurrences = list(
        task.occurrences.assessed(today)
        .select_related("task__plan__focal_unit", "task__plan__province")
        .prefetch_related("extensions", "task__assignments__unit")
        .order_by("due_on", "starts_on")
    )
    updates = (
        ProgressUpdate.objects.filter(occurrence__task=task)
        .select_related("occurrence", "on_behalf_of", "reported_by", "verification__decided_by")
        .prefetch_related("evidence")
    )
    context = {
        "task": task,
        "assignments": task.assignments.select_related("unit__current_heir"),
        "occurrences": [(occurrence, choices_for(request.user, occurrence)) for occurrence in occurrences],
        "updates": updates,
        "directives": task.directives.select_related("given_by", "answered_by"),
        "history": history_of(task),
        "may_see_plan": visible_plans(request.user).filter(pk=task.plan_id).exists(),
        "may_direct": directs(request.user, task),
        "may_answer": leads(request.user, task),
        "today": today,
    }
    return render(request, "tasks/task_detail.html", context)


def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """To those who may see the task, as an attachment only."""
    evidence = visible_evidence(request.user).filter(pk=pk).first()
    if evidence is None:
        raise Http404
    return FileResponse(
        evidence.file.open(),
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.content_type,
    )
