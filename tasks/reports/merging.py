"""A text that a person edited, when data gives another draft: line by line, from the old draft to both. What
nobody touched is drafted anew, what a person wrote stays in its place, what they took away stays away. No
database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Merged:
    """`gone` and `come`: how the draft changed just where a person had rewritten or taken away its lines."""

    text: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Change:
    """The lines of the old draft from `start` up to `end` became `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def places(self) -> range:
        return range(self.start, self.end)


def merged(text: str, draft: str, new_draft: str) -> Merged:
    """The text with the lines of the new draft in the place of those of the old one."""
    base = draft.splitlines()
    mine = _changes(base, text.splitlines())
    theirs = _changes(base, new_draft.splitlines())
    left_out = _places(mine)
    rewritten = _places([change for change in mine if any(line.strip() for line in change.lines)])
    placed = [change for change in theirs if _has_a_place(change, left_out, len(base))]
    disputed = [
        change for change in theirs if change not in placed or not rewritten.isdisjoint(change.places)
    ]
    standing = set(range(len(base))) - left_out - _places(theirs)
    return Merged(
        "\n".join(_woven(base, standing, placed, mine)),
        tuple(base[place] for change in disputed for place in change.places if place in rewritten),
        tuple(line for change in disputed for line in change.lines),
    )


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    codes = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [_Change(i1, i2, tuple(other[j1:j2])) for kind, i1, i2, j1, j2 in codes if kind != "equal"]


def _places(changes: Sequence[_Change]) -> set[int]:
    return {place for change in changes for place in change.places}


def _has_a_place(change: _Change, left_out: set[int], count: int) -> bool:
    """Beside or instead of a line of the old draft that the person has left as it was."""
    around = change.places or range(max(change.start - 1, 0), min(change.start + 1, count))
    return not around or any(place not in left_out for place in around)


def _woven(
    base: Sequence[str], standing: set[int], theirs: Sequence[_Change], mine: Sequence[_Change]
) -> Iterator[str]:
    """What data added, what the person wrote, what data says instead, what neither has touched."""
    for place in range(len(base) + 1):
        for changes, is_added in ((theirs, True), (mine, True), (theirs, False), (mine, False)):
            for change in changes:
                if change.start == place and is_added is not bool(change.places):
                    yield from change.lines
        if place in standing:
            yield base[place]
