"""The rows of the task list: ids first, then the few columns that a row shows. Whole models would cost more
than everything else on the page.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from agreements.models import Plan
from agreements.naming import named
from tasks.models import Assignment, Occurrence

AT_ONCE = 500


@dataclass(frozen=True)
class ListedTask:
    """One due period with what a list shows of its task. `own_side`: the province of today that issued the
    plan.
    """

    pk: int
    task_id: int
    due_on: dt.date | None
    starts_on: dt.date | None
    status: str
    percent: int
    assessment: str
    content: str
    section: str
    ordinal: str
    is_key: bool
    timeframe: str
    field: str | None
    plan_id: int
    plan_title: str
    agreement: str
    own_side: int | None
    leads: str
    partners: str

    @property
    def number(self) -> str:
        """'II.3': section and number as printed."""
        return ".".join(filter(None, [self.section, self.ordinal]))

    @property
    def year(self) -> int | None:
        """Of a reporting period that has no due date."""
        return self.starts_on.year if self.starts_on and not self.due_on else None


_COLUMNS = {
    "pk": "pk",
    "task_id": "task_id",
    "due_on": "due_on",
    "starts_on": "starts_on",
    "status": "status",
    "percent": "percent",
    "assessment": "assessment",
    "content": "task__content",
    "section": "task__section",
    "ordinal": "task__ordinal",
    "is_key": "task__is_key",
    "timeframe": "task__timeframe",
    "field": "task__field__name",
    "plan_id": "task__plan_id",
    "agreement": "task__plan__agreement__title",
    "own_side": "task__plan__province__current_heir",
}
_NAMES = (
    "task__plan__kind",
    "task__plan__number",
    "task__plan__title",
    "task__lead_text",
    "task__partner_text",
)


def listed(ids: list[int], on: dt.date, names: str = "") -> list[ListedTask]:
    """These due periods in this order. Two queries. `names`: a style of `agreements.naming`."""
    found = Occurrence.objects.filter(pk__in=ids).assessed(on).values_list(*_COLUMNS.values(), *_NAMES)
    rows = {row[0]: row for row in found}
    units = _units({row[1] for row in rows.values()}, names)
    return [_listed(rows[pk], units) for pk in ids if pk in rows]


def all_listed(ids: Iterable[int], on: dt.date, names: str = "") -> Iterator[ListedTask]:
    """The same for any number, a part at a time."""
    waiting = iter(ids)
    while some := list(islice(waiting, AT_ONCE)):
        yield from listed(some, on, names)


def _units(tasks: set[int], asked: str) -> dict[tuple[int, str], list[str]]:
    """(task, role) → units under the names that were asked for."""
    links = Assignment.objects.filter(task__in=tasks, unit__isnull=False).order_by("role", "sort", "pk")
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for task, role, name, heir in links.values_list("task", "role", "unit__name", "unit__current_heir__name"):
        names[task, role].append(named(asked, name, heir))
    return names


def _listed(row: tuple[Any, ...], units: dict[tuple[int, str], list[str]]) -> ListedTask:
    known: dict[str, Any] = dict(zip(_COLUMNS, row, strict=False))
    kind, number, title, lead_text, partner_text = row[len(_COLUMNS) :]
    leads, partners = (units.get((known["task_id"], role)) for role in Assignment.Role.values)
    return ListedTask(
        **known,
        plan_title=Plan(kind=kind, number=number, title=title).short_title,
        leads="; ".join(leads) if leads else lead_text,
        partners="; ".join(partners) if partners else partner_text,
    )
