"""Tables that a page break cuts: one table again, and a cut row one row again. No Django."""

from __future__ import annotations

from dataclasses import replace

from tasks.appendix.raw import RawRow, Table

_JOINED = "hàng bị ngắt ở cuối trang đã được nối lại với phần ở {place}"
_MAX_HEADER_ROWS = 3


def joined(pages: list[tuple[int, list[Table]]]) -> list[Table]:
    """The tables of all pages in order; the first of a page may go on from the last of the page before."""
    result: list[Table] = []
    page_of_last = 0
    for number, tables in pages:
        for position, table in enumerate(tables):
            if position == 0 and page_of_last == number - 1 and result and _goes_on(result[-1], table):
                result[-1] = _continued(result[-1], table)
            else:
                result.append(table)
            page_of_last = number
    return result


def _goes_on(before: Table, after: Table) -> bool:
    return before.width == after.width and bool(before.rows) and bool(after.rows)


def _continued(before: Table, after: Table) -> Table:
    """Repeated header rows stay (what is a header is decided later); a cut row is joined."""
    header = _repeated_header(before, after)
    rows = list(before.rows)
    rest = list(after.rows[header:])
    if rest and len(rows) > header and _is_rest_of_row(rest[0], rows[-1]):
        rows[-1] = _join(rows[-1], rest.pop(0))
    return replace(before, rows=(*rows, *after.rows[:header], *rest))


def _repeated_header(before: Table, after: Table) -> int:
    """How many rows at the head of a page print the head of the table again."""
    count = 0
    for old, new in zip(before.rows[:_MAX_HEADER_ROWS], after.rows, strict=False):
        if old.cells != new.cells:
            break
        count += 1
    return count


def _is_rest_of_row(row: RawRow, before: RawRow) -> bool:
    """No ordinal, no cell merged over columns (that would be a heading), and one of the two is incomplete."""
    if row.cells[0] or any(span > 1 for span in row.spans):
        return False
    return not all(row.cells[1:]) or 2 * len(before.filled) <= len(before.cells)


def _join(start: RawRow, rest: RawRow) -> RawRow:
    cells = tuple(" ".join(filter(None, pair)) for pair in zip(start.cells, rest.cells, strict=True))
    return replace(start, cells=cells, remarks=(*start.remarks, _JOINED.format(place=rest.place)))
