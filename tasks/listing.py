"""The rows of the task list: the ids of a page first, then the few columns that a row shows. Whole models
would cost more than everything else on the page.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from agreements.models.plan import short_title
from agreements.naming import named
from coop.shared.statements import Statement
from tasks.deadlines import DeadlineKind
from tasks.models import Assignment, Occurrence
from tasks.models.occurrence import LEAD_NAME
from tasks.states import Facts, assess

AT_ONCE = 500


@dataclass(frozen=True)
class ListedTask:
    """One due period with what a list shows of its task. `side`: the province that issued the plan."""

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
    side: int | None
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
    "content": "task__content",
    "section": "task__section",
    "ordinal": "task__ordinal",
    "is_key": "task__is_key",
    "timeframe": "task__timeframe",
    "field": "task__field__name",
    "plan_id": "task__plan_id",
    "agreement": "task__plan__agreement__title",
    "side": "task__plan__province",
}
_BEHIND = (
    "task__deadline_kind",
    "reported_on",
    "completed_on",
    "task__plan__kind",
    "task__plan__number",
    "task__plan__title",
    "task__lead_text",
    "task__partner_text",
)
_READ = (*_COLUMNS.values(), *_BEHIND)


@dataclass(frozen=True)
class RowsInOrder:
    """Due periods as `page_of` cuts them into pages: what a row shows is read in the statement that finds the
    ids of the page. `rows` is ordered. `first`: those of them that come first, where an index finds these and
    not all together; a page that lies among them is read from them.
    """

    rows: QuerySet[Any]
    first: QuerySet[Any] | None = None

    def __getitem__(self, part: slice) -> list[tuple[Any, ...]]:
        found = [] if self.first is None else _read(self.first[part])
        return found if len(found) == part.stop - part.start else _read(self.rows[part])

    def reverse(self) -> RowsInOrder:
        return RowsInOrder(self.rows.reverse())


def _read(page: QuerySet[Any]) -> list[tuple[Any, ...]]:
    found: Any = Occurrence.objects.filter(pk__in=page.values("pk"))
    if LEAD_NAME in page.query.annotations:
        found = found.with_lead_name()
    found = found.order_by(*page.query.order_by)
    return list((found if page.query.standard_ordering else found.reverse()).values_list(*_READ))


def listed(rows: Sequence[tuple[Any, ...]], on: dt.date, names: str = "") -> list[ListedTask]:
    """These rows of `RowsInOrder`. One query. `names`: a style of `agreements.naming`."""
    units, titled = _units({row[1] for row in rows}, names), cache(short_title)
    return [_listed(row, units, titled, on) for row in rows]


def all_listed(ids: Iterable[int], on: dt.date, names: str = "") -> Iterator[ListedTask]:
    """Any number of due periods in this order, a part at a time: two queries for each."""
    waiting = iter(ids)
    while some := list(islice(waiting, AT_ONCE)):
        rows = {row[0]: row for row in Occurrence.objects.filter(pk__in=some).values_list(*_READ)}
        yield from listed([rows[pk] for pk in some if pk in rows], on, names)


def _units(tasks: set[int], asked: str) -> dict[tuple[int, str], list[str]]:
    """(task, role) → units under the names that were asked for; groups and unknown names in their words."""
    links = replace(_links(len(tasks)), params=tuple(tasks))
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for task, role, words, name, heir in links.rows():
        names[task, role].append(words or named(asked, name, heir))
    return names


@lru_cache(maxsize=AT_ONCE)
def _links(number: int) -> Statement:
    """Of so many tasks, whose ids are all its parameters."""
    links = Assignment.objects.filter(task__in=range(number)).order_by("role", "sort", "pk")
    return Statement.of(links.values_list("task", "role", "words", "unit__name", "unit__current_heir__name"))


def _listed(
    row: tuple[Any, ...],
    units: dict[tuple[int, str], list[str]],
    titled: Callable[[str, str, str], str],
    on: dt.date,
) -> ListedTask:
    """Assessed here: to write the rule down as SQL for fifty rows takes longer than to apply it."""
    known: dict[str, Any] = dict(zip(_COLUMNS, row, strict=False))
    deadline, reported_on, completed_on, kind, number, title, lead_text, partner_text = row[len(_COLUMNS) :]
    continuous = deadline == DeadlineKind.CONTINUOUS
    leads = units.get((known["task_id"], Assignment.Role.LEAD))
    partners = units.get((known["task_id"], Assignment.Role.PARTNER))
    return ListedTask(
        **known,
        assessment=assess(Facts(known["status"], continuous, known["due_on"], reported_on, completed_on), on),
        plan_title=titled(kind, number, title),
        leads="; ".join(leads) if leads else lead_text,
        partners="; ".join(partners) if partners else partner_text,
    )
