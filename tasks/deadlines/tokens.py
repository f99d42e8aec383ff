"""Text → tokens: numbers with their values, known words with their marks (words.py), the rest as unknown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coop.shared.text import clean, fold

from . import words

_MARKUP = re.compile(r"\\[nrt]|<[^<>]{0,200}>|&[a-z]{2,8};|[\u200b-\u200f\u2060\ufeff]", re.IGNORECASE)
_FOOTNOTE = re.compile(
    "[\u00b9\u00b2\u00b3\u2070-\u2079]"
)  # NFKC makes January with a note the eleventh month
_PIECE = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_LATER_YEARS = re.compile(
    r"(?:từ\s+)?(năm\s+\d{4})\s*(?:,|và)?\s*(?:các|những)\s+năm\s+(?:tiếp theo|tiếp|kế tiếp|sau)(?:\s+đó)?\b"
)
_GLUED_QUARTER = re.compile(r"\b(q|qu[iíyý]|q[uú][iíyý])(i{1,3}|iv)\b")
_SCANNED_QUARTER = re.compile(r"\bqu[ýyíi]\s+(?:[il]{1,3}|[il]v)\b")  # "Quý lll", "Quý lV"
_LATE_ROMAN = re.compile(
    r"\b((?:qu[ýyíi]|q[uú][iíyý])\s+(?:(?:i{1,3}|iv|[1-4])\s*[,;–-]\s*)?)(v|vi{1,3}|ix|x|xi{1,2})\b(?!\.)"
)
_ROMAN_MONTH = re.compile(
    r"\b(th[áa]ng\s+)(i{1,3}|iv|v|vi{1,3}|ix|x|xi{1,2})(?=\s*(?:[/-]|năm\b|nam\b)\s*\d{4})"
)
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
_SCHOOL_YEAR = re.compile(
    r"\b(?:(đầu|dau|cuối|cuoi|trước|truoc)\s+)?(n[ăa]m\s+h[ọo]c)\s+(\d{4})\s*[-–—/]\s*(\d{4})\b"
)
_ABBREVIATION = re.compile(r"\b([tq])\.\s*(?=\d|i)")
_IGNORED = frozenset("\"'“”‘’«»`*•·●▪_#>")
_EACH = ("hang",)
_UNNAMED = re.compile(r"[dwmqy](?![nrY/])")
_COUNTED = re.compile(r"n[dwmy](?![nbeyYL/])")
_UNITS = (words.DAY, words.WEEK, words.MONTH, words.QUARTER, words.YEAR)
_PUNCTUATION = {
    **dict.fromkeys("-–—−‐‑~→", words.DASH),
    **dict.fromkeys("&+", words.AND),
    **dict.fromkeys(".:()[]{}|…!?", words.BREAK),
    "/": words.SLASH,
    ",": words.COMMA,
    ";": words.SEMICOLON,
}

_DAY = r"ng[àa]y\s+\d{1,2}(?:\s*[/.-]\s*|\s+th[áa]ng\s+)\d{1,2}(?:\s*[/.-]\s*|\s+n[ăa]m\s+)\d{4}"
_DOCUMENT_NUMBER = (
    r"(?:số\s*:?\s*)?\d+(?:/\d{4})?\s*/\s*"
    r"(?:(?:kh|qđ|qd|tb|nq|ct|nđ|nd|tt|cv|bc|ttr|kl|ctr|btc|ubnd)\b[a-zđ\d-]*|[a-zđ]+\d*-[a-zđ][a-zđ\d-]*)"
)
_DOCUMENT_NAME = (
    r"(?:thông báo|quyết định|nghị quyết|công văn|thông tư|nghị định|chỉ thị|tờ trình|văn bản|kết luận"
    r"|kế hoạch)"
)
_DOCUMENT = re.compile(
    rf"{_DOCUMENT_NUMBER}(?:,?\s*{_DAY})?|{_DOCUMENT_NAME}(?:\s+số\s+[\w/-]+)?,?\s+{_DAY}|số\s+\d+(?:,?\s*{_DAY})"
)


@dataclass(frozen=True)
class Token:
    """`mark` is one letter of words.py; `value` the number that a number token stands for."""

    mark: str
    value: int = 0
    spelled: bool = False


@dataclass(frozen=True)
class _Piece:
    text: str
    plain: str
    touches_next: bool


def tokenise(text: str) -> list[Token]:
    """Never raises. Silent words are left out, so that "chậm nhất là vào ngày" is "chậm nhất ngày"."""
    printed = _FOOTNOTE.sub("", _MARKUP.sub(" ", text))
    lowered = clean(unicodedata.normalize("NFKC", printed)).lower()  # Ⅳ is IV
    lowered = _SCANNED_QUARTER.sub(lambda match: match[0].replace("l", "i"), lowered)
    lowered = _LATE_ROMAN.sub(_in_digits, _ROMAN_MONTH.sub(_in_digits, lowered))
    lowered = _SCHOOL_YEAR.sub(_in_months, _LATER_YEARS.sub(r"hàng năm từ \1", lowered))
    lowered = _GLUED_QUARTER.sub(r"\1 \2", _DOCUMENT.sub(" § ", lowered))
    pieces = _pieces(_ABBREVIATION.sub(r"\1 ", lowered))
    tokens = [token for token in _read(pieces, bare=fold(lowered) == lowered) if token.mark != words.SILENT]
    return list(_in_context(_numbers_joined(tokens)))


def _in_digits(match: re.Match[str]) -> str:
    """Tháng XII/2024, and the fifth quarter that is none."""
    return f"{match[1]}{_ROMANS.index(match[2]) + 1}"


def _in_months(match: re.Match[str]) -> str:
    """Năm học 2024-2025: September to May, as the yearly frame of the Ministry of Education and Training."""
    part, name, first, last = match.groups()
    if int(last) != int(first) + 1:
        return match[0]
    begin, end = f"tháng 9/{first}", f"tháng 5/{last}"
    meant = {"dau": begin, "cuoi": end, "truoc": f"trước {begin}"}
    return f"{name}, {meant.get(fold(part or ''), f'{begin} - {end}')}"


def _pieces(lowered: str) -> list[_Piece]:
    found = list(_PIECE.finditer(lowered))
    starts = {match.start() for match in found}
    return [
        _Piece(match.group(), fold(match.group()), match.end() in starts)
        for match in found
        if match.group() not in _IGNORED
    ]


def _read(pieces: Sequence[_Piece], *, bare: bool) -> Iterator[Token]:
    at = 0
    while at < len(pieces):
        token, length = _known_words(pieces, at, bare=bare) or (_single(pieces, at), 1)
        yield token
        at += length


def _known_words(pieces: Sequence[_Piece], at: int, *, bare: bool) -> tuple[Token, int] | None:
    """The longest entry of WORDS that starts here, and how many pieces it takes."""
    for length in range(min(words.LONGEST, len(pieces) - at), 0, -1):
        entry = pieces[at : at + length]
        mark = words.WORDS.get(" ".join(piece.plain for piece in entry))
        after_each = at > 0 and pieces[at - 1].plain in _EACH and mark in _UNITS  # scanned as "hằng nãm"
        if mark and (after_each or _is_meant(entry, pieces[at + length : at + length + 1], bare=bare)):
            return Token(mark), length
    return None


def _is_meant(entry: Sequence[_Piece], following: Sequence[_Piece], *, bare: bool) -> bool:
    """Whether this spelling is the word of the table and not another with the same bare letters."""
    plain = " ".join(piece.plain for piece in entry)
    marked = " ".join(piece.text for piece in entry)
    before_number = bool(following) and (
        following[0].text.isdecimal() or following[0].plain in words.ROMAN_NUMBERS
    )
    if plain in ("t", "q"):
        return before_number
    if marked in words.NUMBER_WORDS and plain != "nam":
        return False
    return (
        plain not in words.SPELLINGS
        or marked in words.SPELLINGS[plain]
        or (marked == plain and (bare or before_number))
    )


def _single(pieces: Sequence[_Piece], at: int) -> Token:
    piece = pieces[at]
    if piece.text.isdecimal():
        return _number(piece.text)
    if piece.text in words.NUMBER_WORDS:
        return Token(words.NUMBER, words.NUMBER_WORDS[piece.text], spelled=True)
    if piece.plain in words.ROMAN_NUMBERS:
        return Token(words.ROMAN, words.ROMAN_NUMBERS[piece.plain])
    if piece.text == "." and _joins_digits(pieces, at):
        return Token(words.DOT)
    return Token(_PUNCTUATION.get(piece.text, words.UNKNOWN))


def _joins_digits(pieces: Sequence[_Piece], at: int) -> bool:
    if not 0 < at < len(pieces) - 1:
        return False
    before, dot, after = pieces[at - 1 : at + 2]
    return before.touches_next and dot.touches_next and before.text.isdecimal() and after.text.isdecimal()


def _number(digits: str) -> Token:
    if len(digits) > 4:
        return Token(words.UNKNOWN)
    value = int(digits)
    is_year = len(digits) == 4 and 1900 <= value < 2200
    return Token(words.YEAR_NUMBER if is_year else words.NUMBER, value)


def _numbers_joined(tokens: list[Token]) -> list[Token]:
    """Spelled numbers as one: mười hai → 12, hai mươi lăm → 25."""
    joined: list[Token] = []
    for token in tokens:
        before = joined[-1] if joined and joined[-1].spelled and token.spelled else None
        if before and token.value == 10 and before.value < 10:
            joined[-1] = Token(words.NUMBER, before.value * 10, spelled=True)
        elif before and before.value >= 10 and before.value % 10 == 0 and token.value < 10:
            joined[-1] = Token(words.NUMBER, before.value + token.value, spelled=True)
        else:
            joined.append(token)
    return joined


def _in_context(tokens: list[Token]) -> Iterator[Token]:
    """A word by its neighbours: "tháng năm năm 2024" is May, "trong" counts before "năm" and "6 tháng"."""
    marks = "".join(token.mark for token in tokens)
    for at, token in enumerate(tokens):
        ahead, behind = marks[at + 1 : at + 4], marks[at - 1 : at] if at else ""
        is_may = behind == words.MONTH and ahead.startswith(("yY", "/Y"))
        if token.mark == words.YEAR and (behind == words.WEEKDAY or is_may):
            yield Token(words.NUMBER, 5)
        elif token.mark == words.IN and _COUNTED.match(ahead):
            yield Token(words.WITHIN)
        elif token.mark == words.IN and not _UNNAMED.match(ahead):
            continue
        elif token.mark in "<>" and ahead[:1] in tuple("dnmqYKB"):
            yield Token(words.YEAR)
            yield Token(words.BEFORE if token.mark == words.LAST_YEAR else words.AFTER)
        else:
            yield token
