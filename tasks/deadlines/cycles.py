"""Phrases that come back: which cycle counts, and which days inside it."""

from __future__ import annotations

from collections.abc import Sequence

from coop.shared.dates import Period

from . import sentences
from .anchor import Anchor, due_span
from .atoms import Cycle
from .deadline import DueSpan, Recurrence
from .grammar import Mention, Phrase, Relation
from .moments import Unit
from .recurring import (
    is_cut_short,
    is_day_of_month,
    is_named,
    length_in_days,
    monthly_on,
    recurrence_of,
    weekly_on,
    whole_cycles,
    yearly_at,
)

Recurring = tuple[Recurrence, tuple[DueSpan, ...], list[str]]


def recurring(phrase: Phrase, anchor: Anchor) -> Recurring:
    """The recurrence, its occurrences, and what makes the reading doubtful."""
    cycle = min(phrase.cycles, key=length_in_days)
    doubts = _cycle_doubts(phrase, cycle)
    inner, named_years = _sorted_out(phrase.mentions)
    if named_years:
        doubts.append(sentences.CYCLE_WINDOW)
        anchor = _narrowed(anchor, named_years)
    if inner and not _fits(cycle, inner):
        doubts.append(sentences.CYCLE_UNFIT)
        inner = []
    if len(inner) > 1 or any(len(mention.members) > 1 for mention in inner):
        doubts.append(sentences.SEVERAL_DATES)
    if any(_is_doubtful(mention) for mention in inner):
        doubts.append(sentences.GUESSED)
    occurrences = _occurrences(cycle, inner, anchor)
    return recurrence_of(cycle), occurrences, doubts + _outcome_doubts(cycle, inner, occurrences, anchor)


def _cycle_doubts(phrase: Phrase, cycle: Cycle) -> list[str]:
    doubts = [sentences.SEVERAL_CYCLES] if len(phrase.cycles) > 1 else []
    if cycle.guessed or not is_named(cycle):
        doubts.append(sentences.ODD_CYCLE)
    if cycle.unit == "d":
        doubts.append(sentences.DAILY)
    return doubts


def _sorted_out(mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Mentions that recur (no year said), and those that tie the cycle to years."""
    named = [
        mention for mention in mentions if any(moment.year for pair in mention.members for moment in pair)
    ]
    return [mention for mention in mentions if mention not in named], named


def _narrowed(anchor: Anchor, mentions: Sequence[Mention]) -> Anchor:
    """Hàng năm giai đoạn 2023-2025: only inside the years that are named, where the plan has any of them."""
    window: Period | None = anchor.period
    for mention in mentions:
        days = due_span(*mention.members[0], Relation.DURING, anchor.issued_on.year)
        if window is None or days is None or days.due_on is None:
            continue
        starts = {Relation.DURING: days.starts_on, Relation.FROM: days.starts_on or days.due_on}
        start = starts.get(mention.relation)
        end = anchor.period.end if mention.relation is Relation.FROM else days.due_on
        start = max(start or window.start, window.start)
        window = window.overlap(Period(start, end)) if start <= end else None
    return Anchor(anchor.issued_on, window or anchor.period)


def _is_doubtful(mention: Mention) -> bool:
    limits_a_stretch = mention.is_limit and any(first != last for first, last in mention.members)
    moments = [moment for pair in mention.members for moment in pair]
    return limits_a_stretch or any(moment.guessed or moment.is_vague for moment in moments)


def _fits(cycle: Cycle, inner: Sequence[Mention]) -> bool:
    moments = [moment for mention in inner for pair in mention.members for moment in pair]
    if any(mention.relation in (Relation.FROM, Relation.AFTER) for mention in inner):
        return False
    if cycle.unit == "w" and cycle.every == 1:
        single = all(first == last for first, last in inner[0].members)
        return len(inner) == 1 and single and all(moment.unit is Unit.WEEKDAY for moment in moments)
    if cycle.unit == "m" and cycle.every == 1:
        return len(inner) == 1 and all(is_day_of_month(moment) for moment in moments)
    return cycle.unit == "m" and cycle.every == 12 and all(moment.has_month for moment in moments)


def _occurrences(cycle: Cycle, inner: Sequence[Mention], anchor: Anchor) -> tuple[DueSpan, ...]:
    if not inner:
        return whole_cycles(cycle, anchor)
    if cycle.unit == "w":
        return weekly_on(inner[0], anchor)
    return monthly_on(inner[0], anchor) if cycle.every == 1 else yearly_at(inner, anchor)


def _outcome_doubts(
    cycle: Cycle, inner: Sequence[Mention], occurrences: Sequence[DueSpan], anchor: Anchor
) -> list[str]:
    if not occurrences:
        return [sentences.NO_OCCURRENCE]
    moments = [moment for mention in inner for pair in mention.members for moment in pair]
    if any(moment.year_shift > 0 for moment in moments):
        return [sentences.LAST_YEAR_LEFT_OUT]
    if any((moment.day, moment.first) == (29, 2) for moment in moments):
        return [sentences.NOT_EVERY_YEAR]
    return [sentences.CUT_SHORT] if not inner and is_cut_short(cycle, anchor) else []
