"""The small phrases: a row of tokens → a moment, a cycle or a duration.

Each rule is a regular expression over the marks of the tokens (words.py) and a builder that gets the numbers.
A builder answers None for numbers that cannot be (tháng 13), and the next rule is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from . import moments
from .moments import Moment, Part, Unit
from .tokens import Token

MOMENT, CYCLE, DURATION = "a", "C", "T"


@dataclass(frozen=True)
class Cycle:
    """Every so many days ("d"), weeks ("w") or months ("m"). `guessed` when the phrase only counts
    ("2 lần/năm") or names the end ("cuối mỗi quý")."""

    unit: str
    every: int
    guessed: bool = False


@dataclass(frozen=True)
class Duration:
    """So many days, weeks, months or years; `from_issue` when the phrase counts from the issue."""

    unit: str
    count: int
    from_issue: bool


@dataclass(frozen=True)
class Atom:
    """`mark` is MOMENT, CYCLE, DURATION or the mark of a token that belongs to none of them."""

    mark: str
    value: Moment | Cycle | Duration | None = None


Said = dict[str, int]
Built = Moment | Cycle | Duration | None
_PARTS = {"b": Part.BEGINNING, "c": Part.MIDDLE, "e": Part.END}
_MONTHS_IN = {"m": 1, "q": 3, "y": 12}


@dataclass(frozen=True)
class _Rule:
    mark: str
    pattern: re.Pattern[str]
    build: Callable[[Said, dict[str, str]], Built]


def _rule(mark: str, pattern: str, build: Callable[[Said, dict[str, str]], Built]) -> _Rule:
    return _Rule(mark, re.compile(pattern), build)


def _full_date(said: Said, marks: dict[str, str]) -> Moment | None:
    return moments.day(said["d"], said["m"], said["Y"])


def _short_year_date(said: Said, marks: dict[str, str]) -> Moment | None:
    if not 20 <= said["Z"] <= 99:
        return None
    return _guessed(moments.day(said["d"], said["m"], 2000 + said["Z"]))


def _day_of_month(said: Said, marks: dict[str, str]) -> Moment | None:
    return _shifted(moments.day(said["d"], said["m"], said.get("Y")), marks)


def _day_in_words(said: Said, marks: dict[str, str]) -> Moment | None:
    """Without "ngày" a small number may count something else: "5 tháng 9/2024"."""
    built = _day_of_month(said, marks)
    return built and replace(
        built, in_words=True, guessed=built.guessed or (not marks["day"] and said["d"] <= 12)
    )


def _day_alone(said: Said, marks: dict[str, str]) -> Moment | None:
    return moments.day(said["d"])


def _month(said: Said, marks: dict[str, str]) -> Moment | None:
    part = _PARTS.get(marks.get("part", ""), Part.WHOLE)
    return _shifted(moments.month(said["m"], said.get("Y"), part), marks)


def _guessed_month(said: Said, marks: dict[str, str]) -> Moment | None:
    """5-6/2024: May to June, or the fifth of June with mixed signs."""
    return _guessed(moments.month(said["m"]))


def _quarter(said: Said, marks: dict[str, str]) -> Moment | None:
    part = _PARTS.get(marks.get("part", ""), Part.WHOLE)
    return _shifted(moments.quarter(said["q"], said.get("Y"), part), marks)


def _year(said: Said, marks: dict[str, str]) -> Moment | None:
    return _shifted(moments.whole_year(said.get("Y"), _PARTS.get(marks.get("part", ""), Part.WHOLE)), marks)


def _first_months(said: Said, marks: dict[str, str]) -> Moment | None:
    """6 tháng đầu năm; "9 tháng năm 2025" may be a slip for tháng 9, so it is a guess."""
    built = moments.first_months(said.get("n", 6), said.get("Y"), at_end=marks.get("part") == "e")
    return _shifted(built if marks.get("part") else _guessed(built), marks)


def _half_of_month(said: Said, marks: dict[str, str]) -> Moment | None:
    built = moments.month(said["m"], said.get("Y"))
    if built is None or marks["part"] == "e":
        return _guessed(built)
    return replace(built, day=1, until=15)


def _week_of_month(said: Said, marks: dict[str, str]) -> Moment | None:
    """Week 2 is the days 8 to 14: one of several ways to count weeks, so always a guess."""
    start = 7 * said["w"] - 6
    if not 1 <= said["w"] <= 4 or not 1 <= said["m"] <= 12:
        return None
    month = said["m"]
    return Moment(Unit.WEEK, said.get("Y"), month, month, start, start + 6, guessed=True)


def _weekday(said: Said, marks: dict[str, str]) -> Moment | None:
    """Thứ hai is Monday."""
    if not 2 <= said.get("t", 2) <= 7:
        return None
    return Moment(Unit.WEEKDAY, weekday=said.get("t", 8) - 2)


def _guessed(moment: Moment | None) -> Moment | None:
    return moment and replace(moment, guessed=True)


def _shifted(moment: Moment | None, marks: dict[str, str]) -> Moment | None:
    if moment is None:
        return None
    shift = {">": 1, "<": -1}.get(marks.get("rel", ""), 0)
    return replace(moment, year_shift=shift, guessed=moment.guessed or "loose" in marks)


def _cycle(said: Said, marks: dict[str, str]) -> Cycle | None:
    """Every n units; when told how many times in it, the even share: mỗi năm 2 lần → 6 months."""
    unit, count, times = marks["u"], said.get("n", 1), said.get("times", 1)
    if unit in _MONTHS_IN:
        count, unit = count * _MONTHS_IN[unit], "m"
    if not 1 <= count <= 60 or times < 1 or count % times:
        return None
    return Cycle(unit, count // times, guessed=times > 1 or "part" in marks)


def _half_year_cycle(said: Said, marks: dict[str, str]) -> Cycle | None:
    times = said.get("times", 1)
    return Cycle("m", 6 // times, guessed=times > 1) if times in (1, 2, 3, 6) else None


def _guessed_cycle(said: Said, marks: dict[str, str]) -> Cycle | None:
    """Quý 1 lần, 02 hội nghị/năm: how often, without a word that says that it comes back."""
    built = _cycle(said, marks)
    return built and replace(built, guessed=True)


def _annual(said: Said, marks: dict[str, str]) -> Cycle:
    return Cycle("m", 12)


def _duration(said: Said, marks: dict[str, str]) -> Duration | None:
    if not 1 <= said["n"] <= 1000:
        return None
    return Duration(marks["u"], said["n"], "since" in marks)


_YEAR_SAID = r"(?:(?P<loose>,(?=y?Y))?(?:/?y?/?|[\-.])(?P<Y>Y)|(?P<rel>[<>]))"
_YEAR = _YEAR_SAID + "?"
_PART = r"(?P<part>[bce])?"
_UNIT = r"(?P<u>[dwmqy])"
_NOT_NAMED = r"(?![nr](?!/?L)|/?Y)"  # "hàng quý", but not "theo quý I" or "định kỳ năm 2024"

RULES: tuple[_Rule, ...] = (
    _rule(DURATION, r"V?(?P<n>n)(?P<u>[dwmy])(?P<since>S)d?p?Jp?(?=[,;|.]|$)", _duration),
    _rule(CYCLE, rf"[PGE~]*(?P<n>n){_UNIT}/?(?P<times>n)?L", _cycle),
    _rule(CYCLE, rf"P?(?P<times>n)L/?[EIG]*(?P<n>n)?{_UNIT}{_NOT_NAMED}", _cycle),
    _rule(CYCLE, r"[PGE]*hy/?(?P<times>n)?L|[PGE]+hy", _half_year_cycle),
    _rule(CYCLE, rf"[PG]*E{_UNIT}(?P<times>n)/?L", _cycle),
    _rule(CYCLE, r"[PGE]+(?P<n>n)(?P<u>[dwmy])(?![nrbe]|/?y?Y)", _cycle),
    _rule(CYCLE, rf"(?P<part>e)?[PGE~]*E{_UNIT}{_NOT_NAMED}", _cycle),
    _rule(CYCLE, rf"(?:P~?G?|G){_UNIT}{_NOT_NAMED}", _cycle),
    _rule(CYCLE, rf"{_UNIT}(?P<times>n)L(?!n)", _guessed_cycle),
    _rule(CYCLE, rf"(?P<times>n)\?{{1,5}}/{_UNIT}{_NOT_NAMED}", _guessed_cycle),
    _rule(CYCLE, r"[PGE~]*O", _annual),
    _rule(MOMENT, r"d?(?P<d>n)(?P<sep>[/\-.])(?P<m>n)(?P=sep)(?P<Y>Y)", _full_date),
    _rule(MOMENT, r"(?P<Y>Y)(?P<sep>[/\-.])(?P<m>n)(?P=sep)(?P<d>n)", _full_date),
    _rule(MOMENT, r"d?(?P<d>n)(?P<sep>[/\-.])(?P<m>n)(?P=sep)(?P<Z>n)", _short_year_date),
    _rule(MOMENT, rf"(?P<day>d?)(?P<d>n)/?m(?P<m>n){_YEAR}", _day_in_words),
    _rule(MOMENT, rf"d?(?P<d>n)/(?P<m>n){_YEAR}", _day_of_month),
    _rule(MOMENT, r"(?:d|(?<=[BUDXF]))(?P<d>n)[\-.](?P<m>n)(?!/)", _day_of_month),
    _rule(MOMENT, rf"w(?P<w>n)/?m(?P<m>n){_YEAR}", _week_of_month),
    _rule(MOMENT, rf"h(?P<part>[be])m(?P<m>n){_YEAR}", _half_of_month),
    _rule(MOMENT, rf"(?P<n>n)m(?P<part>[be])(?:{_YEAR_SAID}|/?y)?", _first_months),
    _rule(MOMENT, rf"h(?P<part>[be])(?:{_YEAR_SAID}|/?y)", _first_months),
    _rule(MOMENT, r"(?P<n>n)m/?y?(?P<Y>Y)", _first_months),
    _rule(MOMENT, rf"{_PART}q(?P<q>[nr]){_YEAR}", _quarter),
    _rule(MOMENT, rf"{_PART}m(?P<m>n){_YEAR}", _month),
    _rule(MOMENT, r"(?P<m>n)[/\-.](?P<Y>Y)", _month),
    _rule(MOMENT, rf"{_PART}y?(?P<Y>Y)", _year),
    _rule(MOMENT, r"(?P<part>[bce])y", _year),
    _rule(MOMENT, r"Iy|(?P<rel>[<>])|=", _year),
    _rule(MOMENT, r"t(?P<t>n)|s", _weekday),
    _rule(MOMENT, r"(?P<m>n)(?=-n/Y)", _guessed_month),
    _rule(MOMENT, r"d(?P<d>n)(?![/.])|(?P<d2>n)(?=[\-,&D]d?n/n|[\-,&D]d?nm)", _day_alone),
    _rule(DURATION, r"V(?P<n>n)(?P<u>[dwmy])(?![lS])", _duration),
    _rule(DURATION, r"(?P<n>n)(?P<u>[dwmy])(?![lSnLY])", _duration),
)

_SPREAD = re.compile(r"(?P<u>[mq])[nr](?:/?y?Y)?[,&;\-D]+(?P<bare>[nr])(?!/n|\.|[dwmqL]|y(?!Y))")
_BARE_UNITS = re.compile(r"[~,;|]*(?:nm|[dwmqy])(?:[,;&|/]+(?:nm|[dwmqyI]y?))*[,;|]*")


def atoms(tokens: Sequence[Token]) -> list[Atom]:
    """The tokens, their units repeated, with every recognised small phrase put together."""
    spread = list(tokens)
    shape = "".join(token.mark for token in spread)
    cycles = _bare_cycles(spread, shape)
    return cycles or list(_scan(spread, shape))


def _scan(tokens: list[Token], shape: str) -> list[Atom]:
    found: list[Atom] = []
    at = 0
    while at < len(tokens):
        atom, length = _atom_at(tokens, shape, at)
        found.append(atom)
        at += length
    return found


def _atom_at(tokens: list[Token], shape: str, at: int) -> tuple[Atom, int]:
    for rule in RULES:
        match = rule.pattern.match(shape, at)
        value = match and rule.build(_numbers(match, tokens), _marks(match))
        if match and value:
            return Atom(rule.mark, value), match.end() - at
    return Atom(shape[at]), 1


def _numbers(match: re.Match[str], tokens: list[Token]) -> Said:
    said = {
        name: tokens[match.start(name)].value for name, mark in match.groupdict().items() if mark is not None
    }
    return said | ({"d": said["d2"]} if "d2" in said else {})


def _marks(match: re.Match[str]) -> dict[str, str]:
    return {name: mark for name, mark in match.groupdict().items() if mark is not None}


def with_units_repeated(said: Sequence[Token]) -> list[Token]:
    """Tháng 5-6/2024 → tháng 5 - tháng 6/2024; Quý I, II/2024 → quý I, quý II/2024."""
    tokens = list(said)
    shape = "".join(token.mark for token in tokens)
    match = _SPREAD.search(shape)
    while match:
        at = match.start("bare")
        tokens.insert(at, Token(match["u"]))
        shape = shape[:at] + match["u"] + shape[at:]
        match = _SPREAD.search(shape, at)
    return tokens


def _bare_cycles(tokens: list[Token], shape: str) -> list[Atom]:
    """A cell that only names units is the frequency of a report: "Quý, năm"; always a guess."""
    if not _BARE_UNITS.fullmatch(shape):
        return []
    counts = [tokens[at - 1].value if at and shape[at - 1] == "n" else 1 for at in range(len(shape))]
    built = [
        Cycle(unit if unit in "dw" else "m", counts[at] * _MONTHS_IN.get(unit, 1), guessed=True)
        for at, unit in enumerate(shape)
        if unit in "dwmqy" and counts[at] > 0
    ]
    if len(built) == 1 and counts != [1] * len(counts) and built[0].every != 6:
        return []
    return [Atom(CYCLE, cycle) for cycle in built]
