"""Before and around signing: steps with a day, and their small tasks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement, Province, Step, StepTask, Unit
from coop.shared.dates import short_date
from coop.shared.events import record
from coop.shared.refusal import RefusedError, require
from coop.shared.saving import delete_as, save_as


@transaction.atomic
def add_step(
    *, by: Any, agreement: Agreement, province: Province, kind: str, planned_on: dt.date, note: str = ""
) -> Step:
    """Raises RefusedError where the side has planned this step for the day already."""
    _lock_days(agreement.pk)
    same = Step.objects.filter(agreement=agreement, province=province, kind=kind, planned_on=planned_on)
    require(not same.exists(), _("This step is planned for that day already."))
    step = Step(agreement=agreement, province=province, kind=kind, planned_on=planned_on, note=note)
    save_as(step, by)
    record(by=by, verb="add_step", target=step, after={"planned_on": planned_on, "note": note})
    return step


@transaction.atomic
def add_step_task(*, by: Any, step: Step, content: str, unit: Unit, due_on: dt.date) -> StepTask:
    """Raises RefusedError where the step is done."""
    current = _locked(step)
    require(current.done_on is None, _("This step is done: nothing is added to it."))
    task = StepTask(step=step, content=content, unit=unit, due_on=due_on)
    save_as(task, by)
    told = {"text": content, "unit": unit.name, "due_on": due_on}
    record(by=by, verb="add_step_task", target=step, after=told)
    return task


@transaction.atomic
def finish_step_task(*, by: Any, task: StepTask, on: dt.date) -> None:
    """Raises RefusedError where somebody has said so before."""
    current = _locked_task(task)
    require(current.done_on is None, _("This was said to be done already."))
    current.done_on, current.done_by = on, by
    save_as(current, by)
    record(
        by=by, verb="finish_step_task", target=current.step, after={"text": current.content, "done_on": on}
    )


@transaction.atomic
def finish_step(*, by: Any, step: Step, on: dt.date) -> None:
    """Raises RefusedError while a small task of it is open, or when it is done already."""
    current = _locked(step)
    require(current.done_on is None, _("This was said to be done already."))
    _require_no_open_task(current)
    current.done_on = on
    save_as(current, by)
    record(by=by, verb="finish_step", target=current, after={"done_on": on})


@transaction.atomic
def change_step(*, by: Any, step: Step, **values: Any) -> None:
    """`values`: kind, planned_on, note, done_on (empty: not done after all). Raises RefusedError where the
    day is taken, lies ahead, or small tasks are open.
    """
    _lock_days(step.agreement_id)
    current = _locked(step)
    before = step_in_words(current)
    for name, value in values.items():
        setattr(current, name, value)
    same = {"agreement": current.agreement_id, "province": current.province_id, "kind": current.kind}
    taken = Step.objects.filter(planned_on=current.planned_on, **same).exclude(pk=current.pk)
    require(not taken.exists(), _("This step is planned for that day already."))
    _require_past(current.done_on)
    if current.done_on:
        _require_no_open_task(current)
    save_as(current, by)
    after = {"step": step_in_words(current)}
    record(by=by, verb="change_step", target=current, before={"step": before}, after=after)


@transaction.atomic
def change_step_task(*, by: Any, task: StepTask, **values: Any) -> None:
    """`values`: content, unit, due_on, done_on (empty: not done after all). Raises RefusedError where the day
    lies ahead, or an open task would stand in a step that is done.
    """
    current = _locked_task(task)
    before = task_in_words(current)
    for name, value in values.items():
        setattr(current, name, value)
    _require_past(current.done_on)
    require(bool(current.done_on or not current.step.done_on), _("The step of this small task is done."))
    current.done_by = (current.done_by or by) if current.done_on else None
    save_as(current, by)
    after = {"step_task": task_in_words(current)}
    record(by=by, verb="change_step_task", target=current.step, before={"step_task": before}, after=after)


@transaction.atomic
def remove_step(*, by: Any, step: Step) -> None:
    """With its small tasks; what they were stays in the history and in the Event. Raises RefusedError where
    it was removed before.
    """
    current = _locked(step)
    tasks = list(current.tasks.select_related("unit"))
    said = "; ".join([step_in_words(current), *map(task_in_words, tasks)])
    record(by=by, verb="remove_step", target=current, before={"step": said}, after={"step": ""})
    for row in (*tasks, current):
        delete_as(row, by)


@transaction.atomic
def remove_step_task(*, by: Any, task: StepTask) -> None:
    """Raises RefusedError where it was removed before."""
    current = _locked_task(task)
    before = {"step_task": task_in_words(current)}
    record(by=by, verb="remove_step_task", target=current.step, before=before, after={"step_task": ""})
    delete_as(current, by)


def _lock_days(agreement: int) -> None:
    """Whoever gives another step of the agreement (its id) a day waits: one that is taken is seen."""
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement)


def _locked(step: Step) -> Step:
    """As it is now; whoever acts on it or on its small tasks waits."""
    current = Step.objects.select_for_update().filter(pk=step.pk).first()
    if current is None:
        raise RefusedError(_("Somebody has removed this meanwhile."))
    return current


def _locked_task(task: StepTask) -> StepTask:
    current = _locked(task.step).tasks.select_related("step", "unit").filter(pk=task.pk).first()
    if current is None:
        raise RefusedError(_("Somebody has removed this meanwhile."))
    return current


def step_in_words(step: Step) -> str:
    """'lấy ý kiến 01/12/2026, xong 30/11/2026, Lấy ý kiến các sở'."""
    return ", ".join(filter(None, [str(step), _done(step), step.note]))


def task_in_words(task: StepTask) -> str:
    """'Góp ý dự thảo, Sở Y tế, 28/11/2026'."""
    return ", ".join(filter(None, [task.content, task.unit.name, short_date(task.due_on), _done(task)]))


def _done(thing: Step | StepTask) -> str:
    return _("done on %(day)s") % {"day": short_date(thing.done_on)} if thing.done_on else ""


def _require_past(day: dt.date | None) -> None:
    require(day is None or day <= timezone.localdate(), _("What is done was done by today."))


def _require_no_open_task(step: Step) -> None:
    is_open = step.tasks.filter(done_on__isnull=True).exists()
    require(not is_open, _("Small tasks of this step are still open."))
