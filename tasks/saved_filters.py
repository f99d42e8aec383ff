"""Saved filters above the task list: which is in force, and what has come into it since the last look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from tasks.filters import OccurrenceFilter
from tasks.models import FilterVisit, SavedFilter

MOST_REMEMBERED = 10_000


def kept_query(chosen: OccurrenceFilter, data: QueryDict) -> str:
    """The filters in force, always in the same order; "" for the whole list."""
    names = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    return urlencode([(name, data[name]) for name in names if data.get(name)])


def in_force(saved: Iterable[SavedFilter], query: str) -> SavedFilter | None:
    """The saved filter that asks what the page asks now: no address has to say so."""
    return next((one for one in saved if one.query == query), None)


@dataclass(frozen=True)
class News:
    """What has come into a saved filter since the person's last visit; without a visit nothing is new."""

    visit: FilterVisit | None
    new: frozenset[int]


def news(user: Any, saved: SavedFilter, rows: QuerySet[Any]) -> News:
    """Two queries."""
    visit = saved.visits.filter(person=user).first()
    if visit is None:
        return News(None, frozenset())
    return News(visit, frozenset(ids_of(rows)) - frozenset(visit.seen))


def ids_of(rows: QuerySet[Any]) -> list[int]:
    """Of the whole filter as far as it is remembered: more than this nobody looks through."""
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_REMEMBERED])
