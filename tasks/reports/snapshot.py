"""What an issued report keeps of the data, and how the data differs from it today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from coop.shared.dates import short_date
from coop.shared.documents.content import OfficialDocument
from coop.shared.documents.stored import from_json, to_json
from tasks.history import NOTHING, Change
from tasks.models import AnnualReport, Assignment, Occurrence, ProgressUpdate
from tasks.reports.annual import scope_of
from tasks.reports.entries import Entry
from tasks.reports.facts import Facts, gather
from tasks.reports.figures import EARLIER, POSTPONED, UNDERWAY, figures_of
from tasks.states import Status

_SAID = ("result", "obstacles", "proposal")
_WORDS = ("leads", *_SAID)


@dataclass(frozen=True)
class ChangedRow:
    """A due period that is no longer as the report found it; `task` leads to its page while it is there."""

    content: str
    task: int | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Differences:
    """False where the data still says what was issued."""

    figures: tuple[Change, ...]
    rows: tuple[ChangedRow, ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.rows)


def snapshot_of(document: OfficialDocument, facts: Facts) -> dict[str, Any]:
    """As JSON: the paper, its figures by name, and how each due period stood."""
    return {"document": to_json(document), "figures": figures_of(facts), "rows": _rows(facts)}


def document_as_issued(report: AnnualReport) -> OfficialDocument:
    """From the snapshot alone: no later change of the data reaches it."""
    document: OfficialDocument = from_json(report.snapshot["document"])
    return document


def differences(report: AnnualReport) -> Differences:
    """What the same report would count and quote differently today, and whom it would name as the lead."""
    facts = gather(scope_of(report))
    old, new = report.snapshot["figures"], figures_of(facts)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    for name in {POSTPONED, UNDERWAY, EARLIER} - set(old):  # issued before reports told of them
        names.remove(name)
    if POSTPONED not in old:
        facts = replace(facts, postponed=_told_in(report, facts.postponed))
    if UNDERWAY not in old:
        facts = replace(facts, underway=_told_in(report, facts.underway))
    changed = tuple(Change(old.get(name, NOTHING), new.get(name, NOTHING), name) for name in names)
    return Differences(changed, tuple(_changed_rows(report.snapshot["rows"], _rows(facts))))


def _told_in(report: AnnualReport, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if str(entry.occurrence.pk) in report.snapshot["rows"])


def _rows(facts: Facts) -> dict[str, dict[str, Any]]:
    """By occurrence: how it stands and who leads it now, whatever the cut-off day; and its latest words."""
    latest = _latest_words([entry.occurrence.pk for entry in facts.told])
    return {
        str(entry.occurrence.pk): _state(entry.occurrence)
        | {"content": str(entry.task), "task": entry.task.pk, "leads": leads_of(entry)}
        | latest.get(entry.occurrence.pk, dict.fromkeys(_SAID, ""))
        for entry in facts.told
    }


def _state(row: Occurrence) -> dict[str, Any]:
    days = {name: getattr(row, name) for name in ("due_on", "completed_on")}
    return {name: day.isoformat() if day else None for name, day in days.items()} | {"status": row.status}


def leads_of(entry: Entry) -> str:
    """Every holder of the place with who answers for it today; the cell as printed where nobody is named."""
    links = [link for link in entry.task.assignments.all() if link.role == Assignment.Role.LEAD]
    names = [link.unit.name_today_for(entry.side) if link.unit else link.words for link in links]
    return "; ".join(names) or " ".join(entry.task.lead_text.split())


def _latest_words(occurrences: list[int]) -> dict[int, dict[str, str]]:
    """Of the last report of a lead unit on each."""
    told = ProgressUpdate.objects.reports().filter(occurrence__in=occurrences).order_by("pk")
    return {
        row["occurrence"]: {name: row[name] for name in _SAID} for row in told.values("occurrence", *_SAID)
    }


def _changed_rows(old: dict[str, Any], new: dict[str, Any]) -> Iterator[ChangedRow]:
    """Who leads a task of several periods is told with the first of them."""
    led: set[int | None] = set()
    for key in {**old, **new}:
        row = _changed_row(old.get(key), new.get(key))
        if row.task in led:
            row = replace(row, changes=tuple(one for one in row.changes if one.name != _("lead unit")))
        led.add(row.task)
        if row.changes:
            yield row


def _changed_row(was: dict[str, Any] | None, now: dict[str, Any] | None) -> ChangedRow:
    """One of them at least is there."""
    if now is None:
        gone = Change(_("in the report"), _("taken away"))
        return ChangedRow(was["content"] if was else "", None, (gone,))
    changes = _changes(was, now) if was else [Change(NOTHING, _("new"))]
    return ChangedRow(now["content"], now["task"], tuple(changes))


def _changes(was: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    """Reports that were issued before lead units were kept say nothing of them."""
    labels = {
        "leads": _("lead unit"),
        "status": _("status"),
        "due_on": _("due on"),
        "completed_on": _("completed on"),
        "result": _("result"),
        "obstacles": _("difficulties and obstacles"),
        "proposal": _("proposals"),
    }
    return [
        Change(_shown(name, was[name]), _shown(name, now[name]), label)
        for name, label in labels.items()
        if name in was and was[name] != now[name]
    ]


def _shown(name: str, value: str | None) -> str:
    if not value:
        return NOTHING
    if name == "status":
        return str(Status(value).label)
    if name in _WORDS:
        return value
    return short_date(dt.date.fromisoformat(value))
