"""What an import does to the due periods of tasks that are there already, in words for who confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.actions.refitting import Advice, Fate, Held, PeriodChange, what_would_become
from tasks.deadlines import Deadline
from tasks.imports.staged import deadline_of, meant_by
from tasks.models import ImportBatch, ImportRow, Occurrence
from tasks.schedule import due_periods
from tasks.states import Status

DONE = "periods_changed"
"""In `ImportRow.restore`: what a confirmation did, since later nobody could work it out."""

_OF_TASKS = (ImportRow.Action.UPDATE, ImportRow.Action.UNCHANGED)
_NAMED_AT_ONCE = 12
_KEPT = gettext_lazy("Period %(was)s keeps its day and does not become %(now)s: %(why)s.")
_KEPT_WITHOUT_PRINT = gettext_lazy("Period %(was)s stays although the file has it no more: %(why)s.")
_ONE_WORK_TWICE = gettext_lazy(
    "Where an added period is the same work as a kept one, the secretariat cancels the added one after the "
    "import, on the page of the task, so that it is not counted twice."
)
_WHY = {
    Held.REPORT: gettext_lazy("a report has been made on it"),
    Held.NOTE: gettext_lazy("a partner unit has written a note on it"),
    Held.EXTENSION: gettext_lazy("more time has been asked for it"),
    Held.DAY: gettext_lazy("the secretariat has set its day"),
}
_WHAT_TO_DO = {
    Advice.EXTEND: gettext_lazy(
        "For the new day the lead unit asks for more time on the page of the task, and the focal unit or the "
        "secretariat grants it."
    ),
    Advice.DECIDE: gettext_lazy("A wish for more time waits on the page of the task: decide on it."),
    Advice.SHORTEN: gettext_lazy(
        "The new day is earlier, and such a period is never shortened. Where it matters, leadership gives a "
        "directive on the page of the task."
    ),
    Advice.ANSWER: gettext_lazy(
        "Its completion waits for confirmation and is assessed by the old day. Only after it is sent back "
        "can the lead unit ask for more time."
    ),
    Advice.RESUME: gettext_lazy(
        "When it is resumed it has its old day; the lead unit can then ask for more time."
    ),
    Advice.STOP: gettext_lazy(
        "If it need not be done any more, the secretariat cancels it on the page of the task, with a reason."
    ),
    Advice.DONE: gettext_lazy("It is completed, and stays assessed by the old day."),
}


@dataclass(frozen=True)
class PeriodLine:
    """One period in words, and what can be done where it keeps its day."""

    is_kept: bool
    words: str
    advice: str = ""


def retimed(rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
    """Those whose task gets another time, the twin of `has_new_time`, or has a period that keeps its day
    still. First those of tasks on which somebody has acted.
    """
    said_anew = Q(changes__has_key="timeframe") | ~Q(reading__meant__timeframe="")
    gets_new_time = said_anew & Q(action=ImportRow.Action.UPDATE, task__isnull=False)
    kept = still_kept(rows.filter(Exists(_retimed_before().filter(task=OuterRef("task")))))
    found = rows.filter(gets_new_time | Q(pk__in=kept))
    return found.annotate(acted_on=_acted_on()).order_by("-acted_on", "position")


def _acted_on() -> Exists:
    return Exists(Occurrence.objects.touched().filter(task=OuterRef("task")))


def has_new_time(row: ImportRow) -> bool:
    is_told = "timeframe" in row.changes or meant_by(row).timeframe
    return bool(row.action == ImportRow.Action.UPDATE and row.task_id and is_told)


def period_changes(rows: Iterable[ImportRow]) -> dict[int, Sequence[PeriodChange]]:
    """By row (id): of a confirmed import what it did, else what confirming would do now."""
    some = {row.pk: row for row in rows}
    done = {pk: _done(row) for pk, row in some.items() if DONE in row.restore}
    waiting = {row.task_id: row for row in some.values() if has_new_time(row) and not row.restore}
    wanted = {task: due_periods(deadline_of(row)) for task, row in waiting.items() if task is not None}
    new = {waiting[task].pk: told for task, told in what_would_become(wanted).items()}
    return done | new | still_kept(some.values())


def still_kept(rows: Iterable[ImportRow]) -> dict[int, Sequence[PeriodChange]]:
    """By row (id): the periods that keep their day although the time is the one of the file already, since an
    import gave it to the task when somebody had acted on them.
    """
    same = {
        row.task_id: row
        for row in rows
        if row.task_id and row.action in _OF_TASKS and not (row.restore or has_new_time(row))
    }
    told = kept_against({task: deadline_of(row) for task, row in same.items() if task is not None})
    return {same[task].pk: changes for task, changes in told.items()}


def kept_against(deadlines: Mapping[int, Deadline]) -> dict[int, Sequence[PeriodChange]]:
    """By task (id), which the file reads so. What a person said of a time is not held against its print."""
    if not deadlines:
        return {}
    read = _retimed_before().filter(task__in=deadlines).values_list("task", "task__deadline_reading")
    wanted = {
        task: due_periods(deadlines[task]) for task, as_read in read if deadlines[task].reading == as_read
    }
    told = what_would_become(wanted)
    kept = {task: [one for one in changes if one.fate == Fate.KEPT] for task, changes in told.items()}
    return {task: changes for task, changes in kept.items() if changes}


def _retimed_before() -> QuerySet[ImportRow]:
    """Rows with which an import changed the time of a task that was there, and said what it did."""
    confirmed = ImportBatch.Status.CONFIRMED
    return ImportRow.objects.order_by().filter(batch__status=confirmed, restore__has_key=DONE)


def kept_in(batch: ImportBatch) -> int:
    """How many periods keep their day although the file has another, or has them no more."""
    if batch.status == ImportBatch.Status.STAGED:
        rows = retimed(batch.rows.filter(_acted_on()))
    elif batch.status == ImportBatch.Status.CONFIRMED:
        rows = batch.rows.filter(restore__has_key=DONE)
    else:
        return 0
    return kept_among(period_changes(rows).values())


def kept_among(told: Iterable[Sequence[PeriodChange]]) -> int:
    return sum(change.fate == Fate.KEPT for changes in told for change in changes)


def remember_changes(row: ImportRow, told: Sequence[PeriodChange]) -> None:
    """With what the row keeps for its undoing; the caller saves."""
    if told:
        row.restore[DONE] = [asdict(change) for change in told]


def in_words(told: Sequence[PeriodChange]) -> list[PeriodLine]:
    """What is kept first; what is added and removed on a line each, since "hàng tháng" has dozens."""
    by_fate = {fate: [change for change in told if change.fate == fate] for fate in Fate}
    added, removed = by_fate[Fate.NEW], by_fate[Fate.GONE]
    lines = [_kept(change) for change in by_fate[Fate.KEPT]]
    if added and not all(change.is_named for change in by_fate[Fate.KEPT]):
        lines.append(PeriodLine(True, str(_ONE_WORK_TWICE)))
    lines += [_moved(change) for change in by_fate[Fate.MOVED]]
    if added:
        said = _("Added: period %s.") % _names(change.now for change in added)
        lines.append(PeriodLine(False, said))
    if removed:
        said = _("Removed: period %s, on which nobody has reported.") % _names(
            change.was for change in removed
        )
        lines.append(PeriodLine(False, said))
    return lines


def _done(row: ImportRow) -> list[PeriodChange]:
    return [PeriodChange(**told) for told in row.restore[DONE]]


def _kept(change: PeriodChange) -> PeriodLine:
    said = _KEPT if change.is_named else _KEPT_WITHOUT_PRINT
    told = {"was": _name(change.was), "now": _name(change.now), "why": _why(change)}
    return PeriodLine(True, str(said) % told, str(_WHAT_TO_DO.get(Advice(change.advice), "")))


def _moved(change: PeriodChange) -> PeriodLine:
    if change.was == change.now:
        said = _("Period %(was)s begins on another day; its due date stays.")
    else:
        said = _("Period %(was)s becomes %(now)s.")
    return PeriodLine(False, said % {"was": _name(change.was), "now": _name(change.now)})


def _names(periods: Iterable[str]) -> str:
    names = [_name(period) for period in periods]
    shown = "; ".join(names[:_NAMED_AT_ONCE])
    more = len(names) - _NAMED_AT_ONCE
    return _("%(periods)s and %(more)s more") % {"periods": shown, "more": more} if more > 0 else shown


def _name(name: str) -> str:
    return name or _("without a due date")


def _why(change: PeriodChange) -> str:
    if change.held == Held.STATUS:
        return _("it is “%s”") % Status(change.status).label
    return str(_WHY[Held(change.held)])
