"""The overview of leadership and the personal to-do list."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Min
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.permissions import BUSINESS_ROLES, person_of, visible_plans
from tasks import dashboard
from tasks.charts import group_chart
from tasks.filters import OccurrenceFilter
from tasks.permissions import visible_occurrences
from tasks.reorganisation import tasks_without_heir
from tasks.states import Assessment
from tasks.todo import (
    Todo,
    awaited_answers,
    staged_imports,
    todo_occurrences,
    unanswered_directives,
    verify_queue,
)


def overview(request: HttpRequest) -> HttpResponse:
    person = person_of(request.user)
    if person.is_admin and not person.holds(*BUSINESS_ROLES):
        return redirect("admin:index")  # who keeps accounts alone has no figures to look at
    today = timezone.localdate()
    params = _chosen(request, today.year)
    rows = visible_occurrences(request.user).assessed(today)
    chosen = OccurrenceFilter(params, rows, request=request)
    kept = {name: value for name, value in params.items() if value and name in chosen.filters}
    summary = dashboard.summary(chosen.qs, kept)
    context = {
        "filter": chosen,
        "year": params["year"],
        "years": _years(request, today.year),
        "summary": summary,
        "total_label": _("All assigned"),
        "overdue_count": summary.count(Assessment.OVERDUE),
        "overdue_ever": dashboard.overdue_ever(rows),
        "charts": [
            group_chart(
                "agreement", _("By agreement"), _("Agreement"), dashboard.by_agreement(chosen.qs, kept)
            ),
            group_chart("field", _("By field"), _("Field"), dashboard.by_field(chosen.qs, kept)),
            group_chart("lead", _("By lead unit"), _("Lead unit"), dashboard.by_lead(chosen.qs, kept)),
        ],
        "overdue": dashboard.overdue_rows(chosen.qs, today),
        "today": today,
    }
    return render(request, "tasks/dashboard.html", context)


def _chosen(request: HttpRequest, this_year: int) -> QueryDict:
    """The filters of the address, with a year; the page counts all assessments, so none can be chosen."""
    params = request.GET.copy()
    params.pop("assessment", None)
    if not re.fullmatch(r"199[0-9]|20[0-9]{2}", params.get("year", "")):
        params["year"] = str(this_year)
    return params


def _years(request: HttpRequest, this_year: int) -> list[int]:
    """From the first plan to next year."""
    first = visible_plans(request.user).aggregate(first=Min("starts_on"))["first"]
    return list(range(first.year if first else this_year, this_year + 2))


def todo(request: HttpRequest) -> HttpResponse:
    sections: dict[str, list[Any]] = {reason.value: [] for reason in Todo}
    rows = todo_occurrences(request.user).select_related("task__plan__agreement")
    for row in rows.by_due_date():
        sections[row.todo].append(row)  # type: ignore[attr-defined]
    context = {
        "queue": verify_queue(request.user, sections.pop(Todo.VERIFY)),
        "sections": [(Todo(name), rows) for name, rows in sections.items() if rows],
        "directives": unanswered_directives(request.user),
        "awaited": awaited_answers(request.user),
        "imports": staged_imports(request.user),
        "without_heir": tasks_without_heir(request.user).count(),
        "today": timezone.localdate(),
    }
    return render(request, "tasks/todo.html", context)
