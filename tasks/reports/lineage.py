"""The line in time of an agreement on paper: a drawing with a number for each document, and the table that
names them and says the same in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string

from agreements.chain import Station
from agreements.family_line import FamilyLine, family_line
from coop.shared.dates import paper_date
from coop.shared.documents.content import Column, Figure, Table

LINE, PAPERS = "dòng thời gian các văn bản hợp tác", "bảng các văn bản hợp tác"
LEAD = "Thỏa thuận nằm trong chuỗi văn bản hợp tác sau đây:"
WIDTH = 620  # CSS pixels: the 160 mm of the text
COLUMNS = (
    Column("Số", 10, "center"),
    Column("Văn bản", 88),
    Column("Ngày ký", 24, "center"),
    Column("Quan hệ", 38),
)


def line_drawing(line: Sequence[Station]) -> Figure:
    """The numbers in the circles are those of the table."""
    drawing = family_line(line)
    caption = f"Hình. Dòng thời gian các văn bản hợp tác ({key_of(drawing)})"
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
