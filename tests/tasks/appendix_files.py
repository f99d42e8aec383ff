"""Appendix files built in memory, as offices make them: Word, Excel, PDF, and bad ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.table import Table as WordTable
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from tasks.appendix.raw import RawRow, Table

SHARED = Path(__file__).resolve().parents[3] / "shared" / "appendix"
HEADER = ("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện")
ROW = ("1", "Tổ chức hội nghị", "Sở Công Thương", "Sở Du lịch", "Năm 2024")


def word(*tables: Sequence[Sequence[str]]) -> bytes:
    """A .docx with one Word table for each list of rows."""
    document = docx.Document()
    for rows in tables:
        add_word_table(document, rows)
    return saved(document)


def add_word_table(document: docx.document.Document, rows: Sequence[Sequence[str]]) -> WordTable:
    table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=False):
            cell.text = text
    return table


def excel(*sheets: tuple[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    """An .xlsx; the merged ranges are those of the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for reference in merged:
        book.worksheets[0].merge_cells(reference)
    return saved(book)


def saved(document: object) -> bytes:
    """The bytes of anything that can save itself to a stream."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(body: str) -> bytes:
    """A PDF of HTML with ruled tables, on small landscape pages."""
    style = (
        "@page{size:A5 landscape;margin:1cm} table{border-collapse:collapse;width:100%} td{border:1px solid}"
    )
    return HTML(string=f"<style>{style} td{{font:11px sans-serif}}</style>{body}").write_pdf()


def html_table(rows: Sequence[Sequence[str]], repeat_header: bool = True) -> str:
    def line(row: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>"

    head = f"<thead>{line(rows[0])}</thead>" if repeat_header else line(rows[0])
    return f"<table>{head}{''.join(line(row) for row in rows[1:])}</table>"


def scanned_pdf() -> bytes:
    """A PDF that holds only a picture."""
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(stream, format="PDF")
    return stream.getvalue()


def locked_pdf(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password="bí mật", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def ole(*streams: str) -> bytes:
    """The shape of a compound file (.doc, .xls, a locked .docx): its mark and its directory of names."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + names


def repacked(content: bytes, **changed: bytes | None) -> bytes:
    """A zip container with parts added or replaced; keys use "__" for "/" and "_" for "."."""
    parts = {key.replace("__", "/").replace("_", "."): value for key, value in changed.items()}
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, value in parts.items():
            new.writestr(name, value)
    return stream.getvalue()


def table(*lines: str, name: str = "bảng 1", separate: bool = False) -> Table:
    """A table from "1 | Nội dung | Sở A"; "^" is merged with the cell above, "<" with the one to the left."""
    rows = [_row(f"{name}, dòng {number}", line) for number, line in enumerate(lines, start=1)]
    return Table(name, tuple(rows), separate)


def _row(place: str, line: str) -> RawRow:
    cells = [cell.strip() for cell in line.split("|")]
    spans = [1] * len(cells)
    for column in reversed(range(len(cells))):
        if cells[column] == "<":
            spans[column - 1] += spans[column]
            spans[column] = 0
    repeats = frozenset(column for column, cell in enumerate(cells) if cell == "^")
    return RawRow(place, tuple("" if cell in "^<" else cell for cell in cells), tuple(spans), repeats)
