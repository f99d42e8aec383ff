"""Phrases that name their days once: one date, one stretch, a series, several milestones, a count of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from coop.shared.dates import last_day

from . import sentences
from .anchor import ONE_DAY, Anchor, due_span
from .atoms import Duration
from .deadline import DeadlineKind, DueSpan, Recurrence
from .grammar import Mention, Phrase, Relation
from .moments import Moment, Part, Unit
from .recurring import yearly_at

Member = tuple[Moment, Moment]
Timed = tuple[DeadlineKind, Recurrence, list[DueSpan], list[str]]

_SERIES_UNITS = (Unit.MONTH, Unit.QUARTER, Unit.YEAR)


def timed(phrase: Phrase, anchor: Anchor) -> Timed:
    """Kind, recurrence, occurrences, and what makes the reading doubtful."""
    mentions = phrase.mentions
    if _comes_back_yearly(mentions, anchor):
        return _yearly_without_year(mentions, anchor)
    doubts: list[str] = []
    spans = [[_days(member, mention, anchor, doubts) for member in mention.members] for mention in mentions]
    found = list(dict.fromkeys(span for group in spans for span in group if span is not None))
    if not found or any(span is None for group in spans for span in group):
        return DeadlineKind.UNCLEAR, Recurrence.NONE, [], [*doubts, sentences.NO_SUCH_DAY]
    if not all(anchor.is_ahead(span) for span in found):
        doubts.append(sentences.OUTSIDE)
    if len(mentions) == 1 and len(found) > 1 and not phrase.is_staged and _is_series(mentions[0]):
        return DeadlineKind.SERIES, Recurrence.NONE, found, doubts + _series_doubts(mentions[0])
    return _single(phrase, found, doubts)


def from_issue(duration: Duration, anchor: Anchor) -> DueSpan:
    """So many days, weeks, months or years after the day of issue: 100 ngày from 14/7/2026 is 22/10/2026."""
    start = anchor.issued_on
    if duration.unit in "dw":
        return DueSpan(start, start + duration.count * (7 if duration.unit == "w" else 1) * ONE_DAY)
    months = start.year * 12 + start.month - 1 + duration.count * (12 if duration.unit == "y" else 1)
    end = last_day(months // 12, months % 12 + 1)
    return DueSpan(start, end.replace(day=min(start.day, end.day)))


def _single(phrase: Phrase, found: list[DueSpan], doubts: list[str]) -> Timed:
    """One occurrence; of several milestones the last is the limit (reference/timeframes.tsv)."""
    if len(found) > 1:
        doubts = [*doubts, sentences.SEVERAL]
    elif phrase.is_plural and phrase.mentions[0].members[0][0] != phrase.mentions[0].members[0][1]:
        doubts = [*doubts, sentences.GUESSED]  # "các năm 2023-2025" may be one task a year
    due = max(span.due_on for span in found if span.due_on)
    start = found[0].starts_on
    if phrase.condition_leads or any(mention.is_limit for mention in phrase.mentions):
        start = None
    kind = DeadlineKind.SPAN if start else DeadlineKind.DATED
    return kind, Recurrence.NONE, [DueSpan(start, due)], doubts


def _is_series(mention: Mention) -> bool:
    """Members of one sort; "năm 2023 và giai đoạn 2024-2025" is one stretch of three years."""
    units = {moment.unit for member in mention.members for moment in member}
    return len(units) == 1 and len({first == last for first, last in mention.members}) == 1


def _series_doubts(mention: Mention) -> list[str]:
    """Quý I, II/2024 and tháng 3, 6, 9/2024 are plainly several; "tháng 5, 6/2024" may be one stretch."""
    firsts = [first for first, last in mention.members if first == last and first.unit in _SERIES_UNITS]
    plain = (
        len(firsts) == len(mention.members) and not mention.has_and and not _are_neighbouring_months(firsts)
    )
    return [] if plain and mention.relation is Relation.DURING else [sentences.SEVERAL_DATES]


def _are_neighbouring_months(moments: Sequence[Moment]) -> bool:
    months = [
        (moment.year or 0) * 12 + (moment.first or 0) for moment in moments if moment.unit is Unit.MONTH
    ]
    return any(later - earlier == 1 for earlier, later in pairwise(months))


def _days(member: Member, mention: Mention, anchor: Anchor, doubts: list[str]) -> DueSpan | None:
    first, last = member
    if first.guessed or last.guessed or first.unit != last.unit or (mention.is_limit and first != last):
        doubts.append(sentences.GUESSED)
    has_exact_end = mention.relation is Relation.BY and last.part is Part.END
    if (first.is_vague or last.is_vague) and not has_exact_end:
        doubts.append(sentences.VAGUE)
    year = _missing_year(member, mention.relation, anchor, doubts)
    span = due_span(first, last, mention.relation, year) or _across_new_year(member, mention, year, doubts)
    if span is None:
        doubts.append(sentences.NO_SUCH_DAY)
        return None
    return _from_now(span, anchor, doubts) if mention.from_now else span


def _missing_year(member: Member, relation: Relation, anchor: Anchor, doubts: list[str]) -> int:
    """The one year of the plan that fits; of several that of the heading, else the first, or the year of
    issue, each with a doubt.
    """
    if all(moment.year is not None for moment in member):
        return anchor.issued_on.year
    fitting = [year for year in anchor.period.years if _is_ahead(due_span(*member, relation, year), anchor)]
    if len(fitting) > 1 and anchor.year_above in fitting:
        doubts.append(sentences.YEAR_ABOVE)
        return anchor.year_above
    if len(fitting) != 1:
        doubts.append(sentences.YEAR_MISSING if fitting else sentences.YEAR_NOT_FITTING)
    return fitting[0] if fitting else anchor.issued_on.year


def _is_ahead(span: DueSpan | None, anchor: Anchor) -> bool:
    return span is not None and anchor.is_ahead(span)


def _across_new_year(member: Member, mention: Mention, year: int, doubts: list[str]) -> DueSpan | None:
    """Tháng 11 - 2/2025 begins in the year before."""
    first, last = member
    start, end = first.in_year(year), last.in_year(year)
    if first == last or first.unit is Unit.YEAR or start is None or end is None:
        return None
    doubts.append(sentences.ORDER)
    earlier = replace(first, year=None, year_shift=0).in_year(start.start.year - 1)
    return DueSpan(earlier.start, end.end) if earlier and earlier.start <= end.end else None


def _from_now(span: DueSpan, anchor: Anchor, doubts: list[str]) -> DueSpan:
    doubts.append(sentences.FROM_NOW)
    due = span.due_on
    return DueSpan(anchor.issued_on if due and due >= anchor.issued_on else None, due)


def _comes_back_yearly(mentions: Sequence[Mention], anchor: Anchor) -> bool:
    """Days without a year in a plan of several years, written in words or with "năm sau".

    "Chậm nhất vào ngày 30 tháng 9" names a yearly day as regulations do; "chậm nhất 31/12" is a plan's cell.
    """
    moments = [moment for mention in mentions for member in mention.members for moment in member]
    yearless = all(moment.year is None and moment.unit is Unit.DAY and moment.has_month for moment in moments)
    as_law = any(moment.in_words or moment.year_shift for moment in moments)
    return yearless and as_law and len(anchor.period.years) > 1


def _yearly_without_year(mentions: Sequence[Mention], anchor: Anchor) -> Timed:
    """Two such days are a half-yearly duty: "trước ngày 20 tháng 7, … trước ngày 31 tháng 3 năm sau"."""
    occurrences = list(yearly_at(mentions, anchor))
    days = sum(len(mention.members) for mention in mentions)
    recurrence = Recurrence.HALF_YEARLY if days == 2 else Recurrence.YEARLY
    doubts = [sentences.YEARLY_GUESS] + ([] if occurrences else [sentences.NO_OCCURRENCE])
    return DeadlineKind.RECURRING, recurrence, occurrences, doubts
