"""The lists of agreements, plans and units; that of provinces counts for itself."""

from django.http import HttpRequest, HttpResponse

from agreements.models import Role
from agreements.permissions import person_of
from coop.shared.listing import list_page
from tasks.models import SavedFilter
from tasks.row_lists import listed_rows

List = SavedFilter.List


def agreement_list(request: HttpRequest) -> HttpResponse:
    """The agreements that the person sees, staged as they stand today, with how their tasks stand."""
    return _list_page(request, "agreements/agreement_list.html", List.AGREEMENTS)


def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans that the own side issued, with how their tasks stand."""
    return _list_page(request, "agreements/plan_list.html", List.PLANS)


def unit_list(request: HttpRequest) -> HttpResponse:
    """The units of today in the own provinces, with how the tasks stand that they lead."""
    return _list_page(request, "agreements/unit_list.html", List.UNITS)


def _list_page(request: HttpRequest, template: str, of: SavedFilter.List) -> HttpResponse:
    """`keeps`: an empty list tells the secretariat what to enter."""
    listed, tasks = listed_rows(request, of)
    keeps = person_of(request.user).holds(Role.SECRETARIAT)
    return list_page(request, template, listed, keeps=keeps, tasks=tasks)
