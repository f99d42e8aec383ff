"""The line in time of an agreement in its report: drawn, named in a table, told in the first part."""

import datetime as dt

import pytest

from agreements.models import Agreement
from coop.shared.documents.content import Heading, Paragraph
from tasks.reports.annual import annual_report
from tasks.reports.draft import draft_of
from tasks.reports.exhibits import exhibits
from tasks.reports.facts import gather
from tasks.reports.lineage import LEAD, LINE, PAPERS
from tests import factories
from tests.tasks.report_world import DAY, scope_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """2006 → 2011 → 2021, changed in 2023, and under the last the memorandum that is reported on."""
    old = factories.agreement(("68", "79"), signed_on=dt.date(2006, 2, 26), title="Bản 2006")
    renewed = factories.agreement(signed_on=dt.date(2011, 9, 30), title="Bản 2011", renews=old)
    frame = factories.agreement(signed_on=dt.date(2021, 4, 17), title="Bản 2021", renews=renewed)
    factories.agreement(signed_on=dt.date(2023, 1, 5), title="Bản sửa đổi", amends=frame)
    factories.agreement(signed_on=dt.date(2026, 1, 5), title="Ký sau ngày chốt", renews=frame)
    factories.agreement(("96", "79"), signed_on=dt.date(2022, 1, 5), title="Của bên khác", parent=frame)
    made = factories.agreement(signed_on=dt.date(2023, 2, 18), title="Biên bản 2023", parent=frame)
    return factories.plan(made)


def test_the_table_names_what_was_signed_by_the_day_and_how_it_hangs_together(plan):
    facts = gather(scope_of(plan))

    shown = exhibits(facts)
    assert shown[PAPERS].rows == (
        ("1", "Bản 2006", "26/02/2006", ""),
        ("2", "Bản 2011", "30/9/2011", "Nối tiếp văn bản số 1"),
        ("3", "Bản 2021", "17/4/2021", "Nối tiếp văn bản số 2"),
        ("4", "Bản sửa đổi", "05/01/2023", "Sửa đổi, bổ sung văn bản số 3"),
        ("5", "Biên bản 2023", "18/02/2023", "Ký trong khuôn khổ văn bản số 3"),
    )
    svg = shown[LINE].svg
    assert (svg.count("<circle"), svg.count("<path"), svg.count('fill="#1f2937" stroke')) == (5, 4, 1)
    assert [svg.count(f'stroke-dasharray="{dashes}"') for dashes in ("6 4", "1 4")] == [1, 1]


def test_the_first_part_shows_both_one_after_the_other(plan):
    body = annual_report(scope_of(plan)).body
    lead = body.index(Paragraph(LEAD))

    figure, table = body[lead + 1 : lead + 3]
    assert figure.caption == (
        "Hình. Dòng thời gian các văn bản hợp tác (nét liền: nối tiếp; nét đứt: ký trong khuôn khổ; "
        "nét chấm: sửa đổi, bổ sung; hình tròn đậm: văn bản được báo cáo)"
    )
    assert figure.svg.count("<title>Hình. Dòng thời gian") == 1
    assert [column.title for column in table.columns] == ["Số", "Văn bản", "Ngày ký", "Quan hệ"]
    assert body.index(Heading(1, "II. Kết quả thực hiện theo lĩnh vực")) == lead + 3


def test_an_agreement_that_stands_alone_has_no_line_in_its_report():
    facts = gather(scope_of(factories.plan()))

    assert [station.title for station in facts.line] == [Agreement.objects.get().title]
    assert LEAD not in "".join(part.text for part in draft_of(facts))
    assert facts.line[0].date < DAY
