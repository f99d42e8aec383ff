from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from agreements import naming
from agreements.filters import PLAN_ORDERS, chosen_plans
from agreements.list_files import plan_file
from agreements.models import Role
from agreements.permissions import get_plan_or_404, may_keep, person_of, visible_documents
from coop.shared.downloads import xlsx_download
from coop.shared.listing import Listing, list_page, listing


def plan_list(request: HttpRequest) -> HttpResponse:
    keeps = person_of(request.user).holds(Role.SECRETARIAT)
    return list_page(request, "agreements/plan_list.html", _listed(request), keeps=keeps)


def plan_list_file(request: HttpRequest) -> FileResponse:
    names = request.GET.get(naming.PARAMETER, "")
    return xlsx_download(plan_file(_listed(request).rows, names), "ke-hoach.xlsx")


def _listed(request: HttpRequest) -> Listing:
    return listing(request, chosen_plans(request.user, request.GET), PLAN_ORDERS)


def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The appendix as printed, in its order and numbering, with a status beside each row."""
    plan = get_plan_or_404(request.user, pk)
    context = {
        "plan": plan,
        "documents": visible_documents(request.user).filter(plan=plan),
        "may_keep": may_keep(request.user, plan),
    }
    return render(request, "agreements/plan_detail.html", context)
