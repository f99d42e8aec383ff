from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.filters import UnitFilter
from agreements.models import Role, Unit
from agreements.permissions import person_of
from coop.shared.pages import page_of


def unit_list(request: HttpRequest) -> HttpResponse:
    """The units of the person's provinces as they are today, with those that they succeeded."""
    own = Unit.objects.filter(province__in=person_of(request.user).provinces()).valid_on(timezone.localdate())
    rows = own.for_choice().prefetch_related("lineage__province")
    chosen = UnitFilter(request.GET, rows, request=request)
    context = {"filter": chosen, "page": page_of(request, chosen.qs)}
    context["may_reorganise"] = person_of(request.user).holds(Role.SECRETARIAT)
    return render(request, "agreements/unit_list.html", context)
