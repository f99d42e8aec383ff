"""The overview of leadership and the personal to-do list."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.endings import REMINDED_AT, own_nearing_their_end
from agreements.permissions.person import BUSINESS_ROLES, person_of
from coop.shared.filter_chips import chips_of
from coop.shared.pages import page_of
from tasks.awaited import SILENT_DAYS
from tasks.charts import MOST_ROWS, GroupChart, MonthChart, group_chart
from tasks.dashboard import figures
from tasks.dashboard.first_steps import first_steps
from tasks.dashboard.reading import Reading
from tasks.dashboard.results import results
from tasks.dashboard.scope import ENDS_SOON_DAYS, Scope, choose
from tasks.dashboard.worst import as_linked_today, overdue_rows
from tasks.forms import PastDayForm
from tasks.past_tables import seen_on
from tasks.reorganisation import tasks_without_heir
from tasks.todo import (
    ANSWERS_SHOWN_DAYS,
    Todo,
    awaited_answers,
    recent_answers,
    small_tasks,
    staged_imports,
    todo_list,
    todo_sections,
    unanswered_directives,
    verify_queue,
)

FULL_SCREEN = "toan_man_hinh"
MOST_LINES = 20  # of one card: what leadership reads in a meeting; the rest stands on the list


def overview(request: HttpRequest) -> HttpResponse:
    """`?ngay=` a past day: every question is put to the tables of that day (`tasks.past_tables`)."""
    person = person_of(request.user)
    if person.is_admin and not person.holds(*BUSINESS_ROLES):
        return redirect("admin:index")  # who keeps accounts alone has no figures to look at
    day_form = PastDayForm(request.GET if request.GET.get("ngay") else None)
    day = day_form.past_day()
    with seen_on(day):
        context = _figures(request, day)
    if day:
        context["overdue"] = as_linked_today(context["overdue"])
    context |= {"day": day, "day_form": day_form, "full_screen": FULL_SCREEN in request.GET}
    return render(request, "tasks/dashboard.html", context)


def _figures(request: HttpRequest, day: dt.date | None) -> dict[str, Any]:
    """All that is asked of the database, so that it can be asked about a past day."""
    on = day or timezone.localdate()
    scope = Scope.of(request.user, on, past=day is not None)
    chosen = choose(scope, request)
    if chosen.form.errors:
        return {"filter": chosen, "on": on, "overdue": ()}  # other figures would be taken for those asked for
    reading = Reading.of(scope, chosen)
    figures.offer_choices(reading)
    now, before, compared = figures.against_last_year(reading)
    return {
        "filter": chosen,
        "chips": [chip for chip in chips_of(chosen.form, chosen.data) if chip.label != _("Year")],
        "on": on,
        "year": reading.kept["year"],
        "last_year": str(reading.year - 1),
        "summary": now,
        "before": before,
        "compared": compared,
        "overdue_ever": figures.overdue_ever(reading),
        "charts": _charts(reading),
        "months": MonthChart(tuple(figures.by_month(reading))),
        "heat": figures.heat_table(reading),
        "results": results(reading),
        "overdue": overdue_rows(reading.dated(), on),
        "unreported": figures.unreported(reading),
        "soon_days": settings.DUE_SOON_DAYS,
        "silent_days": SILENT_DAYS,
        "silent_units": figures.silent_units(reading),
        "to_decide": figures.to_decide(reading),
        "ending": figures.ending_soon(reading),
        "ends_soon_days": ENDS_SOON_DAYS,
        "most_lines": MOST_LINES,
        "first_steps": first_steps(scope) if not now.total.count else None,
    }


def _charts(reading: Reading) -> list[GroupChart]:
    """Fields are few, and all of them are drawn."""
    agreements, units = (_("Agreements"), reverse("agreement-list")), (_("Units"), reverse("unit-list"))
    by_agreement, by_lead = figures.by_agreement(reading), figures.by_lead(reading)
    return [
        group_chart("agreement", _("By agreement"), _("Agreement"), by_agreement, place_of_all=agreements),
        group_chart("field", _("By field"), _("Field"), figures.by_field(reading), drawn=MOST_ROWS),
        group_chart("lead", _("By lead unit"), _("Lead unit"), by_lead, place_of_all=units),
    ]


def todo(request: HttpRequest) -> HttpResponse:
    """The number in the menu is counted here as well, so that the page does not ask for it twice."""
    waits = todo_list(request.user)
    page, counts = page_of(request, waits), Counter(one.todo for one in waits)
    directives, small = unanswered_directives(request.user), small_tasks(request.user)
    urgent = len(waits) - counts[Todo.OPEN] + len(directives) + len(small["urgent"])
    request.counted = {"todo": urgent}  # type: ignore[attr-defined]
    context = {
        "page": page,
        "queue": verify_queue(request.user, page.object_list),
        "queue_count": counts[Todo.VERIFY],
        "sections": todo_sections(page.object_list, counts),
        "directives": directives,
        "awaited": awaited_answers(request.user),
        "answers": recent_answers(request.user),
        "answers_days": ANSWERS_SHOWN_DAYS,
        "nearing": own_nearing_their_end(request.user, timezone.localdate()),
        "reminded_at": ", ".join(map(str, reversed(REMINDED_AT))),
        "imports": staged_imports(request.user),
        "small_tasks": small,
        "urgent": urgent,
        "soon_days": settings.DUE_SOON_DAYS,
        "without_heir": tasks_without_heir(request.user).count(),
        "today": timezone.localdate(),
    }
    return render(request, "tasks/todo.html", context)
