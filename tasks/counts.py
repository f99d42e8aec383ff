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
    assessment; None where these are more than anybody counts, unless `complete`. One query, which looks at
    the rows once where no assessment is asked for.
    """
    most, asked = settings.MOST_COUNTED, data.get(NAME, "")
    rows: Any = chosen.unassessed
    some = rows.assessed(chosen.on).order_by()[: None if complete else most + 1]
    sources = {"rows": Source(some.values_list("assessment"), ("assessment",), (("assessment",),))}
    if chosen.is_assessed:
        sources["list"] = Source(chosen.qs.order_by()[: most + 1].values_list("pk"), ("id",))
    counted = tally(sources)
    found = {str(state): count for (state,), count in counted["rows", "assessment"].items()}
    total = sum(found.values())
    length = counted.total("list") if chosen.is_assessed else min(total, most + 1)
    if total > most and not complete:
        return length, None
    return length, ListCounts(total, query_with(data, NAME, ""), tuple(_each(found, data, asked)))


def _each(found: dict[str, int], data: QueryDict, asked: str) -> Iterator[ValueCount]:
    for state in Assessment:
        if state.value in found:
            query = query_with(data, NAME, state.value)
            yield ValueCount(state.value, state.label, found[state.value], query, state.value == asked)
