"""The review page of an import: the sums, the rows that need a look, and what was read of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tasks.actions.refitting import PeriodChange
from tasks.deadlines import DeadlineKind
from tasks.imports.carrying import is_settled
from tasks.imports.confirming import WRITTEN
from tasks.imports.forms import MeantForm
from tasks.imports.periods import (
    DONE,
    PeriodLine,
    in_words,
    kept_among,
    kept_in,
    period_changes,
    retimed,
)
from tasks.imports.staged import WORDS
from tasks.models import ImportBatch, ImportRow, Task

_ROWS_ON_A_PAGE = 200
_UNSURE_ON_A_PAGE = 50
_MOST_NAMED = 50  # of the tasks that are not in the file
_DONE = {
    ImportRow.Action.CREATE: pgettext_lazy("tasks", "created"),
    ImportRow.Action.UPDATE: gettext_lazy("updated"),
}
Told = dict[int, Sequence[PeriodChange]]
_NEVER_DATED = {DeadlineKind.CONDITIONAL, DeadlineKind.UNCLEAR}


@dataclass(frozen=True)
class ReviewRow:
    """A staged row, its reading in words, and the form to say how it is meant."""

    row: ImportRow
    heading: str = ""
    periods: Sequence[PeriodLine] = ()

    @property
    def leads(self) -> list[str]:
        return _names(self.row.reading["lead"])

    @property
    def partners(self) -> list[str]:
        return _names(self.row.reading["partner"])

    @property
    def deadline(self) -> dict[str, Any]:
        return self.row.reading["deadline"]

    @property
    def is_open(self) -> bool:
        """Still to be looked at."""
        is_written = self.row.action in WRITTEN
        return bool(self.row.problems or self.row.blocked) and not self.row.acknowledged_by_id and is_written

    @property
    def outcome(self) -> str:
        """What confirming would do or has done, in words."""
        action, status = ImportRow.Action(self.row.action), self.row.batch.status
        if status == ImportBatch.Status.DISCARDED:
            return _("not written")
        if status == ImportBatch.Status.UNDONE and action in _DONE:
            return str(ImportBatch.Status.UNDONE.label)
        return str(
            _DONE[action] if status == ImportBatch.Status.CONFIRMED and action in _DONE else action.label
        )

    @property
    def said(self) -> list[tuple[str, str]]:
        """(what, the words that somebody put in the place of its print)."""
        words = self.row.reading["meant"]
        return [(str(bound.label), words[bound.name]) for bound in self.form if words[bound.name]]

    @property
    def keeps_a_day(self) -> bool:
        return any(period.is_kept for period in self.periods)

    @property
    def suggestions(self) -> list[tuple[str, str, str]]:
        """(lead or partner, the unknown name, a unit that looks like it): never taken by itself."""
        offered = (
            (role, name, unit["name"])
            for role in ("lead", "partner")
            for name, units in self.row.reading[role]["suggestions"].items()
            for unit in units
        )
        return list(dict.fromkeys(offered))  # both provinces may have a unit of the name

    @property
    def complete(self) -> int:
        """How many of unit, time and product the row brings, out of 3."""
        has_time = DeadlineKind(self.deadline["kind"]) not in _NEVER_DATED
        has_unit = bool(self.row.reading["lead"]["units"])
        return has_unit + has_time + bool(self.row.printed["product"])

    @property
    def form(self) -> MeantForm:
        meant = self.row.reading["meant"]
        words = {name: meant[name] or self.row.printed[column] for name, column in WORDS.items()}
        one_line = {name: " ".join(text.split()) for name, text in words.items()}
        return MeantForm(initial=one_line, prefix=f"hang-{self.row.pk}")


@dataclass(frozen=True)
class Review:
    """The sums of all rows, and the pages of rows that are looked at.

    unsure: rows that need a look or that somebody has dealt with, which stay in sight until confirmed.
    retimed: rows whose task gets another time; `kept` is how many of their periods keep their day.
    headings_to_place: the first row under each heading that belongs to no field of the common list yet.
    settled: rows with which somebody has dealt.
    not_in_file: the first tasks of the plan that the file does not have, and how many these are; they stay.
    """

    rows: Page[ReviewRow]
    unsure: Page[ReviewRow]
    retimed: Page[ReviewRow]
    headings_to_place: list[ReviewRow]
    headings: int
    not_in_file: list[Task]
    count_not_in_file: int
    created: int
    updated: int
    unchanged: int
    excluded: int
    waiting: int
    blocked: int
    settled: int
    kept: int

    @property
    def total(self) -> int:
        return self.rows.paginator.count

    @property
    def to_confirm(self) -> int:
        return self.total - self.excluded

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.updated)


def review_of(batch: ImportBatch, *, page: Any = 1, unsure_page: Any = 1) -> Review:
    """Sums are counted in the database: a file of 10,000 rows opens as quickly as one of 29."""
    rows = batch.rows.select_related("acknowledged_by").order_by("position")
    not_in_file = batch.plan.tasks.exclude(pk__in=batch.rows.exclude(task=None).values("task"))
    sums = batch.rows.aggregate(
        created=_count(action=ImportRow.Action.CREATE),
        updated=_count(action=ImportRow.Action.UPDATE),
        unchanged=_count(action=ImportRow.Action.UNCHANGED),
        excluded=_count(action=ImportRow.Action.EXCLUDED),
        waiting=Count("pk", filter=_is_open()),
        blocked=Count("pk", filter=_is_open() & Q(blocked=True)),
        settled=Count("pk", filter=is_settled()),
    )
    pages = (
        _page(rows, _ROWS_ON_A_PAGE, page),
        _page(rows.filter(_is_unsure()), _UNSURE_ON_A_PAGE, unsure_page),
        _page(_retimed(batch), _UNSURE_ON_A_PAGE, 1),
    )
    told = _tell_periods(batch, pages)
    all_shown = pages[-1].paginator.num_pages == 1
    return Review(
        *pages,
        kept=kept_among(told.values()) if all_shown else kept_in(batch),
        headings_to_place=_headings_to_place(batch),
        headings=_count_headings(batch),
        not_in_file=list(not_in_file.order_by("position")[:_MOST_NAMED]),
        count_not_in_file=not_in_file.count(),
        **sums,
    )


def _count(**which: Any) -> Count:
    return Count("pk", filter=Q(**which))


def _needs_a_look() -> Q:
    return Q(blocked=True) | ~Q(problems=[])


def _is_open() -> Q:
    """The twin of `ReviewRow.is_open`."""
    return _needs_a_look() & Q(acknowledged_by=None, action__in=WRITTEN)


def _is_unsure() -> Q:
    return _needs_a_look() | is_settled()


def _page(rows: QuerySet[ImportRow], size: int, number: Any) -> Page[ReviewRow]:
    """The rows as they are shown; `heading` is filled on the first row under a heading of the paper."""
    found: Any = Paginator(rows, size).get_page(number)
    shown, above = [], ""
    for row in found.object_list:
        heading = " ".join(filter(None, [row.printed["section"], row.printed["heading"]]))
        shown.append(ReviewRow(row, heading if heading != above else ""))
        above = heading
    found.object_list = shown
    return found


def _retimed(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Of an import that was put away or undone nothing is told: it did nothing, or no more."""
    rows = batch.rows.select_related("acknowledged_by")
    if batch.status == ImportBatch.Status.STAGED:
        return retimed(rows)
    if batch.status == ImportBatch.Status.CONFIRMED:
        return rows.filter(restore__has_key=DONE).order_by("position")
    return rows.none()


