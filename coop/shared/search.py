"""How people's words become a condition on a folded column (`search_text`, made by `column_of`)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.db.models import Case, Exists, Q, QuerySet, When

from coop.shared.text import (
    clean,
    fold,
    name_key,
    search_key,
    sought,
    unquoted,
    writings,
)

MOST_LETTERS = 200  # of what a person types to find something; a database refuses a condition of 1,000 words
_NOTHING = Q(pk__in=[])
# How a paper is cited beside its number: "số 1606", "ngày 30/8/2023", "ngày 30 tháng 8 năm 2023".
_OF_A_PAPER = re.compile(
    r"\bso(?= *\d)|\bngay \d{1,2} ?(?:[/.-] ?\d{1,2} ?[/.-] ?\d{4}|thang \d{1,2} nam \d{4})"
)

_BODIES = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan"}


def column_of(text: str) -> str:
    """What a search column holds of these words: a space before each of them, the first too, so that one
    condition finds what begins a word, and the index of trigrams answers it.
    """
    return f" {search_key(text)}"


def paper_key(number: str, title: str) -> str:
    """The search column of a paper: its number apart and in one piece, then its title."""
    return column_of(f"{number} {name_key(number)} {title}")


def says_paper(column: str, text: str) -> Q:
    """The column, made by `paper_key`, has the words, however the paper is cited: 'Kế hoạch số 1606/KH-UBND
    ngày 30/8/2023'.
    """
    return says(column, _OF_A_PAPER.sub(" ", fold(text)))


def spelling_key(text: str) -> str:
    """The search column of the name of a unit, in each way in which people write it. Some leave '&' away:
    'Sở KH&CN' → ' so kh cn so khcn'; some write out what others shorten: 'UBND tỉnh', 'Ủy ban nhân dân tỉnh'.
    """
    apart = column_of(text)
    ways = [apart, column_of(text.replace("&", ""))]
    for short, long in _BODIES.items():
        ways += [re.sub(rf" {short}\b", f" {long}", apart), re.sub(rf" {long}\b", f" {short}", apart)]
    return "".join(dict.fromkeys(ways))


def says(column: str, text: str, *, leaving_out: Collection[str] = ()) -> Q:
    """The column has each of the words but these, in any order; what stands in quotes, one after another.

    Each begins a word: Vietnamese writes its syllables apart, and "hoa" is a part of every "thỏa thuận".
    """
    wanted = Q()
    for piece in sought(text):
        if piece not in leaving_out:
            wanted &= Q((f"{column}__contains", f" {piece}"))
    return wanted or _NOTHING


def says_together(column: str, text: str) -> Q:
    """The column has the words one after another: for short names, where single words find another one
    (Hà Tĩnh: "tỉnh Hà Nam"), and for what comes first among all that has the words.
    """
    key = search_key(text)
    return Q((f"{column}__contains", f" {key}")) if key else _NOTHING


def together_or_apart(rows: QuerySet[Any], together: Q, apart: Q) -> Q:
    """For names: what fits these rows together; where nothing does, what fits apart."""
    return together | (apart & Q(~Exists(rows.order_by().filter(together))))


def together_first(column: str, text: str) -> Case:
    """An order: what has the words one after another before what has them apart."""
    return Case(When(says_together(column, text), then=0), default=1)


def is_marked(text: str) -> bool:
    """Typed with diacritics: then what is written in the same way comes first."""
    return fold(text) != clean(text).lower()


def written_so(column: str, text: str) -> Q:
    """The column holds the words with these very diacritics: as typed, or beginning with a capital; with the
    tone in either of the places in which people write it.
    """
    typed = unquoted(text)
    cases = {typed, typed.lower(), typed[:1].upper() + typed[1:].lower()}
    wanted = Q()
    for writing in sorted({writing for case in cases for writing in writings(case)}):
        wanted |= Q((f"{column}__contains", writing))
    return wanted
