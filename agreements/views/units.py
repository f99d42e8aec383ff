from django.http import FileResponse, HttpRequest, HttpResponse

from agreements.filters import UNIT_ORDERS, chosen_units
from agreements.list_files import unit_file
from agreements.models import Role
from agreements.permissions import person_of
from coop.shared.downloads import xlsx_download
from coop.shared.listing import Listing, list_page, listing


def unit_list(request: HttpRequest) -> HttpResponse:
    keeps = person_of(request.user).holds(Role.SECRETARIAT)
    return list_page(request, "agreements/unit_list.html", _listed(request), keeps=keeps)


def unit_list_file(request: HttpRequest) -> FileResponse:
    return xlsx_download(unit_file(_listed(request).rows), "don-vi.xlsx")


def _listed(request: HttpRequest) -> Listing:
    return listing(request, chosen_units(request.user, request.GET), UNIT_ORDERS)