def review_row(row: ImportRow) -> ReviewRow:
    """One row alone, as the page of all shows it."""
    return ReviewRow(row, periods=in_words(period_changes([row]).get(row.pk, ())))


def _tell_periods(batch: ImportBatch, pages: Sequence[Page[ReviewRow]]) -> Told:
    """Each row with what becomes of the periods of its task, asked once for all shown; by row (id)."""
    if batch.status not in (ImportBatch.Status.STAGED, ImportBatch.Status.CONFIRMED):
        return {}
    told = period_changes(line.row for page in pages for line in page)
    for page in pages:
        page.object_list = [
            replace(line, periods=in_words(told.get(line.row.pk, ()))) for line in page.object_list
        ]
    return told


def _count_headings(batch: ImportBatch) -> int:
    """A paper without headings has none."""
    found = batch.rows.order_by().values_list("printed__section", "printed__heading").distinct()
    return len(set(found) - {("", "")})


def _headings_to_place(batch: ImportBatch) -> list[ReviewRow]:
    without = batch.rows.filter(reading__field=None).exclude(printed__heading="")
    firsts = without.order_by().values("printed__heading").annotate(first=Min("position"))
    rows = batch.rows.filter(position__in=[one["first"] for one in firsts]).order_by("position")
    return [ReviewRow(row) for row in rows]


def _names(read: dict[str, Any]) -> list[str]:
    return (
        [unit["name"] for unit in read["units"]]
        + read["groups"]
        + [f"{name} (?)" for name in read["unknown"]]
    )
