"""Read a Vietnamese deadline phrase: one as an argument, or one JSON object a line on standard input."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from argparse import ArgumentParser
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coop.shared.dates import Period, short_date, year_period
from tasks.deadlines import Deadline, DueSpan, parse

_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Command(BaseCommand):
    help = "Explain how a deadline phrase is read for a plan's day of issue and period."
    requires_system_checks: list[str] = []  # it asks neither the database nor the pages

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "text", nargs="?", help="the phrase; without it, JSON lines are read from standard input"
        )
        parser.add_argument("--issued", help="day of issue, 2023-08-30 or 30/8/2023; today unless given")
        parser.add_argument(
            "--period", help="first and last day, D:D; the rest of the year of issue unless given"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *args: Any, text: str | None, **options: Any) -> None:
        if text is None:
            self._answer_lines(sys.stdin, options)
            return
        try:
            issued_on, period = _anchor(options["issued"], _split(options["period"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
        deadline = parse(text, issued_on=issued_on, period=period)
        self.stdout.write(_json(text, deadline) if options["json"] else _words(text, deadline))

    def _answer_lines(self, lines: TextIO, options: dict[str, Any]) -> None:
        """One answer a line, at once; bad lines are answered too and make the command fail at the end."""
        failed = 0
        for line in lines:
            if not line.strip():
                continue
            try:
                self.stdout.write(_answer(line, options))
            except ValueError as error:
                failed += 1
                self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
            self.stdout.flush()
        if failed:
            raise CommandError(f"{failed} line(s) could not be read")


def _answer(line: str, options: dict[str, Any]) -> str:
    try:
        asked = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not a line of JSON: {error}") from error
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise ValueError('a line must be an object with "text", and may have "issued" and "period"')
    bounds = asked.get("period") or _split(options["period"])
    issued_on, period = _anchor(asked.get("issued") or options["issued"], bounds)
    return _json(asked["text"], parse(asked["text"], issued_on=issued_on, period=period))


def _anchor(issued: str | None, bounds: list[str] | None) -> tuple[dt.date, Period]:
    """Day of issue and period; raises ValueError with a sentence for what cannot be read."""
    issued_on = _day(issued) if issued else timezone.localdate()
    if bounds is None:
        return issued_on, Period(issued_on, year_period(issued_on.year).end)
    if not isinstance(bounds, list) or len(bounds) != 2:
        raise ValueError(f"a period is two days, not {bounds!r}")
    return issued_on, Period(_day(bounds[0]), _day(bounds[1]))


def _split(period: str | None) -> list[str] | None:
    return period.split(":") if period else None


def _day(text: object) -> dt.date:
    """2023-08-30 or 30/8/2023."""
    match = _DAY_FIRST.fullmatch(str(text).strip())
    try:
        if match:
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        return dt.date.fromisoformat(str(text).strip())
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day; write 2023-08-30 or 30/8/2023") from error


def _json(text: str, deadline: Deadline) -> str:
    answer = {
        "text": text,
        "kind": deadline.kind.value,
        "certain": deadline.certain,
        "recurrence": deadline.recurrence.value,
        "occurrences": [
            {"starts_on": _iso(span.starts_on), "due_on": _iso(span.due_on)} for span in deadline.occurrences
        ],
        "reading": deadline.reading,
    }
    return json.dumps(answer, ensure_ascii=False)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _words(text: str, deadline: Deadline) -> str:
    lines = [f"“{text}”", deadline.reading]
    if len(deadline.occurrences) > 1:
        lines += [f"  {number}. {_span(span)}" for number, span in enumerate(deadline.occurrences, start=1)]
    lines.append("Chắc chắn." if deadline.certain else f"Cần xem lại: {deadline.note}")
    return "\n".join(lines)


def _span(span: DueSpan) -> str:
    start = f"từ {short_date(span.starts_on)}" if span.starts_on else ""
    due = f"hạn {short_date(span.due_on)}" if span.due_on else "không có hạn"
    return ", ".join(part for part in (start, due) if part)
