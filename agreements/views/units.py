from django.http import HttpRequest, HttpResponse

from agreements.filters import UNIT_ORDERS, chosen_units
from agreements.models import Role
from agreements.permissions import person_of
from coop.shared.listing import list_page, listing


def unit_list(request: HttpRequest) -> HttpResponse:
    keeps = person_of(request.user).holds(Role.SECRETARIAT)
    listed = listing(request, chosen_units(request.user, request.GET), UNIT_ORDERS)
    return list_page(request, "agreements/unit_list.html", listed, keeps=keeps)
