from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.permissions import get_agreement_or_404, own_parties, person_of
from tasks.sides import counts_by_side, field_rows, figure_rows, sides_of


def agreement_sides(request: HttpRequest, pk: int) -> HttpResponse:
    """The table that both sides have before them at the joint conference."""
    agreement = get_agreement_or_404(request.user, pk)
    today = timezone.localdate()
    parties = agreement.parties.select_related("province__current_heir", "focal_unit__current_heir")
    parties = parties.prefetch_related("counterparts__current_heir")
    counts = counts_by_side(request.user, agreement, parties, today).of_sides
    sides = sides_of(parties, counts, person_of(request.user).provinces())
    context = {
        "agreement": agreement,
        "sides": sides,
        "fields": field_rows(sides, counts),
        "figures": figure_rows(sides, agreement.figures.select_related("province", "field", "unit")),
        "changeable": set(own_parties(request.user).filter(agreement=agreement).values_list("pk", flat=True)),
        "today": today,
    }
    return render(request, "tasks/sides.html", context)
