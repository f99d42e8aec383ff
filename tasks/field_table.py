"""Fields of the common list against agreements: which headings cover them, and how far the work is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from agreements.models import Agreement, Field
from coop.shared.dates import year_period
from tasks.dashboard import Counted
from tasks.filters import NO_FIELD
from tasks.permissions.seeing import visible_occurrences

Counts = dict[tuple[int, int | None], dict[str, int]]


@dataclass(frozen=True)
class Cell:
    """The agreement's own headings in the field, as numbered there, and its due periods of the year."""

    headings: tuple[str, ...]
    counted: Counted

    @property
    def is_empty(self) -> bool:
        return not self.headings and not self.counted.total.count


@dataclass(frozen=True)
class Row:
    name: str
    cells: tuple[Cell, ...]


def field_table(user: Any, agreements: Sequence[Agreement], year: int, on: dt.date) -> list[Row]:
    """One row a field, one cell an agreement (with headings and their fields prefetched). Two queries."""
    counts = _counts(user, agreements, year, on)
    rows = [_row(field, agreements, counts, year) for field in Field.objects.all()]
    unplaced = _row(None, agreements, counts, year)
    return rows + [unplaced] * any(not cell.is_empty for cell in unplaced.cells)


def _counts(user: Any, agreements: Sequence[Agreement], year: int, on: dt.date) -> Counts:
    due = visible_occurrences(user).filter(plan__agreement__in=agreements)
    keys = ("plan__agreement", "field", "assessment")
    rows = due.in_period(year_period(year)).assessed(on).order_by().values_list(*keys)
    found: Counts = defaultdict(dict)
    for agreement, field, assessment, count in rows.annotate(count=Count("pk")):
        found[agreement, field][assessment] = count
    return found


def _row(field: Field | None, agreements: Sequence[Agreement], counts: Counts, year: int) -> Row:
    cells = tuple(_cell(field, agreement, counts, year) for agreement in agreements)
    return Row(field.name if field else _("Not placed in a field"), cells)


def _cell(field: Field | None, agreement: Agreement, counts: Counts, year: int) -> Cell:
    chosen = {"agreement": agreement.pk, "field": field.code if field else NO_FIELD, "year": year}
    found = counts.get((agreement.pk, field.pk if field else None), {})
    return Cell(_headings(agreement, field), Counted("", found, chosen))


def _headings(agreement: Agreement, field: Field | None) -> tuple[str, ...]:
    if field is None:
        return ()
    return tuple(str(heading) for heading in agreement.headings.all() if field in heading.fields.all())
