"""Forms of the daily work. Who may open a form is asked here; when it may act is asked by the action
itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agreements.models import Plan
from coop.shared.dates import short_date
from tasks.actions.dating import set_due_day
from tasks.actions.extending import ask_extension, beyond_end, decide_extension
from tasks.actions.refusal import RefusedError, StaleError
from tasks.actions.reporting import contribute, report_progress
from tasks.actions.stopping import stop_or_resume
from tasks.actions.verifying import accept, send_back
from tasks.forms import (
    DecideExtensionForm,
    DueDayForm,
    ExtensionForm,
    NoteForm,
    ReasonForm,
    ReportForm,
    VerifyForm,
)
from tasks.models import Assignment, Extension, Occurrence, ProgressUpdate, Task
from tasks.permissions.acting import awaits_a_day, keeps, units_acting_for, verifies
from tasks.permissions.seeing import get_occurrence_or_404, visible_occurrences
from tasks.states import Move, Status

# Acts on what was typed and says in a sentence what was done.
Act = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Stop:
    """What a page says that pauses, cancels or resumes: before, and when it is done."""

    title: Any
    about: Any
    done: Any


STOPS = {
    Move.PAUSE: Stop(
        _("Pause"),
        _(
            "While it is paused, this period is neither due nor overdue and nobody reports on it. The "
            "secretariat resumes it when the reason has gone."
        ),
        _("The work is paused."),
    ),
    Move.CANCEL: Stop(
        _("Cancel task"),
        _(
            "This period is no longer carried out and counts as stopped; other periods of the task stay as "
            "they are. It can be resumed if need be."
        ),
        _("The work is stopped."),
    ),
    Move.RESUME: Stop(
        _("Resume"),
        _(
            "This period goes on, and a due day that it had stays; the lead unit asks for more time if it "
            "needs it."
        ),
        _("The work goes on."),
    ),
}


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff of a lead unit; whoever acts for several of them chooses one."""
    occurrence = get_occurrence_or_404(request.user, pk)
    units = units_acting_for(request.user, occurrence.task, Assignment.Role.LEAD)
    require_seat(bool(units))
    last = _last_report(occurrence)
    to_mend = last if last and last.sent_back else None
    form = ReportForm(
        request.POST or None, request.FILES or None, units=units, occurrence=occurrence, to_mend=to_mend
    )

    def act(data: dict[str, Any]) -> Any:
        report_progress(by=request.user, occurrence=occurrence, **data)
        if data["complete"]:
            return _("Completion is reported; the focal unit confirms it or sends it back.")
        return _("The progress is reported.")

    shown = {"last_update": last, "reads_first": bool(to_mend)}
    return form_page(request, form, act, _("Report progress"), occurrence.task, occurrence, **shown)


def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff of a partner unit: a note and evidence, never the status (domain.md §3)."""
    occurrence = get_occurrence_or_404(request.user, pk)
    units = units_acting_for(request.user, occurrence.task, Assignment.Role.PARTNER)
    require_seat(bool(units))
    form = NoteForm(request.POST or None, request.FILES or None, units=units, occurrence=occurrence)

    def act(data: dict[str, Any]) -> Any:
        data.pop("version")
        contribute(by=request.user, occurrence=occurrence, **data)
        return _("The note is sent.")

    about = _(
        "The lead unit and the focal unit read it; the status of the task stays as it is. One of the boxes "
        "or a file is enough."
    )
    return form_page(request, form, act, _("Add a note"), occurrence.task, occurrence, about=about)


def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever made the report is refused by the act, with a sentence."""
    occurrence = get_occurrence_or_404(request.user, pk)
    require_seat(verifies(request.user, occurrence.task))
    form = VerifyForm(request.POST or None, initial={"version": occurrence.version})

    def act(data: dict[str, Any]) -> Any:
        common = {"by": request.user, "occurrence": occurrence, "version": data["version"]}
        if data["decision"] == "accept":
            accept(**common, note=data["reason"])
            return _("The report is confirmed: the work is completed.")
        send_back(**common, reason=data["reason"])
        return _("The report is sent back to the unit, with the reason.")

    waits = occurrence.status == Status.REPORTED
    over = "" if waits else _("This report does not wait for confirmation any more.")
    shown = {"over": over, "reads_first": True}
    return form_page(request, form, act, _("Confirm or send back"), occurrence.task, occurrence, **shown)


def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """A wish of the lead unit; the old day stays until somebody grants it."""
    occurrence = get_occurrence_or_404(request.user, pk)
    units = units_acting_for(request.user, occurrence.task, Assignment.Role.LEAD)
    require_seat(bool(units))
    form = ExtensionForm(request.POST or None, units=units)

    def act(data: dict[str, Any]) -> Any:
        wish = ask_extension(by=request.user, occurrence=occurrence, **data)
        sent = _("The wish for more time is sent; the focal unit decides.")
        return f"{sent} {beyond_end(occurrence, wish.new_due_on)}".strip()

    about = _end_of(occurrence.task.plan)
    return form_page(request, form, act, _("Ask for more time"), occurrence.task, occurrence, about=about)


