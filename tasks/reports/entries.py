"""One due period in a report: how it stands, what was said of it, who leads it; and how many stand how."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from agreements.models import Province, Unit
from tasks.models import Extension, Occurrence
from tasks.models.task import Task
from tasks.rates import Rated
from tasks.states import Assessment, Status

_NOW = re.compile(r" \(nay là ([^()]*)\)")


@dataclass(frozen=True)
class Entry:
    """An occurrence with its due day and assessment on the cut-off day, whatever it is today, and the latest
    report of a lead unit on it. Obstacles and proposals are the latest that were told, and by whom: an empty
    box later takes nothing back. `promised_on`: its day in the period, where an extension moved it to one
    after the period; `has_begun`: by the end of the period.
    """

    task: Task
    occurrence: Occurrence
    due_on: dt.date | None
    assessment: Assessment
    reported: bool
    result: str
    obstacles: str
    proposal: str
    side: Province
    obstacles_by: Unit | None = None
    proposal_by: Unit | None = None
    extensions: tuple[Extension, ...] = ()
    promised_on: dt.date | None = None
    has_begun: bool = False

    @property
    def waits_for_confirmation(self) -> bool:
        return self.occurrence.status == Status.REPORTED

    @property
    def waits_for_extension(self) -> bool:
        """As `tasks.awaited` says."""
        return self.occurrence.is_open and any(not extension.decision for extension in self.extensions)

    @property
    def leads(self) -> str:
        """Lead units under the names of the paper's day, with 'nay là …', to stand in brackets; else the
        cell as printed.
        """
        units = [self._named(unit) for unit in self.task.lead_units]
        return ", ".join(units) or " ".join(self.task.lead_text.split())

    def called(self, teller: Unit | None) -> str:
        """Who said something, under the name of the lead for which it speaks today."""
        if teller is None:
            return self.leads
        heir = teller.current_heir_id
        return self._named(
            next((lead for lead in self.task.lead_units if lead.current_heir_id == heir), teller)
        )

    def _named(self, unit: Unit) -> str:
        return inside(unit.name_today_for(self.side))


@dataclass(frozen=True)
class Tally(Rated):
    """Counts by assessment."""

    counts: Counter[Assessment]
    reported_continuous: int

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Tally:
        listed = list(entries)
        continuous = [entry for entry in listed if entry.assessment == Assessment.CONTINUOUS]
        return cls(Counter(entry.assessment for entry in listed), sum(entry.reported for entry in continuous))

    @property
    def total(self) -> int:
        return self.counts.total()


@dataclass(frozen=True)
class FieldFacts:
    """A heading of the paper with its entries, in print order."""

    heading: str
    entries: tuple[Entry, ...]

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(self.entries)


def inside(name: str) -> str:
    """'Sở A (nay là Sở B)' where brackets stand around it: 'Sở A, nay là Sở B'."""
    return _NOW.sub(r", nay là \1", name)
