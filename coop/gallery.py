"""The page of components, for those who keep the program: every part in `templates/ui/` at a glance."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.filters import PlanFilter
from agreements.models import Plan
from coop.admin import may_enter_admin
from coop.shared.charts import Columns, StackedBars
from coop.shared.pages import LongPaginator
from coop.shared.sorting import Order
from tasks.forms import VerifyForm
from tasks.row_counts import RowCounts
from tasks.states import Assessment, Status
from tasks.templatetags.row_tasks import RowTasks
from tasks.templatetags.task_badges import ASSESSMENT_LOOKS

EXAMPLE_DAY = dt.date(2026, 6, 30)
TONES = {str(state): tone for state, (tone, _icon) in ASSESSMENT_LOOKS.items()}


class LongList(forms.Form):
    """Long enough for a search above it."""

    months = forms.MultipleChoiceField(
        label=gettext_lazy("A long list"),
        required=False,
        choices=[(f"{month}/{year}",) * 2 for year in (2025, 2026) for month in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
    )


def gallery(request: HttpRequest) -> HttpResponse:
    if not may_enter_admin(request.user):
        raise Http404
    amounts = [
        (state.value, str(state.label), 12 - 2 * place) for place, state in enumerate(list(Assessment)[:5])
    ]
    months = [
        (f"{month}/2026", [("due", _("due"), month + 2), ("done", _("completed"), month)])
        for month in range(1, 13)
    ]
    context = {
        "assessments": Assessment.values,
        "statuses": Status.values,
        "example_day": EXAMPLE_DAY,
        "themes": [("light", _("Light theme")), ("dark", _("Dark theme"))],
        "bars": StackedBars.build(
            [("Nông nghiệp", None, amounts), ("Du lịch", None, amounts[1:])], tones=TONES
        ),
        "row_tasks": RowTasks.of(
            RowCounts("plan", {1: {key: count for key, _label, count in amounts}, 2: {"overdue": 3}})
        ),
        "columns": Columns.build(months, tones={"due": "neutral", "done": "good"}),
        "filter": PlanFilter({"kind": Plan.Kind.PLAN}, Plan.objects.none(), request=request),
        "unread": PlanFilter(QueryDict("kind=khong"), Plan.objects.none(), request=request),
        "page": LongPaginator(range(1000), 50).page_at(3),
        "order": Order("issued_on", descending=True),
        "form": VerifyForm({"decision": "return", "version": 0}),
        "long_list": LongList(),
        "steps": [
            {"date": dt.date(2006, 2, 26), "title": "2006", "tone": "stopped"},
            {"date": dt.date(2021, 4, 17), "title": "2021–2025", "tone": "good", "current": True},
        ],
    }
    return render(request, "ui/gallery.html", context)
