"""The admin keeps the wall between provinces: lists, choices and forms hold the rows of the own side only."""

import datetime as dt
import re
import unicodedata
from copy import deepcopy

import pytest
from django.db.models import UniqueConstraint

from agreements.models import (
    Agreement,
    Membership,
    Party,
    Plan,
    Province,
    ProvinceSuccession,
    Role,
    Unit,
    UnitSuccession,
)
from tasks.models import ImportBatch, Task
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db

LISTS = ("agreements/agreement", "agreements/plan", "tasks/task", "tasks/importbatch")


@pytest.fixture
def lan(client_for):
    return client_for(factories.lan())


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with kept(two_of_each, django_db_blocker) as sides:
        yield sides


@pytest.fixture
def two_sides(made, db):
    return deepcopy(made)


def two_of_each():
    """The same things twice: those of Lâm Đồng, and those of Hà Nội and Đắk Lắk behind the wall."""
    ours = factories.plan(factories.agreement(title="Của Lâm Đồng"), title="Kế hoạch Lâm Đồng")
    other = factories.agreement(("01", "66"), title="Của Đắk Lắk")
    theirs = factories.plan(other, code="66", title="Kế hoạch Đắk Lắk")
    for plan, content in ((ours, "Việc của Lâm Đồng"), (theirs, "Việc của Đắk Lắk")):
        factories.task(plan, content=content)
        factories.staged_import(plan)
    return ours, theirs


@pytest.mark.parametrize("path", LISTS)
def test_lan_sees_only_rows_of_her_province(lan, two_sides, path):
    response = lan.get(f"/quan-tri/{path}/")

    assert response.context["cl"].result_count == 1
    assert "Đắk Lắk" not in response.content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_a_search_does_not_look_over_the_wall(lan, two_sides, path):
    assert "Đắk Lắk" not in lan.get(f"/quan-tri/{path}/?q=dak+lak").content.decode().replace("dak+lak", "")


@pytest.mark.parametrize("path", LISTS)
def test_rows_of_others_are_not_there(lan, two_sides, path):
    _ours, theirs = two_sides
    rows = {
        "agreements/agreement": theirs.agreement,
        "agreements/plan": theirs,
        "tasks/task": Task.objects.get(plan=theirs),
        "tasks/importbatch": ImportBatch.objects.get(plan=theirs),
    }
    for page in ("change", "history", "delete"):
        assert lan.get(f"/quan-tri/{path}/{rows[path].pk}/{page}/").status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_an_administrator_of_accounts_sees_no_business_rows(client_for, two_sides, path):
    quan = client_for(factories.person("quan", "admin", factories.unit("Văn phòng UBND tỉnh")))

    assert quan.get(f"/quan-tri/{path}/").status_code == 404
    assert "agreements/agreement" not in quan.get("/quan-tri/").content.decode()


def choices(browser, model, field):
    """What the search box of a form offers for a field."""
    address = f"/quan-tri/autocomplete/?app_label=agreements&model_name={model}&field_name={field}"
    return [result["text"] for result in browser.get(address).json()["results"]]


def test_a_search_box_offers_only_the_own_agreements(lan, two_sides):
    assert choices(lan, "plan", "agreement") == ["Của Lâm Đồng"]
    assert choices(lan, "agreement", "parent") == ["Của Lâm Đồng"]


def plan_form(plan, **changes):
    """The plan's form in the admin as it stands, with some answers changed."""
    return {
        "agreement": plan.agreement_id,
        "province": plan.province_id,
        "kind": plan.kind,
        "number": plan.number,
        "title": plan.title,
        "issued_on": f"{plan.issued_on:%d/%m/%Y}",
        "issuer": plan.issuer_id,
        "focal_unit": plan.focal_unit_id,
        "starts_on": f"{plan.starts_on:%d/%m/%Y}",
        "ends_on": f"{plan.ends_on:%d/%m/%Y}",
    } | changes


def test_lan_corrects_her_own_plan_and_goes_on_at_its_page(lan, two_sides):
    ours, _theirs = two_sides

    response = lan.post(f"/quan-tri/agreements/plan/{ours.pk}/change/", plan_form(ours, title="Sửa lại"))

    assert response.url == f"/ke-hoach/{ours.pk}/"
    ours.refresh_from_db()
    assert ours.title == "Sửa lại"


def form_of_new_agreement(**changes):
    form = {"title": "Thỏa thuận mới", "kind": "agreement", "stage": "signed", "signed_on": "01/06/2024"}
    form |= {"parties-TOTAL_FORMS": "1", "parties-INITIAL_FORMS": "0", "parties-0-sort": "1"}
    return form | {"parties-0-province": factories.province("68", dt.date(2024, 6, 1)).pk} | changes


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"signed_on": ""}, "Văn bản đã ký kết phải có ngày ký."),
        (
            {"starts_on": "02/06/2024", "ends_on": "01/06/2024"},
            "Ngày kết thúc không được trước ngày bắt đầu.",
        ),
        ({"parties-0-province": ""}, "Hãy nêu các bên tham gia, trong đó có địa phương của ông/bà."),
    ],
)
def test_what_an_agreement_lacks_is_said_in_words_and_nothing_is_kept(lan, changes, told):
    address = "/quan-tri/agreements/agreement/add/"
    count = Agreement.objects.count()

    page = lan.post(address, form_of_new_agreement(**changes)).content.decode()

    assert (told in page, Agreement.objects.count()) == (True, count)
    assert lan.post(address, form_of_new_agreement()).status_code == 302


