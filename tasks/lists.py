"""The lists whose filters can be saved: where each stands, and what it shows a person for a filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from agreements.filters import (
    AGREEMENT_ORDERS,
    PLAN_ORDERS,
    PROVINCE_ORDERS,
    UNIT_ORDERS,
    chosen_agreements,
    chosen_plans,
    chosen_units,
)
from coop.shared.list_filter import ListFilter
from coop.shared.sorting import Orders
from tasks.exports import chosen_tasks
from tasks.filters import TASK_ORDERS
from tasks.models import SavedFilter
from tasks.provinces import chosen_provinces
from tasks.row_counts import Ids, RowCounts, of_agreements, of_plans, of_units


@dataclass(frozen=True)
class FilteredList:
    """`choose`: the filter set of the list for a person and the values of an address. `count`: how the tasks
    of rows (ids) stand, on a day; None where the page does it itself.
    """

    key: SavedFilter.List
    url_name: str
    choose: Callable[[Any, QueryDict], ListFilter]
    orders: Orders
    count: Callable[[Any, dt.date, Ids], RowCounts] | None = None

    def address(self, query: str = "") -> str:
        return f"{reverse(self.url_name)}?{query}" if query else reverse(self.url_name)


def _tasks_of_today(user: Any, data: QueryDict) -> ListFilter:
    return chosen_tasks(user, data, timezone.localdate())


List = SavedFilter.List
LISTS = {
    one.key: one
    for one in (
        FilteredList(List.TASKS, "task-list", _tasks_of_today, TASK_ORDERS),
        FilteredList(List.AGREEMENTS, "agreement-list", chosen_agreements, AGREEMENT_ORDERS, of_agreements),
        FilteredList(List.PLANS, "plan-list", chosen_plans, PLAN_ORDERS, of_plans),
        FilteredList(List.UNITS, "unit-list", chosen_units, UNIT_ORDERS, of_units),
        FilteredList(List.PROVINCES, "province-list", chosen_provinces, PROVINCE_ORDERS),
    )
}


def list_of(saved: SavedFilter) -> FilteredList:
    return LISTS[SavedFilter.List(saved.of_list)]


def list_at(url_name: str) -> FilteredList:
    return next(one for one in LISTS.values() if one.url_name == url_name)
