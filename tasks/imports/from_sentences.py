"""Sentences of a conclusion notice that has no table, marked by a person, become tasks of its plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.models import Plan
from coop.shared.dates import paper_date
from coop.shared.events import record
from coop.shared.saving import save_as
from tasks.actions.refusal import require
from tasks.actions.scheduling import set_occurrences
from tasks.appendix.drafts import DraftRow
from tasks.imports.groups import fix_groups
from tasks.imports.reading import PlanReader, ReadRow
from tasks.models import Assignment, Task
from tasks.models.task import LONGEST_WORDS
from tasks.schedule import due_periods
from tasks.sentences import Sentence

# The end of what `basis_of` gives.
_BASIS = re.compile(r"(?:, mục (?P<section>[^,“]*))?, câu \d+: “(?P<text>.*)”$", re.DOTALL)


@dataclass(frozen=True)
class Marked:
    """A sentence that is a task: who leads it, with whom, and by when, in the words of a paper."""

    sentence: Sentence
    lead: str
    partner: str = ""
    timeframe: str = ""


@transaction.atomic
def tasks_from_sentences(*, by: Any, plan: Plan, marked: Sequence[Marked]) -> list[Task]:
    """One task a sentence, at the end of the plan; one Event for all. Raises RefusedError where nothing is
    marked, a unit cannot be told, or a sentence is a task already.
    """
    locked = (
        Plan.objects.select_for_update(of=("self",)).select_related("province", "agreement").get(pk=plan.pk)
    )
    require(bool(marked), _("Mark at least one sentence."))
    _refuse_second(locked, marked)
    reader = PlanReader(locked)
    rows = [reader.read(_draft(one)) for one in marked]
    _refuse_unknown_units(marked, rows)
    _refuse_long_groups(marked, rows)
    last = locked.tasks.aggregate(last=Max("position"))["last"] or 0
    made = [
        _make(by, locked, one, row, position)
        for position, (one, row) in enumerate(zip(marked, rows, strict=True), last + 1)
    ]
    fix_groups(locked, {group for row in rows for group in (*row.lead.groups, *row.partner.groups)})
    record(by=by, verb="mark_sentences", target=locked, after={"sentences": _numbers(marked)})
    return made


def basis_of(plan: Plan, sentence: Sentence) -> str:
    """'Thông báo kết luận 12-TB/TU ngày 23/4/2024, mục 3.1, câu 7: “Hai tỉnh thống nhất …”'"""
    section = f", mục {sentence.section}" if sentence.section else ""
    with override("vi"):  # what is kept does not depend on who reads English
        paper = f"{plan.short_title} ngày {paper_date(plan.issued_on)}"
    return f"{paper}{section}, câu {sentence.number}: “{sentence.text}”"


def _draft(one: Marked) -> DraftRow:
    return DraftRow(
        place=str(one.sentence.number),
        section=one.sentence.section,
        heading="",
        ordinal=str(one.sentence.number),
        content=one.sentence.text,
        lead=one.lead,
        partner=one.partner,
        timeframe=one.timeframe,
    )


def _refuse_second(plan: Plan, marked: Sequence[Marked]) -> None:
    """The same words in the same section; their number depends on how much of the paper was pasted."""
    kept = map(_BASIS.search, plan.tasks.exclude(basis="").values_list("basis", flat=True))
    known = {(basis["section"] or "", basis["text"]) for basis in kept if basis}
    again = [one.sentence.number for one in marked if (one.sentence.section, one.sentence.text) in known]
    numbers = ", ".join(map(str, sorted(again)))
    require(not numbers, _("These sentences are tasks of the plan already: %s.") % numbers)


def _refuse_unknown_units(marked: Sequence[Marked], rows: Sequence[ReadRow]) -> None:
    """A name that is not in the data leads nobody; in an appendix it would be left to the review."""
    read = list(zip(marked, rows, strict=True))
    leads = _numbers(one for one, row in read if row.is_blocked or row.lead.unknown)
    partners = _numbers(one for one, row in read if row.partner.unknown)
    told = _("Say who leads by the name of a unit, or a group such as “các sở, ban, ngành”: sentence %s.")
    require(not leads, told % leads)
    told = _("Say the partners by names of units, or a group such as “các sở, ban, ngành”: sentence %s.")
    require(not partners, told % partners)


def _refuse_long_groups(marked: Sequence[Marked], rows: Sequence[ReadRow]) -> None:
    """In an appendix the words are cut, since the print stays beside them; here a person can shorten them."""
    long = _numbers(
        one
        for one, row in zip(marked, rows, strict=True)
        if any(len(group) > LONGEST_WORDS for group in (*row.lead.groups, *row.partner.groups))
    )
    told = _("The name of a group has at most %(most)s letters. Shorten it: sentence %(numbers)s.")
    require(not long, told % {"most": LONGEST_WORDS, "numbers": long})


def _numbers(marked: Iterable[Marked]) -> str:
    return ", ".join(str(one.sentence.number) for one in marked)


def _make(by: Any, plan: Plan, one: Marked, row: ReadRow, position: int) -> Task:
    deadline = row.deadline
    task = Task(
        plan=plan,
        position=position,
        section=one.sentence.section,
        ordinal=str(one.sentence.number),
        content=one.sentence.text,
        lead_text=one.lead,
        partner_text=one.partner,
        timeframe=one.timeframe,
        deadline_kind=deadline.kind,
        deadline_certain=deadline.certain,
        deadline_reading=deadline.reading,
        basis=basis_of(plan, one.sentence),
    )
    save_as(task, by)
    _assign(by, task, Assignment.Role.LEAD, row.lead)
    _assign(by, task, Assignment.Role.PARTNER, row.partner)
    set_occurrences(by=by, task=task, wanted=due_periods(deadline))
    return task


def _assign(by: Any, task: Task, role: str, reading: Any) -> None:
    named: list[dict[str, Any]] = [{"unit_id": unit.id} for unit in reading.units]
    named += [{"words": group, "is_group": True} for group in reading.groups]
    for sort, who in enumerate(named, 1):
        save_as(Assignment(task=task, role=role, sort=sort, **who), by)
