"""The lists of agreements, plans, units and provinces as Excel files: what the page shows, tasks included."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.list_files import agreement_file, plan_file, unit_file
from agreements.naming import PARAMETER
from coop.shared.downloads import xlsx_download
from coop.shared.filter_chips import standing_of
from tasks.models import SavedFilter
from tasks.provinces import listed_provinces, province_file, with_load
from tasks.row_counts import beside, of_agreements, of_plans, of_provinces, of_units
from tasks.row_lists import listed_rows

List = SavedFilter.List


def agreement_list_file(request: HttpRequest) -> FileResponse:
    """All rows of the filter in force, in its order, with the due periods of their tasks by assessment."""
    on = timezone.localdate()
    listed, counted = listed_rows(request, List.AGREEMENTS)
    tasks = beside(counted or of_agreements(request.user, on), _("Due periods"))
    file = agreement_file(listed.rows, _names(request), tasks, note=standing_of(listed.filter, on))
    return xlsx_download(file, "thoa-thuan-hop-tac.xlsx")


def plan_list_file(request: HttpRequest) -> FileResponse:
    """As `agreement_list_file`; names of provinces and units in the style that the page was seen in."""
    on = timezone.localdate()
    listed, counted = listed_rows(request, List.PLANS)
    tasks = beside(counted or of_plans(request.user, on), _("Due periods"))
    file = plan_file(listed.rows, _names(request), tasks, note=standing_of(listed.filter, on))
    return xlsx_download(file, "ke-hoach.xlsx")


def unit_list_file(request: HttpRequest) -> FileResponse:
    """As `agreement_list_file`; counted is what a unit of today leads, also under a former name."""
    on = timezone.localdate()
    listed, counted = listed_rows(request, List.UNITS)
    units = listed.rows.order_by().values_list("pk", flat=True)
    tasks = beside(counted or of_units(request.user, on, units), _("Due periods that it leads"))
    return xlsx_download(unit_file(listed.rows, tasks, note=standing_of(listed.filter, on)), "don-vi.xlsx")


def province_list_file(request: HttpRequest) -> FileResponse:
    """As `agreement_list_file`; counted are the tasks of all agreements to which a province is a party."""
    on = timezone.localdate()
    counts = of_provinces(request.user, on)
    listed = listed_provinces(request, counts)
    rows, tasks = with_load(counts, listed.rows), beside(counts, _("Due periods"))
    return xlsx_download(province_file(rows, tasks, note=standing_of(listed.filter, on)), "dia-phuong.xlsx")


def _names(request: HttpRequest) -> str:
    return request.GET.get(PARAMETER, "")
