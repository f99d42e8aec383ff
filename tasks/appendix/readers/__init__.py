"""Bytes of a file made by someone else → tables of text. No Django.

The content decides how a file is read; a name that promises something else is refused.
"""

from __future__ import annotations

from pathlib import PurePath

from defusedxml.common import DefusedXmlException

from tasks.appendix.limits import check_archive, check_pdf, check_size, refusal, refuse_old_office
from tasks.appendix.raw import Table, UnreadableFile
from tasks.appendix.readers import csv, docx, pdf, text, xlsx

_READERS = {"docx": docx.read, "xlsx": xlsx.read, "pdf": pdf.read, "csv": csv.read, "text": text.read}

_KINDS_OF_SUFFIX = {
    ".docx": {"docx"},
    ".docm": {"docx"},
    ".doc": {"docx"},
    ".xlsx": {"xlsx"},
    ".xlsm": {"xlsx"},
    ".xls": {"xlsx"},
    ".pdf": {"pdf"},
    ".csv": {"csv"},
    ".tsv": {"csv"},
    ".txt": {"text"},
    ".md": {"text"},
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NEVER_READ = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"{\\rtf",
    b"MZ",
    b"Rar!",
    b"7z\xbc\xaf",
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml")


def read(name: str, content: bytes) -> list[Table]:
    """The tables of a .docx, .xlsx, .csv, .tsv, .txt, .pdf file or of pasted text (name "" or any .txt).

    Raises UnreadableFile, and nothing else, whatever the bytes are.
    """
    check_size(content)
    try:
        kind = _kind(PurePath(name).suffix.lower(), content)
        tables = [table for table in _READERS[kind](content) if table.rows]
    except UnreadableFile:
        raise
    except DefusedXmlException:
        raise refusal("entities") from None
    except Exception as error:  # the libraries below raise whatever a broken file makes them stumble over
        raise refusal("damaged") from error
    if not tables:
        raise refusal("no_table")
    return tables


def _kind(suffix: str, content: bytes) -> str:
    """Which reader: by content, then by suffix; refuses a name that promises another sort of file."""
    kind = _kind_of_content(content)
    if kind == "text" and suffix in {".csv", ".tsv"}:
        return "csv"
    if kind not in _KINDS_OF_SUFFIX.get(suffix, {kind}):
        raise refusal("wrong_type")
    return kind


def _kind_of_content(content: bytes) -> str:
    if content.startswith(_OLE):
        raise refuse_old_office(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(check_archive(content))
    if b"%PDF-" in content[:1024]:
        check_pdf(content)
        return "pdf"
    head = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if content.startswith(_NEVER_READ) or head.startswith(_MARKUP):
        raise refusal("unknown_type")
    return "text"


def _kind_of_archive(names: list[str]) -> str:
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise refusal("unknown_type")
