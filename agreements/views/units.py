from django.http import FileResponse, HttpRequest, HttpResponse

from agreements.filters import UNIT_ORDERS, UnitFilter
from agreements.list_files import unit_file
from agreements.models import Role
from agreements.permissions import person_of, units_of_today
from coop.shared.downloads import xlsx_download
from coop.shared.listing import Listing, list_page, listing


def unit_list(request: HttpRequest) -> HttpResponse:
    """The units of the person's provinces as they are today, with those that they succeeded."""
    keeps = person_of(request.user).holds(Role.SECRETARIAT)
    return list_page(request, "agreements/unit_list.html", _listed(request), keeps=keeps)


def unit_list_file(request: HttpRequest) -> FileResponse:
    return xlsx_download(unit_file(_listed(request).rows), "don-vi.xlsx")


def _listed(request: HttpRequest) -> Listing:
    own = units_of_today(request.user)
    rows = own.select_related("province").prefetch_related("lineage__province")
    return listing(request, UnitFilter, rows, UNIT_ORDERS)
