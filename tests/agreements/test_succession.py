"""Who answers for whom through time: 63 provinces became 34, departments were merged twice."""

import datetime as dt

import pytest

from agreements.models import Agreement, Province, ProvinceSuccession, Unit, UnitSuccession
from agreements.permissions import visible_agreements
from agreements.succession import SuccessionCycleError, heirs, predecessors, refresh_heirs
from tests import factories

pytestmark = pytest.mark.django_db

OLD, NEW = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def unit_of_2023(name, code="68"):
    return factories.unit(name, code, factories.PLAN_DAY)


def names(bodies):
    return sorted(body.name for body in bodies)


def made_up_unit(name):
    return Unit.objects.create(key=f"thu-{name.lower()}", name=name)


def follows(predecessor, successor, *, kind="merge"):
    return UnitSuccession.objects.create(
        predecessor=predecessor, successor=successor, kind=kind, effective_on=dt.date(2025, 3, 1)
    )


def test_sixty_three_provinces_became_thirty_four():
    assert Province.objects.valid_on(OLD).count() == 63
    assert Province.objects.valid_on(NEW).count() == 34
    assert Province.objects.values("current_heir").distinct().count() == 34


def test_a_code_is_a_province_only_on_a_day():
    assert factories.province("15", OLD).name == "Yên Bái"
    assert factories.province("15", NEW).name == "Lào Cai"
    with pytest.raises(Province.DoesNotExist):
        factories.province("60", NEW)


def test_a_province_answers_for_itself_until_the_day_of_the_merger():
    binh_thuan = factories.province("60", OLD)

    assert heirs(binh_thuan, OLD) == [binh_thuan]
    assert names(heirs(binh_thuan, NEW)) == ["Lâm Đồng"]


def test_the_lineage_of_lam_dong_is_three_old_provinces():
    today = factories.province("68")

    assert names(predecessors(today)) == ["Bình Thuận", "Lâm Đồng", "Đắk Nông"]
    assert names(today.lineage.exclude(pk=today.pk)) == ["Bình Thuận", "Lâm Đồng", "Đắk Nông"]


def test_a_department_is_followed_step_by_step():
    planning = unit_of_2023("Sở Kế hoạch và Đầu tư")
    days = (dt.date(2025, 2, 28), dt.date(2025, 3, 1), NEW)
    steps = [heirs(planning, day) for day in days]

    assert steps[0] == [planning]
    assert [(unit.name, unit.province.valid_until) for unit in steps[1]] == [("Sở Tài chính", OLD)]
    assert [(unit.name, unit.province) for unit in steps[2]] == [("Sở Tài chính", factories.province("68"))]


def test_the_name_of_today_stands_beside_the_name_on_the_paper():
    assert unit_of_2023("Sở Kế hoạch và Đầu tư").name_today == "Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)"
    assert unit_of_2023("Sở Y tế").name_today == "Sở Y tế"
    assert factories.province("15", OLD).name_today == "tỉnh Yên Bái (nay là tỉnh Lào Cai)"
    assert factories.province("68", OLD).name_today == "tỉnh Lâm Đồng"


def test_heirs_are_kept_as_of_the_day_that_was_asked_for():
    planning = unit_of_2023("Sở Kế hoạch và Đầu tư")

    refresh_heirs(dt.date(2025, 3, 1))
    planning.refresh_from_db()
    assert planning.current_heir.province.valid_until == OLD

    refresh_heirs(dt.date(2024, 1, 1))
    planning.refresh_from_db()
    assert planning.current_heir == planning


def test_a_split_has_no_heir_until_a_person_decides():
    whole, one, other = (made_up_unit(name) for name in ("Sở chung", "Sở một", "Sở hai"))
    follows(whole, one, kind="split")
    follows(whole, other, kind="split")
    refresh_heirs(factories.TODAY)
    whole.refresh_from_db()

    assert heirs(whole, factories.TODAY) == [one, other]
    assert whole.current_heir is None
    assert whole.name_today == "Sở chung"


def test_what_was_abolished_has_no_heir():
    gone = made_up_unit("Ban đã giải thể")
    follows(gone, None, kind="abolish")
    refresh_heirs(factories.TODAY)
    gone.refresh_from_db()

    assert heirs(gone, factories.TODAY) == []
    assert gone.current_heir is None


def test_a_split_that_was_merged_again_has_one_heir():
    whole, one, other, again = (made_up_unit(name) for name in ("Chung", "Một", "Hai", "Lại chung"))
    for step in ((whole, one), (whole, other), (one, again), (other, again)):
        follows(*step)

    assert heirs(whole, factories.TODAY) == [again]


def test_a_circle_is_refused_and_nothing_changes():
    one, other = made_up_unit("Một"), made_up_unit("Hai")
    refresh_heirs(factories.TODAY)
    before = list(Unit.objects.order_by("pk").values_list("pk", "current_heir"))
    follows(one, other)
    follows(other, one)

    with pytest.raises(SuccessionCycleError):
        refresh_heirs(dt.date(2024, 1, 1) + dt.timedelta(days=900))

    assert list(Unit.objects.order_by("pk").values_list("pk", "current_heir")) == before


def test_an_administrator_is_told_of_a_circle_and_it_is_not_kept(client_for):
    quan = client_for(factories.person("quan", "admin", factories.unit("Văn phòng UBND tỉnh")))
    one, other = made_up_unit("Một"), made_up_unit("Hai")
    follows(one, other)
    form = {"predecessor": other.pk, "successor": one.pk, "kind": "merge", "effective_on": "01/03/2025"}

    page = quan.post("/quan-tri/agreements/unitsuccession/add/", form).content.decode()

    assert "errorlist" in page
    assert not UnitSuccession.objects.filter(predecessor=other).exists()


def test_a_province_of_the_data_is_followed_by_one_that_lives():
    for succession in ProvinceSuccession.objects.select_related("predecessor", "successor"):
        assert succession.successor.valid_from == succession.effective_on
        assert succession.predecessor.valid_until == succession.effective_on - dt.timedelta(days=1)


@pytest.mark.parametrize(("code", "day"), [("60", dt.date(2012, 12, 10)), ("68", dt.date(2022, 12, 29))])
def test_agreements_of_the_old_provinces_are_those_of_the_new_one(code, day):
    made = factories.agreement((code, "79"), signed_on=day)

    assert list(visible_agreements(factories.lan())) == [made]
    assert not visible_agreements(factories.khang()).exists()


def test_people_of_two_provinces_that_became_one_see_what_these_had_signed_with_each_other():
    made = factories.agreement(("10", "15"), signed_on=dt.date(2021, 4, 17))
    of_lao_cai = factories.person("seo", "secretariat", factories.unit("Sở Tài chính", "15"))

    assert list(visible_agreements(of_lao_cai)) == [made]
    assert Agreement.objects.between([]).count() == 0


def test_somebody_whose_unit_was_merged_away_works_on_in_its_heir():
    paper = factories.agreement()
    of_the_old_unit = factories.person("tu", "staff", unit_of_2023("Sở Kế hoạch và Đầu tư"))

    assert list(visible_agreements(of_the_old_unit)) == [paper]
