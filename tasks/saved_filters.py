"""Saved filters above the task list: which is in force, and what has come into it since the last look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, FilteredRelation, JSONField, Q, QuerySet, When
from django.http import QueryDict

from tasks.filters import OccurrenceFilter
from tasks.models import SavedFilter
from tasks.permissions.seeing import visible_filters

MOST_REMEMBERED = 10_000


def kept_query(chosen: OccurrenceFilter, data: QueryDict) -> str:
    """The filters in force, always in the same order; "" for the whole list. A past day is none of them."""
    names = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    return urlencode([(name, data[name]) for name in names if data.get(name) and name != "ngay"])


def in_force(saved: Iterable[SavedFilter], query: str) -> SavedFilter | None:
    """The saved filter that asks what the page asks now: no address has to say so."""
    return next((one for one in saved if one.query == query), None)


def with_visits(user: Any, query: str) -> QuerySet[Any]:
    """The filters that the person sees, with `seen_at` of the person's own last visit; the one that asks this
    brings `seen` as well, which may be long.
    """
    visit = FilteredRelation("visits", condition=Q(visits__person=user))
    saved = visible_filters(user).select_related("unit", "owner").annotate(visit=visit)
    seen = Case(When(query=query, then=F("visit__seen")), output_field=JSONField())
    return saved.annotate(seen_at=F("visit__seen_at"), seen=seen)


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
