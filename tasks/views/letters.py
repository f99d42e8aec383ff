"""The urging letter, the appendix of a plan with its status, a unit's sheet: made from data, kept nowhere."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.models import Province, Role, Unit
from agreements.permissions import get_plan_or_404, get_sheet_unit_or_404, person_of
from tasks.permissions.seeing import visible_occurrences
from tasks.reports.letters import LateUnit, late_units, plan_status, unit_sheet, urging_letter
from tasks.views.reports import FILE_KINDS, document_file


def urging_page(request: HttpRequest) -> HttpResponse:
    """Which units are late, and the letter to one or to all of them. `unled`: overdue, and in no letter."""
    late = _late(request.user, _urged_from_or_404(request.user))
    overdue = visible_occurrences(request.user).overdue(timezone.localdate()).count()
    unled = overdue - len({row.pk for one in late for row in one.rows})
    return render(request, "tasks/urging_letter.html", {"late": late, "overdue": overdue, "unled": unled})


def urging_file(request: HttpRequest, kind: str) -> HttpResponse:
    """`?don-vi=` a unit: the letter to it alone. 404 where nobody is late, or for an unknown `kind`."""
    province = _urged_from_or_404(request.user)
    wanted = request.GET.get("don-vi", "")
    late = [one for one in _late(request.user, province) if wanted in ("", str(one.unit.pk))]
    if kind not in FILE_KINDS or not late:
        raise Http404
    return document_file(urging_letter(province, late, timezone.localdate()), kind, "cong-van-don-doc")


def _urged_from_or_404(user: Any) -> Province:
    """The first of the provinces whose secretariat or leadership the person belongs to."""
    own = person_of(user).provinces(Role.SECRETARIAT, Role.LEADER)
    province = Province.objects.filter(pk__in=own).first()
    if province is None:
        raise Http404
    return province


def _late(user: Any, province: Province) -> list[LateUnit]:
    """A side answers for what its units lead, whoever issued the plan."""
    return late_units(visible_occurrences(user), timezone.localdate(), province)


def plan_status_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """As of today, whatever day the page shows. 404 for a plan whose province has no single heir."""
    plan = get_plan_or_404(request.user, pk)
    province = plan.province.current_heir
    if kind not in FILE_KINDS or province is None:
        raise Http404
    return document_file(plan_status(plan, province, timezone.localdate()), kind, f"phu-luc-ke-hoach-{pk}")


def unit_sheet_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Each row bears a code whose address opens its task on this very host."""
    unit: Unit = get_sheet_unit_or_404(request.user, pk)

    def address_of(task: int) -> str:
        return request.build_absolute_uri(reverse("task-detail", args=[task]))

    rows = visible_occurrences(request.user)
    return document_file(
        unit_sheet(unit, rows, timezone.localdate(), address_of), "pdf", f"phieu-bao-cao-{pk}"
    )
