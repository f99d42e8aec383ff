"""What CSV and plain text share: bytes → text, lines → rows. No Django."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator

from tasks.appendix.limits import MAX_COLUMNS, check_mark_count, check_row_count, refusal
from tasks.appendix.raw import RawRow, Table, clean_cell

_UTF8_VIETNAMESE = (b"\xe1\xba", b"\xe1\xbb")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1258, in NFC; refuses what is no text.

    Windows-1258 writes most tone marks as characters of their own, so NFC is needed to get letters.
    """
    text = unicodedata.normalize("NFC", _decoded(content)).lstrip("\ufeff")
    if _CONTROLS.search(text):
        raise refusal("unknown_type")
    check_mark_count(text.count("\n"))
    return text


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if wide := _utf16_without_mark(content):
        return content.decode(wide)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_1258(content)


def _decoded_1258(content: bytes) -> str:
    """Windows-1258, unless the bytes are those of a UTF-8 file with a damaged spot."""
    if any(pair in content for pair in _UTF8_VIETNAMESE):
        raise refusal("encoding")
    try:
        return content.decode("cp1258")
    except UnicodeDecodeError:
        raise refusal("encoding") from None


def _utf16_without_mark(content: bytes) -> str:
    """The byte order of UTF-16 without a mark: every other byte of blanks, digits and most letters is 0."""
    sample = content[:2000]
    if sample[1::2].count(0) > len(sample) // 8:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > len(sample) // 8 else ""


def split_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line number where the row starts, its fields), with quoted fields where the quotes are in order.

    A stray quotation mark must not swallow the rest of the file: then every line is a row of its own.
    """
    try:
        yield from list(_quoted_rows(text, delimiter))
    except csv.Error:
        for number, line in enumerate(text.splitlines(), start=1):
            yield number, [field.strip().strip('"') for field in line.split(delimiter)]


def _quoted_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    for fields in reader:
        yield start, fields
        start = reader.line_num + 1


def as_table(name: str, rows: Iterable[tuple[int, list[str]]]) -> Table:
    """Cleaned rows with "dòng N" as their place; empty rows are left out."""
    kept = []
    for number, fields in rows:
        cells = tuple(clean_cell(field) for field in fields[:MAX_COLUMNS])
        if any(cells):
            kept.append(RawRow(f"dòng {number}", cells))
            check_row_count(len(kept))
    return Table(name, tuple(kept))
