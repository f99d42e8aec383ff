"""What becomes of the due periods of a task when its time is another. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from django.db.models import QuerySet, prefetch_related_objects

from tasks.models import Occurrence
from tasks.models.occurrence import period_name
from tasks.schedule import Due
from tasks.states import STOPPED_STATUSES, Status


class Fate(StrEnum):
    """KEPT: somebody has reported on it or acted on it, so it stays against the time."""

    NEW = "new"
    MOVED = "moved"
    GONE = "gone"
    KEPT = "kept"


class Held(StrEnum):
    """Why a period keeps its day."""

    REPORT = "report"
    NOTE = "note"
    EXTENSION = "extension"
    DAY = "day"
    STATUS = "status"


class Advice(StrEnum):
    """What a person can do about a period that keeps its day."""

    EXTEND = "extend"
    DECIDE = "decide"
    SHORTEN = "shorten"
    ANSWER = "answer"
    RESUME = "resume"
    STOP = "stop"
    DONE = "done"
    NONE = ""


@dataclass(frozen=True)
class PeriodChange:
    """One period in facts that can be stored: `was` and `now` are names of periods ('31/12/2024', '2024').

    A new one was nothing, so `status` is ""; `is_named` is False for one that the time no longer names.
    """

    fate: str
    was: str = ""
    now: str = ""
    is_named: bool = True
    held: str = ""
    status: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Refit:
    """A period that does not stay as the time wants it: `occurrence` is missing where it is new, `due` where
    the time no longer names it.
    """

    fate: Fate
    task: int
    occurrence: Occurrence | None
    due: Due | None

    def told(self) -> PeriodChange:
        """To be asked before anything is moved."""
        now = period_name(self.due.starts_on, self.due.due_on) if self.due else ""
        if self.occurrence is None:
            return PeriodChange(self.fate, now=now)
        is_kept = self.fate == Fate.KEPT
        return PeriodChange(
            self.fate,
            was=self.occurrence.period_name,
            now=now,
            is_named=self.due is not None,
            held=_held(self.occurrence) if is_kept else "",
            status=self.occurrence.status,
            advice=_advice(self.occurrence, self.due) if is_kept else "",
        )


def what_would_become(wanted: Mapping[int, tuple[Due, ...]]) -> dict[int, tuple[PeriodChange, ...]]:
    """By task (id), those alone of which a period would change or be kept against its time."""
    told = defaultdict(list)
    for refit in refits(Occurrence.objects.filter(task__in=wanted), wanted) if wanted else ():
        told[refit.task].append(refit.told())
    return {task: tuple(changes) for task, changes in told.items()}


def refits(occurrences: QuerySet[Occurrence], wanted: Mapping[int, tuple[Due, ...]]) -> list[Refit]:
    """`wanted`: by task (id), whose occurrences these are. As few statements for many tasks as for one."""
    there = defaultdict(list)
    for occurrence in occurrences.order_by("pk"):
        there[occurrence.task_id].append(occurrence)
    prefetch_related_objects(list(chain(*there.values())), "updates", "extensions", "set_day")
    return [refit for task, dues in wanted.items() for refit in _of_task(task, there[task], dues)]


def _of_task(task: int, there: Iterable[Occurrence], wanted: tuple[Due, ...]) -> Iterator[Refit]:
    missing = {due.period_key: due for due in wanted}
    for occurrence in there:
        due = _take(missing, occurrence)
        if fate := _fate(occurrence, due):
            yield Refit(fate, task, occurrence, due)
    for due in missing.values():
        yield Refit(Fate.NEW, task, None, due)


def _take(missing: dict[str, Due], occurrence: Occurrence) -> Due | None:
    """Which wanted period the occurrence is: by its key, or by its dates where one time became a series."""
    if occurrence.period_key in missing:
        return missing.pop(occurrence.period_key)
    dates = (occurrence.starts_on, _printed_due_on(occurrence))
    same = [key for key, due in missing.items() if (due.starts_on, due.due_on) == dates]
    return missing.pop(same[0]) if same else None


def _fate(occurrence: Occurrence, due: Due | None) -> Fate | None:
    """None: it is as the time wants it."""
    if _is_touched(occurrence) and not _gains_its_first_day(occurrence, due):
        days = {_printed_due_on(occurrence), occurrence.due_on}  # before more time was granted, and with it
        known_by = {_last_day(occurrence.starts_on, day) for day in days}
        return None if due and _last_day(due.starts_on, due.due_on) in known_by else Fate.KEPT
    if due is None:
        return Fate.GONE
    is_same = (occurrence.starts_on, occurrence.due_on) == (due.starts_on, due.due_on)
    return None if is_same else Fate.MOVED


def _last_day(starts_on: dt.date | None, due_on: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    """What people know a period by: a report on it stands although it begins on another day now."""
    return (None, due_on) if due_on else (starts_on, None)


def _gains_its_first_day(occurrence: Occurrence, due: Due | None) -> bool:
    """It waited for a day ("sau khi có …"), and nobody calls it done."""
    is_waiting = occurrence.starts_on is None and occurrence.due_on is None
    is_open = occurrence.status in (Status.NOT_STARTED, Status.IN_PROGRESS)
    return is_waiting and is_open and due is not None and due.due_on is not None


def _printed_due_on(occurrence: Occurrence) -> dt.date | None:
    """The due date before anybody was granted more time; none where a person set it."""
    if hasattr(occurrence, "set_day"):
        return None
    first = min(occurrence.extensions.all(), key=lambda extension: extension.pk, default=None)
    return first.old_due_on if first else occurrence.due_on


def _is_touched(occurrence: Occurrence) -> bool:
    """Has anybody reported, asked for more time, set its day, or paused or cancelled it? The twin of
    `OccurrenceQuerySet.touched`.
    """
    has_words = (
        occurrence.updates.exists() or occurrence.extensions.exists() or hasattr(occurrence, "set_day")
    )
    return has_words or occurrence.status != Status.NOT_STARTED


def _held(occurrence: Occurrence) -> Held:
    if occurrence.status in STOPPED_STATUSES:
        return Held.STATUS
    updates = occurrence.updates.all()
    if any(not update.is_contribution for update in updates):
        return Held.REPORT
    if occurrence.extensions.exists():
        return Held.EXTENSION
    if hasattr(occurrence, "set_day"):
        return Held.DAY
    return Held.NOTE if updates else Held.STATUS


def _advice(occurrence: Occurrence, due: Due | None) -> Advice:
    if occurrence.status in _ADVICE_BY_STATUS:
        return _ADVICE_BY_STATUS[Status(occurrence.status)]
    if due is None:
        return Advice.STOP
    if due.due_on is None or occurrence.due_on is None:
        return Advice.NONE
    if due.due_on < occurrence.due_on:
        return Advice.SHORTEN
    waits = any(not extension.decision for extension in occurrence.extensions.all())
    return Advice.DECIDE if waits else Advice.EXTEND


_ADVICE_BY_STATUS = {
    Status.COMPLETED: Advice.DONE,
    Status.REPORTED: Advice.ANSWER,
    Status.PAUSED: Advice.RESUME,
    Status.CANCELLED: Advice.NONE,
}
