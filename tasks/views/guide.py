from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from agreements.permissions import person_of
from tasks.glossary import TERMS
from tasks.guides import BY_SLUG, GUIDES, guide_for


def guide(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The tour of the person's own role, or of the one in the address."""
    own = guide_for(person_of(request.user))
    if slug and slug not in BY_SLUG:
        raise Http404
    context = {"guide": BY_SLUG.get(slug, own), "own": own, "guides": GUIDES, "terms": TERMS}
    return render(request, "tasks/guide.html", context)
