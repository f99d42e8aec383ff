"""The columns of an appendix and the names that offices give them. No Django; names are data.

Names are folded (no diacritics, lower case) and stand in order of preference: of two columns that both could
be the lead, the one whose name comes first is taken.
"""

from __future__ import annotations

import re
from enum import StrEnum

from coop.shared.text import fold


class Meaning(StrEnum):
    """What a column holds."""

    ORDINAL = "ordinal"
    CONTENT = "content"
    LEAD = "lead"
    PARTNER = "partner"
    TIMEFRAME = "timeframe"
    PRODUCT = "product"
    NOTE = "note"


VIETNAMESE = {
    Meaning.ORDINAL: "Số thứ tự",
    Meaning.CONTENT: "Nội dung",
    Meaning.LEAD: "Đơn vị chủ trì",
    Meaning.PARTNER: "Đơn vị phối hợp",
    Meaning.TIMEFRAME: "Thời gian thực hiện",
    Meaning.PRODUCT: "Sản phẩm",
    Meaning.NOTE: "Ghi chú",
}
REQUIRED = (Meaning.CONTENT, Meaning.LEAD)

_WHOLE = {
    Meaning.ORDINAL: ("tt", "stt", "so tt", "so thu tu", "thu tu", "no"),
    Meaning.CONTENT: ("nhiem vu", "noi dung", "cong viec", "ten nhiem vu", "nhiem vu giai phap", "hoat dong"),
    Meaning.LEAD: ("chu tri", "thuc hien", "don vi", "co quan", "co quan don vi", "phan cong"),
    Meaning.PARTNER: ("phoi hop",),
    Meaning.TIMEFRAME: ("thoi gian", "thoi han", "tien do", "han", "moc thoi gian"),
    Meaning.PRODUCT: ("san pham", "ket qua", "dau ra", "muc tieu"),
    Meaning.NOTE: ("ghi chu", "luu y", "can cu"),
}

# Read from top to bottom: "cơ quan phối hợp thực hiện" is a partner although it holds "thực hiện".
_PARTS: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Meaning.NOTE, ("ghi chu",)),
    (
        Meaning.LEAD,
        (
            "chu tri thuc hien",
            "don vi chu tri",
            "co quan chu tri",
            "chu tri tham muu",
            "chu tri",
            "dau moi thuc hien",
            "co quan phu trach",
            "don vi phu trach",
            "chiu trach nhiem chinh",
        ),
    ),
    (Meaning.PARTNER, ("phoi hop",)),
    (
        Meaning.TIMEFRAME,
        (
            "thoi gian",
            "thoi han",
            "thoi diem",
            "moc hoan thanh",
            "tien do",
            "han hoan thanh",
            "ngay hoan thanh",
        ),
    ),
    (Meaning.PRODUCT, ("san pham", "ket qua", "dau ra")),
    (
        Meaning.LEAD,
        (
            "don vi thuc hien",
            "co quan thuc hien",
            "co quan don vi thuc hien",
            "to chuc thuc hien",
            "don vi duoc giao",
            "trach nhiem",
            "phu trach",
        ),
    ),
    (Meaning.CONTENT, ("noi dung", "nhiem vu", "cong viec", "hoat dong")),
)
_LONGEST_NAME = 70
_PERSON = "lanh dao"
"""'Lãnh đạo phụ trách' names a person, not the unit that leads."""
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def folded_name(text: str) -> str:
    """'Thời gian\n(hoàn thành)' → 'thoi gian hoan thanh'."""
    return _NOT_LETTERS.sub(" ", fold(text)).strip()


def meaning_of(text: str) -> tuple[Meaning, int] | None:
    """(what a column with this name holds, its rank: 0 is the surest); None for a name that says nothing."""
    if len(text) > 2 * _LONGEST_NAME:  # a sentence: not worth folding
        return None
    name = folded_name(text)
    if not name or len(name) > _LONGEST_NAME or _PERSON in name:
        return None
    for meaning, names in _WHOLE.items():
        if name in names:
            return meaning, 0
    for meaning, parts in _PARTS:
        for rank, part in enumerate(parts, start=1):
            if f" {part} " in f" {name} ":
                return meaning, rank
    return None
