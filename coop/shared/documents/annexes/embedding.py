"""A face of Tinos as a font of a PDF: its program with the letters used, their widths, and what they mean."""

from __future__ import annotations

import pydyf

from coop.shared.documents.annexes.letters import Face

_SUBSET = "ANNEXA+"  # six letters before the name say that it is not the whole face
_SYMBOLIC, _ITALIC = 1 << 2, 1 << 6
_IDENTITY = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_MOST_AT_ONCE = 100  # lines of one 'beginbfchar'


def font_of(pdf: pydyf.PDF, face: Face, letters: set[str]) -> pydyf.Dictionary:
    """Added to the file with these letters alone; text is written by the numbers of their glyphs."""
    name = f"/{_SUBSET}{face.name}"
    meaning = pydyf.Stream([_meaning(face, letters)], compress=True)
    pdf.add_object(meaning)
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([_glyphs(pdf, face, letters, name).reference]),
            "ToUnicode": meaning.reference,
        }
    )
    pdf.add_object(font)
    return font


def _glyphs(pdf: pydyf.PDF, face: Face, letters: set[str], name: str) -> pydyf.Dictionary:
    widths = pydyf.Array()
    for letter in sorted(letters, key=face.number_of.__getitem__):
        widths += [face.number_of[letter], pydyf.Array([face.width_of[letter]])]
    glyphs = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(_IDENTITY),
            "CIDToGIDMap": "/Identity",
            "W": widths,
            "FontDescriptor": _description(pdf, face, letters, name).reference,
        }
    )
    pdf.add_object(glyphs)
    return glyphs


def _description(pdf: pydyf.PDF, face: Face, letters: set[str], name: str) -> pydyf.Dictionary:
    program = face.program(letters)
    file = pydyf.Stream([program], pydyf.Dictionary({"Length1": len(program)}), compress=True)
    pdf.add_object(file)
    description = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": _SYMBOLIC | (_ITALIC if face.angle else 0),
            "FontBBox": pydyf.Array(face.box),
            "ItalicAngle": face.angle,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.cap_height,
            "StemV": 80,
            "FontFile2": file.reference,
        }
    )
    pdf.add_object(description)
    return description


def _meaning(face: Face, letters: set[str]) -> bytes:
    """Which letter each glyph is: what is copied, searched and read aloud."""
    ordered = sorted(letters, key=face.number_of.__getitem__)
    lines = [f"<{face.number_of[letter]:04x}> <{letter.encode('utf-16-be').hex()}>" for letter in ordered]
    parts = [lines[start : start + _MOST_AT_ONCE] for start in range(0, len(lines), _MOST_AT_ONCE)]
    tables = ("\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]) for part in parts)
    return (_TO_UNICODE % "\n".join(tables)).encode()
