"""Result figures of an agreement: shown over the years, entered by units and the secretariat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.figures import change_figure, delete_figure, enter_figure
from agreements.figure_forms import FigureForm, PartFormSet, figure_said
from agreements.figure_series import series_over_years
from agreements.models import Agreement, ResultFigure
from agreements.permissions import (
    counting_units,
    get_agreement_or_404,
    get_figure_or_404,
    keepable_figures,
)
from agreements.standing import sums
from coop.shared.refusal import RefusedError


def figure_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who sees the agreement reads them; `keepable`: those (ids) that the person may change."""
    agreement = get_agreement_or_404(request.user, pk)
    figures = sums(agreement.figures.select_related("province", "field", "unit__current_heir"))
    context = {
        "agreement": agreement,
        "figures": figures,
        "series": [one for one in series_over_years(figures) if one.chart],
        "keepable": set(
            keepable_figures(request.user).filter(agreement=agreement).values_list("pk", flat=True)
        ),
        "may_enter": counting_units(request.user, agreement).exists(),
    }
    return render(request, "agreements/figure_list.html", context)


def figure_add(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for who sees the agreement and counts for no unit of it."""
    agreement = get_agreement_or_404(request.user, pk)

    def act(data: dict[str, Any]) -> object:
        return enter_figure(by=request.user, agreement=agreement, **data)

    initial = {"year": timezone.localdate().year, "scope": ResultFigure.Scope.IN_YEAR}
    return _form_page(request, agreement, act, _("Enter a figure"), initial, [])


def figure_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Parts are replaced by those of the form, in its order."""
    figure = get_figure_or_404(request.user, pk)
    names = ("label", "value", "measure", "year", "scope", "source")
    initial = {name: getattr(figure, name) for name in names}
    initial |= {"field": figure.field_id, "jointly": figure.province_id is None}

    def act(data: dict[str, Any]) -> object:
        return change_figure(by=request.user, figure=figure, **data)

    parts = [{"label": part.label, "value": part.value} for part in figure.parts.order_by("sort", "pk")]
    return _form_page(request, figure.agreement, act, _("Change the figure"), initial, parts, figure=figure)


def figure_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST does it."""
    figure = get_figure_or_404(request.user, pk)
    if request.method != "POST":
        return render(request, "agreements/figure_delete.html", {"figure": figure})
    agreement = figure.agreement_id
    try:
        delete_figure(by=request.user, figure=figure)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The figure is deleted."))
    return redirect("figure-list", agreement)


def _form_page(
    request: HttpRequest,
    agreement: Agreement,
    act: Callable[[dict[str, Any]], object],
    title: str,
    initial: dict[str, Any],
    parts: list[dict[str, Any]],
    **context: ResultFigure,
) -> HttpResponse:
    """Act when form and parts are right, then show all figures; a refusal stands above what was typed."""
    if not counting_units(request.user, agreement).exists():
        raise Http404
    form = FigureForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        agreement=agreement,
        entered=context.get("figure"),
    )
    formset = PartFormSet(request.POST or None, initial=None if request.POST else parts, prefix="parts")
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            act(figure_said(form, formset))
        except RefusedError as refusal:
            form.add_error("value", str(refusal))
        else:
            messages.success(request, _("Saved: %(title)s.") % {"title": form.cleaned_data["label"]})
            return redirect("figure-list", agreement.pk)
    shown = {"agreement": agreement, "form": form, "formset": formset, "title": title}
    return render(request, "agreements/figure_form.html", shown | context)
