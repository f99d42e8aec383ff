"""Before and around signing: steps with a day, and their small tasks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Agreement, Province, Step, StepTask, Unit
from coop.shared.events import record
from coop.shared.refusal import require


@transaction.atomic
def add_step(
    *, by: Any, agreement: Agreement, province: Province, kind: str, planned_on: dt.date, note: str = ""
) -> Step:
    """Raises RefusedError where the side has planned this step for the day already."""
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    same = Step.objects.filter(agreement=agreement, province=province, kind=kind, planned_on=planned_on)
    require(not same.exists(), _("This step is planned for that day already."))
    step = Step.objects.create(
        agreement=agreement, province=province, kind=kind, planned_on=planned_on, note=note
    )
    record(by=by, verb="add_step", target=step, after={"planned_on": planned_on, "note": note})
    return step


@transaction.atomic
def add_step_task(*, by: Any, step: Step, content: str, unit: Unit, due_on: dt.date) -> StepTask:
    """Raises RefusedError where the step is done."""
    current = Step.objects.select_for_update().get(pk=step.pk)
    require(current.done_on is None, _("This step is done: nothing is added to it."))
    task = StepTask.objects.create(step=step, content=content, unit=unit, due_on=due_on)
    told = {"text": content, "unit": unit.name, "due_on": due_on}
    record(by=by, verb="add_step_task", target=step, after=told)
    return task


@transaction.atomic
def finish_step_task(*, by: Any, task: StepTask, on: dt.date) -> None:
    """Raises RefusedError where somebody has said so before."""
    current = StepTask.objects.select_for_update(of=("self",)).select_related("step").get(pk=task.pk)
    require(current.done_on is None, _("This was said to be done already."))
    current.done_on, current.done_by = on, by
    current.save(update_fields=["done_on", "done_by"])
    record(
        by=by, verb="finish_step_task", target=current.step, after={"text": current.content, "done_on": on}
    )


@transaction.atomic
def finish_step(*, by: Any, step: Step, on: dt.date) -> None:
    """Raises RefusedError while a small task of it is open, or when it is done already."""
    current = Step.objects.select_for_update().get(pk=step.pk)
    require(current.done_on is None, _("This was said to be done already."))
    require(
        not current.tasks.filter(done_on__isnull=True).exists(), _("Small tasks of this step are still open.")
    )
    current.done_on = on
    current.save(update_fields=["done_on"])
    record(by=by, verb="finish_step", target=current, after={"done_on": on})
