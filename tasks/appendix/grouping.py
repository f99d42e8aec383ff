"""Which rows are tasks and which only head other rows. No Django."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.appendix.lines import Line
from tasks.appendix.meanings import Meaning
from tasks.appendix.ordinals import Level

_SECTIONS = (Level.PART, Level.SECTION)


def heads_others(line: Line, below: Sequence[Line]) -> bool:
    """True for a heading or a group row, False for a task; below: the rows that stand under it.

    A numbered row with rows beneath is a group when it names no lead or when some of these name none.
    """
    if line.level is Level.HEADING or (line.alone and line.level is None):
        return True
    if line.level in _SECTIONS:
        return bool(below) or not line.has_work
    if not below:
        return False
    return not line.text(Meaning.LEAD) or any(not row.text(Meaning.LEAD) for row in below)


def rows_below(lines: Sequence[Line], index: int) -> list[Line]:
    """The rows that stand deeper than lines[index], up to the next one that does not."""
    below: list[Line] = []
    for other in lines[index + 1 : index + 1 + _FARTHEST]:
        if other.ends_table or not _is_deeper(other, lines[index]):
            break
        below.append(other)
    return below


_FARTHEST = 200
"""Rows to look ahead: enough for any group, and long tables stay linear."""


def _is_deeper(other: Line, line: Line) -> bool:
    """By their numbers; an unnumbered row stands under a heading, but not under a numbered task."""
    if line.level is None or other.level is None:
        return line.level is not None and line.level <= Level.HEADING
    return other.level > line.level
