"""Whatever units write, the report comes out whole and its outline stays ours. What the writer of PDF does
with markup, addresses and endless words is in tests/coop/test_documents_pdf.py.
"""

import io

import docx
import pypdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from coop.shared.documents.content import Figure, Heading
from coop.shared.documents.docx import write_docx
from coop.shared.documents.pdf import write_pdf
from tasks.models import Evidence
from tasks.reports.annual import annual_report
from tasks.reports.checklist import checklist
from tasks.reports.facts import gather
from tests import factories
from tests.tasks.report_world import done, say, scope_of

NASTY = {
    "from Word": "Đã\u00a0ký\u2002\u200b03\u000b hợp\u00adđồng\r\n\r\n\u2022\tmột\u2028hai \u202etrái",
    "a very long word": "x" * 5_000,
    "emoji and half a letter": "Xong 🎉👩\u200d🌾 \ud83d".encode("utf-16", "surrogatepass").decode(
        "utf-16", "ignore"
    ),
    "markup": "<script>alert(1)</script><img src='http://example.org/x.png'> & ]]> {{ x }} {% y %}",
    "a figure's name": "Đã xong [đến hạn] và [[hoàn thành]] [không có",
    "ten thousand letters": "Tổ chức hội nghị. " * 600,
    "what looks like an outline": "I. MỤC\n1. Ưu điểm\n- một\n(hai)\n[biểu đồ theo lĩnh vực]",
    "nothing but space": " \n\t ",
}
ASSESSMENT = ["1. Ưu điểm", "2. Tồn tại, hạn chế", "3. Khó khăn, vướng mắc và nguyên nhân"]


@pytest.mark.django_db
def test_the_report_comes_out_whatever_units_write():
    plan = factories.plan()
    for nasty in NASTY.values():
        task = factories.task(plan, content=f"Nhiệm vụ {nasty}", heading="Du [lịch]\n& <b>văn hóa</b>")
        occurrence = factories.occurrence(of=task)
        done(occurrence, "2024-11-01")
        say(occurrence, result=nasty, obstacles=nasty, proposal=nasty)

    document = annual_report(scope_of(plan))
    word = docx.Document(io.BytesIO(write_docx(document)))
    text = " ".join(paragraph.text for paragraph in word.paragraphs)

    assert "<script>alert(1)</script><img src='http://example.org/x.png'>" in text
    assert "8/8 lượt nhiệm vụ đến hạn (100%)" in text
    assert "(đến hạn) và ((hoàn thành)) (không có" in text
    assert text.count("Tổ chức hội nghị.") >= 600
    assert "x" * 5_000 in text
    headings = [block.text for block in document.body if isinstance(block, Heading) and block.level == 2]
    assert headings == ["1. Du (lịch) & <b>văn hóa</b>", *ASSESSMENT]
    assert sum(isinstance(block, Figure) for block in document.body) == 1


@pytest.mark.django_db
def test_a_character_that_no_paper_can_show_is_named_where_it_is_typed_and_before_issue(
    lan, minh, client_for
):
    """Minh types it; an older report of his bears it already, and Lan types one into her own part."""
    occurrence = factories.occurrence()
    send = reverse("occurrence-report", args=[occurrence.pk])
    box = (
        client_for(minh)
        .post(send, {"result": "Đã ký\u2028 03 hợp đồng 🎉👩\u200d🌾"})
        .context["form"]["result"]
    )
    assert "🎉 (U+1F389), sau “Đã ký 03 hợp đồng”; 👩 (U+1F469)" in box.errors[0]

    say(occurrence, result="Xong 🎉", proposal="Bố trí vốn 🌾")
    report = factories.draft_report(lan, occurrence.task.plan.agreement)
    parts = list(report.parts.all())
    address = reverse("report-part", args=[report.pk, parts[0].pk])
    page = client_for(lan).post(address, {"text": "Mở đầu ☀", "version": 0})
    assert "☀ (U+2600), sau “Mở đầu”" in page.content.decode()
    told = [
        (finding.text.partition(":")[0], finding.stops)
        for finding in checklist(report, parts, gather(scope_of(occurrence.task.plan)))
        if any("U+1F" in detail for detail in finding.details)
    ]
    assert told == [
        ("V. Kiến nghị, đề xuất", True),
        ("Phụ lục dẫn nguyên văn các ký tự không in được; mỗi ký tự hiện thành dấu � trong Phụ lục.", False),
    ]


def picture(mode, size) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, "JPEG")
    return file.getvalue()


@pytest.mark.django_db
def test_pictures_as_evidence_neither_stop_the_report_nor_stand_in_it():
    """Broken, in the four colours of a press, larger than any page, and lost from the disk."""
    plan = factories.plan()
    report = say(factories.occurrence(of=factories.task(plan)), result="Đã trồng 50 ha, có ảnh kèm theo")
    pictures = {
        "broken.jpg": b"\xff\xd8\xff\xe0 broken",
        "press.jpg": picture("CMYK", (8, 8)),
        "huge.jpg": picture("L", (4_000, 4_000)),
    }
    for name, content in pictures.items():
        Evidence.objects.create(
            update=report, file=ContentFile(content, name), file_name=name, content_type="image/jpeg", size=1
        )
    Evidence.objects.create(update=report, file="lost.jpg", file_name="lost.jpg", size=1)

    paper = pypdf.PdfReader(io.BytesIO(write_pdf(annual_report(scope_of(plan)))))

    assert "Đã trồng 50 ha, có ảnh kèm theo" in " ".join(
        " ".join(page.extract_text().split()) for page in paper.pages
    )
    assert [image for page in paper.pages for image in page.images] == []
