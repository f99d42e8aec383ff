"""Months, quarters and days that no calendar has: "Tháng 13/2024", "Quý V", "ngày 31/4/2024".

Whoever wrote them meant another number, and nobody can tell which: such a phrase has no date at all
(domain.md §3, "wrong and certain is the worst outcome"; one tick would take a guess).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coop.shared.dates import last_day

from .tokens import Token

_LEAP_YEAR = 2024
"""Where no year is said, 29/2 is a day."""

_COUNTS_ON = r"(?![/.]n|/?[dwmqL]|/?y(?!/?Y))"  # "6 tháng 15 ngày", "tháng 30/6/2024"
_YEAR = r"(?:/?y?/?(?P<Y>Y)|[\-.](?P<Y2>Y))"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!n)m(?P<m>n){_COUNTS_ON}",
        r"n/?m(?P<m>n)(?=/?y?/?Y)",
        rf"q(?P<q>[nr]){_COUNTS_ON}",
        r"(?<![qm])(?P<m>n)[/\-.](?=Y)",
        r"(?<![/\-.])(?P<d>n)(?P<sep>[/\-.])(?P<m>n)(?P=sep)(?P<Y>Y)",
        r"(?P<Y>Y)(?P<sep>[/\-.])(?P<m>n)(?P=sep)(?P<d>n)",
        rf"(?P<d>n)/(?P<m>n){_YEAR}",
        rf"(?:d|(?<=[BUDXF]))(?P<d>n)/(?P<m>n)(?!/n){_YEAR}?",
        r"(?:d|(?<=[BUDXF]))(?P<d>n)[\-.](?P<m>n)(?![/\-.][nY])",
        r"(?<![n/\-.])(?P<d>n)/(?P<m>n)(?=[PE])",
        rf"d(?P<d>n)/?m(?P<m>n){_YEAR}?",
        rf"(?<!m)(?P<d>n)/?m(?P<m>n){_YEAR}",
        r"(?P<d>n)(?P<sep>[/\-.])(?P<m>n)(?P=sep)(?P<Z>n)",
        r"^(?P<d>n)/(?P<m>n)$",
        r"w(?P<w>n)/?m",
        r"(?<=[\-,&D])d?(?P<d>n)/(?P<m>n)(?!/n)",
    )
)


def impossible(tokens: Sequence[Token]) -> tuple[str, ...]:
    """A sentence in Vietnamese for each, in the order of the phrase."""
    shape = "".join(token.mark for token in tokens)
    found = {
        match.start(): said
        for pattern in _NAMED
        for match in pattern.finditer(shape)
        if (said := _fault(match, tokens))
    }
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


def _fault(match: re.Match[str], tokens: Sequence[Token]) -> str:
    said = dict(_numbers(match, tokens))
    if "w" in said:
        return "" if 1 <= said["w"] <= 4 else f"Không rõ tuần {said['w']} của tháng là những ngày nào."
    if "q" in said:
        return "" if 1 <= said["q"] <= 4 else f"Không có quý {said['q']}: một năm có bốn quý."
    if "Z" in said and not 20 <= said["Z"] <= 99:
        return ""  # mục 1.13.2
    if not 1 <= said["m"] <= 12:
        return f"Không có tháng {said['m']}: một năm có mười hai tháng."
    if "d" not in said:
        return ""
    year = said.get("Y") or said.get("Y2") or (2000 + said["Z"] if "Z" in said else None)
    last = last_day(year or _LEAP_YEAR, said["m"]).day
    day = "/".join(str(number) for number in (said["d"], said["m"], year) if number is not None)
    return "" if 1 <= said["d"] <= last else f"Không có ngày {day} trong lịch."


def _numbers(match: re.Match[str], tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    for name, mark in match.groupdict().items():
        if mark is not None and name != "sep":
            yield name, tokens[match.start(name)].value
