"""Filters of the task list under a name: save, share, rename, delete, and say that one has seen the new."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.actions.refusal import RefusedError
from tasks.actions.saving_filters import change_filter, delete_filter, mark_seen, save_filter
from tasks.exports import chosen_tasks
from tasks.models import SavedFilter
from tasks.permissions.seeing import get_filter_or_404, get_own_filter_or_404
from tasks.saved_filter_form import SavedFilterForm
from tasks.saved_filters import ids_of, kept_query


def save(request: HttpRequest) -> HttpResponse:
    """The filters in force stand in the address, as they do on the list."""
    chosen = chosen_tasks(request.user, request.GET, timezone.localdate(), request)
    query = kept_query(chosen, request.GET)
    form = SavedFilterForm(request.POST or None, user=request.user)
    if query and form.is_valid():
        try:
            saved = save_filter(by=request.user, query=query, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            mark_seen(by=request.user, saved=saved, ids=ids_of(chosen.qs))
            messages.success(request, _("The filter “%(name)s” is saved.") % {"name": saved})
            return redirect(_address(saved))
    return _page(request, form, _("Save the filter"), filter=chosen, query=query)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    saved = get_own_filter_or_404(request.user, pk)
    unit = saved.unit.current_heir_id if saved.unit else None
    form = SavedFilterForm(
        request.POST or None, user=request.user, initial={"name": saved.name, "unit": unit}
    )
    if form.is_valid():
        try:
            change_filter(by=request.user, saved=saved, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The filter “%(name)s” is saved.") % {"name": saved})
            return redirect(_address(saved))
    chosen = chosen_tasks(request.user, QueryDict(saved.query), timezone.localdate(), request)
    return _page(request, form, _("Change the saved filter"), filter=chosen, query=saved.query, saved=saved)


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST does it."""
    saved = get_own_filter_or_404(request.user, pk)
    if request.method != "POST":
        return render(request, "tasks/saved_filter_delete.html", {"saved": saved, "address": _address(saved)})
    delete_filter(by=request.user, saved=saved)
    messages.success(request, _("The filter “%(name)s” is deleted.") % {"name": saved})
    return redirect("task-list")


def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on only what comes later is new. Said by a button: a page that is only opened writes nothing,
    and what somebody has merely passed by should stay new.
    """
    saved = get_filter_or_404(request.user, pk)
    if request.method == "POST":
        chosen = chosen_tasks(request.user, QueryDict(saved.query), timezone.localdate(), request)
        mark_seen(by=request.user, saved=saved, ids=ids_of(chosen.qs))
    return redirect(_address(saved))


def _page(request: HttpRequest, form: SavedFilterForm, title: str, **more: Any) -> HttpResponse:
    return render(request, "tasks/saved_filter_form.html", {"form": form, "title": title} | more)


def _address(saved: SavedFilter) -> str:
    return f"{reverse('task-list')}?{saved.query}"
