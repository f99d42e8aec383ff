"""Vietnamese text: one fold for writing and searching, one sort key. No Django.

Rules: domain.md §7. NFC and NFD, hoà and hòa are the same word; d̶ is a letter, not a mark;
sorting goes a ă â b c d đ e ê … with the tone as the last tie-break.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

SHORT = 3  # a word of fewer letters may be a part of any other

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_QUOTES = str.maketrans("", "", '"“”')
_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]')
_NO_LETTERS = bytes(set(range(128)) - set(b"0123456789abcdefghijklmnopqrstuvwxyz"))

_TONE = "[\u0300\u0301\u0303\u0309\u0323]"
# 'oà', 'oẻ', 'uỷ' at the end of a syllable, decomposed; in 'quý' the u belongs to the q
_TONE_SECOND = re.compile(rf"(o(?=[ae])|(?<!q)u(?=y))([aey])({_TONE})(?!\w)", re.IGNORECASE)
_TONE_FIRST = re.compile(rf"(o(?={_TONE}[ae])|(?<!q)u(?={_TONE}y))({_TONE})([aey])(?!\w)", re.IGNORECASE)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(ord("0") + rank) for rank, letter in enumerate(_ALPHABET, start=32)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def clean(text: str) -> str:
    """NFC with every run of white space (line breaks and no-break spaces too) as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Lower case without diacritics and with single spaces: 'Đường  sắt' → 'duong sat'.

    Search compares folded query with folded column, so both engines agree (stack.md, trap 8).
    """
    bare = "".join(filterfalse(unicodedata.combining, _decomposed(text)))
    return " ".join(bare.lower().split())


def search_key(text: str) -> str:
    """The folded words with single spaces and nothing between them: 'Sở Y tế, 1606/KH-UBND' →
    'so y te 1606 kh ubnd'. What search stores and what it looks for.
    """
    return _NOT_A_WORD.sub(" ", fold(text)).strip()


@lru_cache(maxsize=256)
def writings(text: str) -> tuple[str, ...]:
    """With the tone in either of the places in which people write it: 'Thanh Hoá' and 'Thanh Hóa'."""
    bare = unicodedata.normalize("NFD", text)
    both = (_TONE_SECOND.sub(r"\1\3\2", bare), _TONE_FIRST.sub(r"\1\3\2", bare))
    return tuple(sorted({unicodedata.normalize("NFC", one) for one in both}))


def unquoted(text: str) -> str:
    """The words as somebody would write them, cleaned, without the quotes that keep them together."""
    return clean(text.translate(_QUOTES))


def sought(text: str) -> list[str]:
    """What each hit of a search has to have, folded: every word, and as one piece what stands in quotes.
    'hội nghị "nông sản"' → ['nong san', 'hoi', 'nghi'].
    """
    quoted = map(search_key, _QUOTED.findall(text))
    words = search_key(_QUOTED.sub(" ", text)).split()
    return list(dict.fromkeys(filter(None, [*quoted, *words])))


def name_key(text: str) -> str:
    """Letters and digits only, folded: spellings of one name have one key.

    'Sở Văn hoá, Thể thao và Du lịch' and 'Sở Văn hóa Thể thao và Du lịch' → the same key.
    '&' counts as 'và'.
    """
    letters = _decomposed(text.replace("&", " và ")).encode("ascii", "ignore")
    return letters.lower().translate(None, _NO_LETTERS).decode()


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "d")


def sort_key(text: str) -> str:
    """A string whose code-point order is Vietnamese dictionary order, for a stored column."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", clean(text).lower()):
        base, tone = _split_tone(char)
        letters.append(_LETTER_RANK.get(base, base))
        tones.append(str(tone))
    return "".join(letters) + "\t" + "".join(tones)


def _split_tone(char: str) -> tuple[str, int]:
    """'ấ' → ('â', 4); a letter without a tone mark has tone 0."""
    tone = 0
    kept = []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
