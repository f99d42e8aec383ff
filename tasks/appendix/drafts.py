"""What is read from an appendix: draft tasks as printed, with what a person should look at. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.appendix.columns import Header

_YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class Problem:
    """Something that a person should know about a row or the whole appendix.

    is_note: True for what was noticed and kept as printed (numbering that skips), False for what is missing.
    """

    code: str
    text: str
    is_note: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Skipped:
    """A table, sheet or row that was not read as tasks, and why (Vietnamese)."""

    name: str
    reason: str


@dataclass(frozen=True)
class DraftRow:
    """One task as printed; every text is "" where the paper says nothing.

    section, heading: "I", "Lĩnh vực Nông nghiệp". part: a level above ("A. NHIỆM VỤ CHUNG").
    group: the content of the row to which a sub-row a), 1.1, - belongs, or a heading without number.
    phase: the year or period row above ("Năm 2024").
    extra: (column name, text) of columns that have no meaning here.
    """

    place: str
    section: str
    heading: str
    ordinal: str
    content: str
    lead: str
    partner: str
    timeframe: str
    product: str = ""
    note: str = ""
    group: str = ""
    phase: str = ""
    part: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def year_above(self) -> int | None:
        """The year that the nearest row above names, where it names one alone."""
        named = (_YEAR.findall(above) for above in (self.phase, self.group, self.heading))
        years = next(filter(None, named), [])
        return int(years[0]) if len(years) == 1 else None


@dataclass(frozen=True)
class Appendix:
    """All tasks of an appendix in the order of the paper; header: the columns by which they were read."""

    rows: tuple[DraftRow, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]
    header: Header
