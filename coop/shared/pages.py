"""What list pages and form pages have in common."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict

PAGE_SIZES = (25, 50, 100)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that the address asks for; a number out of range gives the nearest page."""
    wanted = request.GET.get("size", "")
    size = int(wanted) if wanted in map(str, PAGE_SIZES) else PAGE_SIZES[1]
    return Paginator(rows, size).get_page(request.GET.get("page"))


def chosen_ids(data: QueryDict, name: str) -> list[int]:
    """The ids of the boxes that were ticked, each once. 404 for what no box of ours holds."""
    values = dict.fromkeys(data.getlist(name))
    if not all(re.fullmatch(r"[0-9]{1,18}", value) for value in values):
        raise Http404
    return list(map(int, values))
