from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agreements.filters import UnitFilter
from agreements.permissions import units_of_today
from coop.shared.pages import page_of


def unit_list(request: HttpRequest) -> HttpResponse:
    """The units of the person's provinces as they are today, with those that they succeeded."""
    rows = units_of_today(request.user).for_choice().prefetch_related("lineage__province")
    chosen = UnitFilter(request.GET, rows, request=request)
    return render(
        request, "agreements/unit_list.html", {"filter": chosen, "page": page_of(request, chosen.qs)}
    )
