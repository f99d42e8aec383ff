"""Tables of text → draft tasks as printed. No Django.

Nothing is renumbered or completed here: what the paper hands down by merged cells, "nt" and group rows is
repeated, everything else stays verbatim. What the units and times mean is read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from coop.shared.text import fold
from tasks.appendix.choice import choose
from tasks.appendix.columns import Mapping
from tasks.appendix.drafts import Appendix, DraftRow, Problem, Skipped
from tasks.appendix.grouping import heads_others, rows_below
from tasks.appendix.lines import Line, lines_of
from tasks.appendix.meanings import REQUIRED, VIETNAMESE, Meaning
from tasks.appendix.outline import Outline
from tasks.appendix.raw import Table

_SAME_AS_ABOVE = {"nt", "n.t", "n t", "nhu tren", "nhu muc tren", "nhu hang tren", "//", '"', "''", "〃", "”"}
_LONGEST_MARK = 20
_AROUND = re.compile(r"^[\s\-–—.(]+|[\s\-–—.)]+$")
_REPEATABLE = (
    Meaning.CONTENT,
    Meaning.LEAD,
    Meaning.PARTNER,
    Meaning.TIMEFRAME,
    Meaning.PRODUCT,
    Meaning.NOTE,
)
_SHARED = (Meaning.LEAD, Meaning.PARTNER, Meaning.TIMEFRAME)


def draft_rows(tables: Sequence[Table], mapping: Mapping | None = None) -> Appendix:
    """The tasks of an appendix in the order of the paper.

    mapping: the columns as a person chose them; without it they are found by the header's words.
    Raises ColumnsNotFound when no table has a content and a lead column.
    """
    chosen, skipped, best = choose(tables, mapping)
    reading = _Reading()
    for candidate in chosen:
        reading.read(list(lines_of(candidate.table, candidate.header)))
    reading.tell_empty_heading()
    header_problems = (Problem("columns", text) for text in best.header.problems)
    return Appendix(
        tuple(reading.rows),
        (*header_problems, *reading.outline.problems),
        (*skipped, *reading.skipped),
        best.header,
    )


def is_same_as_above(text: str) -> bool:
    """'nt', '-nt-', 'như trên', '//' and a ditto mark."""
    return len(text) <= _LONGEST_MARK and _is_ditto(text)


@lru_cache(maxsize=1_000)
def _is_ditto(text: str) -> bool:
    return fold(_AROUND.sub("", text)) in _SAME_AS_ABOVE


class _Reading:
    """Goes through the lines of the chosen tables once, top to bottom."""

    def __init__(self) -> None:
        self.rows: list[DraftRow] = []
        self.skipped: list[Skipped] = []
        self.outline = Outline()
        self._above: dict[Meaning, str] = {}
        self._text_alone: Line | None = None

    def read(self, lines: Sequence[Line]) -> None:
        """Take in the rows up to the signatures or footnotes below the table."""
        for index, line in enumerate(lines):
            if line.ends_table:
                self._skip(line, "Phần dưới bảng (nơi nhận, chữ ký, chú thích), không phải nhiệm vụ.")
                return
            self._take(line, rows_below(lines, index))

    def _take(self, line: Line, below: Sequence[Line]) -> None:
        if line.is_total:
            self._skip(line, "Hàng tổng cộng, không phải nhiệm vụ.")
        elif line.is_phase:
            self.outline.open_phase(line)
        elif not line.text(Meaning.CONTENT) and not line.has_work:
            self._skip(line, "Hàng không có nội dung.")
        elif self._is_rest_of_text(line):
            self._append_to_last(line)
        elif heads_others(line, below):
            self._take_heading(line, below)
        else:
            self._add_task(line)
            if below:
                self.outline.open_group(line)

    def _skip(self, line: Line, reason: str) -> None:
        self.skipped.append(Skipped(line.raw.place, reason))

    def _take_heading(self, line: Line, below: Sequence[Line]) -> None:
        if line.level is not None and not below:
            text = f"{line.raw.place}: tiêu đề “{line.text(Meaning.CONTENT)}” không có nhiệm vụ nào bên dưới."
            self.outline.problems.append(Problem("empty_heading", text))
        for note in self.outline.number_note(line):
            self.outline.problems.append(replace(note, text=f"{line.raw.place}: {note.text}"))
        self.tell_empty_heading()
        self._text_alone = line if line.level is None else None
        self.outline.open_group(line)

    def tell_empty_heading(self) -> None:
        """A text alone was taken for a heading, and the next one or the end came before any task."""
        if line := self._text_alone:
            text = f"“{line.text(Meaning.CONTENT)}” được đọc là tiêu đề nhưng không có nhiệm vụ nào bên dưới."
            self.outline.problems.append(Problem("empty_heading", f"{line.raw.place}: {text}"))

    def _is_rest_of_text(self, line: Line) -> bool:
        """An unnumbered text that begins in lower case goes on with the sentence of the row above."""
        content = line.text(Meaning.CONTENT)
        return line.alone and line.level is None and bool(self.rows) and content[:1].islower()

    def _append_to_last(self, line: Line) -> None:
        last = self.rows[-1]
        note = Problem("joined", f"Đã nối thêm nội dung của {line.raw.place}.", is_note=True)
        content = f"{last.content}\n{line.text(Meaning.CONTENT)}"
        self.rows[-1] = replace(last, content=content, problems=(*last.problems, note))

    def _add_task(self, line: Line) -> None:
        self._text_alone = None
        self.outline.enter_task(line)
        notes = [*_reader_notes(line), *self.outline.number_note(line)]
        texts, repeated = self._completed(line)
        self.rows.append(_draft(line, texts, self.outline, (*notes, *repeated, *_missing(texts))))
        self._above = texts

    def _completed(self, line: Line) -> tuple[dict[Meaning, str], list[Problem]]:
        """The texts with "nt" resolved and with what group and year rows hand down, and notes of both."""
        problems = []
        texts = {meaning: line.text(meaning) for meaning in _REPEATABLE}
        for meaning in [meaning for meaning, text in texts.items() if is_same_as_above(text)]:
            above = self._above.get(meaning) or self.outline.shared(meaning)
            problems.append((_repeated if above else _nothing_above)(meaning, texts[meaning]))
            texts[meaning] = above or texts[meaning]
        for meaning in [Meaning.TIMEFRAME] if texts[Meaning.LEAD] else _SHARED:
            shared = self.outline.shared(meaning)
            if shared and not texts[meaning]:
                texts[meaning] = shared
                problems.append(_handed_down(meaning, shared))
        return texts, problems


def _draft(
    line: Line, texts: dict[Meaning, str], outline: Outline, problems: tuple[Problem, ...]
) -> DraftRow:
    section, heading = outline.section
    return DraftRow(
        place=line.raw.place,
        section=section,
        heading=heading,
        ordinal=line.text(Meaning.ORDINAL),
        **texts,
        group=outline.group,
        phase=outline.phase,
        part=outline.part,
        extra=line.extra,
        problems=problems,
    )


def _reader_notes(line: Line) -> list[Problem]:
    return [Problem("reader", f"{text[:1].upper()}{text[1:]}.", is_note=True) for text in line.raw.remarks]


def _handed_down(meaning: Meaning, text: str) -> Problem:
    sentence = f"“{VIETNAMESE[meaning]}” lấy theo hàng nhóm phía trên: “{text}”."
    return Problem("handed_down", sentence, is_note=True)


def _repeated(meaning: Meaning, text: str) -> Problem:
    sentence = f"Cột “{VIETNAMESE[meaning]}” ghi “{text}”, lấy theo hàng trên."
    return Problem("repeated", sentence, is_note=True)


def _nothing_above(meaning: Meaning, text: str) -> Problem:
    sentence = f"“{text}” ở cột “{VIETNAMESE[meaning]}” nhưng hàng trên không có gì để lặp lại."
    return Problem("nothing_above", sentence)


def _missing(texts: dict[Meaning, str]) -> list[Problem]:
    missing = [meaning for meaning in REQUIRED if not texts[meaning]]
    return [Problem(f"no_{meaning.value}", f"Thiếu “{VIETNAMESE[meaning]}”.") for meaning in missing]
