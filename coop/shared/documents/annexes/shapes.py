"""What stands on a sheet, in points from its top left, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coop.shared.documents.annexes.letters import Face
from coop.shared.documents.annexes.tags import Element
from coop.shared.documents.content import Annex

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
CODE_SIDE = 18 * MM


@dataclass(frozen=True)
class Faces:
    """The three cuts of one typeface in which an annex is set."""

    regular: Face
    bold: Face
    italic: Face


@dataclass(frozen=True)
class Form:
    """The paper on its side (margins 20, 15, 20, 20 mm) or upright (20, 20, 20, 30 mm)."""

    width: float
    height: float
    left: float
    right: float

    @classmethod
    def of(cls, annex: Annex) -> Form:
        short, long = A4
        if annex.landscape:
            return cls(long, short, 20 * MM, long - 15 * MM)
        return cls(short, long, 30 * MM, short - 20 * MM)

    top = 20 * MM

    @property
    def bottom(self) -> float:
        return self.height - 20 * MM


@dataclass(frozen=True, slots=True)
class Text:
    """One line where it stands; `stretch` is added to each space, in thousandths of the size."""

    text: str
    face: Face
    size: float
    x: float
    baseline: float
    stretch: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """What is read as one; without an element it is decoration, which no screen reader speaks.

    code: address, left and top of a QR code.
    """

    element: Element | None
    texts: list[Text]
    code: tuple[str, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; its thickness is in points as well."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float = 0.5


@dataclass(slots=True)
class Sheet:
    """One printed page while it is filled: its number in the annex, from 1, what is drawn on it
    (points), and `rows`, how many rows of the table it holds.
    """

    number: int
    marks: list[Mark] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    rows: int = 0

    def elements(self) -> Iterator[Element]:
        """Of the marks that are read, in their order."""
        yield from (mark.element for mark in self.marks if mark.element is not None)
