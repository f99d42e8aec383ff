"""A part of a report as people write it → blocks of the paper. No database.

Every line is a paragraph. A line that begins with a dash is an item of a list; '1. Ưu điểm' and
'a) Kết quả' without a full stop are headings; a line in round brackets is in italics; a line that is the name
of an exhibit in square brackets stands for the exhibit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from coop.shared.documents.content import Block, BulletList, Figure, Heading, Paragraph, Table

_HEADING_2 = re.compile(r"\d{1,2}\. .{1,200}[^.;:,!?]")
_HEADING_3 = re.compile(r"[a-zđ]\) .{1,200}[^.;:,!?]")
_DASH = re.compile(r"[-–•+*]\s+")

Exhibits = Mapping[str, Table | Figure]


def blocks_of(text: str, exhibits: Exhibits) -> Iterator[Block]:
    """Lines with a dash one after another are one list; "[its name]" alone in a line is an exhibit."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for is_list, some in groupby(lines, key=_is_item):
        if is_list:
            yield BulletList(tuple(_DASH.sub("", line, count=1) for line in some))
        else:
            yield from (_block(line, exhibits) for line in some)


def _is_item(line: str) -> bool:
    return _DASH.match(line) is not None


def _block(line: str, exhibits: Exhibits) -> Block:
    if line.startswith("[") and line.endswith("]") and line[1:-1] in exhibits:
        return exhibits[line[1:-1]]
    if _HEADING_2.fullmatch(line):
        return Heading(2, line)
    if _HEADING_3.fullmatch(line):
        return Heading(3, line)
    return Paragraph(line, italic=line.startswith("(") and line.rstrip("./").endswith(")"))
