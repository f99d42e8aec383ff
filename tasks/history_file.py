"""A line in time as an Excel file, for those who check it or lay it beside other papers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coop.shared.documents.content import Column
from coop.shared.documents.xlsx import SheetCell
from coop.shared.downloads import sheet_file
from tasks.history import Act
from tasks.timeline import told

AT_ONCE = 500


def history_file(user: Any, stations: QuerySet[Any, Any], title: str) -> IO[bytes]:
    """An open file at its beginning, written to disk row by row; closing it removes it."""
    rows = (_row(act) for act in _all_told(user, stations))
    return sheet_file(_columns(), rows, title, sheet_name=_("History"))


def _all_told(user: Any, stations: QuerySet[Any, Any]) -> Iterator[Act]:
    waiting = stations.iterator(chunk_size=AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        yield from told(user, some)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Moment"), 32),
        Column(_("Who"), 40),
        Column(_("Did what"), 40),
        Column(_("Plan"), 45),
        Column(_("Task"), 70),
        Column(_("Due period"), 25),
        Column(_("From what"), 50),
        Column(_("To what"), 50),
        Column(_("In words"), 70),
    )


def _row(act: Act) -> tuple[SheetCell, ...]:
    old = "\n".join(_cell(change.name, change.old) for change in act.changes)
    new = "\n".join(_cell(change.name, change.new) for change in act.changes)
    words = "\n".join(act.words)
    return (act.at, act.who, act.what, act.plan, act.task, act.period, old, new, words)


def _cell(name: str, value: str) -> str:
    return f"{name}: {value}" if name else value
