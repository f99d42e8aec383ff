"""The line in time of agreements on paper: a drawing with a number for each document, and the table that
names them and says the same in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from agreements.chain import Station
from agreements.family_line import FamilyLine, family_line
from coop.shared.dates import paper_date
from coop.shared.documents.content import Column, Figure, Table
from tasks.reports import wording
from tasks.reports.bound import figure_name, names_in
from tasks.reports.facts import Facts

LINE, PAPERS = "dòng thời gian các văn bản hợp tác", "bảng các văn bản hợp tác"
LEAD = "nằm trong chuỗi văn bản hợp tác sau đây:"
LONGEST_TITLE = 80  # in the name by which a text asks for it
WIDTH = 620  # CSS pixels: the 160 mm of the text
COLUMNS = (
    Column("Số", 10, "center"),
    Column("Văn bản", 88),
    Column("Ngày ký", 24, "center"),
    Column("Quan hệ", 38),
)


@dataclass(frozen=True)
class Line:
    """Papers that hang together. In a report on several agreements a line bears the name of its first and a
    number.
    """

    stations: tuple[Station, ...]
    of: str = ""
    number: int | None = None

    @property
    def drawing(self) -> str:
        return figure_name(LINE, self.of)

    @property
    def table(self) -> str:
        return figure_name(PAPERS, self.of)

    @property
    def lead(self) -> str:
        if not self.of:
            return f"Thỏa thuận {LEAD}"
        return f"{wording.join([wording.short(title) for title in _reported(self.stations)])} {LEAD}"


def lines_of(facts: Facts) -> list[Line]:
    """That of the agreement, also where it stands alone; of several agreements those that are lines."""
    if facts.scope.agreement is not None:
        return [Line(stations) for stations in facts.lines]
    lines = [stations for stations in facts.lines if len(stations) > 1 and _reported(stations)]
    names = _told_apart([wording.short(_reported(stations)[0], LONGEST_TITLE) for stations in lines])
    return [
        Line(stations, name, number)
        for number, (stations, name) in enumerate(zip(lines, names, strict=True), 1)
    ]


def lines_in(text: str) -> list[str]:
    """The names of drawings and tables of lines for which a text asks."""
    return [name for name in names_in(text) if name.startswith((LINE, PAPERS))]


def _reported(stations: Sequence[Station]) -> list[str]:
    return [station.title for station in stations if station.current]


def _told_apart(titles: Sequence[str]) -> list[str]:
    """Of two of one title the second as 'Biên bản ghi nhớ (2)'."""
    seen: Counter[str] = Counter()
    told = []
    for title in titles:
        seen[title] += 1
        told.append(f"{title} ({seen[title]})" if seen[title] > 1 else title)
    return told


def line_drawing(line: Line) -> Figure:
    """The numbers in the circles are those of the table."""
    drawing = family_line(line.stations)
    figure = f"Hình {line.number}" if line.number else "Hình"
    caption = f"{figure}. Dòng thời gian các văn bản hợp tác ({key_of(drawing)})"
    stops = [(stop, paper_date(stop.station.date) if stop.station.date else "…") for stop in drawing.stops]
    height = round(drawing.height * WIDTH / drawing.width)
    context = {"drawing": drawing, "stops": stops, "width": WIDTH, "height": height, "title": caption}
    return Figure(render_to_string("documents/family_line.html", context), caption)


def key_of(drawing: FamilyLine) -> str:
    """What the strokes that are drawn mean."""
    strokes = (
        (drawing.has_renewals, "nét liền: nối tiếp"),
        (drawing.has_frameworks, "nét đứt: ký trong khuôn khổ"),
        (drawing.has_amendments, "nét chấm: sửa đổi, bổ sung"),
        (True, "hình tròn đậm: văn bản được báo cáo"),
    )
    return "; ".join(words for is_drawn, words in strokes if is_drawn)


def table_of_papers(line: Sequence[Station]) -> Table:
    """Numbered from 1 in the order of the line, so that a relation can name another row."""
    numbers = {station.pk: number for number, station in enumerate(line, 1)}
    rows = tuple(
        (
            str(numbers[station.pk]),
            station.title,
            paper_date(station.date) if station.date else "đang soạn thảo",
            relation(station, numbers),
        )
        for station in line
    )
    return Table(COLUMNS, rows, number_row=False)


def relation(station: Station, numbers: Mapping[int, int]) -> str:
    """'Nối tiếp văn bản số 1'; of papers that are not on the line, nothing."""
    kinds = (
        ("Nối tiếp", station.renews),
        ("Ký trong khuôn khổ", station.parent),
        ("Sửa đổi, bổ sung", station.amends),
    )
    told = [
        f"{words} văn bản số {numbers[origin]}" for words, origin in kinds if origin and origin in numbers
    ]
    return "; ".join(told)
