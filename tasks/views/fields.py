"""'Theo lĩnh vực': agreements with different headings beside each other."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.permissions import visible_agreements
from tasks.field_form import FieldTableForm
from tasks.field_table import compared_years, field_table

COLUMNS = 5


def field_comparison(request: HttpRequest) -> HttpResponse:
    """Agreements beside each other, `COLUMNS` to a page; a year or partner that does not fit is left out."""
    today = timezone.localdate()
    form = FieldTableForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    agreements = visible_agreements(request.user).newest_first()
    if asked.get("partner"):
        agreements = agreements.with_partner(asked["partner"])
    page = Paginator(agreements.prefetch_related("headings__fields"), COLUMNS).get_page(
        request.GET.get("page")
    )
    year = asked.get("year") or today.year
    context = {
        "form": form,
        "years": compared_years(year),
        "page": page,
        "rows": field_table(request.user, list(page.object_list), year, today),
    }
    return render(request, "tasks/field_table.html", context)
