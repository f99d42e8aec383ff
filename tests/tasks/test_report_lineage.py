"""The line in time of an agreement in its report: drawn, named in a table, told in the first part."""

import datetime as dt

import pytest

from agreements.models import Agreement
from coop.shared.dates import year_period
from coop.shared.documents.content import Heading, Paragraph
from tasks.reports.annual import annual_report
from tasks.reports.checklist import checklist, lost_lines
from tasks.reports.draft import draft_of
from tasks.reports.drafting import update_report, write_report
from tasks.reports.exhibits import exhibits
from tasks.reports.facts import gather
from tasks.reports.issuing import issue_report
from tasks.reports.lineage import LEAD, LINE, PAPERS
from tasks.reports.scope import Scope
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
    lead = body.index(Paragraph("Thỏa thuận nằm trong chuỗi văn bản hợp tác sau đây:"))

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

    [[station]] = facts.lines
    assert station.title == Agreement.objects.get().title
    assert LEAD not in text_of(draft_of(facts))
    assert station.date < DAY


def text_of(draft):
    return "\n".join(part.text for part in draft)


def test_a_report_on_several_agreements_tells_each_line_once_and_names_its_papers(plan):
    """With TP. Hồ Chí Minh: a memorandum under a framework, of which both have plans; two programmes, each
    with a forerunner of its own; and an agreement that stands alone.
    """
    factories.plan(plan.agreement.parent, issued_on=dt.date(2023, 9, 1))
    for day in (dt.date(2022, 3, 1), dt.date(2022, 4, 1)):
        old = factories.agreement(signed_on=dt.date(2015, 3, 1), title="Chương trình 2015")
        renewed = factories.agreement(signed_on=day, title="Chương trình [mới]", renews=old)
        factories.plan(renewed, issued_on=dt.date(2023, 10, 1))
    factories.plan(issued_on=dt.date(2023, 11, 1))
    facts = gather(with_the_city())

    assert steering_of(draft_of(facts))[-9:] == [
        f"Bản 2021 và Biên bản 2023 {LEAD}",
        f"[{LINE} – Bản 2021]",
        f"[{PAPERS} – Bản 2021]",
        f"Chương trình (mới) {LEAD}",
        f"[{LINE} – Chương trình (mới)]",
        f"[{PAPERS} – Chương trình (mới)]",
        f"Chương trình (mới) {LEAD}",
        f"[{LINE} – Chương trình (mới) (2)]",
        f"[{PAPERS} – Chương trình (mới) (2)]",
    ]
    shown = exhibits(facts)
    names = ("Bản 2021", "Chương trình (mới)", "Chương trình (mới) (2)")
    lines = [shown[f"{LINE} – {name}"] for name in names]
    assert [line.caption.split(".")[0] for line in lines] == ["Hình 1", "Hình 2", "Hình 3"]
    assert [line.svg.count('fill="#1f2937" stroke') for line in lines] == [2, 1, 1]
    assert shown[f"{PAPERS} – Chương trình (mới) (2)"].rows == (
        ("1", "Chương trình 2015", "01/3/2015", ""),
        ("2", "Chương trình [mới]", "01/4/2022", "Nối tiếp văn bản số 1"),
    )


def test_a_report_is_not_issued_with_a_line_of_papers_that_hang_together_no_more(lan):
    old = factories.agreement(signed_on=dt.date(2015, 3, 1))
    renewed = factories.agreement(renews=old, title="Chương trình 2022")
    factories.plan(renewed)
    report = write_report(by=lan, scope=with_the_city())
    parts = list(report.parts.all())
    assert [one for one in checklist(report, parts, gather(with_the_city())) if one.stops] == []
    assert not lost_lines(parts, gather(with_the_city()))

    Agreement.objects.filter(pk=renewed.pk).update(renews=None)

    told = {"version": report.version, "number": 7, "issued_on": dt.date(2025, 2, 12), "seen": True}
    with factories.refused("Data has changed"):
        issue_report(by=lan, report=report, **told)
    update_report(by=lan, report=report)
    assert not lost_lines(report.parts.all(), gather(with_the_city()))


def with_the_city():
    """Everything with TP. Hồ Chí Minh in 2024."""
    sides = {"province": factories.province("68"), "partner": factories.province("79")}
    return Scope(agreement=None, period=year_period(2024), cut_off_on=DAY, **sides)


def steering_of(draft):
    return next(part.text for part in draft if part.key == "steering").splitlines()
