"""Date cells of Excel: stored value and number format → the text as a reader sees it (stack.md, trap 13)."""

from __future__ import annotations

import datetime as dt
import re

from coop.shared.dates import short_date

_NOT_DATE = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.|;.*$|@")
_TIME = re.compile(r"[:\s]*h+.*$|[:\s]*a/?p.*$", re.IGNORECASE)
_SHORT_DATE_OF_THE_MACHINE = (
    "mm-dd-yy"  # built-in format 14: Excel shows it in the order of the reader's machine
)


def displayed(value: dt.date, number_format: str) -> tuple[str, bool]:
    """The cell as displayed, in Vietnamese form (day first), and whether that is certain.

    A format with only month and year means the whole month: "Tháng 5/2026". A month-first format shows a date
    that a Vietnamese typist most likely meant day-first, so what is displayed is kept, read day-first and
    never certain.
    """
    order = _order_of_parts(number_format)
    if _NOT_DATE.sub("", number_format).strip().lower().startswith(_SHORT_DATE_OF_THE_MACHINE):
        return short_date(value), False
    if order == "my" or order == "ym":
        return f"Tháng {value.month}/{value.year}", True
    if order == "y":
        return f"Năm {value.year}", True
    if order.startswith("md"):
        return _month_first(value), False
    return short_date(value), order in ("dmy", "ymd")


def _order_of_parts(number_format: str) -> str:
    """dd/mm/yyyy → "dmy"; text in quotes, locale marks and the time of day do not count."""
    bare = _TIME.sub("", _NOT_DATE.sub("", number_format)).lower()
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^dmy]", "", bare))


def _month_first(value: dt.date) -> str:
    if value.day > 12:
        return short_date(value)
    return f"{value.month:02d}/{value.day:02d}/{value.year}"
