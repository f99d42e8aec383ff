"""The structure of an appendix for screen readers (tagged PDF, PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Iterator

import pydyf


class Element(pydyf.Object):
    """'Table', 'TR', 'TD' …: an object of the PDF itself. Where it is seen is noted as sheets are drawn."""

    parent: pydyf.Object  # of the outermost one: what the paper has as its root

    def __init__(self, kind: str, attributes: str = "") -> None:
        super().__init__()
        self.kind, self.attributes = kind, attributes
        self.children: list[Element] = []
        self.places: list[tuple[bytes, int]] = []  # page, number of the mark on it

    def add(self, kind: str, attributes: str = "") -> Element:
        child = Element(kind, attributes)
        child.parent = self
        self.children.append(child)
        return child

    def family(self) -> Iterator[Element]:
        """Itself and all below it, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.family()

    @property
    def data(self) -> bytes:
        parts = [f"<</Type/StructElem/S/{self.kind}".encode(), b"/P ", self.parent.reference, self._kids()]
        if self.attributes:
            parts.append(f"/A<</O/Table{self.attributes}>>".encode())
        return b"".join((*parts, b">>"))

    def _kids(self) -> bytes:
        """Elements, or the marks that it has: on one page as a rule, on several when a row is cut."""
        if self.children:
            return b"/K[" + b" ".join(child.reference for child in self.children) + b"]"
        if not self.places:
            return b""
        (page, mark), *others = self.places
        if not others:
            return b"/Pg " + page + f"/K {mark}".encode()
        marks = (b"<</Type/MCR/Pg " + page + f"/MCID {mark}>>".encode() for page, mark in self.places)
        return b"/K[" + b"".join(marks) + b"]"
