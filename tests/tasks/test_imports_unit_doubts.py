"""A unit in a cell may be of no party, or of another day: the review says so and why (domain.md §2)."""

import datetime as dt

import pytest

from agreements.models import UnitAlias
from tasks.imports.confirming import confirm
from tasks.imports.correcting import correct, take_suggestion
from tasks.imports.reading import Meant
from tasks.imports.staging import stage
from tests import factories

pytestmark = pytest.mark.any_engine

IN_2023, IN_2026 = dt.date(2023, 8, 30), dt.date(2026, 1, 26)


def staged(by, plan, lead, partner=""):
    text = (
        f"TT;Nội dung;Đơn vị chủ trì;Đơn vị phối hợp;Thời gian thực hiện\n1;Mở lớp;{lead};{partner};Năm 2026"
    )
    return stage(by=by, plan=plan, name="phu-luc.csv", content=text.encode()).rows.get()


def plan_of_2026():
    """Of the Lâm Đồng of today, with Kon Tum, which Quảng Ngãi took over on 1/7/2025."""
    under = factories.agreement(["62", "68"], ends_on=dt.date(2030, 12, 31))
    return factories.plan(under, issued_on=IN_2026, ends_on=dt.date(2026, 12, 31))


def names(row, role="lead"):
    return [unit["name"] for unit in row.reading[role]["units"]]


@pytest.mark.parametrize("cell", ["Sở Y tế tỉnh Phú Yên", "các sở ngành liên quan của tỉnh Phú Yên"])
@pytest.mark.parametrize("role", ["lead", "partner"])
def test_who_belongs_to_no_party_needs_a_look(lan, plan, cell, role):
    row = staged(lan, plan, *((cell, "") if role == "lead" else ("Sở Y tế", cell)))

    said = "Phú Yên không phải là bên tham gia thỏa thuận vào ngày của kế hoạch (30/08/2023)."
    told = [problem for problem in row.problems if "Thời gian" not in problem]
    assert [problem.endswith(said) for problem in told] == [True]


def test_who_answers_for_a_party_on_the_day_of_the_plan_is_no_stranger(lan, db):
    """Its code on the day of signing is nobody's now."""
    row = staged(lan, plan_of_2026(), "Sở Y tế", "Sở Y tế tỉnh Quảng Ngãi, Sở Y tế tỉnh Cà Mau")

    assert row.problems == [
        "Đơn vị phối hợp: “Sở Y tế” của Cà Mau: Cà Mau không phải là bên tham gia thỏa thuận vào ngày của kế "
        "hoạch (26/01/2026)."
    ]
    assert names(row) == ["Sở Y tế"]
    assert names(row, "partner") == ["Sở Y tế tỉnh Quảng Ngãi", "Sở Y tế (Cà Mau)"]


def test_a_unit_founded_after_the_plan_is_called_so_and_its_predecessors_are_offered(lan, plan):
    row = staged(lan, plan, "Sở NN&MT")

    assert row.problems[0] == (
        "Đơn vị chủ trì: “Sở NN&MT” được thành lập ngày 01/03/2025, sau ngày của kế hoạch (30/08/2023). Vào "
        "ngày của kế hoạch là: Sở Nông nghiệp và Phát triển nông thôn; Sở Tài nguyên và Môi trường."
    )
    row = take_suggestion(
        by=lan, row=row, role="lead", name="Sở NN&MT", unit="Sở Nông nghiệp và Phát triển nông thôn"
    )
    assert names(row) == ["Sở Nông nghiệp và Phát triển nông thôn"]
    confirm(by=lan, batch=row.batch, acknowledge_all=True)
    assert not UnitAlias.objects.filter(text="Sở NN&MT").exists()  # it is another unit's own name


@pytest.mark.parametrize(
    ("cell", "ended", "heir"),
    [
        ("Sở Kế hoạch và Đầu tư", "28/02/2025", "Sở Tài chính"),
        ("Sở Kế hoạch và Đầu tư tỉnh Kon Tum", "28/02/2025", "Sở Tài chính tỉnh Quảng Ngãi"),
        ("Sở Y tế tỉnh Đắk Nông", "30/06/2025", "Sở Y tế"),
    ],
)
def test_a_unit_that_had_ended_is_called_so_and_its_heir_is_offered(lan, db, cell, ended, heir):
    row = staged(lan, plan_of_2026(), cell)

    assert row.problems == [
        f"Đơn vị chủ trì: “{cell}” kết thúc hoạt động ngày {ended}, trước ngày của kế hoạch (26/01/2026). "
        f"Đơn vị kế thừa: {heir}."
    ]
    (offered, *_others) = row.reading["lead"]["suggestions"][cell]
    assert offered["name"] == heir
    row = take_suggestion(by=lan, row=row, role="lead", name=cell, unit=heir)
    assert ([unit["id"] for unit in row.reading["lead"]["units"]], row.problems) == ([offered["id"]], [])


def test_a_unit_that_never_was_is_not_in_the_catalogue(lan, plan):
    row = staged(lan, plan, "Sở Không Có Thật")

    assert row.problems[0] == "Đơn vị chủ trì: chưa có đơn vị “Sở Không Có Thật” trong danh mục."


def test_a_unit_of_the_other_side_alone_is_called_so_and_taking_it_means_it(lan, plan):
    """Lâm Đồng has no Sở Du lịch; the bare name that was offered was read as unknown again."""
    row = staged(lan, plan, "Sở Du lịch")
    meant = "Sở Du lịch Thành phố Hồ Chí Minh"

    said = "không phải đơn vị của tỉnh Lâm Đồng vào ngày 30/08/2023; bên kia có"
    assert row.problems[0] == f"Đơn vị chủ trì: “Sở Du lịch” {said} {meant}."
    row = take_suggestion(by=lan, row=row, role="lead", name="Sở Du lịch", unit=meant)
    assert [unit["id"] for unit in row.reading["lead"]["units"]] == [
        factories.unit("Sở Du lịch", "79", IN_2023).pk
    ]


def test_nt_still_repeats_the_row_above_when_another_cell_of_it_is_corrected(lan, plan):
    rows = "1;Mở lớp;Sở Y tế;;Năm 2024\n2;Mua sách;nt;;Năm 2024\n3;Mua bàn;nt;;khi nào tiện"
    text = f"TT;Nội dung;Đơn vị chủ trì;Đơn vị phối hợp;Thời gian thực hiện\n{rows}"
    batch = stage(by=lan, plan=plan, name="phu-luc.csv", content=text.encode())

    row = correct(by=lan, row=batch.rows.get(position=3), meant=Meant(timeframe="Năm 2025"))

    assert (names(row), row.problems) == (["Sở Y tế"], [])
