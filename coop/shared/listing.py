"""What every list does with its address: filter, sort, cut into pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_filters import FilterSet

from coop.shared.pages import page_of
from coop.shared.sorting import Order, Orders


@dataclass(frozen=True)
class Listing:
    """The filter and the order that an address asks for, and all rows that fit, in that order."""

    filter: FilterSet
    order: Order
    rows: QuerySet[Any]


def listing(request: HttpRequest, filters: type[FilterSet], rows: QuerySet[Any], orders: Orders) -> Listing:
    chosen = filters(request.GET, rows, request=request)
    order = orders.chosen(request.GET)
    return Listing(chosen, order, orders.sort(chosen.qs, order))


def list_page(request: HttpRequest, template: str, listed: Listing, **more: Any) -> HttpResponse:
    context = {"filter": listed.filter, "order": listed.order, "page": page_of(request, listed.rows)}
    return render(request, template, context | more)
