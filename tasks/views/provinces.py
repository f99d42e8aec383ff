from functools import partial

from django.http import FileResponse, HttpRequest, HttpResponse

from agreements.filters import PROVINCE_ORDERS
from coop.shared.downloads import xlsx_download
from coop.shared.listing import Listing, list_page, listing
from tasks.provinces import chosen_provinces, province_file, with_load


def province_list(request: HttpRequest) -> HttpResponse:
    read = partial(with_load, request.user)
    return list_page(request, "tasks/province_list.html", _listed(request), read=read)


def province_list_file(request: HttpRequest) -> FileResponse:
    return xlsx_download(province_file(with_load(request.user, _listed(request).rows)), "dia-phuong.xlsx")


def _listed(request: HttpRequest) -> Listing:
    return listing(request, chosen_provinces(request.user, request.GET), PROVINCE_ORDERS)
