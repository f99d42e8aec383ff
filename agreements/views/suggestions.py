"""What text fields offer while somebody types: only what the person may see, and never a long list."""

from django.http import HttpRequest, HttpResponse

from agreements.models import Unit
from agreements.permissions import person_of, visible_agreements
from coop.shared.suggesting import suggestions, typed


def agreement_suggestions(request: HttpRequest) -> HttpResponse:
    """Titles of agreements that the person sees."""
    found = visible_agreements(request.user).search(typed(request)).order_by("sort_title")
    return suggestions(request, found.values_list("title", flat=True).distinct())


def unit_suggestions(request: HttpRequest) -> HttpResponse:
    """Units of the person's provinces, the former ones too: a task is found under either name."""
    own = Unit.objects.filter(province__current_heir__in=person_of(request.user).provinces())
    found = own.search(typed(request)).order_by("sort_name")
    return suggestions(request, found.values_list("name", flat=True).distinct())
