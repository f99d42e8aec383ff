from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agreements.permissions import get_plan_or_404, may_keep, visible_documents


def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The appendix as printed, in its order and numbering, with a status beside each row."""
    plan = get_plan_or_404(request.user, pk)
    context = {
        "plan": plan,
        "documents": visible_documents(request.user).filter(plan=plan),
        "may_keep": may_keep(request.user, plan),
    }
    return render(request, "agreements/plan_detail.html", context)
