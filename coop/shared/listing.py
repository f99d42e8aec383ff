"""What every list does with its address: filter, sort, cut into pages, answer a part of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from coop.shared.list_filter import ListFilter, count_list
from coop.shared.pages import page_of
from coop.shared.sorting import Order, Orders

LIST, RESULTS = "list", "results"


@dataclass(frozen=True)
class Listing:
    """The filter and the order that an address asks for, and all rows that fit, in that order."""

    filter: ListFilter
    order: Order
    rows: QuerySet[Any]


def listing(request: HttpRequest, chosen: ListFilter, orders: Orders) -> Listing:
    """Nothing is read yet."""
    order = orders.chosen(request.GET)
    return Listing(chosen, order, orders.sort(chosen.qs, order))


def list_page(
    request: HttpRequest,
    template: str,
    listed: Listing,
    *,
    read: Callable[[Iterable[Any]], list[Any]] = list,
    **more: Any,
) -> HttpResponse:
    """`read`: makes what the template shows of the rows of the page."""
    counts = count_list(listed.filter)
    page = page_of(request, listed.rows, counts.found)
    context = {"filter": listed.filter, "order": listed.order, "counts": counts}
    return in_place(request, template, context | {"page": page, "rows": read(page)} | more)


def in_place(
    request: HttpRequest, template: str, context: dict[str, Any], part: str | None = None
) -> HttpResponse:
    """A template that extends `lists/list.html`: the page, or the part of it that htmx replaces."""
    part = part_asked_for(request) if part is None else part
    frame = "lists/part.html" if part else "lists/whole.html"
    return render_part(request, template, context | {"part": part, "frame": frame})


def render_part(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """One address has several answers, and whoever keeps them has to know by what they differ."""
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def part_asked_for(request: HttpRequest, *others: str) -> str:
    """The id of the part that htmx replaces, or "" for the whole page; a browser that goes back needs all of
    it. `others`: parts that the list has besides.
    """
    if "HX-Request" not in request.headers or "HX-History-Restore-Request" in request.headers:
        return ""
    target = request.headers.get("HX-Target", "")
    return target if target in (LIST, RESULTS, *others) else ""
