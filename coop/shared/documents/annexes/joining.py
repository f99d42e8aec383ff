"""Appendices put behind the body of a paper, into the PDF that WeasyPrint is about to write."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from typing import Any

import pydyf

from coop.shared.documents.annexes.embedding import font_of
from coop.shared.documents.annexes.ink import Ink
from coop.shared.documents.annexes.shapes import Faces, Form, Sheet
from coop.shared.documents.annexes.sheets import Setting
from coop.shared.documents.content import Annex

OnProgress = Callable[[int], None]


def add_annexes(
    pdf: pydyf.PDF, annexes: Iterable[tuple[str, Annex]], faces: Faces, on_progress: OnProgress
) -> None:
    """`annexes` with their labels; `on_progress` hears how many rows are set."""
    binder, rows = _Binder(pdf, Ink({faces.regular: "R", faces.bold: "B", faces.italic: "I"})), 0
    for label, annex in annexes:
        setting, begin = Setting(annex, label, faces), len(pdf.page_references)
        for sheet in setting.sheets():
            binder.add_sheet(sheet, setting.form)
            rows += sheet.rows
            on_progress(rows)
        binder.add_structure(setting)
        _add_bookmark(pdf, f"{label} {annex.title.upper()}", pdf.page_references[begin])
    binder.add_fonts()


class _Binder:
    """Adds pages with their marks to the PDF and to its tree of tags, which WeasyPrint has begun."""

    def __init__(self, pdf: pydyf.PDF, ink: Ink) -> None:
        self.pdf, self.ink = pdf, ink
        self.fonts = pydyf.Dictionary()
        self.resources = _added(pdf, pydyf.Dictionary({"Font": self.fonts}))
        self.tags = _named(pdf, pdf.catalog["StructTreeRoot"])
        self.marks_of_pages = _named(pdf, self.tags["ParentTree"])["Nums"]

    def add_sheet(self, sheet: Sheet, form: Form) -> None:
        marks = self.marks_of_pages
        key = marks[-2] + 1 if marks else 0
        drawing = zlib.compress(self.ink.drawing(sheet, form.height))
        content = _added(self.pdf, pydyf.Stream([drawing], {"Filter": "/FlateDecode"}))
        page = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self.pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, form.width, form.height]),
                "Contents": content.reference,
                "Resources": self.resources.reference,
                "Tabs": "/S",
                "StructParents": key,
            }
        )
        self.pdf.add_page(page)
        marks += [key, pydyf.Array(self._elements(sheet, page))]

    def _elements(self, sheet: Sheet, page: pydyf.Dictionary) -> Iterable[bytes]:
        """By the numbers of their marks. Each is told where it is seen."""
        for number, element in enumerate(sheet.elements()):
            if element.number is None:
                self.pdf.add_object(element)
            element.places.append((page.reference, number))
            yield element.reference

    def add_structure(self, setting: Setting) -> None:
        document = _named(self.pdf, self.tags["K"][0])
        setting.element.parent = document
        for element in setting.element.family():
            if element.number is None:
                self.pdf.add_object(element)
        document["K"].append(setting.element.reference)

    def add_fonts(self) -> None:
        for face, letters in self.ink.letters.items():
            self.fonts[self.ink.names[face]] = font_of(self.pdf, face, letters).reference


def _add_bookmark(pdf: pydyf.PDF, title: str, page: bytes) -> None:
    if "Outlines" not in pdf.catalog:
        pdf.catalog["Outlines"] = _added(pdf, pydyf.Dictionary({"Count": 0})).reference
    outlines = _named(pdf, pdf.catalog["Outlines"])
    target = pydyf.Array([page, "/Fit"])
    mark = pydyf.Dictionary({"Title": pydyf.String(title), "Dest": target, "Parent": outlines.reference})
    _added(pdf, mark)
    if "Last" in outlines:
        mark["Prev"] = outlines["Last"]
        _named(pdf, outlines["Last"])["Next"] = mark.reference
    outlines.setdefault("First", mark.reference)
    outlines["Last"] = mark.reference
    outlines["Count"] += 1


def _added(pdf: pydyf.PDF, thing: Any) -> Any:
    pdf.add_object(thing)
    return thing


def _named(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    """The object of a reference: b'12 0 R'."""
    return pdf.objects[int(reference.split()[0])]
