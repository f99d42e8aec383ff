"""The secretariat changes several tasks at once: chosen on the list, looked at in a preview, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agreements.models import Role
from agreements.permissions import person_of
from coop.shared.pages import chosen_ids
from tasks.actions.changing import Change, Done, counted, fingerprint
from tasks.actions.classifying import field_changes, key_changes, mark_key, set_field
from tasks.actions.reassigning import reassign, reassignments
from tasks.actions.refusal import RefusedError
from tasks.bulk_forms import FieldForm, KeyForm, ReassignForm
from tasks.forms import ReasonForm
from tasks.models import Task
from tasks.permissions.seeing import get_kept_tasks_or_404, kept_tasks


@dataclass(frozen=True)
class Bulk:
    """One way to change several tasks. What `choice` and `confirm` ask for are the keywords of the action;
    what `choice` asks for is all that the preview needs.
    """

    title: Any
    choice: type[ReassignForm | FieldForm | KeyForm]
    confirm: type[forms.Form]
    preview: Callable[..., list[Change]]
    act: Callable[..., Done]
    note: Any = ""


REASSIGN = Bulk(
    _("Reassign unit"),
    ReassignForm,
    ReasonForm,
    reassignments,
    reassign,
    _(
        "Due periods that are finished count for the new unit from then on, in lists and in the overview. "
        "Who reported them stays in the history, and a past day shows the unit that it had."
    ),
)
SET_FIELD = Bulk(_("Set the field"), FieldForm, forms.Form, field_changes, set_field)
MARK_KEY = Bulk(_("Key tasks"), KeyForm, forms.Form, key_changes, mark_key)


# Where else than on the list of tasks some can be chosen.
LISTS = {"orphans": "tasks-orphans", "doubles": "tasks-doubles"}


def change_tasks(request: HttpRequest, bulk: Bulk) -> HttpResponse:
    """GET chooses and previews, POST does it; what was refused is previewed anew."""
    if not person_of(request.user).holds(Role.SECRETARIAT):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    tasks = get_kept_tasks_or_404(request.user, chosen_ids(sent, "task"))
    choice = bulk.choice(sent if _is_chosen(sent, bulk) else None, initial=sent.dict(), tasks=tasks)
    confirm = bulk.confirm(request.POST if request.method == "POST" else None)
    if tasks and choice.is_valid() and confirm.is_valid():
        try:
            done = _do(request, bulk, tasks, choice.cleaned_data | confirm.cleaned_data)
        except RefusedError as refusal:
            left = kept_tasks(request.user, [task.pk for task in tasks])
            if len(left) < len(tasks):
                messages.error(request, str(refusal))
                return redirect(_way_back(sent, left))
            confirm.add_error(None, str(refusal))
            tasks = left
        else:
            _tell(request, bulk, done)
            return redirect(_way_back(sent, tasks))
    context = {"bulk": bulk, "tasks": tasks, "choice": choice, "confirm": confirm, "back": sent.get("back")}
    context |= {"came_from": sent.get("list")}
    context |= {"way_back": _way_back(sent, tasks)} | _previewed(bulk, tasks, choice)
    return render(request, "tasks/bulk_change.html", context)


def _previewed(bulk: Bulk, tasks: list[Task], choice: Any) -> dict[str, Any]:
    changes = bulk.preview(tasks, **choice.cleaned_data) if choice.is_valid() else []
    return {"changes": changes, "counted": counted(changes), "seen": fingerprint(changes)}


def _is_chosen(sent: QueryDict, bulk: Bulk) -> bool:
    """An address that names only a part of it comes with the form filled in so far."""
    return bulk.choice.base_fields.keys() <= sent.keys()


def _do(request: HttpRequest, bulk: Bulk, tasks: list[Task], chosen: dict[str, Any]) -> Done:
    return bulk.act(by=request.user, tasks=tasks, seen=request.POST.get("seen", ""), **chosen)


def _tell(request: HttpRequest, bulk: Bulk, done: Done) -> None:
    sentences = [
        (_now("%(count)s tasks changed"), done.changed),
        (_now("%(count)s so already"), done.same),
        (_now("%(count)s could not be changed"), done.left_out),
    ]
    told = "; ".join(sentence % {"count": count} for sentence, count in sentences if count)
    level = messages.SUCCESS if done.changed else messages.INFO
    messages.add_message(request, level, f"{bulk.title}: {told}.")


def _way_back(sent: QueryDict, tasks: list[Task]) -> str:
    """To the list with its filters; from the page of one task to that page."""
    came_from = LISTS.get(str(sent.get("list")))
    if came_from:
        return reverse(came_from)
    if "back" not in sent and len(tasks) == 1:
        return reverse("task-detail", args=[tasks[0].pk])
    filters = QueryDict(sent.get("back", "")).urlencode()
    return f"{reverse('task-list')}?{filters}" if filters else reverse("task-list")
