"""What a report is about, and the plans it therefore reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from agreements.models import Agreement, Field, Party, Plan, Province, Unit
from agreements.models.plan import PlanQuerySet
from coop.shared.dates import Period


@dataclass(frozen=True)
class Scope:
    """One side's report for a period, with the state of affairs on the cut-off day; on one agreement, with
    one partner, on one field, on what one unit leads, or on everything.
    """

    agreement: Agreement | None
    province: Province
    period: Period
    cut_off_on: dt.date
    partner: Province | None = None
    field: Field | None = None
    unit: Unit | None = None
    plan: Plan | None = None


def named_with(unit: str) -> tuple[str, str]:
    """What `Unit.name_today_for` asks of a unit, for `select_related`."""
    return f"{unit}__province", f"{unit}__current_heir__province"


def plans_of(scope: Scope) -> PlanQuerySet:
    """The plans that this side, or a province that it succeeded, had issued by the day; oldest first."""
    issued = Plan.objects.filter(issued_on__lte=scope.cut_off_on)
    plans = issued.filter(province__current_heir=scope.province.current_heir_id)
    if scope.agreement is not None:
        plans = plans.filter(agreement=scope.agreement)
    if scope.partner is not None:
        signed = Party.objects.filter(province__current_heir=scope.partner.current_heir_id)
        plans = plans.filter(agreement__in=signed.values("agreement"))
    if scope.plan is not None:
        plans = plans.filter(pk=scope.plan.pk)
    if scope.agreement is None:
        plans = plans.filter(starts_on__lte=scope.period.end, ends_on__gte=scope.period.start)
    said = Q(
        tasks__directives__given_at__date__range=(
            scope.period.start,
            max(scope.period.start, min(scope.period.end, scope.cut_off_on)),
        )
    )
    return (
        plans.annotate(directives=Count("tasks__directives", filter=said))
        .select_related("agreement", "province", *named_with("issuer"), *named_with("focal_unit"))
        .order_by("issued_on", "pk")
    )
