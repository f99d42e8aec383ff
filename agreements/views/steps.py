"""Drafting, consulting, conference, signing, review: the own side's steps and their small tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.steps import (
    add_step,
    add_step_task,
    change_step,
    change_step_task,
    finish_step,
    finish_step_task,
    remove_step,
    remove_step_task,
    step_in_words,
    task_in_words,
)
from agreements.models import Agreement, Step, StepTask
from agreements.permissions import (
    finishable_step_tasks,
    get_agreement_or_404,
    get_kept_step_task_or_404,
    get_step_or_404,
    get_step_task_or_404,
    own_agreements,
    own_side,
    units_of_side,
    visible_steps,
)
from agreements.step_forms import StepChangeForm, StepForm, StepTaskChangeForm, StepTaskForm
from coop.shared.refusal import RefusedError


def agreement_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the own side; a POST plans a step and is 404 for who does not keep the agreement."""
    agreement = get_agreement_or_404(request.user, pk)
    keeps = own_agreements(request.user).filter(pk=pk).exists()
    if request.method == "POST" and not keeps:
        raise Http404
    form = StepForm(request.POST or None)
    if form.is_valid():
        try:
            side = own_side(request.user, agreement)
            add_step(by=request.user, agreement=agreement, province=side, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("planned_on", str(refusal))
        else:
            return redirect("agreement-steps", pk)
    context = {
        "agreement": agreement,
        "steps": _steps(request.user, agreement),
        "finishable": set(
            finishable_step_tasks(request.user).filter(step__agreement=pk).values_list("pk", flat=True)
        ),
        "form": form if keeps else None,
        "today": timezone.localdate(),
    }
    return render(request, "agreements/steps.html", context)


def step_task_add(request: HttpRequest, pk: int) -> HttpResponse:
    """For a unit of the side that plans the step."""
    step = get_step_or_404(request.user, pk)
    units = units_of_side(request.user, step.province).order_by("sort", "sort_name")
    form = StepTaskForm(request.POST or None, units=units, initial={"due_on": step.planned_on})
    return _changed(request, step, form, add_step_task, step=step) or _form_page(
        request, step, form, _("Add a small task")
    )


def step_change(request: HttpRequest, pk: int) -> HttpResponse:
    """What it was stays in the history."""
    step = get_step_or_404(request.user, pk)
    names = ("kind", "planned_on", "note", "done_on")
    form = StepChangeForm(request.POST or None, initial={name: getattr(step, name) for name in names})
    return _changed(request, step, form, change_step, step=step) or _form_page(
        request, step, form, _("Change the step"), remove="step-remove", thing=step
    )


def step_task_change(request: HttpRequest, pk: int) -> HttpResponse:
    """By the secretariat; the unit itself says only that it is done."""
    task = get_kept_step_task_or_404(request.user, pk)
    units = units_of_side(request.user, task.step.province).order_by("sort", "sort_name")
    initial = {name: getattr(task, name) for name in ("content", "due_on", "done_on")}
    initial["unit"] = task.unit.current_heir_id
    form = StepTaskChangeForm(request.POST or None, units=units, initial=initial)
    return _changed(request, task.step, form, change_step_task, task=task) or _form_page(
        request, task.step, form, _("Change the small task"), remove="step-task-remove", thing=task
    )


def step_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """By POST, with its small tasks; asked before."""
    step = get_step_or_404(request.user, pk)
    return _removed(request, step, remove_step, step_in_words(step), step=step)


def step_task_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """By POST; asked before."""
    task = get_kept_step_task_or_404(request.user, pk)
    return _removed(request, task.step, remove_step_task, task_in_words(task), task=task)


def step_task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """By the unit that has it, or the secretariat."""
    task = get_step_task_or_404(request.user, pk)
    return _said_done(request, task.step, finish_step_task, task=task)


def step_done(request: HttpRequest, pk: int) -> HttpResponse:
    """By POST, on the day that it is."""
    step = get_step_or_404(request.user, pk)
    return _said_done(request, step, finish_step, step=step)


def _said_done(
    request: HttpRequest, of: Step, act: Callable[..., None], **thing: Step | StepTask
) -> HttpResponse:
    """By a button; what is only opened writes nothing."""
    if request.method == "POST":
        try:
            act(by=request.user, on=timezone.localdate(), **thing)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done."))
    return redirect("agreement-steps", of.agreement_id)


def _changed(
    request: HttpRequest, of: Step, form: Any, act: Callable[..., object], **thing: Step | StepTask
) -> HttpResponse | None:
    """Back to all steps when the act was done; a refusal stands in the form."""
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.user, **thing, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("agreement-steps", of.agreement_id)
    return None


def _removed(
    request: HttpRequest, of: Step, act: Callable[..., None], said: str, **thing: Step | StepTask
) -> HttpResponse:
    """GET asks, POST does it."""
    if request.method != "POST":
        return render(request, "agreements/step_remove.html", {"step": of, "said": said})
    try:
        act(by=request.user, **thing)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed: %(title)s.") % {"title": said})
    return redirect("agreement-steps", of.agreement_id)


def _form_page(request: HttpRequest, step: Step, form: Any, title: str, **context: Any) -> HttpResponse:
    shown = {"step": step, "form": form, "title": title} | context
    return render(request, "agreements/step_form.html", shown)


def _steps(user: Any, agreement: Agreement) -> list[Step]:
    steps = visible_steps(user).filter(agreement=agreement)
    return list(steps.prefetch_related("tasks__unit__current_heir", "tasks__done_by"))
