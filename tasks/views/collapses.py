"""Agreements whose provinces have become fewer: found, shown, decided."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agreements.collapsed import collapse_of, collapses
from agreements.models import Role
from agreements.permissions import keepable_plans, own_agreements, person_of
from tasks.actions.deciding_collapse import decide_collapse
from tasks.actions.refusal import RefusedError
from tasks.reorganisation_forms import CollapseForm
from tasks.states import OPEN_STATUSES


def collapse_list(request: HttpRequest) -> HttpResponse:
    """What waits for a decision first, then what was decided."""
    if not person_of(request.user).holds(Role.SECRETARIAT):
        raise Http404
    found = collapses(own_agreements(request.user))
    ordered = sorted(found, key=lambda collapse: collapse.decision is not None)
    return render(request, "tasks/collapse_list.html", {"collapses": ordered})


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """An agreement whose provinces became fewer (domain.md §2), decided once; 404 for any other."""
    agreement = own_agreements(request.user).filter(pk=pk).first()
    collapse = collapse_of(agreement) if agreement else None
    if agreement is None or collapse is None:
        raise Http404
    if request.method == "POST" and collapse.decision:
        messages.error(request, _("This has been decided already."))
        return redirect("collapse-decide", pk)
    form = CollapseForm(request.POST or None, kinds=collapse.kinds)
    if request.method == "POST" and form.is_valid():
        try:
            decide_collapse(by=request.user, agreement=agreement, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is kept."))
            return redirect("collapse-decide", pk)
    plans = keepable_plans(request.user).filter(agreement=agreement)
    is_open = Q(tasks__occurrences__status__in=OPEN_STATUSES)
    plans = plans.annotate(open_count=Count("tasks__occurrences", filter=is_open)).order_by("issued_on", "pk")
    context = {"agreement": agreement, "collapse": collapse, "form": form, "plans": plans}
    return render(request, "tasks/collapse_decide.html", context)