def test_no_rule_of_a_row_that_the_admin_keeps_speaks_in_code():
    """Rules of choices are kept by the form itself, those of relations by the model: it names the paper."""
    models = (Agreement, Membership, Party, Plan, Province, ProvinceSuccession, Unit, UnitSuccession)
    rules = [rule for model in models for rule in model._meta.constraints]

    dumb = [
        rule.name for rule in rules if rule.violation_error_message == rule.default_violation_error_message
    ]

    is_said = {rule.name for rule in rules if isinstance(rule, UniqueConstraint) and not rule.condition}
    is_choice = {rule.name for rule in rules if rule.name.endswith(("_kind", "_stage", "_role"))}
    is_relation = {
        rule.name for rule in rules if rule.name.startswith(("agreement_not_own", "agreement_one"))
    }
    assert set(dumb) - is_said - is_choice - is_relation == set()


def test_of_two_who_save_the_same_form_the_second_is_told_and_then_means_it(lan, client_for, two_sides):
    ours, _theirs = two_sides
    address = f"/quan-tri/agreements/plan/{ours.pk}/change/"
    thu = client_for(factories.person("thu", "secretariat", factories.unit("Sở Tài chính")))
    seen = thu.get(address).context["adminform"].form.initial["seen"]
    lan.post(address, plan_form(ours, title="Lan sửa", seen=seen))

    told = thu.post(address, plan_form(ours, title="Thu sửa", seen=seen))

    ours.refresh_from_db()
    assert (told.status_code, ours.title) == (200, "Lan sửa")
    page = told.content.decode()
    assert "Người khác đã thay đổi" in page
    assert "Thu sửa" in page
    again = re.search(r'name="seen" value="(\d+)"', page).group(1)
    assert thu.post(address, plan_form(ours, title="Thu sửa", seen=again)).status_code == 302


def test_what_lan_types_in_pieces_is_kept_composed(lan, two_sides):
    """Some keyboards write one Vietnamese vowel as three signs; the admin is a form like any other."""
    ours, _theirs = two_sides
    typed = unicodedata.normalize("NFD", "Kế hoạch hợp tác")

    lan.post(f"/quan-tri/agreements/plan/{ours.pk}/change/", plan_form(ours, title=typed))

    ours.refresh_from_db()
    assert (typed != ours.title, ours.title) == (True, "Kế hoạch hợp tác")


@pytest.mark.parametrize("column", ["agreement", "province", "issuer", "focal_unit"])
def test_a_plan_is_put_under_no_agreement_and_no_province_of_others_and_no_unit_of_theirs_confirms(
    lan, two_sides, column
):
    ours, theirs = two_sides
    before = Plan.objects.values().get(pk=ours.pk)
    theirs.focal_unit = factories.unit("Sở Y tế", "66", factories.PLAN_DAY)
    form = plan_form(ours, **{column: getattr(theirs, f"{column}_id")})

    assert lan.post(f"/quan-tri/agreements/plan/{ours.pk}/change/", form).status_code == 200
    assert lan.post("/quan-tri/agreements/plan/add/", form | {"number": "9/KH"}).status_code == 200

    assert Plan.objects.values().get(pk=ours.pk) == before
    assert Plan.objects.count() == 2


@pytest.mark.parametrize("field", ["province", "issuer", "focal_unit"])
def test_the_form_of_a_plan_offers_no_unit_and_no_province_that_it_would_refuse(lan, two_sides, field):
    factories.unit("Sở Tài chính", "96")
    asked = {"app_label": "agreements", "model_name": "plan", "field_name": field}

    offered = [
        lan.get("/quan-tri/autocomplete/", asked | {"term": words}).json()["results"]
        for words in ("lam dong", "ca mau")
    ]

    assert [bool(results) for results in offered] == [True, False]


def test_an_agreement_of_others_cannot_be_named_as_framework(lan, two_sides):
    ours, theirs = two_sides
    form = form_of_new_agreement(title="Mới", parent=theirs.agreement_id)

    assert lan.post("/quan-tri/agreements/agreement/add/", form).status_code == 200
    assert not Agreement.objects.filter(title="Mới").exists()
    assert (
        lan.post("/quan-tri/agreements/agreement/add/", form | {"parent": ours.agreement_id}).status_code
        == 302
    )


def unit_form(code):
    form = {"key": "ban-moi", "name": "Ban mới", "kind": "agency", "sort": 1}
    form |= {"province": factories.province(code).pk, "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    return form


def test_a_secretariat_keeps_the_units_of_its_own_province_only(lan):
    assert lan.post("/quan-tri/agreements/unit/add/", unit_form("96")).status_code == 200
    assert not Unit.objects.filter(key="ban-moi").exists()

    assert lan.post("/quan-tri/agreements/unit/add/", unit_form("68")).status_code == 302
    made = Unit.objects.get(key="ban-moi")
    assert made.current_heir == made


def test_a_unit_of_another_province_is_read_and_not_changed(lan):
    unit = factories.unit("Sở Tài chính", "96")
    address = f"/quan-tri/agreements/unit/{unit.pk}/change/"

    assert lan.get(address).status_code == 200
    assert lan.post(address, unit_form("96") | {"name": "Khác"}).status_code == 404
    assert not Unit.objects.filter(name="Khác").exists()


def test_a_seat_is_offered_with_its_province_and_in_living_units_only(client_for, db):
    keeper = factories.person("quantri", Role.ADMIN, factories.unit("Văn phòng UBND tỉnh"))
    asked = {
        "app_label": "agreements",
        "model_name": "membership",
        "field_name": "unit",
        "term": "so y te lam dong",
    }

    offered = client_for(keeper).get("/quan-tri/autocomplete/", asked).json()["results"]

    assert [one["text"] for one in offered] == ["Sở Y tế – tỉnh Lâm Đồng"]
