"""The list of tasks: filtered in place where there is script, counted by assessment, taken home as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from agreements.models import Role
from agreements.naming import PARAMETER
from agreements.permissions import person_of
from coop.shared.downloads import xlsx_download
from coop.shared.listing import in_place, part_asked_for, render_part
from coop.shared.pages import page_of
from tasks.counts import count_list
from tasks.exports import chosen_tasks, dated_first, in_order, is_long, task_file
from tasks.filters import TASK_ORDERS
from tasks.forms import asked_day
from tasks.listing import RowsInOrder, listed
from tasks.past import gone_since
from tasks.past_tables import seen_on

COUNTS = "counts"


def task_list(request: HttpRequest) -> HttpResponse:
    """Of today, or of a past day (`?ngay=`): then to be read only."""
    part = part_asked_for(request, COUNTS)
    if part == COUNTS:
        return render_part(request, "tasks/task_counts.html", _context(request, _counts))
    return in_place(request, "tasks/task_list.html", _context(request, _rows), part)


def _context(request: HttpRequest, ask: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    day, on = asked_day(request.GET)
    with seen_on(day):
        context = {"day": day, "today": on, **ask(request, on, changes=day is None)}
    return context | {"gone": gone_since(row.task_id for row in context.get("rows", ())) if day else ()}


def _counts(request: HttpRequest, on: dt.date, *, changes: bool) -> dict[str, Any]:
    """By assessment, however long the list is."""
    chosen = chosen_tasks(request.user, request.GET, on, request)
    _length, counts = count_list(chosen, request.GET, complete=True)
    return {"filter": chosen, "counts": counts}


def _rows(request: HttpRequest, on: dt.date, *, changes: bool) -> dict[str, Any]:
    """All that is asked of the database. `changes`: tasks may be ticked, to be changed together."""
    person = person_of(request.user)
    chosen = chosen_tasks(request.user, request.GET, on, request)
    length, counts = count_list(chosen, request.GET, complete="counts" in request.GET)
    first = dated_first(chosen, request.GET) if length > settings.LONG_LIST else None
    page = page_of(request, RowsInOrder(in_order(chosen, request.GET), first), length)
    return {
        "filter": chosen,
        "order": TASK_ORDERS.chosen(request.GET),
        "page": page,
        "rows": listed(page.object_list, on, request.GET.get(PARAMETER, "")),
        "counts": counts,
        "own_sides": person.lineage(),
        "kept_sides": person.lineage(Role.SECRETARIAT) if changes else [],
    }


def task_list_file(request: HttpRequest) -> HttpResponse | FileResponse:
    """A short list at once; a long one is asked for on the page of exports."""
    day, on = asked_day(request.GET)
    with seen_on(day):
        chosen = chosen_tasks(request.user, request.GET, on, request)
        if is_long(chosen.qs):
            return redirect(f"{reverse('task-exports')}?{urlencode({'filter': request.GET.urlencode()})}")
        return xlsx_download(task_file(chosen, request.GET, on), "nhiem-vu.xlsx")
