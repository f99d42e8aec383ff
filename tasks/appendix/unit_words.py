"""A unit cell as words: folded, with long and short forms of common phrases made one. No Django.

`plain` has one character for each character of the text, so that positions found in it hold for the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from coop.shared.text import fold

ASIDE = "\x00"
HARD, COMMA, LINE, DASH, STROKE, NONE = ";", ",", "\n", "-", "/", ""

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_FOLDED = str.maketrans({char: fold(char) for char in _LETTERS + _LETTERS.upper()})
_WORD = re.compile(r"[0-9a-z]+")
_HARD_GAP = re.compile(r"[;:/+→•*|…=>\"“”]|\n\s*[-–—]|\n\s*\n|\.\s*\n")
_NUMBERING = re.compile(r"^ *\d{1,2} ?[.)] +", re.MULTILINE)
_DASHED = re.compile(r" [-–—] ")
_DOTTED = {"tp", "tt", "tx", "t", "p", "q", "ub", "vp", "h", "x"}

_PHRASES = {
    "uy ban nhan dan": "ubnd",
    "uy ban": "ub",
    "hoi dong nhan dan": "hdnd",
    "mat tran to quoc": "mttq",
    "viet nam": "vn",
    "ubnd h": "ubnd huyen",
    "van phong": "vp",
    "thanh pho": "tp",
    "thi xa": "tx",
    "trung tam": "tt",
    "trung uong": "tw",
    "ban quan ly du an": "bqlda",
    "ban ql du an": "bqlda",
    "bql du an": "bqlda",
    "ban qlda": "bqlda",
    "ban quan ly": "bql",
    "ban ql": "bql",
    "khu cong nghiep": "kcn",
    "khu kinh te": "kkt",
    "phat trien nong thon": "ptnt",
    "dau tu xay dung": "dtxd",
    "bo chi huy quan su": "bchqs",
    "bo chqs": "bchqs",
    "bch quan su": "bchqs",
    "bao hiem xa hoi": "bhxh",
    "kho bac nha nuoc": "kbnn",
    "ngan hang nha nuoc": "nhnn",
    "phat thanh truyen hinh": "ptth",
    "phat thanh va truyen hinh": "ptth",
    "quan ly thi truong": "qltt",
    "phuc vu hanh chinh cong": "pvhcc",
    "dai bieu quoc hoi": "dbqh",
    "lien hiep phu nu": "lhpn",
    "cuu chien binh": "ccb",
    "hop tac xa": "htx",
    "lien doan lao dong": "ldld",
    "dai hoc": "dh",
    "nghien cuu": "nc",
    "ho chi minh": "hcm",
    "tphcm": "tp hcm",
    "ldvp": "lanhdao vp",
    "lanh dao": "lanhdao",
}
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
for _long, _short in sorted(_PHRASES.items(), key=lambda item: -len(item[0].split())):
    _words = tuple(_long.split())
    _BY_FIRST.setdefault(_words[0], []).append((_words, tuple(_short.split())))


class Word(NamedTuple):
    """A word's key, its span in the text, and what stands between it and the word before."""

    key: str
    start: int
    end: int
    gap: str


class Phrases:
    """Phrases of folded words, found longest first. A phrase may run over a line break."""

    def __init__(self, *phrases: str) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(phrases, key=lambda phrase: -len(phrase.split())):
            keys = tuple(phrase.split())
            self._by_first.setdefault(keys[0], []).append(keys)

    def end_at(self, words: Sequence[Word], at: int) -> int:
        """The place after the longest phrase that starts at word `at`, or `at` itself."""
        for phrase in self._by_first.get(words[at].key, ()) if at < len(words) else ():
            end = at + len(phrase)
            if end == at + 1:
                return end
            run = words[at:end]
            if tuple(w.key for w in run) == phrase and all(w.gap in (NONE, LINE) for w in run[1:]):
                return end
        return at


def as_printed(text: str) -> str:
    """NFC with one kind of space. Line breaks stay, because they separate names; a typed '\\n' is one too."""
    text = unicodedata.normalize("NFC", text).replace("\\n", "\n")
    text = re.sub(r"[^\S\n]", " ", re.sub(r"\r\n?", "\n", text))
    return _NUMBERING.sub("- ", text)


@lru_cache(maxsize=1_000)
def plain(text: str) -> str:
    """Folded text of the same length as `text`, which must be NFC."""
    lowered = text.translate(_FOLDED).lower()
    return lowered if len(lowered) == len(text) else "".join((fold(c) or " ")[0] for c in text)


def words_of(text: str) -> list[Word]:
    """The words of a cell in order; '&' and 'và' are alike, an aside is white space."""
    folded = plain(text)
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(folded):
        previous = found[-1].key if found else ""
        gap = _gap(folded[last : match.start()], previous) if found else HARD
        found.append(Word(match.group(), match.start(), match.end(), gap))
        last = match.end()
    return _with_short_forms(found)


def compact(words: Sequence[Word]) -> str:
    """The key under which a name is known: spaces, punctuation and 'và' do not count."""
    return "".join(word.key for word in words if word.key != "va")


@lru_cache(maxsize=20_000)
def name_words(name: str) -> tuple[Word, ...]:
    return tuple(words_of(as_printed(name)))


def _gap(between: str, previous: str) -> str:
    """The strongest separator between two words; a full stop after 'TP' is none."""
    if between in (" ", "/"):
        return NONE if between == " " else STROKE
    if _HARD_GAP.search(between) or ("." in between and previous not in _DOTTED):
        return HARD
    return next(
        (sign for sign in (COMMA, LINE, ASIDE) if sign in between), DASH if _DASHED.search(between) else NONE
    )


def _with_short_forms(words: list[Word]) -> list[Word]:
    short: list[Word] = []
    place = 0
    while place < len(words):
        taken, result = _short_form(words, place)
        short.extend(result)
        place += taken
    return short


def _short_form(words: list[Word], place: int) -> tuple[int, list[Word]]:
    """How many words one phrase takes at `place`, and the words that stand for it."""
    first = words[place]
    for phrase, keys in _BY_FIRST.get(first.key, ()):
        run = words[place : place + len(phrase)]
        if tuple(w.key for w in run) == phrase and all(w.gap in (NONE, LINE, DASH) for w in run[1:]):
            merged = [Word(key, first.start, run[-1].end, NONE) for key in keys]
            merged[0] = merged[0]._replace(gap=first.gap)
            return len(phrase), merged
    return 1, [first]
