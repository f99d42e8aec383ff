"""The numbers that rows carry: "II", "1.", "1.2", "a)", "-". No Django."""

from __future__ import annotations

import re
from enum import IntEnum


class Level(IntEnum):
    """How deep a number stands in the outline of an appendix."""

    PART = 0
    SECTION = 1
    HEADING = 2
    NUMBER = 3
    DECIMAL = 4
    DEEP_DECIMAL = 5
    LETTER = 6
    DASH = 7


_ROMAN = r"(?=[IVX])X{0,4}L?X{0,3}(?:IX|IV|V?I{0,3})"
_SHAPES = (
    (Level.SECTION, re.compile(rf"^{_ROMAN}$")),
    (Level.PART, re.compile(r"^[A-HĐ]$")),
    (Level.NUMBER, re.compile(r"^\d{1,4}$")),
    (Level.DECIMAL, re.compile(r"^(?:\d{1,3}|[IVX]{1,4})[.]\d{1,3}$")),
    (Level.DEEP_DECIMAL, re.compile(r"^(?:\d{1,3}|[IVX]{1,4})(?:[.]\d{1,3}){2,4}$")),
    (Level.LETTER, re.compile(r"^(?:[a-zđ]|\d{1,2}[a-zđ])$")),
    (Level.DASH, re.compile(r"^[-–—+*•]$")),
)
_LEADING = re.compile(
    rf"^(?P<number>(?:Phần|PHẦN|Mục|MỤC)\s+(?:{_ROMAN}|[A-H\d])|{_ROMAN}|[A-HĐ]|\d{{1,3}}(?:\.\d{{1,3}})*|[a-zđ])"
    r"(?:\s*[.)/:]\s*|\s+[-–]\s+|\s*\|\s*)(?P<rest>\S.*)$",
    re.DOTALL,
)
_ROMAN_BLANK = re.compile(rf"^(?P<number>{_ROMAN})\s+(?P<rest>\S.*)$", re.DOTALL)
_SUB_TEXT = re.compile(r"^(?:[a-zđ]\)|[-–+•]\s)")
_WORD_BEFORE = re.compile(r"^(?:Phần|PHẦN|Mục|MỤC)\s+")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


def level_of(ordinal: str) -> Level | None:
    """'II.' → SECTION, '1.2' → DECIMAL, 'a)' → LETTER; None for what is no number."""
    bare = bare_section(ordinal.strip().removeprefix("(")) or ordinal.strip()
    for level, shape in _SHAPES:
        if shape.match(bare):
            return level
    return None


def bare_section(ordinal: str) -> str:
    """'II.' → 'II', 'Phần I' → 'I': a section's number alone."""
    return _WORD_BEFORE.sub("", ordinal.strip().rstrip(".):/- "))


def split_number(text: str) -> tuple[str, str]:
    """'II. Lĩnh vực Du lịch' → ('II', 'Lĩnh vực Du lịch'); ('', text) when no number leads."""
    match = _LEADING.match(text) or _roman_before_capital(text)
    return (match["number"], match["rest"]) if match else ("", text)


def _roman_before_capital(text: str) -> re.Match[str] | None:
    """'II Lĩnh vực' is numbered, 'X quang' is not."""
    match = _ROMAN_BLANK.match(text)
    return match if match and match["rest"][0].isupper() else None


def is_sub_text(text: str) -> bool:
    """A content that begins with "a)" or a dash belongs to the row above it."""
    return bool(_SUB_TEXT.match(text))


def whole_number(ordinal: str) -> int | None:
    """'3.' → 3; None for other numbers."""
    bare = ordinal.strip().rstrip(".) ")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 5 else None


def roman_number(ordinal: str) -> int | None:
    """'IV' → 4; None for other numbers."""
    bare = bare_section(ordinal)
    if level_of(bare) is not Level.SECTION:
        return None
    values = [_VALUES[letter] for letter in bare]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
