"""The running text of a conclusion notice → its sentences, each with the section under which it stands. No
Django.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# '3.1. …', '3. …', 'III. …', 'Thứ hai là, …': a number that the paper gives to what follows.
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})[.)]\s+(?P<rest>.+)", re.DOTALL)
_ORDERED = re.compile(
    r"(?P<number>Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))(?:,|:| là,?)\s+(?P<rest>.+)", re.DOTALL
)
_BULLET = re.compile(r"[-–+•*]\s+")
_NEW_PARAGRAPH = re.compile(r"\s*(?:[-–+•*]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[IVX]{1,5}[.)]\s|Thứ \w+)")
# A sentence ends before a capital letter, but not behind a short form.
_END = re.compile(r"(?<=[.;!?…])\s+(?=[“\"(]?(\w))")
_SHORT_FORMS = frozenset(("TP.", "Tp.", "TX.", "Q.", "P.", "v.v.", "TS.", "PGS.", "GS.", "ThS.", "đ/c."))


@dataclass(frozen=True)
class Sentence:
    """`section`: '3.1', 'Thứ hai', or "" before the first number. `number` counts through the whole text."""

    number: int
    section: str
    text: str


def sentences(text: str) -> list[Sentence]:
    found = [(section, one) for section, part in _paragraphs(text) for one in _split(part)]
    return [Sentence(number, section, one) for number, (section, one) in enumerate(found, 1)]


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """(section, paragraph without its number or bullet)."""
    section = ""
    for paragraph in _joined(text):
        numbered = _NUMBERED.fullmatch(paragraph) or _ORDERED.fullmatch(paragraph)
        if numbered:
            section, paragraph = numbered["number"], numbered["rest"]
        yield section, _BULLET.sub("", paragraph, count=1) if _BULLET.match(paragraph) else paragraph


def _joined(text: str) -> Iterator[str]:
    """Lines that a scan or a PDF broke, even with empty lines between them, as one paragraph again."""
    waiting = ""
    for line in unicodedata.normalize("NFC", text).splitlines():
        words = " ".join(line.split())
        if not words:
            continue
        if waiting and (_is_complete(waiting) or _NEW_PARAGRAPH.match(words)):
            yield waiting
            waiting = ""
        waiting = f"{waiting} {words}".strip()
    if waiting:
        yield waiting


def _is_complete(paragraph: str) -> bool:
    return paragraph.endswith((".", ";", "!", "?", ":", "…")) and not _is_short_form(paragraph)


def _is_short_form(text: str) -> bool:
    return text.split()[-1] in _SHORT_FORMS


def _split(paragraph: str) -> Iterator[str]:
    waiting = ""
    for piece in _pieces(paragraph):
        waiting = f"{waiting} {piece}".strip()
        if not _is_short_form(waiting):
            yield waiting
            waiting = ""
    if waiting:
        yield waiting


def _pieces(paragraph: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(paragraph):
        if end[1].isupper():
            yield paragraph[start : end.start()]
            start = end.end()
    yield paragraph[start:]
