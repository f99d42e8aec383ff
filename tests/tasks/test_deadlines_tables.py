"""Deadline phrases with a known reading: the real ones of ../shared, the appendix of plan 1606, our own."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from coop.shared.dates import Period
from docs import build_deadlines
from tasks.deadlines import Deadline, DeadlineKind, DueSpan, parse
from tasks.deadlines.excel import displayed

SHARED = Path(__file__).parents[3] / "shared"
TIMEFRAMES = SHARED / "reference" / "timeframes.tsv"
APPENDIX = SHARED / "appendix" / "ke-hoach-1606.csv"
NEED_SHARED = pytest.mark.skipif(not TIMEFRAMES.exists(), reason="../shared is not beside the repository")
DATE_CELL = re.compile(r"⟦(\S+) (?:\| number_format |fmt=)(.*)⟧")


@dataclass(frozen=True)
class Expected:
    """A line of timeframes.tsv, which knows recurrences and a first start and last due, but not our kinds.

    How they are compared:
    - unclear: unclear or conditional (the table does not tell them apart). Three, "kỳ họp … 2026", carry the
      year's end as a due date too; domain.md gives an unclear phrase none, so it is not compared;
    - continuous: continuous, beginning at the start if there is one;
    - one-off without dates ("7", a number of days from nowhere): unclear or conditional;
    - one-off: one occurrence with exactly this start and due; of the two dues of "trước ngày X" only the
      strict one, X−1, counts (`due_alt` is information);
    - yearly with a start and a due: a series from this start to this due;
    - any other recurrence: recurring, the same recurrence, and the first due date where the table has one.
    """

    text: str
    text_is_certain: bool
    issued_on: dt.date
    period: Period
    start: dt.date | None
    due: dt.date | None
    recurrence: str

    def read(self) -> Deadline:
        return parse(self.text, issued_on=self.issued_on, period=self.period)

    def is_met_by(self, deadline: Deadline) -> bool:
        if self.recurrence == "unclear" or (self.recurrence == "one-off" and self.due is None):
            return deadline.kind in (DeadlineKind.UNCLEAR, DeadlineKind.CONDITIONAL)
        if self.recurrence == "continuous":
            starts = self.start in (None, deadline.occurrences[0].starts_on)
            return deadline.kind is DeadlineKind.CONTINUOUS and starts
        if self.recurrence == "one-off":
            return deadline.occurrences == (DueSpan(self.start, self.due),)
        if self.start:
            ends = (deadline.occurrences[0].starts_on, deadline.occurrences[-1].due_on)
            return deadline.kind is DeadlineKind.SERIES and ends == (self.start, self.due)
        first_due = self.due in (None, deadline.occurrences[0].due_on)
        return deadline.recurrence.replace("_", "-") == self.recurrence and first_due


def timeframes() -> list[Expected]:
    with TIMEFRAMES.open(encoding="utf-8", newline="") as file:
        return [expected(line) for line in csv.DictReader(file, delimiter="\t")]


def expected(line: dict[str, str]) -> Expected:
    text, is_certain = line["verbatim"], True
    if cell := DATE_CELL.fullmatch(text):
        text, is_certain = displayed(dt.date.fromisoformat(cell[1]), cell[2])
    return Expected(
        text,
        is_certain,
        dt.date.fromisoformat(line["issued"]),
        Period(dt.date.fromisoformat(line["period_start"]), dt.date.fromisoformat(line["period_end"])),
        dt.date.fromisoformat(line["start"]) if line["start"] else None,
        dt.date.fromisoformat(line["due"]) if line["due"] else None,
        line["recurrence"],
    )


@NEED_SHARED
def test_at_least_95_percent_of_the_real_phrases_are_read_as_their_table_says():
    lines = timeframes()
    misread = [
        f"{line.text!r} {line.recurrence}: {line.read()}" for line in lines if not line.is_met_by(line.read())
    ]

    assert len(lines) == 159
    assert len(misread) <= 0.05 * len(lines), "\n".join(misread)


@NEED_SHARED
def test_no_real_phrase_is_read_wrongly_and_called_certain():
    readings = [(line, line.read()) for line in timeframes()]

    assert [
        f"{line.text!r}: {deadline}"
        for line, deadline in readings
        if deadline.certain and line.text_is_certain and not line.is_met_by(deadline)
    ] == []


@NEED_SHARED
def test_plain_real_phrases_are_certain_so_that_people_look_only_where_they_must():
    certain = [line for line in timeframes() if line.text_is_certain and line.read().certain]

    assert len(certain) >= 60


@NEED_SHARED
def test_every_deadline_of_the_appendix_of_plan_1606_is_certain_but_the_one_that_is_no_deadline():
    issued_on, period = build_deadlines.PLANS["1606"]
    with APPENDIX.open(encoding="utf-8-sig", newline="") as file:
        phrases = [line["Thời gian thực hiện"] for line in csv.DictReader(file, delimiter=";")]

    unsure = {
        text for text in phrases if text and not parse(text, issued_on=issued_on, period=period).certain
    }

    assert [text[:21] for text in unsure] == ["Duy trì hoạt động của"]


@pytest.mark.parametrize("row", build_deadlines.rows(), ids=lambda row: f"{row.phrase} ({row.plan})")
def test_our_own_phrases_are_read_as_our_table_says(row: build_deadlines.Row):
    deadline = row.read()

    assert (deadline.kind, deadline.recurrence, deadline.certain) == (row.kind, row.recurrence, row.certain)
    assert written(deadline.occurrences, short=":" in row.occurrences) == row.occurrences


def written(occurrences: tuple[DueSpan, ...], *, short: bool) -> str:
    """As in the table: every span, or "28: first last" for the many."""
    spans = [f"{span.starts_on or ''}..{span.due_on or ''}" for span in occurrences]
    return f"{len(spans)}: {spans[0]} {spans[-1]}" if short else " ".join(spans)


def test_the_page_about_deadlines_is_fresh():
    assert build_deadlines.PAGE.read_text(encoding="utf-8") == build_deadlines.page(), (
        "run: python -m docs.build_deadlines"
    )
