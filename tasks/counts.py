"""How many due periods of the list in force have each assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict

from coop.shared.tally import Source, tally
from tasks.filters import OccurrenceFilter
from tasks.states import Assessment


@dataclass(frozen=True)
class AssessmentCount:
    """A count and the query string of the list that has that many rows."""

    assessment: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Counts:
    """All assessments of the list, and its own length where the counts tell it."""

    total: int
    of_the_list: int | None
    query_of_all: str
    each: tuple[AssessmentCount, ...]


def assessment_counts(chosen: OccurrenceFilter, data: QueryDict, *, complete: bool) -> Counts | None:
    """For the filter in force without its assessment, in one query; None for a list so long that counting it
    would cost more than showing it, unless `complete`.
    """
    rows = chosen.unassessed.assessed(chosen.on)
    found = _all(rows) if complete else _first(rows)
    total = sum(found.values())
    if total > settings.COUNTED_AT_ONCE and not complete:
        return None
    asked = data.get("assessment", "")
    of_the_list = found.get(asked, 0) if asked in Assessment.values else None if asked else total
    return Counts(total, of_the_list, _query(data, ""), tuple(_each(found, data, asked)))


def _each(found: dict[str, int], data: QueryDict, asked: str) -> list[AssessmentCount]:
    return [
        AssessmentCount(state.value, found[state.value], _query(data, state.value), state.value == asked)
        for state in Assessment
        if state.value in found
    ]


def _query(data: QueryDict, assessment: str) -> str:
    """The list of one assessment (or of all), on its first page."""
    query = data.copy()
    for name in ("page", "assessment", "counts"):
        query.pop(name, None)
    if assessment:
        query["assessment"] = assessment
    return f"?{query.urlencode()}"


def _all(rows: QuerySet[Any]) -> dict[str, int]:
    source = Source(rows.values_list("assessment"), ("assessment",), (("assessment",),))
    return {str(state): count for (state,), count in tally({"rows": source})["rows", "assessment"].items()}


def _first(rows: QuerySet[Any]) -> dict[str, int]:
    """No further than the first row too many."""
    return _all(rows.order_by()[: settings.COUNTED_AT_ONCE + 1])
