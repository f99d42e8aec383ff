"""The page of a task, and its evidence."""

from __future__ import annotations

from itertools import chain

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.permissions import person_of
from tasks.history import history_of, stops_among
from tasks.models import Occurrence, ProgressUpdate
from tasks.panel import choices_for
from tasks.permissions.acting import (
    directs,
    keeps,
    leads,
)
from tasks.permissions.seeing import get_task_or_404, visible_evidence


def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be done now with each of its periods, and all that was said, newest first.

    `main_choice`: the one button that stands out, of the period that is due first.
    """
    task = get_task_or_404(request.user, pk)
    today = timezone.localdate()
    occurrences = list(
        task.occurrences.assessed(today)
        .select_related("set_day__set_by")
        .prefetch_related("extensions", Prefetch("updates", _updates_with_evidence()))
        .order_by("due_on", "starts_on")
    )
    updates = chain.from_iterable(occurrence.updates.all() for occurrence in occurrences)
    history = history_of(task)
    stops = stops_among(history)
    offered = [(one, choices_for(request.user, one), stops.get(one.pk)) for one in occurrences]
    may_keep, is_over = keeps(request.user, task), all(one.is_closed for one in occurrences)
    context = {
        "task": task,
        "assignments": task.assignments.all(),
        "occurrences": offered,
        "main_choice": next((one for _of, choices, _stop in offered for one in choices if one.is_main), None),
        "updates": sorted(updates, key=lambda update: (update.reported_at, update.pk), reverse=True),
        "directives": task.directives.select_related("given_by", "answered_by"),
        "history": history,
        "may_see_plan": task.plan.province.current_heir_id in person_of(request.user).provinces(),
        "may_direct": directs(request.user, task),
        "may_reassign": may_keep and not is_over,
        "nobody_leads": task.nobody_leads and not is_over,
        "may_read_anew": may_keep and not task.deadline_certain and not task.basis,
        "may_answer": leads(request.user, task),
        "today": today,
    }
    return render(request, "tasks/task_detail.html", context)


def _updates_with_evidence() -> QuerySet[ProgressUpdate]:
    """With `due_then`: the due day that their period had when they were made, as its history tells."""
    people = ("on_behalf_of", "reported_by", "verification__decided_by")
    then = Occurrence.history.filter(id=OuterRef("occurrence"), history_date__lte=OuterRef("reported_at"))
    due_then = Subquery(then.order_by("-history_date", "-history_id").values("due_on")[:1])
    updates = ProgressUpdate.objects.select_related(*people).prefetch_related("evidence")
    return updates.annotate(due_then=due_then)


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
