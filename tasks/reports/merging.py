"""What a person wrote and what data now says, in one text. No database."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher


def merged(written: str, old_draft: str, new_draft: str) -> str:
    """The new draft with the lines that a person changed, added or took out of the old one.

    Where both changed the same lines, those of the person stay: the page shows the draft beside them.
    """
    base, mine, theirs = (text.splitlines() for text in (old_draft, written, new_draft))
    lines: list[str] = []
    for base_part, my_part, their_part in _parts(base, mine, theirs):
        if my_part in (base_part, their_part):
            lines += their_part
        elif not base_part:
            lines += [*their_part, *my_part]
        else:
            lines += my_part
    return "\n".join(lines)


def _parts(
    base: list[str], mine: list[str], theirs: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts cut at the lines that all have in common; such a line is a part of its own."""
    in_mine, in_theirs = _same(base, mine), _same(base, theirs)
    b = m = t = 0
    for common in sorted(in_mine.keys() & in_theirs.keys()):
        yield base[b:common], mine[m : in_mine[common]], theirs[t : in_theirs[common]]
        yield [base[common]], [base[common]], [base[common]]
        b, m, t = common + 1, in_mine[common] + 1, in_theirs[common] + 1
    yield base[b:], mine[m:], theirs[t:]


def _same(base: list[str], other: list[str]) -> dict[int, int]:
    """Which line of the other text is which of the base."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
