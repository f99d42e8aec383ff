"""Word's automatic numbering: the "1.", "II", "a)" that stand in no text of the file. No Django.

Tables often number their TT column this way; without it every ordinal would be lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACEHOLDER = re.compile(r"%(\d)")
_LEVELS = 9
BULLET = "-"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it counts, and its pattern ("%1.%2")."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""


@dataclass
class WordNumbers:
    """Counts the numbered paragraphs in the order of the document."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def parse(cls, numbering_xml: bytes) -> WordNumbers:
        """From the bytes of word/numbering.xml."""
        root = fromstring(numbering_xml, forbid_dtd=True)
        numbers = cls()
        for abstract in root.iter(f"{W}abstractNum"):
            for level in abstract.iter(f"{W}lvl"):
                key = (abstract.get(f"{W}abstractNumId", ""), _int(level.get(f"{W}ilvl"), 0))
                numbers.levels[key] = _level(level)
        for number in root.iter(f"{W}num"):
            numbers.lists[number.get(f"{W}numId", "")] = _value(number, "abstractNumId")
            numbers.restarts[number.get(f"{W}numId", "")] = _restarts(number)
        return numbers

    def label(self, paragraph: _Element) -> str:
        """The number printed before this paragraph ("" for none), which it also counts."""
        mark = child(child(paragraph, f"{W}pPr"), f"{W}numPr") if self.lists else None
        if mark is None or _value(mark, "numId") not in self.lists:
            return ""
        scheme = self.lists[_value(mark, "numId")]
        for depth, start in self.restarts.pop(_value(mark, "numId"), {}).items():
            self._counts[scheme, depth] = start - 1
        return self._next(scheme, _int(_value(mark, "ilvl"), 0))

    def _next(self, scheme: str, depth: int) -> str:
        level = self.levels.get((scheme, depth))
        if level is None:
            return ""
        self._counts[scheme, depth] = self._counts.get((scheme, depth), level.start - 1) + 1
        for deeper in range(depth + 1, _LEVELS):
            self._counts.pop((scheme, deeper), None)
        if level.style == "bullet":
            return BULLET
        return _PLACEHOLDER.sub(lambda match: self._shown(scheme, int(match[1]) - 1), level.pattern)

    def _shown(self, scheme: str, depth: int) -> str:
        level = self.levels.get((scheme, depth), Level())
        return counted(self._counts.get((scheme, depth), level.start), level.style)


NO_NUMBERS = WordNumbers()


def child(parent: _Element | None, tag: str) -> _Element | None:
    """The first child with this tag, in half the time of `find`, for which this is a path."""
    return None if parent is None else next(parent.iterchildren(tag), None)


def counted(number: int, style: str) -> str:
    """A number in one of Word's styles: 4 → "4", "IV", "iv", "D", "d"."""
    if style in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman if style == "upperRoman" else roman.lower()
    if style in {"upperLetter", "lowerLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 5 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return "" if style == "none" else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    shown = ""
    for value, letters in _ROMAN:
        shown += letters * (number // value)
        number %= value
    return shown


def _restarts(number: Element) -> dict[int, int]:
    """Where a list that shares its scheme with another one begins anew: depth → first number."""
    overrides = (item for item in number.findall(f"{W}lvlOverride") if _value(item, "startOverride"))
    return {_int(item.get(f"{W}ilvl"), 0): _int(_value(item, "startOverride"), 1) for item in overrides}


def _level(level: Element) -> Level:
    return Level(_int(_value(level, "start"), 1), _value(level, "numFmt"), _value(level, "lvlText"))


def _value(parent: Element | _Element, tag: str) -> str:
    child = parent.find(f"{W}{tag}")
    return child.get(f"{W}val", "") if child is not None else ""


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
