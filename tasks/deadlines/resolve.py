"""A phrase as read, and the plan's anchor → the deadline. Each doubt is a sentence; none means certain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from coop.shared.dates import Period

from . import sentences
from .anchor import Anchor
from .cycles import recurring
from .deadline import Deadline, DeadlineKind, DueSpan, Recurrence
from .grammar import Phrase, Relation, read
from .moments import Unit
from .recurring import yearly_continuous
from .spelled import from_issue, timed

# Years outside are a slip of the pen, and the calendar itself ends at 9999.
CALENDAR = Period(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
WORDS_OF_A_PHRASE = 4  # "Duy trì" with more unread words than this is a sentence about the work


def parse(text: str, *, issued_on: dt.date, period: Period, year_above: int | None = None) -> Deadline:
    """The Vietnamese deadline phrase `text` of a plan issued on `issued_on` for `period`; `year_above`: the
    year of a heading under which it stands, for what says none.

    Never raises. The rules are those of domain.md §3: "trước ngày X" is due X−1, "chậm nhất/đến X" is due X,
    what comes back lies inside the period, an explicit date outside it is kept with `certain=False`.
    """
    if not text.strip():
        return _nothing_known(DeadlineKind.UNCLEAR, [sentences.EMPTY])
    inside = period.overlap(CALENDAR)
    if inside is None or issued_on not in CALENDAR:
        return _nothing_known(DeadlineKind.UNCLEAR, [sentences.NO_CALENDAR])
    return resolve(read(text), Anchor(issued_on, inside, year_above))


def resolve(phrase: Phrase, anchor: Anchor) -> Deadline:
    """The first kind whose sign the phrase bears; the order is the rule."""
    if phrase.impossible:
        return _nothing_known(DeadlineKind.UNCLEAR, [*phrase.impossible, sentences.SAY_WHICH])
    for bears_sign, build in _KINDS:
        if bears_sign(phrase):
            return build(phrase, anchor)
    return _nothing_known(DeadlineKind.UNCLEAR, [sentences.NO_TIME])


def _is_text_to_keep_up(phrase: Phrase) -> bool:
    return phrase.is_kept_up and phrase.unread > WORDS_OF_A_PHRASE


def _only_waits(phrase: Phrase) -> bool:
    return phrase.condition_leads and not phrase.mentions


def _is_session_of_a_year(phrase: Phrase) -> bool:
    units = {moment.unit for mention in phrase.mentions for member in mention.members for moment in member}
    return phrase.is_session and units == {Unit.YEAR}


def _only_starts(phrase: Phrase) -> bool:
    return len(phrase.mentions) == 1 and phrase.mentions[0].relation is Relation.FROM


def _only_after(phrase: Phrase) -> bool:
    return any(mention.relation is Relation.AFTER for mention in phrase.mentions)


def _unclear(note: str) -> Callable[[Phrase, Anchor], Deadline]:
    return lambda phrase, anchor: _nothing_known(DeadlineKind.UNCLEAR, [note])


def _conditional(phrase: Phrase, anchor: Anchor) -> Deadline:
    """Certain that it waits; a person must still set the day, so it always needs a look."""
    return _nothing_known(DeadlineKind.CONDITIONAL, [sentences.NEEDS_A_DATE])


def _continuous(phrase: Phrase, anchor: Anchor) -> Deadline:
    with_more = [sentences.ALWAYS_WITH] if phrase.mentions or phrase.cycles or phrase.is_kept_up else []
    occurrences = yearly_continuous(anchor)
    return _deadline(DeadlineKind.CONTINUOUS, Recurrence.NONE, occurrences, with_more + _left_over(phrase))


def _open_ended(phrase: Phrase, anchor: Anchor) -> Deadline:
    """Từ Quý I/2026: goes on from a day that is named."""
    moment = phrase.mentions[0].members[0][0]
    start = moment.in_year(anchor.issued_on.year)
    if start is None:
        return _nothing_known(DeadlineKind.UNCLEAR, [sentences.NO_SUCH_DAY])
    occurrences = yearly_continuous(anchor, since=start.start)
    return _deadline(
        DeadlineKind.CONTINUOUS, Recurrence.NONE, occurrences, [sentences.OPEN_END, *_left_over(phrase)]
    )


def _recurring(phrase: Phrase, anchor: Anchor) -> Deadline:
    recurrence, occurrences, doubts = recurring(phrase, anchor)
    return _deadline(
        DeadlineKind.RECURRING, recurrence, occurrences, doubts + _left_over(phrase, report_fits=True)
    )


def _timed(phrase: Phrase, anchor: Anchor) -> Deadline:
    kind, recurrence, occurrences, doubts = timed(phrase, anchor)
    if kind is DeadlineKind.UNCLEAR:
        return _nothing_known(kind, doubts)
    return _deadline(kind, recurrence, occurrences, doubts + _left_over(phrase))


def _counted(phrase: Phrase, anchor: Anchor) -> Deadline:
    """15 ngày kể từ ngày ban hành, 100 ngày."""
    span = from_issue(phrase.durations[0], anchor)
    alone = replace(phrase, durations=())
    return _deadline(DeadlineKind.SPAN, Recurrence.NONE, [span], [sentences.FROM_ISSUE, *_left_over(alone)])


_KINDS: tuple[tuple[Callable[[Phrase], bool], Callable[[Phrase, Anchor], Deadline]], ...] = (
    (lambda phrase: phrase.is_always, _continuous),
    (_is_text_to_keep_up, _unclear(sentences.KEPT_UP)),
    (lambda phrase: phrase.is_kept_up, _continuous),
    (_only_waits, _conditional),
    (lambda phrase: bool(phrase.cycles), _recurring),
    (_is_session_of_a_year, _unclear(sentences.SESSION)),
    (_only_after, _unclear(sentences.AFTER_ONLY)),
    (_only_starts, _open_ended),
    (lambda phrase: bool(phrase.mentions), _timed),
    (lambda phrase: phrase.has_condition, _conditional),
    (lambda phrase: bool(phrase.durations), _counted),
)


def _left_over(phrase: Phrase, *, report_fits: bool = False) -> list[str]:
    doubts = [sentences.UNREAD_WORDS] if phrase.unread or phrase.durations else []
    if phrase.mentions_school_year:
        doubts.append(sentences.SCHOOL_YEAR)
    if phrase.has_condition:
        doubts.append(sentences.HAS_CONDITION)
    if phrase.mentions_report and not report_fits:
        doubts.append(sentences.REPORT_WORDS)
    return doubts


def _nothing_known(kind: DeadlineKind, doubts: Sequence[str]) -> Deadline:
    return _deadline(kind, Recurrence.NONE, [DueSpan()], doubts)


def _deadline(
    kind: DeadlineKind, recurrence: Recurrence, occurrences: Sequence[DueSpan], doubts: Sequence[str]
) -> Deadline:
    return Deadline(
        kind=kind,
        recurrence=recurrence,
        occurrences=tuple(occurrences),
        certain=not doubts,
        reading=sentences.reading(kind, recurrence, occurrences),
        note=" ".join(dict.fromkeys(doubts)),
    )
