"""`manage.py annual_report`: a PDF in a file, or one line that says why not."""

from io import StringIO

import pdfplumber
import pytest
from django.core.management import CommandError, call_command

from tests import factories

pytestmark = pytest.mark.django_db


def print_report(file, *, agreement, year=2024, **options):
    said = StringIO()
    call_command("annual_report", agreement=agreement, year=year, pdf=file, stdout=said, **options)
    return said.getvalue()


def test_the_report_of_an_agreement_and_a_year_is_written(tmp_path):
    made = factories.plan(number="1606/KH-UBND")
    factories.task(made, section="I", heading="Nông nghiệp", content="Kết nối cung cầu", ordinal="7")
    file = tmp_path / "bao-cao.pdf"

    said = print_report(file, agreement=made.agreement_id)

    assert str(file) in said
    with pdfplumber.open(file) as paper:
        pages = [page.extract_text() for page in paper.pages]
        assert paper.pages[-1].width > paper.pages[-1].height
    whole = " ".join(" ".join(pages).split())
    for words in (
        "1606/KH-UBND",
        "năm 2024",
        "I. Nông nghiệp",
        "Kết nối cung cầu",
        "Quá hạn chưa hoàn thành",
    ):
        assert words in whole


def test_an_agreement_that_is_not_there_is_refused_with_a_message(tmp_path):
    with pytest.raises(CommandError, match="Không có thỏa thuận nào mang mã số 999"):
        print_report(tmp_path / "x.pdf", agreement=999)
    assert not list(tmp_path.iterdir())


def test_an_agreement_without_a_plan_has_nothing_to_report(tmp_path):
    with pytest.raises(CommandError, match="chưa có kế hoạch"):
        print_report(tmp_path / "x.pdf", agreement=factories.agreement().pk)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    file = tmp_path / "khong-co" / "x.pdf"

    with pytest.raises(CommandError, match="Không ghi được tệp"):
        print_report(file, agreement=factories.plan().agreement_id)


@pytest.mark.parametrize("option", ["--agreement=x", "--year=x", "--cut-off=31/12/2024"])
def test_an_option_that_cannot_be_read_is_refused(tmp_path, option):
    options = ["--agreement=1", "--year=2024", f"--pdf={tmp_path / 'x.pdf'}", option]

    with pytest.raises(CommandError):
        call_command("annual_report", *options)
