"""What list pages and form pages have in common."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZES = (25, 50, 100)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that the address asks for; a number out of range gives the nearest page."""
    wanted = request.GET.get("size", "")
    size = int(wanted) if wanted in map(str, PAGE_SIZES) else PAGE_SIZES[1]
    return Paginator(rows, size).get_page(request.GET.get("page"))
