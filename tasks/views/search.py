from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coop.shared.search import MOST_LETTERS
from coop.shared.text import clean
from tasks.search import find


def search(request: HttpRequest) -> HttpResponse:
    """One box for everything that the person may see."""
    words = clean(request.GET.get("q", "").replace("\x00", ""))[:MOST_LETTERS]
    found = find(request.user, words)
    return render(request, "tasks/search.html", {"words": words, "found": found})
