"""Plain numbers in sentences that a person edited, held against the figures of the draft's own sentence. Only
what stands in the very place of a figure is told: of a number in a new sentence nobody can say what it
counts. No database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from tasks.reports.bound import bound, edited_lines, names_in

_WORD = re.compile(r"\[[^\[\]\n]+\]|\d{1,2}/\d{1,2}/\d{4}|\d+(?:[.,]\d+)*%?|\w+|[^\w\s]")
_ALIKE = 0.5
_AROUND = 6


@dataclass(frozen=True)
class TypedNumber:
    """In the words around it; `now` is what the draft has in its place, `name` whose figure that is."""

    words: str
    typed: str
    now: str
    name: str = ""


def numbers_that_differ(text: str, draft: str, figures: Mapping[str, str]) -> Iterator[TypedNumber]:
    """In the order of the text. A sentence is held against the draft's sentence of which it was made."""
    rewritten = edited_lines(draft, text)
    for line in edited_lines(text, draft):
        yield from _in_sentence(line, _origin(line, rewritten), figures)


def _origin(line: str, rewritten: list[str]) -> str:
    """The sentence of the draft that is most alike; '' where none is like it."""
    words = _WORD.findall(line)
    alike = {
        old: SequenceMatcher(None, _WORD.findall(old), words, autojunk=False).ratio() for old in rewritten
    }
    best = max(alike, key=alike.__getitem__, default="")
    return best if alike.get(best, 0) >= _ALIKE else ""


def _in_sentence(line: str, origin: str, figures: Mapping[str, str]) -> Iterator[TypedNumber]:
    drafted, written = _WORD.findall(origin), list(_WORD.finditer(line))
    codes = SequenceMatcher(None, drafted, [word[0] for word in written], autojunk=False).get_opcodes()
    for kind, i1, i2, j1, j2 in codes:
        was = [word for word in drafted[i1:i2] if _counts(word, figures)]
        typed = [place for place in range(j1, j2) if written[place][0][0].isdigit()]
        if kind != "replace" or len(was) != len(typed):
            continue
        for old, place in zip(was, typed, strict=True):
            name, number = next(iter(names_in(old)), ""), written[place][0]
            now = figures.get(name, old)
            if _plain(number) != _plain(now):
                yield TypedNumber(_around(line, written, place, figures), number, now, name)


def _counts(word: str, figures: Mapping[str, str]) -> bool:
    return word[0].isdigit() or word[1:-1] in figures


def _plain(number: str) -> str:
    """'1.234', '1234' and '01234' are one number; so are '50' and '50%' in the same place."""
    return number.replace(".", "").rstrip("%").lstrip("0") or "0"


def _around(line: str, written: list[re.Match[str]], place: int, figures: Mapping[str, str]) -> str:
    first, last = max(place - _AROUND, 0), min(place + _AROUND, len(written) - 1)
    words = bound(line[written[first].start() : written[last].end()], figures)
    return f"{'… ' if first else ''}{words}{' …' if last < len(written) - 1 else ''}"
