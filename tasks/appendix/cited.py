"""The paper that an appendix says it belongs to: "(Kèm theo Kế hoạch số 1606/KH-UBND ngày 30/8/2023 …)". No
Django.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from coop.shared.text import clean, fold, name_key

_LINES_OF_A_HEADING = 3
_BEGINS = re.compile(r"(?:^[\W_]*|\(\s*)(?=(?:duoc )?(?:ban hanh )?kem theo\b)")
# Text recognition reads some digits as letters: source 001 has "J606" for 1606, others "2O23".
_DIGIT = "0-9jil|!osz"
_AS_DIGITS = str.maketrans("jil|!osz", "11111052")
_NUMBER = re.compile(
    rf"\bso\b[\s:.…_]*(?P<serial>[{_DIGIT}]{{1,6}})\s*/\s*(?P<symbol>[a-z0-9&]+(?:\s*[-–/]\s*[a-z0-9&]+)*)"
)
_DAY = re.compile(
    rf"\bngay\b\s*(?P<day>[{_DIGIT}]{{1,2}})\s*(?:[/.-]|thang)\s*(?P<month>[{_DIGIT}]{{1,2}})"
    rf"\s*(?:[/.-]|nam)\s*(?P<year>[{_DIGIT}]{{4}})"
)


@dataclass(frozen=True)
class CitedPaper:
    """The words as printed, and what they tell: `key` of the number and the day, where there are any."""

    words: str
    key: tuple[str, str] | None
    on: dt.date | None


def cited_paper(lines: Sequence[str]) -> CitedPaper | None:
    """The last that is cited by lines above a table; a draft that leaves number and day open cites none."""
    for at in reversed(range(len(lines))):
        if _BEGINS.search(fold(lines[at])):
            found = _read(clean(" ".join(lines[at : at + _LINES_OF_A_HEADING])))
            if found is not None:
                return found
    return None


def number_key(number: str) -> tuple[str, str] | None:
    """What two spellings of a number have in common: '01606 / kh ubnd' is J606/KH-UBND."""
    serial, _slash, symbol = fold(number).partition("/")
    digits = _digits(serial.replace(" ", "")).lstrip("0")
    return (digits, name_key(symbol)) if digits else None


def is_same_number(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """A symbol that one of them leaves out is no difference."""
    return one[0] == other[0] and (one[1] == other[1] or not one[1] or not other[1])


def _read(words: str) -> CitedPaper | None:
    folded = fold(words)
    begins = _BEGINS.search(folded)
    if begins is None:
        return None
    cited = folded[begins.end() :].partition(")")[0]
    number, day = _NUMBER.search(cited), _DAY.search(cited)
    if not (number or day):
        return None
    end = begins.end() + max(match.end() for match in (number, day) if match)
    return CitedPaper(
        words=words[begins.end() : end] if len(words) == len(folded) else cited,
        key=number_key(f"{number['serial']}/{number['symbol']}") if number else None,
        on=_day(day) if day else None,
    )


def _day(match: re.Match[str]) -> dt.date | None:
    year, month, day = (int(_digits(match[name])) for name in ("year", "month", "day"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _digits(text: str) -> str:
    return text.translate(_AS_DIGITS)
