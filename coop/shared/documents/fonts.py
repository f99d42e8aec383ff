"""The Tinos faces of a PDF: where they lie, and which characters they can draw (stack.md, trap 2)."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable
from pathlib import Path

from fontTools.ttLib import TTFont

from coop.shared.documents.annexes.letters import Face
from coop.shared.documents.annexes.shapes import Faces

_FACES = (
    ("400Regular", "normal", 400),
    ("400Regular_Italic", "italic", 400),
    ("700Bold", "normal", 700),
    ("700Bold_Italic", "italic", 700),
)
_TRUETYPE = b"\x00\x01\x00\x00"
_OF_WORD = {"\uf02d": "-", "\uf0a7": "▪", "\uf0b7": "•", "\uf0d8": "•", "\uf0fc": "√"}  # its bullets, pasted
_STAND_INS = {"✓": "√", "✔": "√", "☑": "√", "☐": "□", **_OF_WORD}
_UNKNOWN = "\ufffd"


class FontMissingError(RuntimeError):
    """A Tinos face is not where it should be; a paper in another font would not follow the decree."""


def font_faces(folder: Path) -> str:
    """The four @font-face rules. Raises FontMissingError when a file is missing or is no TrueType font."""
    return "".join(
        f'@font-face {{ font-family: Tinos; src: url("{_face_file(folder, face).as_uri()}");'
        f" font-style: {style}; font-weight: {weight} }}\n"
        for face, style, weight in _FACES
    )


def faces(folder: Path) -> Faces:
    """Those in which appendices are set. Raises FontMissingError as above."""
    regular, italic, bold, _bold_italic = (_face_file(folder, face) for face, _style, _weight in _FACES)
    return Faces(regular=_read(regular), bold=_read(bold), italic=_read(italic))


@functools.cache
def _read(path: Path) -> Face:
    return Face(path)


def speller(folder: Path) -> Callable[[str], str]:
    """Puts a stand-in for each character that Tinos lacks ('�' for an emoji).

    Left alone it would be drawn from any font of the machine, or not at all; the text layer of the whole
    paper is then unreadable for pdfplumber and pypdf.
    """
    known = _known(folder)

    def spelled(text: str) -> str:
        missing = set(text) - known
        return text.translate({ord(char): _stand_in(char) for char in missing}) if missing else text

    return spelled


def missing_letters(text: str, folder: Path) -> list[str]:
    """The characters for which a paper has no letter and no stand-in, each once, in their order."""
    missing = {char for char in set(text) - _known(folder) if _stand_in(char) == _UNKNOWN}
    return [char for char in dict.fromkeys(text) if char in missing] if missing else []


def _known(folder: Path) -> frozenset[str]:
    return _letters(_face_file(folder, "400Regular")) | {"\n", "\t", "\r"}


def _stand_in(char: str) -> str:
    """Joiners and variation selectors have no shape of their own; every space and break is a space."""
    category = unicodedata.category(char)
    if category in ("Cf", "Mn"):
        return ""
    if category.startswith("Z"):
        return " "
    return _STAND_INS.get(char, _UNKNOWN)


@functools.cache
def _letters(path: Path) -> frozenset[str]:
    """Every character of the font; the four faces have the same 3,011."""
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _face_file(folder: Path, face: str) -> Path:
    """The TrueType file of a face, looked into: WeasyPrint would silently take DejaVu for a bad one."""
    path = Path(folder) / face / f"Tinos_{face}.ttf"
    if not path.is_file():
        raise FontMissingError(f"{path} is missing: run `npm ci --ignore-scripts`")
    with path.open("rb") as file:
        if file.read(4) != _TRUETYPE:
            raise FontMissingError(f"{path} is not a TrueType font: run `npm ci --ignore-scripts`")
    return path
