"""How many due periods of the list in force have each assessment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import QueryDict

from coop.shared.list_filter import ListCounts, ValueCount, query_with
from coop.shared.tally import Source, tally
from tasks.filters import OccurrenceFilter
from tasks.states import Assessment

NAME = OccurrenceFilter.counted


def count_list(chosen: OccurrenceFilter, data: QueryDict, *, complete: bool) -> tuple[int, ListCounts | None]:
    """The length of the list, as far as anybody counts, and the counts of the filter in force without its
    assessment; None for a list so long that counting would cost more than showing it, unless `complete`. One
    query.
    """
    rows: Any = chosen.unassessed
    rows = rows.assessed(chosen.on).order_by()
    some = rows if complete else rows[: settings.COUNTED_AT_ONCE + 1]
    length = chosen.qs.order_by()[: settings.MOST_COUNTED + 1]
    counted = tally(
        {
            "rows": Source(some.values_list("assessment"), ("assessment",), (("assessment",),)),
            "list": Source(length.values_list("pk"), ("id",)),
        }
    )
    found = {str(state): count for (state,), count in counted["rows", "assessment"].items()}
    if sum(found.values()) > settings.COUNTED_AT_ONCE and not complete:
        return counted.total("list"), None
    asked = data.get(NAME, "")
    each = tuple(_each(found, data, asked))
    return counted.total("list"), ListCounts(sum(found.values()), query_with(data, NAME, ""), each)


def _each(found: dict[str, int], data: QueryDict, asked: str) -> Iterator[ValueCount]:
    for state in Assessment:
        if state.value in found:
            query = query_with(data, NAME, state.value)
            yield ValueCount(state.value, state.label, found[state.value], query, state.value == asked)
