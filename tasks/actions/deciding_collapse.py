"""The secretariat of a side decides what becomes of an agreement whose provinces have become fewer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.collapsed import Collapse, collapse_of
from agreements.models import Agreement, CollapseDecision, Party, Role
from agreements.permissions import keepable_plans, person_of
from coop.shared.events import record
from coop.shared.saving import save_as
from tasks.actions.refusal import RefusedError, require
from tasks.actions.stopping import cancel_all
from tasks.models import Task

Kind, OpenTasks = CollapseDecision.Kind, CollapseDecision.OpenTasks


@transaction.atomic
def decide_collapse(
    *, by: Any, agreement: Agreement, kind: str, open_tasks: str, reason: str
) -> CollapseDecision:
    """One decision for each number of sides that is left. What the other side handed out stays its own.

    Raises RefusedError.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    found = _waiting_collapse(by, agreement)
    _require_fit(found, kind, open_tasks, reason)
    decision = CollapseDecision.objects.create(
        agreement=agreement,
        sides=len(found.now),
        kind=kind,
        open_tasks=open_tasks,
        reason=reason.strip(),
        renewal=_drafted_again(by, found) if kind == Kind.SIGN_AGAIN else None,
        decided_by=by,
    )
    if kind in (Kind.CONCLUDE, Kind.INTERNAL):
        _conclude(by, found.agreement)
    own = Task.objects.filter(plan__agreement=agreement, plan__in=keepable_plans(by)).unfinished()
    stopped = cancel_all(by=by, tasks=own, reason=reason) if open_tasks == OpenTasks.STOP else 0
    told = {"note": str(decision.get_kind_display()), "reason": reason, "stopped": stopped}
    record(by=by, verb="decide_collapse", target=agreement, after=told)
    return decision


def _waiting_collapse(by: Any, agreement: Agreement) -> Collapse:
    found = collapse_of(agreement)
    if found is None:
        raise RefusedError(_("The parties of this agreement are as many as on the day of signing."))
    own = set(person_of(by).provinces(Role.SECRETARIAT))
    decides = bool(own & {province.pk for province in found.now})
    require(decides, _("Only the secretariat of a party decides on an agreement."))
    require(found.decision is None, _("This has been decided already."))
    return found


def _require_fit(found: Collapse, kind: str, open_tasks: str, reason: str) -> None:
    require(kind in found.kinds, _("This cannot be decided for these parties."))
    stops = open_tasks == OpenTasks.STOP
    require(kind == Kind.CONCLUDE or not stops, _("Tasks are cancelled only with a concluded agreement."))
    require(bool(reason.strip()), _("Give the reason."))


def _conclude(by: Any, agreement: Agreement) -> None:
    """It was in force until today, unless it had run out before; no paper ends before it begins."""
    today = timezone.localdate()
    last_day = min(agreement.ends_on or today, today)
    agreement.stage = Agreement.Stage.CONCLUDED
    agreement.ends_on = max(last_day, agreement.starts_on or last_day)
    save_as(agreement, by)


def _drafted_again(by: Any, found: Collapse) -> Agreement:
    """A draft between the provinces of today, which renews the agreement."""
    old = found.agreement
    draft = Agreement(title=old.title, kind=old.kind, stage=Agreement.Stage.DRAFTING, renews=old)
    save_as(draft, by)
    draft.fields.set(old.fields.all())
    for sort, province in enumerate(found.now, 1):
        Party.objects.create(agreement=draft, province=province, sort=sort)
    return draft
