"""The task list as an Excel file: a short one at once, a long one by the worker, and nobody has to wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from agreements import naming
from agreements.permissions import person_of
from coop.shared.dates import year_period
from coop.shared.documents.content import Column
from coop.shared.documents.xlsx import SheetCell
from coop.shared.downloads import sheet_file
from coop.shared.events import record
from coop.shared.filter_chips import standing_of
from coop.shared.progress import Progress, at_work, forget, tell, told, wait_for_worker
from tasks.filters import TASK_ORDERS, OccurrenceFilter
from tasks.forms import asked_day
from tasks.listing import ListedTask, all_listed
from tasks.models import TaskExport
from tasks.past_tables import seen_on
from tasks.permissions.seeing import listed_occurrences
from tasks.states import Assessment, Status


def chosen_tasks(user: Any, data: QueryDict, on: dt.date, request: Any = None) -> OccurrenceFilter:
    """What the task list shows this person for these filters; the one way to it, for page and file."""
    rows = listed_occurrences(user, by_words=bool(data.get("q")))
    return OccurrenceFilter(data, rows, request=request or _Asking(user), on=on)


class _Asking:
    """Who asks, where there is no request: the filters look at nothing else of it."""

    def __init__(self, user: Any) -> None:
        self.user = user


def in_order(chosen: OccurrenceFilter, data: QueryDict) -> QuerySet[Any]:
    order = TASK_ORDERS.chosen(data)
    rows = chosen.qs.with_lead_name() if order.column == "lead" else chosen.qs
    return TASK_ORDERS.sort(rows, order)


def dated_first(chosen: OccurrenceFilter, data: QueryDict) -> QuerySet[Any] | None:
    """Of a year in the order of due dates, what has one: these come first, and an index finds them, while it
    finds no year that may also be told by a plan. None for every other list.
    """
    year = chosen.form.cleaned_data.get("year")
    if not year or TASK_ORDERS.chosen(data).column != "due_on":
        return None
    period = year_period(int(year))
    return in_order(chosen, data).filter(due_on__range=(period.start, period.end))


def is_long(rows: QuerySet[Any]) -> bool:
    """More than a person waits for."""
    limit = settings.EXPORT_AT_ONCE
    return rows.order_by()[: limit + 1].count() > limit


def task_file(chosen: OccurrenceFilter, data: QueryDict, on: dt.date, *, on_row: Any = None) -> IO[bytes]:
    """An open file of what the address (`data`) asks for. Ids come from the database a part at a time and
    so do their rows: memory stays the same however long the list is.
    """
    ids = in_order(chosen, data).values_list("pk", flat=True).iterator(chunk_size=5_000)
    told_rows = _counted(all_listed(ids, on, data.get(naming.PARAMETER, "")), on_row)
    title, note = _("List of tasks"), standing_of(chosen, on)
    return sheet_file(_columns(), map(_row, told_rows), title, sheet_name=_("Tasks"), note=note)


def _counted(rows: Iterator[ListedTask], on_row: Any) -> Iterator[ListedTask]:
    for number, row in enumerate(rows, 1):
        if on_row and number % 1_000 == 0:
            on_row(number)
        yield row


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("No."), 15),
        Column(_("Content"), 110),
        Column(_("Field"), 45),
        Column(_("Lead unit"), 60),
        Column(_("Partner units"), 70),
        Column(_("Agreement"), 70),
        Column(_("Plan"), 45),
        Column(_("Time as printed"), 45),
        Column(_("Deadline"), 25),
        Column(_("Status"), 40),
        Column(_("Percent done"), 20, "right"),
        Column(_("Assessment"), 45),
        Column(_("Key task"), 20),
    )


def _row(row: ListedTask) -> tuple[SheetCell, ...]:
    return (
        row.number,
        row.content,
        row.field or "",
        row.leads,
        row.partners,
        row.agreement,
        row.plan_title,
        row.timeframe,
        row.due_on or str(row.year or ""),
        str(Status(row.status).label),
        row.percent,
        str(Assessment(row.assessment).label),
        _("yes") if row.is_key else "",
    )


# The long one


@transaction.atomic
def export_later(*, by: Any, query: str, row_count: int) -> TaskExport:
    """Written with the rights of the moment of writing; how far it is, `progress_of` tells."""
    provinces = person_of(by).provinces()
    export = TaskExport.objects.create(owner=by, query=query, provinces=provinces, row_count=row_count)
    record(by=by, verb="export_tasks", target=export, after={"query": query, "rows": row_count})
    wait_for_worker(_work(export), total=row_count)
    language = translation.get_language() or settings.LANGUAGE_CODE
    transaction.on_commit(lambda: write_export.enqueue(export=export.pk, language=language))
    return export


def progress_of(export: TaskExport) -> Progress | None:
    return told(_work(export))


@task()
def write_export(export: int, language: str) -> None:
    found = TaskExport.objects.select_related("owner").get(pk=export)
    try:
        with at_work(_work(found)), translation.override(language):
            _write(found)
    except Exception:
        problem = _("The file could not be made. Try again, or tell your administrator.")
        tell(_work(found), Progress(problem=problem))
        raise
    forget(_work(found))


def _write(export: TaskExport) -> None:
    """The provinces are kept with the file: whose rows are in it, not whose might have been when it was asked
    for.
    """
    data = QueryDict(export.query)
    day, on = asked_day(data)
    with seen_on(day):
        file = task_file(chosen_tasks(export.owner, data, on), data, on, on_row=partial(_tell_done, export))
    with file:
        export.provinces = person_of(export.owner).provinces()
        export.file.save("nhiem-vu.xlsx", File(file))


def _tell_done(export: TaskExport, done: int) -> None:
    tell(_work(export), Progress(done, export.row_count))


def forget_old_exports(on: dt.date) -> None:
    """Files are for taking home, not for keeping here."""
    limit = on - dt.timedelta(days=settings.EXPORT_KEPT_DAYS)
    for export in TaskExport.objects.filter(asked_at__date__lt=limit):
        export.file.delete(save=False)
        export.delete()


def _work(export: TaskExport) -> str:
    return f"export-{export.pk}"
