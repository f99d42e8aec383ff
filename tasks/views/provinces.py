from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.filters import PROVINCE_ORDERS, ProvinceFilter
from coop.shared.downloads import xlsx_download
from coop.shared.listing import Listing, listing
from coop.shared.pages import page_of
from tasks.provinces import province_file, provinces_today, with_load


def province_list(request: HttpRequest) -> HttpResponse:
    listed = _listed(request)
    page = page_of(request, listed.rows)
    context = {
        "filter": listed.filter,
        "order": listed.order,
        "page": page,
        "rows": with_load(request.user, page),
    }
    return render(request, "tasks/province_list.html", context)


def province_list_file(request: HttpRequest) -> FileResponse:
    return xlsx_download(province_file(with_load(request.user, _listed(request).rows)), "dia-phuong.xlsx")


def _listed(request: HttpRequest) -> Listing:
    rows = provinces_today(request.user, timezone.localdate())
    return listing(request, ProvinceFilter, rows, PROVINCE_ORDERS)
