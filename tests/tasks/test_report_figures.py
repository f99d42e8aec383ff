"""Counts in a report: as Vietnam writes them, each under a name of its own, with the parts that add up."""

import datetime as dt
from decimal import Decimal

import pytest

from agreements.models import Field, ResultFigure
from coop.shared.dates import year_period
from tasks.reports import wording
from tasks.reports.bound import bound
from tasks.reports.facts import CountedFigure, gather
from tasks.reports.figures import decimal, figures_of, percent, sums_that_fail
from tasks.reports.scope import Scope
from tests import factories
from tests.tasks.report_world import scope_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(12, 17, "70,6%"), (17, 17, "100%"), (0, 5, "0%"), (1, 2, "50%"), (1, 3, "33,3%"), (0, 0, "–")],
)
def test_a_rate_has_one_decimal_after_a_comma(part, whole, said):
    assert percent(part, whole) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [("1234.5", "1.234,5"), ("1234567.00", "1.234.567"), ("139", "139"), ("100.00", "100"), ("0.25", "0,25")],
)
def test_numbers_are_written_as_in_vietnam(value, said):
    assert decimal(Decimal(value)) == said


def counted(whole_value, *part_values):
    """'Dự án đầu tư' of 2024 with these parts, in a plan's agreement; and the facts that tell it."""
    made = factories.plan()
    common = {"agreement": made.agreement, "measure": "dự án", "year": 2024}
    whole = ResultFigure.objects.create(label="Dự án đầu tư", value=whole_value, **common)
    for sort, (label, value) in enumerate(part_values):
        ResultFigure.objects.create(label=label, value=value, whole=whole, sort=sort, **common)
    return gather(scope_of(made))


def test_a_figure_is_told_with_the_parts_that_add_up_to_it():
    facts = counted(1139, ("hoàn thành", 1086), ("một phần", 27), ("Bình Thuận làm", 26))

    assert told(facts) == [
        "Dự án đầu tư: 1.139 dự án (trong năm 2024), trong đó: hoàn thành 1.086, một phần 27 và "
        "Bình Thuận làm 26."
    ]
    assert sums_that_fail(facts) == []


def told(facts):
    return [bound(line, figures_of(facts)) for line in wording.figure_lines(facts)]


def test_figures_of_one_label_keep_their_own_numbers_and_say_whose_they_are():
    made = factories.plan()
    common = {"agreement": made.agreement, "measure": "tỷ đồng", "year": 2024, "label": "Vốn"}
    own = {"province": factories.province("68"), "unit": factories.unit("Sở Y tế")}
    kinds = (
        {"value": 10},
        {"value": 20, "scope": "cumulative"},
        {"value": 30, "field": Field.objects.get(code="du-lich")},
        {"value": 40, **own},
        {"value": 50, "province": factories.province("79")},
        {"value": 60},
        {"value": 70},
    )
    for sort, kind in enumerate(kinds, 1):
        whole = ResultFigure.objects.create(sort=sort, **(common | kind))
        part = {"label": "giải ngân", "value": sort, "whole": whole, "sort": sort}
        ResultFigure.objects.create(**(common | kind | part))

    assert told(gather(scope_of(made))) == [
        "Vốn: 10 tỷ đồng (trong năm 2024), trong đó: giải ngân 1.",
        "Vốn: 20 tỷ đồng (lũy kế đến năm 2024), trong đó: giải ngân 2.",
        "Vốn: 30 tỷ đồng (trong năm 2024; lĩnh vực du lịch), trong đó: giải ngân 3.",
        "Vốn: 40 tỷ đồng (trong năm 2024; số liệu của Sở Y tế, tỉnh Lâm Đồng), trong đó: giải ngân 4.",
        "Vốn: 50 tỷ đồng (trong năm 2024; số liệu của Thành phố Hồ Chí Minh), trong đó: giải ngân 5.",
        "Vốn: 60 tỷ đồng (trong năm 2024), trong đó: giải ngân 6.",
        "Vốn: 70 tỷ đồng (trong năm 2024), trong đó: giải ngân 7.",
    ]
    shown = figures_of(gather(scope_of(made)))
    assert {name: value for name, value in shown.items() if name.startswith("Vốn")} == {
        "Vốn 2024": "10",
        "Vốn lũy kế 2024": "20",
        "Vốn 2024, Du lịch": "30",
        "Vốn 2024, Sở Y tế": "40",
        "Vốn 2024, Thành phố Hồ Chí Minh": "50",
        f"Vốn 2024, {made.agreement.title}": "60",
        f"Vốn 2024, {made.agreement.title} (2)": "70",
    }
    assert (shown["giải ngân – Vốn 2024"], shown["giải ngân – Vốn 2024, Du lịch"]) == ("1", "3")


def test_a_report_on_many_agreements_says_of_which_a_figure_is():
    first, second = factories.plan(), factories.plan()
    for made, value in ((first, 10), (second, 20)):
        factories.figure(made.agreement, year=2024, value=value)
    everything = Scope(None, factories.province("68"), year_period(2024), dt.date(2025, 2, 10))

    assert told(gather(everything)) == [
        f"Dự án: {value} dự án (trong năm 2024; {made.agreement.title})."
        for made, value in ((first, 10), (second, 20))
    ]


def test_parts_that_make_another_sum_are_found():
    facts = counted(139, ("Hoàn thành", 86), ("Một phần", 27))
    (figure,) = facts.figures

    assert sums_that_fail(facts) == [figure]
    assert CountedFigure(figure.whole, ()).adds_up


@pytest.mark.django_db
def test_headings_of_two_plans_that_differ_in_capitals_or_by_linh_vuc_are_one_field():
    made = factories.plan()
    headings = ("LĨNH VỰC DU LỊCH", "Lĩnh vực Du lịch", "Du lịch", "Lĩnh vực Y tế")
    for number, heading in enumerate(headings, 1):
        factories.task(made, section=str(number), heading=heading)

    fields = gather(scope_of(made)).fields

    assert [(field.heading, len(field.entries)) for field in fields] == [
        ("Lĩnh vực Du lịch", 3),
        ("Lĩnh vực Y tế", 1),
    ]
