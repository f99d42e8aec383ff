"""What every filter of a list can do, and how many rows of the list have each value of one of its filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, QuerySet
from django.http import QueryDict


class ListFilter(django_filters.FilterSet):
    """`counted`: the filter by whose values the rows are counted above the list."""

    counted: str
    base_filters: dict[str, django_filters.Filter]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """A hidden filter that the address does not name has nothing to show and nothing to do; it is left
        out before django-filter copies them all.
        """
        named = data or ()
        self.base_filters = {
            name: one for name, one in self.base_filters.items() if name in named or not _is_hidden(one)
        }
        super().__init__(data, *args, **kwargs)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """No rows while one of the filters cannot be read: the rows of the others would be taken for what was
        asked for. What is wrong, `coop.shared.filter_chips.unread_filters` says.
        """
        return queryset.none() if self.form.errors else super().filter_queryset(queryset)

    def leaving_out(self, *names: str, of: QuerySet[Any] | None = None) -> QuerySet[Any]:
        """The rows, or these, as if these filters were not set; none while one cannot be read."""
        rows = self.queryset.all() if of is None else of
        if self.form.errors:
            return rows.none()
        for name, value in self.form.cleaned_data.items():
            if name not in names:
                rows = self.filters[name].filter(rows, value)
        return rows


def _is_hidden(one: django_filters.Filter) -> bool:
    return one.extra.get("widget") is forms.HiddenInput


@dataclass(frozen=True)
class ValueCount:
    """A count and the query string of the list that has that many rows."""

    value: str
    label: Any
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class ListCounts:
    """The values that rows of the list have, in the order in which the filter offers them."""

    total: int
    query_of_all: str
    each: tuple[ValueCount, ...]

    @property
    def chosen(self) -> ValueCount | None:
        return next((one for one in self.each if one.is_chosen), None)

    @property
    def found(self) -> int:
        """How long the list in force is."""
        return self.chosen.count if self.chosen else self.total


def count_list(chosen: ListFilter) -> ListCounts:
    """Of the other filters in force. One query."""
    name, column = chosen.counted, chosen.filters[chosen.counted].field_name
    rows: Any = chosen.leaving_out(name).order_by()
    found = dict(rows.values_list(column).annotate(row_count=Count("pk")))
    asked = chosen.form.cleaned_data.get(name)
    offered = ((value, label) for value, label in chosen.form.fields[name].choices if value)
    each = tuple(
        ValueCount(value, label, found.get(value, 0), query_with(chosen.data, name, value), value == asked)
        for value, label in offered
        if value in found or value == asked
    )
    return ListCounts(sum(found.values()), query_with(chosen.data, name, ""), each)


def query_with(data: Any, name: str, value: str) -> str:
    """The query string of the list with one value of this filter (or any), on its first page."""
    query = data.copy() if isinstance(data, QueryDict) else QueryDict(mutable=True)
    for gone in ("page", "counts", name):
        query.pop(gone, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
