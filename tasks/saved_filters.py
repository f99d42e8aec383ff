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


@dataclass(frozen=True)
class Shelf:
    """What a person has saved of one list, and how far the page asks it now: `query` are the filters in
    force, `opened` the saved filter that asks the same, `new` the rows that came into it since the last look.
    """

    of: FilteredList
    saved: list[Any]
    query: str
    opened: Any
    new: frozenset[int]


def shelf_of(of: FilteredList, user: Any, chosen: ListFilter, *, is_past: bool = False) -> Shelf:
    """Two queries at most. Of a past day nothing is opened: what stood then cannot change any more."""
    query = kept_query(chosen)
    saved = list(with_visits(user, of.key, query))
    opened = None if is_past else in_force(saved, query)
    return Shelf(of, saved, query, opened, new_in(opened, chosen.qs) if opened else frozenset())


def kept_query(chosen: ListFilter) -> str:
    """The filters in force, always in the same order; "" for the whole list. A past day is none of them."""
    data: Any = chosen.data
    names = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    return urlencode([(name, data[name]) for name in names if data.get(name) and name != "ngay"])


def in_force(saved: Iterable[SavedFilter], query: str) -> SavedFilter | None:
    """The saved filter that asks what the page asks now: no address has to say so."""
    return next((one for one in saved if one.query == query), None)


def with_visits(user: Any, of_list: str, query: str) -> QuerySet[Any]:
    """The filters of this list that the person sees, with `seen_at` of the person's own last visit; the one
    that asks this brings `seen` as well, which may be long.
    """
    visit = FilteredRelation("visits", condition=Q(visits__person=user))
    saved = visible_filters(user).filter(of_list=of_list).select_related("unit", "owner")
    saved = saved.only("name", "query", "unit__name", "owner__full_name", "owner__username")
    seen = Case(When(query=query, then=F("visit__seen")), output_field=JSONField())
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
