from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agreements.filters import PLAN_ORDERS, chosen_plans
from agreements.models import Role
from agreements.permissions import get_plan_or_404, may_keep, person_of, visible_documents
from coop.shared.listing import list_page, listing


def plan_list(request: HttpRequest) -> HttpResponse:
    keeps = person_of(request.user).holds(Role.SECRETARIAT)
    listed = listing(request, chosen_plans(request.user, request.GET), PLAN_ORDERS)
    return list_page(request, "agreements/plan_list.html", listed, keeps=keeps)


def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The appendix as printed, in its order and numbering, with a status beside each row."""
    plan = get_plan_or_404(request.user, pk)
    context = {
        "plan": plan,
        "documents": visible_documents(request.user).filter(plan=plan),
        "may_keep": may_keep(request.user, plan),
    }
    return render(request, "agreements/plan_detail.html", context)
