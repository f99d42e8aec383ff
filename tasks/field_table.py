"""Fields of the common list against agreements and years: which headings cover them, and how far the work
is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import Agreement, Field
from coop.shared.dates import year_period
from coop.shared.tally import Source, tally
from tasks.dashboard import Counted
from tasks.filters import NO_FIELD
from tasks.permissions.seeing import visible_occurrences

COMPARED_YEARS = 3
COLUMNS = ("agreement", "field", "assessment")

# Year, agreement, field ("" without one) → due periods by assessment.
Counts = dict[tuple[int, str, str], dict[str, int]]


@dataclass(frozen=True)
class Cell:
    """The agreement's own headings in the field, as numbered there, and its due periods of every year that
    has some, the latest first.
    """

    headings: tuple[str, ...]
    years: tuple[tuple[int, Counted], ...]

    @property
    def is_empty(self) -> bool:
        return not self.headings and not self.years


@dataclass(frozen=True)
class Row:
    name: str
    cells: tuple[Cell, ...]


def compared_years(last: int) -> list[int]:
    """The latest first."""
    return list(range(last, last - COMPARED_YEARS, -1))


def field_table(user: Any, agreements: Sequence[Agreement], last: int, on: dt.date) -> list[Row]:
    """One row a field, one cell an agreement (with headings and their fields prefetched). Two queries."""
    counts = _counts(user, agreements, last, on)
    rows = [_row(field, agreements, counts, last) for field in Field.objects.all()]
    unplaced = _row(None, agreements, counts, last)
    return rows + [unplaced] * any(not cell.is_empty for cell in unplaced.cells)


def _counts(user: Any, agreements: Sequence[Agreement], last: int, on: dt.date) -> Counts:
    due: Any = visible_occurrences(user).filter(plan__agreement__in=agreements).order_by()
    counted = tally(
        {
            str(year): Source(
                due.in_period(year_period(year))
                .assessed(on)
                .values_list("plan__agreement", "field", "assessment"),
                COLUMNS,
                (COLUMNS,),
            )
            for year in compared_years(last)
        }
    )
    found: Counts = defaultdict(dict)
    for year in compared_years(last):
        for (agreement, field, state), count in counted[str(year), *COLUMNS].items():
            found[year, str(agreement), field or ""][str(state)] = count
    return found


def _row(field: Field | None, agreements: Sequence[Agreement], counts: Counts, last: int) -> Row:
    cells = tuple(_cell(field, agreement, counts, last) for agreement in agreements)
    return Row(field.name if field else _("Not placed in a field"), cells)


def _cell(field: Field | None, agreement: Agreement, counts: Counts, last: int) -> Cell:
    key = str(agreement.pk), str(field.pk) if field else ""
    chosen = {"agreement": agreement.pk, "field": field.code if field else NO_FIELD}
    years = tuple(
        (year, Counted("", counts[year, *key], chosen | {"year": year}))
        for year in compared_years(last)
        if (year, *key) in counts
    )
    return Cell(_headings(agreement, field), years)


def _headings(agreement: Agreement, field: Field | None) -> tuple[str, ...]:
    if field is None:
        return ()
    return tuple(str(heading) for heading in agreement.headings.all() if field in heading.fields.all())
