"""A sheet as the drawing instructions of a PDF page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from coop.shared.documents.annexes.letters import Face
from coop.shared.documents.annexes.shapes import CODE_SIDE, Mark, Rule, Sheet, Text
from coop.shared.documents.qr import dark_modules


class Ink:
    """Draws sheets, and remembers which letters of which face were used."""

    def __init__(self, names: dict[Face, str]) -> None:
        self.names = names  # under which a page knows a face
        self.letters: dict[Face, set[str]] = defaultdict(set)

    def drawing(self, sheet: Sheet, height: float) -> bytes:
        """The marks are numbered in the order in which they stand on the sheet, decoration is not."""
        number, said = 0, []
        for mark in sheet.marks:
            if mark.element is None:
                said.append("/Artifact BMC")
            else:
                said.append(f"/{mark.element.kind} <</MCID {number}>> BDC")
                number += 1
            said += [*self._mark(mark, height), "EMC"]
        said += ["/Artifact BMC", *_rules(sheet.rules, height), "EMC"]
        return "\n".join(said).encode()

    def _mark(self, mark: Mark, height: float) -> Iterable[str]:
        if mark.code:
            yield _code(*mark.code, height)
        if mark.texts:
            first = mark.texts[0]
            self.letters[first.face].update(*(text.text for text in mark.texts))
            yield f"BT /{self.names[first.face]} {first.size:g} Tf"
            for text in mark.texts:
                yield f"1 0 0 1 {text.x:.2f} {height - text.baseline:.2f} Tm {_shown(text)}"
            yield "ET"


def _shown(text: Text) -> str:
    if not text.stretch:
        return f"<{text.face.codes(text.text)}> Tj"
    space = text.face.codes(" ")
    words = f"{space}> {-text.stretch:.1f} <".join(map(text.face.codes, text.text.split(" ")))
    return f"[<{words}>] TJ"


def _rules(rules: Iterable[Rule], height: float) -> Iterable[str]:
    """Lines of one thickness are drawn with one stroke; what rows share, or carry on, is one line."""
    for thickness, same in groupby(sorted(_carried_on(rules), key=_thickness), key=_thickness):
        yield f"{thickness:g} w"
        for rule in same:
            start, end = (rule.x1, height - rule.y1), (rule.x2, height - rule.y2)
            yield f"{start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l"
        yield "S"


def _carried_on(rules: Iterable[Rule]) -> Iterable[Rule]:
    """The upright lines of a column as one, from row to row; each line across once."""
    across: dict[Rule, Rule] = {}
    upright: dict[tuple[float, float], Rule] = {}  # by its lower end
    for rule in rules:
        end_above = (rule.x1, rule.y1)
        if rule.x1 != rule.x2:
            across[rule] = rule
        elif end_above in upright:
            upright[rule.x2, rule.y2] = replace(upright.pop(end_above), y2=rule.y2)
        else:
            upright[rule.x2, rule.y2] = rule
    return [*across, *upright.values()]


def _thickness(rule: Rule) -> float:
    return rule.thickness


def _code(address: str, left: float, top: float, height: float) -> str:
    size, dark = dark_modules(address)
    side = CODE_SIDE / size
    squares = "\n".join(f"{x} {-y - 1} 1 1 re" for x, y in dark)
    return f"q {side:.4f} 0 0 {side:.4f} {left:.2f} {height - top:.2f} cm\n{squares}\nf Q"
