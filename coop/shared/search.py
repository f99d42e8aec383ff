"""How people's words become a condition on a folded column (`search_text`, made by `search_key`)."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Q

from coop.shared.text import clean, fold, name_key, search_key

_NOTHING = Q(pk__in=[])


def paper_key(number: str, title: str) -> str:
    """The search column of a paper: its number apart and in one piece, then its title."""
    return f"{search_key(number)} {name_key(number)} {search_key(title)}".strip()


def says(column: str, text: str) -> Q:
    """The column holds these words one after another. Vietnamese words are of several syllables, so
    single syllables in any order would find half of everything.
    """
    key = search_key(text)
    return Q((f"{column}__contains", key)) if key else _NOTHING


def says_or_is_numbered(column: str, text: str) -> Q:
    """For papers: where a digit is typed the order is free, as 'KH 1606' means '1606/KH-UBND'."""
    wanted = says(column, text)
    words = search_key(text).split()
    if not any(re.search(r"\d", word) for word in words):
        return wanted
    all_of_them = Q()
    for word in words:
        all_of_them &= Q((f"{column}__contains", word))
    return wanted | all_of_them


def is_marked(text: str) -> bool:
    """Typed with diacritics: then what is written in the same way comes first."""
    return fold(text) != clean(text).lower()


def written_so(column: str, text: str) -> Q:
    """The column holds the words with these very diacritics: as typed, or beginning with a capital."""
    typed = unicodedata.normalize("NFC", clean(text))
    wanted = Q()
    for writing in {typed, typed.lower(), typed[:1].upper() + typed[1:].lower()}:
        wanted |= Q((f"{column}__contains", writing))
    return wanted
