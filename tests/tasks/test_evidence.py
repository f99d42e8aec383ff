"""Evidence is known by its content, kept under a random name and handed out as an attachment only."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from agreements.models import Role
from tasks.actions.reporting import report_progress
from tasks.evidence import DOCX, JPEG, PDF, PNG, XLSX, UnfitFileError, check
from tasks.models import Evidence
from tests import factories
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


def checked_pdf(name):
    return check(upload(name, FILES["pdf"]))


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
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024

    with pytest.raises(UnfitFileError, match="1 MB"):
        check(upload("lon.pdf", FILES["pdf"].ljust(1024 * 1024 + 1)))


@pytest.fixture
def evidence(db):
    """A file that Minh sent."""
    minh, occurrence = factories.minh(), factories.occurrence()
    file = check(upload("Biên bản ký kết.pdf", FILES["pdf"]))
    seat = minh.memberships.get().unit
    report_progress(by=minh, occurrence=occurrence, on_behalf_of=seat, evidence=[file])
    return Evidence.objects.get()


def test_the_file_lies_under_a_random_name_with_its_sum(evidence):
    assert evidence.file.name.startswith("evidence/")
    assert "Bi" not in evidence.file.name
    assert "." not in evidence.file.name
    with evidence.file.open() as file:
        assert evidence.sha256 == hashlib.sha256(file.read()).hexdigest()
    assert (evidence.file_name, evidence.size) == ("Biên bản ký kết.pdf", len(FILES["pdf"]))


def test_who_may_see_the_task_gets_the_file_as_an_attachment(evidence, client_for):
    answer = client_for(factories.lan()).get(reverse("evidence-file", args=[evidence.pk]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == FILES["pdf"]


def test_for_another_province_the_file_does_not_exist(evidence, client_for):
    assert client_for(factories.khang()).get(reverse("evidence-file", args=[evidence.pk])).status_code == 404


def test_the_form_takes_files_and_says_what_is_wrong_with_one(client_for, db):
    minh, occurrence = factories.minh(), factories.occurrence()
    client, page = client_for(minh), reverse("occurrence-report", args=[occurrence.pk])
    form = {
        "on_behalf_of": minh.memberships.get().unit_id,
        "version": 0,
        "submission_key": "7a3d1a52-5b8a-4d6c-9d64-0f1f2a1e0b11",
        "complete": "no",
        "percent": 20,
        "result": "Đã khảo sát.",
    }

    with factories.writes():
        refused = client.post(page, form | {"evidence": upload("virus.pdf", b"MZ\x90\x00")})
    assert "virus.pdf" in refused.content.decode()
    assert "Đã khảo sát." in refused.content.decode()

    files = [upload("a.pdf", FILES["pdf"]), upload("b.png", FILES["png"])]
    with factories.writes(ProgressUpdate=1, Evidence=2, HistoricalOccurrence=1, Event=1):
        client.post(page, form | {"evidence": files})


def test_an_auditor_of_the_province_reads_the_file(evidence, client_for):
    auditor = factories.person("thu", Role.AUDITOR, factories.unit("Sở Tài chính"))

    answer = client_for(auditor).get(reverse("evidence-file", args=[evidence.pk]))
    assert b"".join(answer.streaming_content) == FILES["pdf"]
