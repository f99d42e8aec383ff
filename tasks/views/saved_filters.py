"""Filters of a list under a name: save, share, rename, delete, and say that one has seen the new."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coop.shared.list_filter import ListFilter
from tasks.actions.refusal import RefusedError
from tasks.actions.saving_filters import change_filter, delete_filter, mark_seen, save_filter
from tasks.lists import LISTS, FilteredList, list_of
from tasks.models import SavedFilter
from tasks.permissions.seeing import get_filter_or_404, get_own_filter_or_404, visible_filters
from tasks.saved_filter_form import SavedFilterForm
from tasks.saved_filters import ids_of, kept_query, same_rows


def save(request: HttpRequest, of_list: SavedFilter.List) -> HttpResponse:
    """The filters in force stand in the address, as they do on the list."""
    of = LISTS[of_list]
    chosen = of.choose(request.user, request.GET)
    query = kept_query(of, chosen)
    form = SavedFilterForm(request.POST or None, user=request.user)
    if query and form.is_valid():
        try:
            saved = save_filter(by=request.user, of_list=of_list, query=query, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            mark_seen(by=request.user, saved=[saved], ids=ids_of(chosen.qs))
            return _back_to(request, saved)
    return _page(request, form, _("Save the filter"), of=of, filter=chosen, query=query)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Renamed or shared by who saved it; for everybody else 404."""
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
            return _back_to(request, saved)
    shown = {"filter": _chosen(request, saved), "query": saved.query, "saved": saved}
    return _page(request, form, _("Change the saved filter"), of=list_of(saved), **shown)


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST does it."""
    saved = get_own_filter_or_404(request.user, pk)
    of = list_of(saved)
    request.belongs_to = of.address()  # type: ignore[attr-defined]
    if request.method != "POST":
        shown = {"saved": saved, "of": of, "address": of.address(saved.query)}
        return render(request, "tasks/saved_filter_delete.html", shown)
    try:
        delete_filter(by=request.user, saved=saved)
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The filter “%(name)s” is deleted.") % {"name": saved})
    return redirect(of.address())


def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on only what comes later is new, also under another name that has the rows in another order.
    Said by a button: a page that is only opened writes nothing, and what somebody has merely passed by should
    stay new.
    """
    saved = get_filter_or_404(request.user, pk)
    if request.method == "POST":
        same = visible_filters(request.user).filter(same_rows(saved.query), of_list=saved.of_list)
        mark_seen(by=request.user, saved=same, ids=ids_of(_chosen(request, saved).qs))
    return redirect(list_of(saved).address(saved.query))


def moved(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """The address of a filter from before other lists had theirs (docs/decisions/0009), for ever; what a page
    that stood open sends goes along.
    """
    get_or_404 = get_filter_or_404 if to == "filter-seen" else get_own_filter_or_404
    return redirect(to, get_or_404(request.user, pk).pk, permanent=True, preserve_request=True)


def _chosen(request: HttpRequest, saved: SavedFilter) -> ListFilter:
    return list_of(saved).choose(request.user, QueryDict(saved.query))


def _back_to(request: HttpRequest, saved: SavedFilter) -> HttpResponse:
    """To the list, which the filter is in force on."""
    messages.success(request, _("The filter “%(name)s” is saved.") % {"name": saved})
    return redirect(list_of(saved).address(saved.query))


def _page(
    request: HttpRequest, form: SavedFilterForm, title: str, *, of: FilteredList, **more: Any
) -> HttpResponse:
    request.belongs_to = of.address()  # type: ignore[attr-defined]
    shown = {"form": form, "title": title, "of": of, "address": of.address(more["query"])}
    return render(request, "tasks/saved_filter_form.html", shown | more)
