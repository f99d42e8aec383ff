"""Plain or pasted text → one table: tabs, Markdown pipes, or a CSV in disguise. No Django."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tasks.appendix.raw import Table
from tasks.appendix.readers.csv import likely_delimiter
from tasks.appendix.readers.plain import as_table, decoded, split_rows

_NAME = "văn bản"
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
_ENTITY = re.compile(r"&(?:amp|nbsp|quot|lt|gt);")


def read(content: bytes) -> list[Table]:
    """One table with a row for each line (a line without columns is a row of one cell)."""
    text = _ENTITY.sub(lambda match: html.unescape(match.group()), decoded(content))
    if "\t" in text:
        return [as_table(_NAME, split_rows(text, "\t"))]
    if _is_markdown(text):
        return [as_table(_NAME, _markdown_rows(text))]
    return [as_table(_NAME, split_rows(text, likely_delimiter(text)))]


def _is_markdown(text: str) -> bool:
    """A rule under the header, or at least two lines that begin with a pipe."""
    lines = text.splitlines()
    ruled = any("|" in line and _RULE.match(line) for line in lines)
    return ruled or sum(line.lstrip().startswith("|") for line in lines) > 1


def _markdown_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if "|" not in line:
            yield number, [line]
        elif not _RULE.match(line):
            yield number, _pipe_fields(line.strip())


def _pipe_fields(line: str) -> list[str]:
    fields = [field.replace("\\|", "|") for field in _PIPE.split(line)]
    first = 1 if line.startswith("|") else 0
    last = len(fields) - 1 if line.endswith("|") and len(fields) > 1 else len(fields)
    return fields[first:last]
