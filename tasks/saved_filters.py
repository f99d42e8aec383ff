"""Saved filters above a list: which is in force, and what has come into it since the last look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, FilteredRelation, JSONField, Q, QuerySet, When

from coop.shared.list_filter import ListFilter
from tasks.lists import FilteredList
from tasks.models import SavedFilter
from tasks.permissions.seeing import visible_filters

MOST_REMEMBERED = 10_000
SORTED = "&sort="


@dataclass(frozen=True)
class Shelf:
    """What a person has saved of one list, and how far the page asks it now: `query` are the filters in force
    and the order, `opened` the saved filter that asks the same, `new` the rows that came into it since the
    last look.
    """

    of: FilteredList
    saved: list[Any]
    query: str
    opened: Any
    new: frozenset[int]

    @property
    def is_unsaved(self) -> bool:
        """There are filters in force, and none under a name has them in this order."""
        return bool(self.query) and (self.opened is None or self.opened.query != self.query)


def shelf_of(of: FilteredList, user: Any, chosen: ListFilter, *, is_past: bool = False) -> Shelf:
    """Two queries at most. Of a past day nothing is opened: what stood then cannot change any more."""
    query = kept_query(of, chosen)
    saved = list(with_visits(user, of.key, query))
    opened = None if is_past else in_force(saved, query)
    return Shelf(of, saved, query, opened, new_in(opened, chosen.qs) if opened else frozenset())


def kept_query(of: FilteredList, chosen: ListFilter) -> str:
    """The filters in force, always one after another in the same way, and last the order of the rows where it
    is not the usual one; "" for the whole list, however it is sorted. A past day is no filter.
    """
    data: Any = chosen.data
    names = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    filters = urlencode([(name, data[name]) for name in names if data.get(name) and name != "ngay"])
    order = of.orders.chosen(data)
    return f"{filters}{SORTED}{order.param}" if filters and order != of.orders.default else filters


def filters_in(query: str) -> str:
    """Of a kept query, whatever the order of the rows."""
    return query.partition(SORTED)[0]


def same_rows(query: str) -> Q:
    """Saved filters that find what this one finds, in any order."""
    filters = filters_in(query)
    return Q(query=filters) | Q(query__startswith=filters + SORTED)


def in_force(saved: Iterable[SavedFilter], query: str) -> SavedFilter | None:
    """The saved filter that asks what the page asks now, in the same order if there is one: no address has to
    say so.
    """
    asking = [one for one in saved if filters_in(one.query) == filters_in(query)]
    return min(asking, key=lambda one: (one.query != query, one.query), default=None)


def with_visits(user: Any, of_list: str, query: str) -> QuerySet[Any]:
    """The filters of this list that the person sees, with `seen_at` of the person's own last visit; those
    that ask this bring `seen` as well, which may be long.
    """
    visit = FilteredRelation("visits", condition=Q(visits__person=user))
    saved = visible_filters(user).filter(of_list=of_list).select_related("unit", "owner")
    saved = saved.only("name", "query", "unit__name", "owner__full_name", "owner__username")
    seen = Case(When(same_rows(query), then=F("visit__seen")), output_field=JSONField())
    return saved.annotate(visit=visit).annotate(seen_at=F("visit__seen_at"), seen=seen)


def new_in(saved: Any, rows: QuerySet[Any]) -> frozenset[int]:
    """What has come into one of `with_visits` since the last visit; without a visit nothing is new. What is
    older than the memory reaches counts as known.
    """
    if not saved.seen_at:
        return frozenset()
    oldest = min(saved.seen) if len(saved.seen) >= MOST_REMEMBERED else 0
    return frozenset(pk for pk in ids_of(rows) if pk > oldest) - frozenset(saved.seen)


def ids_of(rows: QuerySet[Any]) -> list[int]:
    """Of the whole filter the newest, as many as are remembered: more than this nobody looks through."""
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_REMEMBERED])
