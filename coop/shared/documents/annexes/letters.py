"""The letters of a face of Tinos: how wide they are, and the font program that a PDF embeds."""

from __future__ import annotations

import functools
import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_UNUSED_TABLES = ("GPOS", "GDEF", "DSIG", "gasp")  # pairs of letters, which take long to read, and signatures
_WORDS_KEPT = 20_000


class Face:
    """Widths are in thousandths of the size of the letter, as in a PDF. Pairs are not kerned, as in Word."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with TTFont(file, lazy=True) as font:
            per_em = font["head"].unitsPerEm / 1000
            glyphs = {chr(code): name for code, name in font.getBestCmap().items()}
            self.number_of = {letter: font.getGlyphID(name) for letter, name in glyphs.items()}
            self.width_of = {letter: font["hmtx"][name][0] / per_em for letter, name in glyphs.items()}
            self.ascent, self.descent = font["hhea"].ascent / per_em, font["hhea"].descent / per_em
            self.cap_height = font["OS/2"].sCapHeight / per_em
            self.box = [
                round(getattr(font["head"], side) / per_em) for side in ("xMin", "yMin", "xMax", "yMax")
            ]
            self.angle = font["post"].italicAngle
            self.name = font["name"].getDebugName(6).removesuffix("-Regular")
        self._codes = {letter: f"{number:04x}" for letter, number in self.number_of.items()}
        self.width = functools.lru_cache(_WORDS_KEPT)(self._width)

    def _width(self, text: str) -> float:
        return sum(map(self.width_of.__getitem__, text))

    def codes(self, text: str) -> str:
        """The glyph numbers of the text as hexadecimal digits."""
        return "".join(map(self._codes.__getitem__, text))

    def program(self, letters: set[str]) -> bytes:
        """A TrueType font with just these letters, under the numbers that they have in the whole face."""
        options = subset.Options(retain_gids=True, hinting=False, notdef_outline=True)
        font = TTFont(self.file, recalcTimestamp=False)
        for table in _UNUSED_TABLES:
            if table in font:
                del font[table]
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=map(ord, letters))
        chosen.subset(font)
        file = io.BytesIO()
        font.save(file)
        return file.getvalue()
