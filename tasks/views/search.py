from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coop.shared.text import clean
from tasks.search import find

LONGEST = 200


def search(request: HttpRequest) -> HttpResponse:
    """One box for everything that the person may see."""
    words = clean(request.GET.get("q", "").replace("\x00", ""))[:LONGEST]
    found = find(request.user, words)
    return render(request, "tasks/search.html", {"words": words, "found": found})
