"""How pages of agreements and plans show tasks without importing them."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import collapsed
from agreements.models import Agreement, Plan, Role
from agreements.permissions import person_of
from tasks import dashboard
from tasks.forms import PastDayForm
from tasks.panel import next_step
from tasks.past import as_of
from tasks.permissions.acting import led_in
from tasks.printed import as_it_stands, printed
from tasks.sides import counts_by_side, sides_of

register = template.Library()


@register.inclusion_tag("tasks/panels/plan_appendix.html", takes_context=True)
def plan_appendix(context: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The appendix in its printed order and numbering, as it stands or as it stood on the day that the
    address asks for (`?ngay=`). The page has checked that the person sees the plan.
    """
    asked = context["request"].GET
    form = PastDayForm(asked if asked.get("ngay") else None)
    day = form.past_day()
    led = set() if day else led_in(context["request"].user, plan)
    appendix = printed(as_of(plan, day) if day else as_it_stands(plan), led)
    may_import = context["may_keep"] and not appendix.rows
    import_address = f"{reverse('admin:tasks_importbatch_add')}?plan={plan.pk}" if may_import else ""
    return {
        "appendix": appendix,
        "form": form,
        "day": day,
        "plan": plan,
        "import_address": import_address,
    }


@register.inclusion_tag("tasks/panels/agreement_tasks.html", takes_context=True)
def agreement_tasks(context: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """The counts of the agreement's tasks that the person may see, in all and side by side. The page gives
    its `parties`.
    """
    user, parties = context["request"].user, context["parties"]
    counted = counts_by_side(user, agreement, parties, timezone.localdate())
    sides = sides_of(parties, counted.of_sides, person_of(user).provinces())
    summary = dashboard.Counted("", counted.together, {"agreement": agreement.pk})
    numbers = [number for number in summary.numbers if number.count]
    shown = {"numbers": numbers, "total": summary.total, "total_label": _("All assigned")}
    return shown | {"sides": sides, "agreement": agreement}


@register.inclusion_tag("tasks/panels/collapse_mark.html", takes_context=True)
def collapse_mark(
    context: dict[str, Any], agreement: Agreement, parties: Any, decided: bool
) -> dict[str, Any]:
    """To the secretariat of a party, while provinces of a signed agreement have become one, and when what
    becomes of it was decided. No query.
    """
    is_signed = agreement.stage == Agreement.Stage.SIGNED
    waits = decided or (is_signed and collapsed.fewer_since(agreement, parties))
    keeps = (
        set(person_of(context["request"].user).provinces(Role.SECRETARIAT))
        & collapsed.sides_of(parties).keys()
    )
    return {"agreement": agreement if waits and keeps else None, "decided": decided}


register.filter("next_step", next_step)
