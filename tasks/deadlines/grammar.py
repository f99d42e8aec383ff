"""A whole phrase: its atoms → the times that it mentions, how each limits the work, what is left unread."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coop.shared.text import fold

from . import sentences, words
from .atoms import CYCLE, DURATION, MOMENT, Atom, Cycle, Duration, atoms, with_units_repeated
from .impossible import impossible
from .moments import Moment, Unit
from .tokens import Token, tokenise


class Relation(StrEnum):
    """ "Trước X" (BEFORE) is due on the day before X, "chậm nhất X" (BY) on X (domain.md §3)."""

    DURING = "during"
    BEFORE = "before"
    BY = "by"
    FROM = "from"
    AFTER = "after"


@dataclass(frozen=True)
class Mention:
    """One place in the phrase that names time: members of (first, last) moments under one relation.

    "Tháng 5-6/2024" has one member of two moments; "Quý I, II/2024" two members. `from_now` for "từ nay đến";
    `has_and` when "và" joins members.
    """

    relation: Relation
    members: tuple[tuple[Moment, Moment], ...]
    from_now: bool = False
    has_and: bool = False

    @property
    def is_limit(self) -> bool:
        """Says only until when."""
        return self.relation in (Relation.BEFORE, Relation.BY)


@dataclass(frozen=True)
class Phrase:
    """`condition_leads`: a condition stands before every time that is named. `is_staged`: one time is that of
    the beginning, another that of the end. `unread`: words left over.
    `impossible`: sentences about what no calendar has.
    """

    mentions: tuple[Mention, ...]
    cycles: tuple[Cycle, ...]
    durations: tuple[Duration, ...]
    is_always: bool
    is_kept_up: bool
    has_condition: bool
    condition_leads: bool
    is_session: bool
    is_plural: bool
    mentions_report: bool
    mentions_school_year: bool
    unread: int
    is_staged: bool = False
    impossible: tuple[str, ...] = ()


_MEMBER = "a(?:[-D]X?a)?"
_MENTION = re.compile(
    rf"(?P<now>F?N[-D]X?a)|(?P<range>[FS]a[-DX]+a)"
    rf"|[UDX]*(?P<before>B){_MEMBER}(?:[,&;]+{_MEMBER})*"
    rf"|(?P<by>[UDX]+){_MEMBER}(?:[,&;]+{_MEMBER})*"
    rf"|(?P<after>A)a|(?P<from>[FS])a"
    rf"|{_MEMBER}(?:[,&;]+{_MEMBER})*"
)
_MEMBERS = re.compile(_MEMBER)
_CONDITION_CLAUSE = re.compile(r"(?:K|A(?!a)|G|S(?!a)|l|v)[^,;|]*")
_END = "(?:hoan thanh|ket thuc|xong)"
_STAGE = f"(?:{_END}|thuc hien|trien khai|bat dau|tien do)"
_STAGES = re.compile(
    rf"[,;]\s*(?:va\s+)?{_STAGE}\b|\b(?:trien khai|thuc hien|bat dau|khoi cong)\b.*[,;].*\b{_END}\b",
    re.DOTALL,
)
# The first phase of 2024, five tasks of ten, round the clock: numbers with strokes that are no days.
_NO_DAY = re.compile(
    r"\b(?:giai doan|thoi ky|nhiem vu)\s+\d{1,2}\s*/\s*\d{4}\b|\bhoan thanh\s+\d{1,2}/\d{1,2}\b(?!\s*/)"
    r"|^\W*(?:24/7|24/24|7/7)\W*$"
)
_HARMLESS = frozenset(",;|~kH")
_RELATIONS = {"before": Relation.BEFORE, "by": Relation.BY, "after": Relation.AFTER, "from": Relation.FROM}


def read(text: str) -> Phrase:
    """Never raises; an empty text gives an empty phrase."""
    tokens, plain = with_units_repeated(tokenise(text)), fold(text)
    phrase = _phrase(tokens, atoms(tokens))
    unread = phrase.unread + bool(_NO_DAY.search(plain))
    return replace(phrase, is_staged=bool(_STAGES.search(plain)), unread=unread)


def _phrase(tokens: Sequence[Token], found: list[Atom]) -> Phrase:
    date = _one_date(found)
    kept, conditions = _without_conditions(_without_weekdays(found, date))
    shape = _shape(kept)
    spans = [match.span() for match in _MENTION.finditer(shape)]
    named = re.search(r"[aCT]", _shape(found))
    return Phrase(
        mentions=_with_year_lent([_mention(kept, match) for match in _MENTION.finditer(shape)]),
        cycles=tuple(atom.value for atom in kept if isinstance(atom.value, Cycle)),
        durations=tuple(atom.value for atom in kept if isinstance(atom.value, Duration)),
        is_always=_leads(words.ALWAYS, shape),
        is_kept_up=_leads(words.MAINTAIN, shape),
        has_condition=bool(conditions),
        condition_leads=bool(conditions) and (named is None or conditions[0] < named.start()),
        is_session=words.SESSION in shape,
        is_plural=words.PLURAL in shape,
        mentions_report=any(token.mark == words.REPORT for token in tokens),
        mentions_school_year=any(token.mark == words.SCHOOL_YEAR for token in tokens),
        unread=_unread(shape, spans),
        impossible=impossible(tokens) + _other_weekdays(found, date),
    )


def _one_date(found: list[Atom]) -> dt.date | None:
    """The date that is written out, where there is one alone and nothing comes back."""
    if any(atom.mark == CYCLE for atom in found):
        return None
    days = [moment.in_year(moment.year) for moment in _moments(found) if moment.day and moment.year]
    return days[0].start if len(days) == 1 and days[0] else None


def _without_weekdays(found: list[Atom], date: dt.date | None) -> list[Atom]:
    """15/3/2024 (thứ Sáu): the weekday of the one date says nothing more."""
    own = date and Moment(Unit.WEEKDAY, weekday=date.weekday())
    return [atom for atom in found if own is None or atom.value != own]


def _other_weekdays(found: list[Atom], date: dt.date | None) -> tuple[str, ...]:
    """15/3/2024 (thứ Hai): which of the two is meant, nobody can tell."""
    named = {moment.weekday for moment in _moments(found) if moment.weekday is not None}
    others = named - {date.weekday()} if date else set()
    return tuple(sentences.other_weekday(date, weekday) for weekday in sorted(others) if date)


def _moments(found: list[Atom]) -> list[Moment]:
    return [atom.value for atom in found if isinstance(atom.value, Moment)]


def _without_conditions(found: list[Atom]) -> tuple[list[Atom], list[int]]:
    """The atoms outside "sau khi …", "theo …" clauses, each of which ends at a comma or a stop."""
    clauses = [match.span() for match in _CONDITION_CLAUSE.finditer(_shape(found))]
    kept = [atom for at, atom in enumerate(found) if not any(start <= at < end for start, end in clauses)]
    return kept, [start for start, _ in clauses]


def _shape(found: Sequence[Atom]) -> str:
    return "".join(atom.mark for atom in found)


def _unread(shape: str, spans: list[tuple[int, int]]) -> int:
    inside = {at for start, end in spans for at in range(start, end)}
    understood = _HARMLESS | {CYCLE, DURATION, words.SESSION}
    understood |= {mark for mark in (words.ALWAYS, words.MAINTAIN) if _leads(mark, shape)}
    bullet = int(shape.startswith(words.DASH))
    return sum(
        1 for at, mark in enumerate(shape) if at >= bullet and at not in inside and mark not in understood
    )


def _leads(mark: str, shape: str) -> bool:
    """Before any named time: "13/02/2026, đề xuất hạn là thường xuyên" keeps its date."""
    return mark in shape.partition(MOMENT)[0]


def _mention(kept: list[Atom], match: re.Match[str]) -> Mention:
    named = [(name, mark) for name, mark in match.groupdict().items() if mark]
    relation = _RELATIONS.get(named[0][0], Relation.DURING) if named else Relation.DURING
    if match["range"]:
        found = [atom.value for atom in kept[match.start() : match.end()] if isinstance(atom.value, Moment)]
        return Mention(relation, _completed([(found[0], found[-1])]))
    members = []
    for member in _MEMBERS.finditer(match.string, match.start(), match.end()):
        found = [atom.value for atom in kept[member.start() : member.end()] if isinstance(atom.value, Moment)]
        members.append((found[0], found[-1]))
    return Mention(
        relation, _completed(members), from_now=bool(match["now"]), has_and=words.AND in match.group()
    )


def _completed(members: list[tuple[Moment, Moment]]) -> tuple[tuple[Moment, Moment], ...]:
    """Years and months said once for several: from the next that says them, else from the one before."""
    flat = [moment for member in members for moment in member]
    for at in range(len(flat) - 2, -1, -1):
        flat[at] = flat[at].completed_by(flat[at + 1])
    for at in range(1, len(flat)):
        flat[at] = _guessed_from(flat[at], flat[at - 1])
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def _with_year_lent(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Trong năm 2024, chậm nhất 30/9: a year that stands alone belongs to the others, if they say none."""
    years = [mention for mention in mentions if _is_one_year(mention)]
    others = [mention for mention in mentions if mention not in years]
    if len(years) != 1 or not others or any(first.year for other in others for first, _ in other.members):
        return tuple(mentions)
    lent = years[0].members[0][0]
    return tuple(
        replace(
            other, members=tuple((_guessed_from(a, lent), _guessed_from(b, lent)) for a, b in other.members)
        )
        for other in others
    )


def _is_one_year(mention: Mention) -> bool:
    first, last = mention.members[0]
    alone = len(mention.members) == 1 and first == last and mention.relation is Relation.DURING
    return alone and first.unit is Unit.YEAR and first.year is not None and not first.is_vague


def _guessed_from(moment: Moment, earlier: Moment) -> Moment:
    completed = moment.completed_by(earlier)
    return replace(completed, guessed=completed != moment or moment.guessed)
