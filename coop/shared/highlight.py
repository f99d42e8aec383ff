"""Where the words that somebody looked for stand in a text, whatever its diacritics. No Django."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from coop.shared.text import SHORT, clean, search_key, sought, unquoted, writings


class Piece(NamedTuple):
    """A part of the text as it is written; `is_hit` is what was looked for."""

    text: str
    is_hit: bool


def pieces(text: str, words: str) -> list[Piece]:
    """The text in pieces, hits and the rest in turn; together they are the text."""
    edges = [0, *(edge for span in spans(text, words) for edge in span), len(text)]
    parts = [Piece(text[start:end], place % 2 == 1) for place, (start, end) in enumerate(pairwise(edges))]
    return [part for part in parts if part.text]


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """From and to of every hit, in order, none within another. Where the phrase is nowhere, each word is
    marked by itself where it begins one, a short one only where it is one: 'KH 1606' in '1606/KH-UBND'.
    """
    folded, places = _folded(text)
    found = _hits(folded, search_key(words)) or [
        span for piece in sought(words) for span in _hits(folded, piece, whole=len(piece) < SHORT)
    ]
    return [(places[start], _end(text, places[end - 1])) for start, end in _apart(sorted(found))]


def excerpt(text: str, words: str, room: int = 220) -> str:
    """At most about so many characters around the first hit, cut between words where these are not longer
    than that; the beginning without one.
    """
    if len(text) <= room:
        return text
    first, last = next(iter(spans(text, words)), (0, 0))
    before = text.rfind(" ", max(first - room // 2, 0), first - room // 3)
    start = 0 if first < room * 2 // 3 else before + 1 or first - room // 2
    latest = max(start + room, last)
    end = len(text) if latest >= len(text) else text.rfind(" ", max(start + room // 2, last), latest)
    end = latest if end < 0 else end
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def is_written_so(text: str, words: str) -> bool:
    """The text has the words with these very diacritics; hoà and hòa are the same."""
    said = clean(text).lower()
    return any(writing in said for writing in writings(unquoted(words).lower()))


def _folded(text: str) -> tuple[str, list[int]]:
    """The search key of the text, and for each of its characters the place in the text it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for letter in _letters(char):
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _letters(char: str) -> str:
    """What a character is in a search key: nothing for a mark, a space for what is between words."""
    return "" if unicodedata.combining(char) else search_key(char) or " "


def _hits(folded: str, key: str, *, whole: bool = False) -> list[tuple[int, int]]:
    end = r"\b" if whole else ""
    return [match.span() for match in re.finditer(rf"\b{re.escape(key)}{end}", folded)] if key else []


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _end(text: str, last: int) -> int:
    """Behind the last letter and the marks that stand after it in decomposed text."""
    end = last + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
