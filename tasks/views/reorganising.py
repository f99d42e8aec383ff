"""Units through time, for the secretariat: what was reorganised, what is, and what that leaves open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Role, Unit, UnitSuccession
from agreements.permissions import get_reorganised_unit_or_404, person_of, reorganisable_units
from agreements.reorganising import dependents, merged_together
from coop.shared.dates import short_date
from coop.shared.pages import chosen_ids, page_of
from tasks.actions.joining_places import lead_alone
from tasks.actions.refusal import RefusedError
from tasks.actions.reorganising import reorganise_units, take_back_units
from tasks.permissions.seeing import get_kept_tasks_or_404
from tasks.reorganisation import (
    doubles,
    orphans,
    tasks_with_a_unit_twice,
    tasks_without_heir,
    touched_by,
)
from tasks.reorganisation_forms import ReorganisationForm


def reorganisation_list(request: HttpRequest) -> HttpResponse:
    """The successions of the person's units, the latest first."""
    _secretariat_or_404(request)
    own = UnitSuccession.objects.filter(predecessor__in=reorganisable_units(request.user))
    rows = own.select_related("predecessor__province", "successor").order_by("-effective_on", "predecessor")
    context = {
        "page": page_of(request, rows),
        "today": timezone.localdate(),
        "orphans": tasks_without_heir(request.user).count(),
        "doubles": tasks_with_a_unit_twice(request.user).count(),
    }
    return render(request, "tasks/reorganisation_list.html", context)


def reorganise(request: HttpRequest) -> HttpResponse:
    """GET chooses and shows what it touches, POST does it."""
    _secretariat_or_404(request)
    sent = request.POST if request.method == "POST" else request.GET
    form = ReorganisationForm(sent or None, user=request.user)
    chosen = form.cleaned_data if form.is_valid() else None
    if any(form.has_error(name, "invalid_choice") for name in ("bodies", "heirs")):
        raise Http404  # a unit behind the wall
    if chosen and request.method == "POST":
        orphans_before = tasks_without_heir(request.user).count()
        try:
            reorganise_units(by=request.user, **chosen)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _in_words(chosen))
            leaves_orphans = tasks_without_heir(request.user).count() > orphans_before
            return redirect("tasks-orphans" if leaves_orphans else "reorganisation-list")
    touched = touched_by(request.user, list(chosen["bodies"])) if chosen else []
    return render(
        request, "tasks/reorganisation_form.html", {"form": form, "touched": touched, "chosen": chosen}
    )


def _in_words(entered: dict[str, Any]) -> str:
    """Which units became which, from which day."""
    bodies = ", ".join(map(str, entered["bodies"]))
    heirs = ", ".join(map(str, [*entered["heirs"], *entered["new_names"]]))
    change = f"{bodies} → {heirs}" if heirs else _("%(units)s abolished") % {"units": bodies}
    day = short_date(entered["effective_on"])
    return _("Entered: from %(day)s, %(change)s.") % {"day": day, "change": change}


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what depends on it, POST takes it back where nothing does; with 'ca=1' of all units that were
    merged with this one.
    """
    unit = get_reorganised_unit_or_404(request.user, pk)
    merged = merged_together(unit)
    units = merged if request.GET.get("ca") else [unit]
    context: dict[str, Any] = {"unit": unit, "units": units, "merged": merged} | _what_goes(units)
    if request.method == "POST" and not context["relied_on"]:
        try:
            take_back_units(by=request.user, units=units)
        except RefusedError as refusal:
            context["relied_on"] = [str(refusal)]
        else:
            names = ", ".join(map(str, units))
            messages.success(request, _("Taken back: %(name)s lives on.") % {"name": names})
            return redirect("reorganisation-list")
    return render(request, "tasks/reorganisation_take_back.html", context)


def _what_goes(units: list[Unit]) -> dict[str, Any]:
    """The successions that are taken back together, and what depends on them."""
    found = UnitSuccession.objects.filter(predecessor__in=units).select_related("predecessor", "successor")
    steps = list(found.order_by("predecessor", "pk"))
    leaving = {step.pk for step in steps}
    relied_on = dict.fromkeys(words for step in steps for words in dependents(step, leaving))
    return {"steps": steps, "relied_on": list(relied_on)}


def tasks_to_give(request: HttpRequest) -> HttpResponse:
    """'Cần phân công lại': open tasks whose lead ended without one heir."""
    _secretariat_or_404(request)
    page = page_of(request, tasks_without_heir(request.user).for_change())
    context = {"page": page, "orphans": orphans(page.object_list)}
    return render(request, "tasks/orphan_list.html", context)


def tasks_held_twice(request: HttpRequest) -> HttpResponse:
    """Open tasks whose lead and partner are one unit today; POST lets the unit lead the chosen ones alone."""
    _secretariat_or_404(request)
    if request.method == "POST":
        _let_lead_alone(request, chosen_ids(request.POST, "task"))
        return redirect("tasks-doubles")
    page = page_of(request, tasks_with_a_unit_twice(request.user).for_change())
    return render(request, "tasks/double_list.html", {"page": page, "doubles": doubles(page.object_list)})


def _let_lead_alone(request: HttpRequest, chosen: list[int]) -> None:
    """And say what came of it."""
    if not chosen:
        messages.error(request, _("No task was chosen: tick at least one."))
        return
    try:
        count = lead_alone(by=request.user, tasks=get_kept_tasks_or_404(request.user, chosen))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return
    level = messages.SUCCESS if count else messages.INFO
    messages.add_message(request, level, _("%(count)s tasks changed") % {"count": count})


def _secretariat_or_404(request: HttpRequest) -> None:
    if not person_of(request.user).holds(Role.SECRETARIAT):
        raise Http404