def _end_of(plan: Plan) -> str:
    """Said to who is about to ask for more time; `beyond_end` says it of the day that was asked for."""
    end = plan.agreement.ends_on
    if end and end < plan.ends_on:
        told = _("The agreement ends on %(day)s; the focal unit is told of a wish beyond that day.")
    else:
        told, end = (
            _("The plan ends on %(day)s; the focal unit is told of a wish beyond that day."),
            plan.ends_on,
        )
    return told % {"day": short_date(end)}


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk`: of the wish; 404 where its task is not seen."""
    extension = (
        Extension.objects.filter(pk=pk, occurrence__in=visible_occurrences(request.user))
        .select_related("occurrence__task__plan__agreement")
        .first()
    )
    if extension is None:
        raise Http404
    occurrence = get_occurrence_or_404(request.user, extension.occurrence_id)
    require_seat(verifies(request.user, occurrence.task))
    form = DecideExtensionForm(request.POST or None, beyond_end=beyond_end(occurrence, extension.new_due_on))

    def act(data: dict[str, Any]) -> Any:
        grant = data.pop("decision") == "grant"
        decide_extension(by=request.user, extension=extension, grant=grant, **data)
        return _("More time is granted.") if grant else _("More time is refused.")

    over = _("This wish has been decided already.") if extension.decision else ""
    earlier = occurrence.extensions.exclude(decision="").exclude(pk=extension.pk)
    shown = {"extension": extension, "earlier": earlier, "over": over, "reads_first": True}
    return form_page(request, form, act, _("Decide on more time"), occurrence.task, occurrence, **shown)


def set_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretariat, where the paper says no day."""
    occurrence = get_occurrence_or_404(request.user, pk)
    require_seat(keeps(request.user, occurrence.task))
    first = {"due_on": occurrence.due_on, "version": occurrence.version}
    form = DueDayForm(request.POST or None, initial=first)

    def act(data: dict[str, Any]) -> Any:
        set_due_day(by=request.user, occurrence=occurrence, **data)
        return _("The due day is set.")

    over = "" if awaits_a_day(occurrence) else _("The due day of this period is not to be set any more.")
    return form_page(request, form, act, _("Set the due day"), occurrence.task, occurrence, over=over)


def stop(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Pause, cancel and resume are one page with another verb."""
    occurrence = get_occurrence_or_404(request.user, pk)
    require_seat(keeps(request.user, occurrence.task))
    form, said = ReasonForm(request.POST or None), STOPS[Move(move)]

    def act(data: dict[str, Any]) -> Any:
        stop_or_resume(by=request.user, occurrence=occurrence, move=Move(move), reason=data["reason"])
        return said.done

    return form_page(request, form, act, said.title, occurrence.task, occurrence, about=said.about)


def require_seat(held: bool) -> None:
    """A form that is not for this person does not exist for the person."""
    if not held:
        raise Http404


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Act,
    title: Any,
    task: Task,
    occurrence: Occurrence | None = None,
    *,
    over: Any = "",
    **context: Any,
) -> HttpResponse:
    """Act when the form is right, then go to the task; a refusal is shown above what was typed.

    `over`: why nobody is asked for this any more; told in place of the form to who only opens it.
    `reads_first`: what is decided on or answered stands before the form.
    """
    if request.method == "POST" and form.is_valid():
        try:
            done = act(dict(form.cleaned_data))
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, StaleError) and occurrence is not None:
                _renew_version(form, occurrence)
        else:
            was_asked = occurrence is not None or "directive" in context
            messages.success(request, _with_way_back(done) if was_asked else done, extra_tags=request.path)
            return redirect("task-detail", task.pk)
    context["over"] = over if request.method == "GET" else ""
    if "last_update" not in context:
        context["last_update"] = _last_report(occurrence)
    return render(
        request,
        "tasks/work_form.html",
        {
            "form": form,
            "title": title,
            "task": task,
            "occurrence": occurrence,
        }
        | context,
    )


def _with_way_back(done: Any) -> SafeString:
    """Who was asked to do it has other things on the list."""
    return format_html('{} <a href="{}">{}</a>', done, reverse("todo"), _("Back to my work"))


def _last_report(occurrence: Occurrence | None) -> ProgressUpdate | None:
    """What is confirmed or gone on with: of the lead unit. A partner may have added a note since."""
    if occurrence is None:
        return None
    people = ("on_behalf_of", "reported_by", "verification__decided_by")
    reports = occurrence.updates.reports().select_related(*people)
    return reports.prefetch_related("evidence").first()


def _renew_version(form: forms.Form, occurrence: Occurrence) -> None:
    """After the person was told of the other change, sending again is meant. A period that is gone by now has
    no version, and sending again tells so.
    """
    current = Occurrence.objects.filter(pk=occurrence.pk).values_list("version", flat=True)
    occurrence.version = current.first() or occurrence.version
    posted: Any = form.data
    data: Any = posted.copy()
    data["version"] = occurrence.version
    form.data = data
