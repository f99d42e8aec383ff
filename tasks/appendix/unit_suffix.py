"""What may follow a unit's name in a cell: provinces, 'tỉnh', 'hai bên', 'cũ'. No Django."""

from __future__ import annotations

from typing import NamedTuple

from tasks.appendix.unit_bounds import BOTH, CellWords
from tasks.appendix.unit_index import LEVELS
from tasks.appendix.unit_words import ASIDE, LINE, NONE, Phrases

_OF = Phrases("cua", "giua")


class Suffix(NamedTuple):
    """The place after a name and all that belongs to it, and what that says.

    `provinces`: codes named; `both`: 'hai bên'; `wrong_level`: 'thành phố' where home is a 'tỉnh';
    `former`: 'cũ'.
    """

    end: int
    provinces: tuple[str, ...] = ()
    both: bool = False
    wrong_level: bool = False
    former: bool = False


def suffix_at(cell: CellWords, at: int) -> Suffix:
    """The suffix of a name that ends before word `at`; an empty one ends there too."""
    both = BOTH.end_at(cell.words, of := _OF.end_at(cell.words, at))
    end, provinces = _provinces_at(cell, both if both > of else at)
    if both > of and not provinces:
        return Suffix(both, both=True)
    wrong_level = False
    if not provinces and _is_level(cell, end):
        wrong_level = cell.words[end].key not in (cell.index.home_levels or LEVELS)
        end += 1
    former = end < len(cell.words) and cell.words[end].key in ("cu", "moi") and cell.is_end(end + 1)
    return Suffix(end + former, provinces, wrong_level=wrong_level, former=former)


def _provinces_at(cell: CellWords, at: int) -> tuple[int, tuple[str, ...]]:
    """'… Lâm Đồng và TP. Hồ Chí Minh': (end, codes) of the provinces named from `at` on."""
    end = at
    codes: list[str] = []
    while end < len(cell.words) and (codes or _is_near(cell, end)):
        after, code = cell.index.province_at(
            cell.words, end + 1 if codes and cell.words[end].key == "va" else end
        )
        if code is None or (codes and not cell.is_end(after)):
            break
        codes.append(code)
        end = after
    return end, tuple(codes)


def _is_level(cell: CellWords, at: int) -> bool:
    """'tỉnh', 'thành phố' after a name, without a proper name behind it."""
    return (
        at < len(cell.words) and cell.words[at].key in LEVELS and _is_near(cell, at) and cell.is_end(at + 1)
    )


def _is_near(cell: CellWords, at: int) -> bool:
    return cell.words[at].gap in (NONE, LINE, ASIDE)
