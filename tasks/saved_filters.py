"""Saved filters above the task list: which is in force, and what has come into it since the last look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import QueryDict

from tasks.filters import OccurrenceFilter
from tasks.models import SavedFilter
from tasks.permissions.seeing import visible_filters

MOST_REMEMBERED = 10_000


def kept_query(chosen: OccurrenceFilter, data: QueryDict) -> str:
    """The filters in force, always in the same order; "" for the whole list."""
    names = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    return urlencode([(name, data[name]) for name in names if data.get(name)])


def in_force(saved: Iterable[SavedFilter], query: str) -> SavedFilter | None:
    """The saved filter that asks what the page asks now: no address has to say so."""
    return next((one for one in saved if one.query == query), None)


def with_visits(user: Any) -> QuerySet[Any]:
    """The filters that the person sees, with `seen_at` and `seen` of the person's own last visit."""
    visit = FilteredRelation("visits", condition=Q(visits__person=user))
    saved = visible_filters(user).select_related("unit", "owner").annotate(visit=visit)
    return saved.annotate(seen_at=F("visit__seen_at"), seen=F("visit__seen"))


def new_in(saved: Any, rows: QuerySet[Any]) -> frozenset[int]:
    """What has come into one of `with_visits` since the last visit; without a visit nothing is new."""
    return frozenset(ids_of(rows)) - frozenset(saved.seen) if saved.seen_at else frozenset()


def ids_of(rows: QuerySet[Any]) -> list[int]:
    """Of the whole filter as far as it is remembered: more than this nobody looks through."""
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_REMEMBERED])
