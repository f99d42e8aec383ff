"""A file that somebody sends is known by its content, size and name before anything is kept."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from coop.shared.uploads import DOCX, JPEG, PDF, PNG, XLSX, UnfitFileError, check
from tests.tasks.appendix_files import ROW, excel, repacked, scanned_pdf, word


def picture(kind):
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(stream, format=kind)
    return stream.getvalue()


FILES = {
    "pdf": scanned_pdf(),
    "docx": word([ROW]),
    "xlsx": excel(("Bảng 1", [ROW])),
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
}
TYPES = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX, "png": PNG, "jpg": JPEG}


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("suffix", FILES)
def test_each_allowed_type_is_known_by_its_content(suffix):
    file = check(upload(f"Kết quả.{suffix.upper()}", FILES[suffix]))

    assert (file.name, file.content_type) == (f"Kết quả.{suffix.upper()}", TYPES[suffix])
    assert (file.size, file.sha256) == (len(FILES[suffix]), hashlib.sha256(FILES[suffix]).hexdigest())
    assert file.content.read() == FILES[suffix]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bao-cao.pdf", FILES["docx"]),
        ("bao-cao.docx", FILES["xlsx"]),
        ("anh.png", FILES["jpg"]),
        ("anh", FILES["png"]),
        ("bao-cao.pdf.exe", FILES["pdf"]),
        ("trang.html", b"<html><script>alert(1)</script></html>"),
        ("bao-cao.pdf", b"<html><script>alert(1)</script></html>"),
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)),
        ("bao-cao.docx", FILES["docx"][:200]),
        ("bao-cao.docx", b"PK\x03\x04" + bytes(100)),
    ],
)
def test_another_content_or_another_suffix_is_refused(name, content):
    with pytest.raises(UnfitFileError, match=r"pdf, docx, xlsx, png, jpg|loại tệp ghi trong tên"):
        check(upload(name, content))


@pytest.mark.parametrize(
    "content",
    [
        repacked(FILES["docx"], word__vbaProject_bin=b"x"),
        repacked(FILES["docx"], WORD__VBAPROJECT_BIN=b"x"),
    ],
)
def test_a_file_with_macros_is_refused_under_any_name(content):
    with pytest.raises(UnfitFileError):
        check(upload("bao-cao.docx", content))
    with pytest.raises(UnfitFileError):
        check(upload("bao-cao.docm", content))


def test_an_empty_file_is_refused():
    with override("en"), pytest.raises(UnfitFileError, match="is empty"):
        check(upload("trong.pdf", b""))


def test_a_file_over_the_limit_is_refused_with_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024

    with pytest.raises(UnfitFileError, match="1 MB"):
        check(upload("lon.pdf", FILES["pdf"].ljust(1024 * 1024 + 1)))
