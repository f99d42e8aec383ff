"""A text as the lines that fit into a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from coop.shared.documents.annexes.letters import Face

_NEW_LINE = re.compile("\r\n|[\r\n\u2028\u2029]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")  # as pasted from Word
_SPACES = re.compile("[ \t]+")
_MAY_BREAK = re.compile(r"(?<=[-–/])(?=[^\W\d_])")  # 'KH-|UBND', never '30/|8'


class Line(NamedTuple):
    """width: in thousandths of the size of the letter; ends: the last line of its paragraph.

    A space at its end, which has no width, keeps its last word from the first of the next line when it is
    read aloud, searched or copied.
    """

    text: str
    width: float
    ends: bool = True


def lines_of(text: str, face: Face, size: float, width: float) -> list[Line]:
    """Broken at spaces, after '-' and '/', and anywhere in a word longer than a line. `width`: in points."""
    room = max(width * 1000 / size, 1000.0)
    paragraphs = _NEW_LINE.split(_UNSEEN.sub("", text))
    lines = [line for paragraph in paragraphs for line in _filled(paragraph, face, room)]
    return [*(line._replace(text=f"{line.text} ") if line.ends else line for line in lines[:-1]), lines[-1]]


def _filled(paragraph: str, face: Face, room: float) -> Iterator[Line]:
    space = face.width(" ")
    line, used = "", 0.0
    for word in _SPACES.split(paragraph.strip(" \t")):
        gap, before = (" ", space) if line else ("", 0.0)
        for piece in _pieces(word, face, room - used - before, room):
            wide = face.width(piece)
            if line and used + before + wide > room:
                yield Line(f"{line}{gap}", used, ends=False)
                line, used, gap, before = "", 0.0, "", 0.0
            line, used = f"{line}{gap}{piece}", used + before + wide
            gap, before = "", 0.0
    yield Line(line, used)


def _pieces(word: str, face: Face, left: float, room: float) -> Iterator[str]:
    """The word itself where it fits into what is left of the line; else where it may be broken."""
    if face.width(word) <= left:
        yield word
        return
    for piece in _MAY_BREAK.split(word):
        if face.width(piece) <= room:
            yield piece
        else:
            yield from _torn(piece, face, room)


def _torn(word: str, face: Face, room: float) -> Iterator[str]:
    """A word that is longer than a line, in pieces that fill one each."""
    piece, used = "", 0.0
    for letter in word:
        wide = face.width_of[letter]
        if used + wide > room:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + letter, used + wide
    yield piece
