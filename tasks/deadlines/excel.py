"""Date cells of Excel: stored value and number format → the text as a reader sees it (stack.md, trap 13)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coop.shared.dates import short_date

_PIECE = re.compile(r"\"([^\"]*)\"|\\(.)|\[[^\]]*\]|_.|\*.|(;)|([a-z]+)|(.)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_OF_A_DATE = frozenset({"ngày", "tháng", "năm"})
_TIME = re.compile(r"h.*|a/?p.*")
_SHORT_DATE_OF_THE_MACHINE = (
    "mm-dd-yy"  # built-in format 14: Excel shows it in the order of the reader's machine
)


class _Format(NamedTuple):
    """`codes`: dd, mm, yyyy and what stands for the time, with the signs between them. `before` and `after`:
    words of the format's own around the date ("Trước ngày ", " hàng năm"); `between`: those inside it.
    """

    codes: str
    before: str
    between: frozenset[str]
    after: str

    @property
    def order(self) -> str:
        """dd/mm/yyyy → "dmy"; the time of day does not count."""
        return re.sub(r"(.)\1+", r"\1", re.sub(r"[^dmy]", "", _TIME.sub("", self.codes)))

    @property
    def is_plain(self) -> bool:
        """A date with no word that belongs to anything else, such as an hour or a second day."""
        return self.between <= _OF_A_DATE and not (self.before + self.after and "h" in self.codes)


def displayed(value: dt.date, number_format: str) -> tuple[str, bool]:
    """The cell as displayed, in Vietnamese form (day first), and whether that is certain.

    A format with only month and year means the whole month: "Tháng 5/2026". A month-first format shows a date
    that a Vietnamese typist most likely meant day-first, so what is displayed is kept, read day-first and
    never certain. Words of the format's own are shown as Excel shows them: "Trước ngày 31/03/2026".
    """
    form = _format(number_format)
    if form.codes.startswith(_SHORT_DATE_OF_THE_MACHINE):
        return _among_words(short_date(value), form), False
    if form.before or form.after:
        return _among_words(_as_it_stands(value, form.order), form), form.is_plain and _is_read_well(form)
    text, certain = _alone(value, form.order)
    return text, certain and form.is_plain


def _format(number_format: str) -> _Format:
    """Of the first section: what follows a semicolon is for other values."""
    pieces = list(_pieces(number_format))
    places = [place for place, (kind, _text) in enumerate(pieces) if kind == "code"]
    first, last = (places[0], places[-1] + 1) if places else (0, 0)
    inside = pieces[first:last]
    between = " ".join(text for kind, text in inside if kind == "word")
    return _Format(
        "".join(text.lower() for kind, text in inside if kind != "word"),
        _with_letters(pieces[:first]),
        frozenset(_LETTERS.findall(between.casefold())),
        _with_letters(pieces[last:]),
    )


def _pieces(number_format: str) -> Iterator[tuple[str, str]]:
    """(code, sign or word, as it stands)"""
    for found in _PIECE.finditer(number_format):
        quoted, escaped, end, code, sign = found.groups()
        if end:
            return
        if code or sign:
            yield ("code", code) if code else ("sign", sign)
        else:
            yield "word", quoted or escaped or ""


def _with_letters(pieces: Iterable[tuple[str, str]]) -> str:
    """Their text, if there is a letter in it."""
    text = "".join(text for _kind, text in pieces)
    return text if _LETTERS.search(text) else ""


def _among_words(date: str, form: _Format) -> str:
    return " ".join(f"{form.before}{date}{form.after}".split())


def _as_it_stands(value: dt.date, order: str) -> str:
    """The date alone, where words say what it means."""
    if order in ("my", "ym"):
        return f"{value.month}/{value.year}"
    if order == "y":
        return str(value.year)
    if order == "dm":
        return f"{value.day:02d}/{value.month:02d}"
    return _alone(value, order)[0]


def _is_read_well(form: _Format) -> bool:
    """Excel knows no quarters: "Quý 3/2026" may stand for March."""
    of_a_quarter = form.order in ("my", "ym") and form.before.casefold().split()[-1:] == ["quý"]
    return form.order in ("dmy", "ymd", "my", "ym", "y", "dm") and not of_a_quarter


def _alone(value: dt.date, order: str) -> tuple[str, bool]:
    if order == "my" or order == "ym":
        return f"Tháng {value.month}/{value.year}", True
    if order == "y":
        return f"Năm {value.year}", True
    if order.startswith("md"):
        return _month_first(value), False
    return short_date(value), order in ("dmy", "ymd")


def _month_first(value: dt.date) -> str:
    if value.day > 12:
        return short_date(value)
    return f"{value.month:02d}/{value.day:02d}/{value.year}"
