"""What is refused before a file is opened, each with a sentence for the person who sent it. No Django."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from tasks.appendix.raw import UnreadableFile

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE
MAX_UNPACKED = 200 * MEGABYTE
MAX_PART = 60 * MEGABYTE
"""One XML part inside a container, which is parsed: 10,000 rows of Word take about half of that."""
MAX_ENTRIES = 2_000
MAX_ROWS = 10_000
MAX_MARKS = 1_000_000
"""Tags of a part of a workbook, paragraphs and rows of a Word document, lines of a text: several times what
10,000 rows need.
"""
MAX_COLUMNS = 60
MAX_PAGES = 300
MAX_RATIO = 150
SMALL_ENOUGH = 20 * MEGABYTE
"""Below this unpacked size the ratio does not matter: long, repetitive tables pack very well."""

REFUSALS = {
    "empty": "Tệp trống, không có nội dung. Hãy kiểm tra lại tệp rồi tải lên lại.",
    "too_large": "Tệp lớn hơn 20 MB. Hãy tách riêng phần phụ lục (bỏ ảnh) rồi tải lên lại.",
    "too_large_unpacked": (
        "Nội dung tệp khi giải nén vượt giới hạn 200 MB hoặc nén bất thường. "
        "Hãy chép bảng phụ lục sang một tệp mới rồi tải lên lại."
    ),
    "too_many_entries": (
        "Tệp chứa quá 2.000 thành phần bên trong. Hãy chép bảng phụ lục sang một tệp mới rồi tải lên lại."
    ),
    "too_many_rows": "Bảng có quá 10.000 hàng. Hãy chia phụ lục thành nhiều tệp rồi tải lên từng tệp.",
    "too_many_marks": (
        "Tệp chứa quá nhiều hàng, ô hoặc đoạn văn trống. "
        "Hãy chép riêng bảng phụ lục sang một tệp mới rồi tải lên lại."
    ),
    "too_many_pages": "Tệp PDF có quá 300 trang. Hãy tách riêng phần phụ lục rồi tải lên lại.",
    "password": "Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.",
    "macros": "Tệp chứa macro nên không được nhận. Hãy lưu lại thành .docx hoặc .xlsx rồi tải lên lại.",
    "old_word": "Tệp Word kiểu cũ (.doc). Hãy mở bằng Word, chọn Lưu thành kiểu .docx, rồi tải lên lại.",
    "old_excel": "Tệp Excel kiểu cũ (.xls). Hãy mở bằng Excel, chọn Lưu thành kiểu .xlsx, rồi tải lên lại.",
    "old_office": "Tệp Office kiểu cũ. Hãy mở bằng Office, lưu lại thành .docx hoặc .xlsx rồi tải lên lại.",
    "entities": "Tệp chứa khai báo XML không an toàn. Hãy chép phụ lục sang một tệp mới rồi tải lên lại.",
    "wrong_type": (
        "Nội dung tệp không đúng với loại tệp theo tên. "
        "Hãy chọn đúng tệp .docx, .xlsx, .csv, .txt hoặc .pdf rồi tải lên lại."
    ),
    "unknown_type": (
        "Loại tệp này không đọc được. Hãy lưu phụ lục thành .docx, .xlsx, .csv, .txt hoặc .pdf."
    ),
    "encoding": "Không nhận ra bảng mã chữ của tệp. Hãy lưu lại tệp với bảng mã UTF-8 rồi tải lên lại.",
    "scan": (
        "Tệp PDF chỉ có ảnh quét, không có lớp chữ. "
        "Hãy dùng bản Word hoặc Excel, hoặc nhận dạng chữ (OCR) rồi dán văn bản vào."
    ),
    "no_table": ("Không tìm thấy bảng nào trong tệp. Hãy chép bảng phụ lục rồi dán vào ô nhập văn bản."),
    "damaged": "Tệp bị hỏng, không đọc được. Hãy mở tệp, lưu lại thành tệp mới rồi tải lên lại.",
}

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLD_FORMATS = (
    ("password", _ENCRYPTED_PACKAGE),
    ("old_word", "WordDocument".encode("utf-16-le")),
    ("old_excel", "Workbook".encode("utf-16-le")),
    ("old_excel", b"B\x00o\x00o\x00k\x00\x00"),
)
_CHUNK = 65_536
_PDF_STREAM = re.compile(rb"stream\r?\n")


def refusal(code: str) -> UnreadableFile:
    """The refusal with its Vietnamese sentence."""
    return UnreadableFile(code, REFUSALS[code])


def check_size(content: bytes) -> None:
    """Refuse nothing at all, and more than 20 MB."""
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise refusal("empty")
    if len(content) > MAX_FILE:
        raise refusal("too_large")


def check_row_count(count: int) -> None:
    """Refuse more than 10,000 rows with text in one file."""
    if count > MAX_ROWS:
        raise refusal("too_many_rows")


def check_mark_count(count: int) -> None:
    """Refuse a file of empty rows or paragraphs, which is small and takes minutes to go through."""
    if count > MAX_MARKS:
        raise refusal("too_many_marks")


def refuse_old_office(content: bytes) -> UnreadableFile:
    """Which refusal an OLE container deserves: a password, or a format from before 2007."""
    for code, mark in _OLD_FORMATS:
        if mark in content:
            return refusal(code)
    return refusal("old_office")


def check_archive(content: bytes) -> list[str]:
    """The names in a zip container whose declared sizes are harmless.

    zipfile never unpacks more than an entry declares, so the declared sizes may be trusted.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise refusal("too_many_entries")
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > SMALL_ENOUGH and unpacked > MAX_RATIO * len(content)
    too_long = any(entry.file_size > MAX_PART for entry in entries if entry.filename.endswith(".xml"))
    if unpacked > MAX_UNPACKED or too_dense or too_long:
        raise refusal("too_large_unpacked")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refusal("password")
    names = [entry.filename for entry in entries]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refusal("macros")
    return names


def check_pdf(content: bytes) -> None:
    """Refuse a PDF whose streams inflate to more than 200 MB, without keeping what is inflated."""
    total = 0
    for start in _PDF_STREAM.finditer(content):
        total += _inflated_size(content, start.end(), MAX_UNPACKED - total)
        if total >= MAX_UNPACKED:
            raise refusal("too_large_unpacked")


def _inflated_size(content: bytes, start: int, limit: int) -> int:
    """Bytes that the deflate stream at this place gives, counted up to the limit; 0 if it is none."""
    machine = zlib.decompressobj()
    size, position = 0, start
    try:
        while size < limit and not machine.eof:
            chunk = machine.unconsumed_tail or content[position : position + _CHUNK]
            if not chunk:
                break
            position += 0 if machine.unconsumed_tail else len(chunk)
            size += len(machine.decompress(chunk, MEGABYTE))
    except zlib.error:
        return size
    return size
