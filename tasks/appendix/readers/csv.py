"""Comma-, semicolon- or tab-separated files → one table. No Django."""

from __future__ import annotations

import csv
import io
from itertools import islice

from tasks.appendix.raw import Table
from tasks.appendix.readers.plain import as_table, decoded, split_rows

_DELIMITERS = ";\t,|"
_SAMPLE_ROWS = 60
_SAMPLE_LENGTH = 60_000


def read(content: bytes) -> list[Table]:
    """One table; the delimiter is the one that cuts most lines into the same number of fields."""
    text = decoded(content)
    return [as_table("tệp CSV", split_rows(text, likely_delimiter(text)))]


def likely_delimiter(text: str) -> str:
    """Which of ; tab , | splits the text into a table.

    Commas stand inside sentences, so the evenness of the rows decides, not the count.
    """
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """(share of the rows with the commonest width above one, that width)."""
    reader = csv.reader(io.StringIO(text[:_SAMPLE_LENGTH], newline=""), delimiter=delimiter)
    widths = [len(fields) for fields in islice(reader, _SAMPLE_ROWS) if any(fields)]
    split = [width for width in widths if width > 1]
    if not split:
        return (0.0, 0)
    commonest = max(set(split), key=split.count)
    return (split.count(commonest) / len(widths), commonest)
