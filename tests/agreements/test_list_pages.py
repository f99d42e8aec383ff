"""The lists of agreements, plans, units and provinces: sorted, filtered, taken home as they stand."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from agreements.models import Agreement, Plan, Unit
from agreements.templatetags import agreement_rows
from coop.accounts.models import User
from coop.shared.filter_chips import chips_of
from tasks.permissions.seeing import visible_occurrences
from tasks.states import OPEN_STATUSES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan(client_for):
    return client_for(factories.lan())


def listed(browser, name, **params):
    return list(browser.get(reverse(name), params).context["page"].object_list)


def in_file(browser, name, **params):
    """Header and rows of the Excel file."""
    response = browser.get(reverse(name), params)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    return [tuple(map(_told, row)) for row in sheet.iter_rows(min_row=3, values_only=True)]


def _told(cell):
    if isinstance(cell, dt.datetime):
        return cell.date()
    return "" if cell is None else cell


TITLES = ["Âu Lạc", "Ba Vì", "Cần Giờ", "Đà Lạt", "Ê Đê"]


def test_agreements_and_plans_stand_in_the_order_of_the_vietnamese_alphabet(lan):
    for title in ("Đà Lạt", "Ê Đê", "Ba Vì", "Âu Lạc", "Cần Giờ"):
        factories.plan(factories.agreement(title=title), title=title)

    assert [row.title for row in listed(lan, "agreement-list", sort="title")] == TITLES
    assert [row.title for row in listed(lan, "agreement-list", sort="-title")] == TITLES[::-1]
    assert [row.title for row in listed(lan, "plan-list", sort="title")] == TITLES
    assert [row.agreement.title for row in listed(lan, "plan-list", sort="-agreement")] == TITLES[::-1]


def test_the_newest_comes_first_unless_another_order_is_asked_for(lan):
    for year in (2022, 2024, 2023):
        factories.agreement(title=str(year), signed_on=dt.date(year, 1, 1))

    assert [row.title for row in listed(lan, "agreement-list")] == ["2024", "2023", "2022"]
    drafted = Agreement.objects.create(title="Dự thảo", stage="drafting")
    assert Agreement.objects.newest_first().last() == drafted
    assert [row.title for row in listed(lan, "agreement-list", sort="signed_on")] == ["2022", "2023", "2024"]


def test_the_file_holds_what_the_page_shows_in_its_order_and_nothing_of_others(lan, client_for):
    made = factories.agreement(("79", "68"), title="=1+1", number="12/TT")
    factories.plan(made, number="5/KH-UBND", title="Kế hoạch năm")
    factories.agreement(title="Bị lọc ra")

    header, *rows = in_file(lan, "agreement-list-file", q="1+1")
    assert rows == [
        (
            "=1+1",
            "bản thỏa thuận",
            "12/TT",
            "Thành phố Hồ Chí Minh; tỉnh Lâm Đồng",
            dt.date(2022, 12, 29),
            dt.date(2025, 12, 31),
            "hết hiệu lực",
            *[0] * 8,
        )
    ]
    assert header[0] == "Tên gọi"
    [row] = in_file(lan, "plan-list-file")[1:]
    assert (row[0], row[3], row[4]) == ("5/KH-UBND", "=1+1", dt.date(2023, 8, 30))
    khang = client_for(factories.khang())
    assert in_file(khang, "agreement-list-file")[1:] == in_file(khang, "plan-list-file")[1:] == []


def test_units_go_home_with_those_that_they_answer_for(lan):
    [row] = in_file(lan, "unit-list-file", q="ke hoach va dau tu")[1:]
    name, _short, kind, province, former, *_tasks = row

    assert (name, kind, province) == ("Sở Tài chính", "sở", "tỉnh Lâm Đồng")
    assert "Sở Kế hoạch và Đầu tư – tỉnh Lâm Đồng (đến 28/02/2025)" in former.split("\n")


# Search as you type


def test_suggestions_are_few_and_only_what_the_person_may_see(lan, client_for):
    for number in range(22):
        factories.agreement(title=f"Thỏa thuận nông nghiệp {number}")
    factories.agreement(("96", "91"), title="Thỏa thuận nông nghiệp của Cà Mau")

    def offered(browser, name, word):
        return browser.get(reverse(name), {"x": word}).content.decode().count("<option")

    khang = client_for(factories.khang())
    assert offered(lan, "agreement-suggestions", "nong nghiep") == 20
    assert offered(lan, "agreement-suggestions", "ca mau") == 0
    assert offered(khang, "agreement-suggestions", "nong nghiep") == 1
    assert offered(lan, "unit-suggestions", "phat trien nong thon") > 0
    assert offered(lan, "unit-suggestions", "khong co don vi nay") == 0


@pytest.mark.parametrize(
    "name", ["agreement-suggestions", "unit-suggestions", "admin:agreements_unit_changelist"]
)
def test_no_text_is_too_long_to_be_looked_for(lan, name):
    """A database refuses a condition of a thousand words."""
    assert lan.get(reverse(name), {"q": "nông nghiệp " * 1_000}).status_code == 200


def test_a_field_with_suggestions_filters_by_name_without_script(lan):
    wanted = factories.task(factories.plan(factories.agreement(title="Thỏa thuận về lúa")))
    factories.task(factories.plan(factories.agreement(title="Thỏa thuận về cà phê")))

    response = lan.get(reverse("task-list"), {"agreement_name": "ve lua"})

    assert [row.content for row in response.context["rows"]] == [wanted.content]
    assert b'<select name="agreement"' not in response.content
    assert b'<datalist id="suggested-agreement-suggestions">' in response.content


@pytest.mark.parametrize(
    "typed", ["Sở Y tế (Hồ Chí Minh)", "so y te (TPHCM)", "Sở Y tế – thành phố Hồ Chí Minh"]
)
def test_a_unit_typed_with_its_province_is_the_one_of_that_province(typed):
    found = Unit.objects.search(typed)

    assert {unit.name for unit in found} == {"Sở Y tế"}
    assert {unit.province.current_heir.name for unit in found} == {"Hồ Chí Minh"}


def test_a_chip_names_the_province_of_a_unit(lan):
    health = factories.unit("Sở Y tế", "79")

    chips = lan.get(reverse("task-list"), {"lead": health.pk}).context["filter"]

    assert [chip.text for chip in chips_of(chips.form, chips.data)] == ["Sở Y tế – Thành phố Hồ Chí Minh"]


# Provinces


def test_a_province_shows_whom_it_succeeded_its_agreements_and_its_open_work(lan):
    """Bình Thuận signed in 2012 and is Lâm Đồng today."""
    old = factories.agreement(("60", "79"), signed_on=dt.date(2012, 12, 10))
    made = factories.agreement(("79", "68"))
    factories.task(factories.plan(made), timeframe="Các năm 2023, 2024")
    rows = {row.name: row for row in lan.get(reverse("province-list")).context["rows"]}

    lam_dong, saigon, ca_mau = rows["Lâm Đồng"], rows["Hồ Chí Minh"], rows["Cà Mau"]
    assert {province.name for province in lam_dong.former} == {"Lâm Đồng", "Bình Thuận", "Đắk Nông"}
    assert (lam_dong.agreement_count, lam_dong.open_count) == (2, 2)
    assert (saigon.agreement_count, saigon.open_count) == (2, 2)
    assert (ca_mau.agreement_count, ca_mau.open_count) == (0, 0)
    assert {row.pk for row in listed(lan, "agreement-list", province=lam_dong.pk)} == {old.pk, made.pk}


def test_the_number_of_open_work_opens_a_list_of_that_many_rows(lan):
    factories.task(factories.plan(), timeframe="Các năm 2023, 2024")
    saigon = factories.province("79")
    [row] = [one for one in lan.get(reverse("province-list")).context["rows"] if one.pk == saigon.pk]

    found = lan.get(reverse("task-list"), {"province": saigon.pk, "open": "true"}).context["rows"]

    assert len(found) == row.open_count == 2
    assert all(one.status in OPEN_STATUSES for one in found)


@pytest.mark.parametrize("name", ["binh thuan", "Đắk Nông", "lam dong"])
def test_a_province_is_found_under_a_former_name(lan, name):
    assert [row.name for row in listed(lan, "province-list", q=name)] == ["Lâm Đồng"]


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_of_provinces_costs_the_same_queries(lan, django_assert_num_queries, item_count):
    for _ in range(item_count):
        factories.task()

    with django_assert_num_queries(11):
        rows = lan.get(reverse("province-list")).context["rows"]

    assert (
        max(row.open_count for row in rows)
        == item_count
        == visible_occurrences(factories.User.objects.get(username="lan")).count()
    )


def test_provinces_sort_by_their_agreements_and_go_home_as_a_file(lan):
    factories.agreement(("79", "68"))
    factories.agreement(("79", "68", "66"))

    rows = listed(lan, "province-list", sort="-agreements", with_agreements="on")
    [header, *told] = in_file(lan, "province-list-file", sort="-agreements", with_agreements="on")

    assert [row.name for row in rows] == ["Hồ Chí Minh", "Lâm Đồng", "Đắk Lắk"]
    assert [(row[1], row[4]) for row in told] == [
        ("Thành phố Hồ Chí Minh", 2),
        ("tỉnh Lâm Đồng", 2),
        ("tỉnh Đắk Lắk", 1),
    ]
    assert header[5:7] == ("Việc đang mở", "Các kỳ thực hiện")


def test_provinces_with_agreements_come_first_each_by_name(lan):
    factories.agreement(("79", "68"))

    names = [row.name for row in listed(lan, "province-list", size=100)]

    assert names[:4] == ["Hồ Chí Minh", "Lâm Đồng", "An Giang", "Bắc Ninh"]
    assert names[-1] == "Vĩnh Long"


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("-tasks", ["Lâm Đồng", "Đắk Lắk", "Hồ Chí Minh"]),
        ("-overdue", ["Hồ Chí Minh", "Lâm Đồng", "Đắk Lắk"]),
        ("-open", ["Lâm Đồng", "Đắk Lắk", "Hồ Chí Minh"]),
        ("open", ["Hồ Chí Minh", "Đắk Lắk", "Lâm Đồng"]),
    ],
)
def test_leadership_sorts_provinces_by_their_tasks_and_by_what_is_overdue(lan, sort, names):
    """Hồ Chí Minh has one task, overdue; Đắk Lắk two without a deadline; Lâm Đồng all three. Equals go by
    name.
    """
    factories.task(factories.plan(factories.agreement(("79", "68"))))
    plan = factories.plan(factories.agreement(("66", "68")))
    for _ in range(2):
        factories.task(plan, timeframe="Thường xuyên")
    asked = {"sort": sort, "with_agreements": "on"}

    assert [row.name for row in listed(lan, "province-list", **asked)] == names
    told = [row[1] for row in in_file(lan, "province-list-file", **asked)[1:]]
    assert [name.removeprefix("Thành phố ").removeprefix("tỉnh ") for name in told] == names


@pytest.mark.parametrize(
    ("person", "next_steps"),
    [
        (factories.lan, {"agreement-list": "Nhập thỏa thuận", "report-list": "Đến danh sách kế hoạch"}),
        (factories.minh, {"plan-list": "Xem các thỏa thuận", "report-list": "Xem các thỏa thuận"}),
    ],
)
def test_an_empty_list_has_a_button_for_what_this_person_can_do_next(client_for, person, next_steps):
    browser = client_for(person())
    found = {
        name: re.findall(
            r'<a class="btn btn-primary" href="[^"]+">([^<]+)</a>',
            browser.get(reverse(name)).content.decode(),
        )
        for name in next_steps
    }

    assert found == {name: [words] for name, words in next_steps.items()}


# Counts above the list


YESTERDAY, TODAY, TOMORROW = (factories.TODAY + dt.timedelta(days=days) for days in (-1, 0, 1))


@pytest.mark.parametrize("stage", Agreement.Stage.values)
@pytest.mark.parametrize("ends_on", [None, YESTERDAY, TODAY, TOMORROW])
def test_how_an_agreement_stands_is_the_same_in_words_and_in_the_database(monkeypatch, stage, ends_on):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)
    made = factories.agreement(stage=stage, ends_on=ends_on)

    [(found,)] = Agreement.objects.with_standing(TODAY).values_list("stands_as").filter(pk=made.pk)

    assert Agreement.Standing(found).label == made.standing
    assert found == ("ended" if (stage, ends_on) == ("signed", YESTERDAY) else stage)


def test_a_plan_runs_from_its_first_day_to_its_last():
    plan = factories.plan(starts_on=YESTERDAY, ends_on=TODAY)
    days = [factories.TODAY + dt.timedelta(days=days) for days in (-2, -1, 0, 1)]

    found = [Plan.objects.with_course(day).get(pk=plan.pk).course for day in days]

    assert found == ["ahead", "running", "running", "ended"]


def counted(browser, name, **params):
    """Value → count, as links above the list."""
    return {one.value: one.count for one in browser.get(reverse(name), params).context["counts"].each}


def test_a_list_counts_its_rows_by_what_they_are_and_every_count_opens_that_many(lan):
    for stage, kind in (("signed", "agreement"), ("signed", "memorandum"), ("drafting", "agreement")):
        factories.plan(factories.agreement(stage=stage, kind=kind, ends_on=dt.date(2099, 1, 1)))
    factories.agreement()

    assert counted(lan, "agreement-list") == {"drafting": 1, "signed": 2, "ended": 1}
    assert counted(lan, "agreement-list", kind="agreement") == {"drafting": 1, "signed": 1, "ended": 1}
    assert counted(lan, "agreement-list", stage="signed") == {"drafting": 1, "signed": 2, "ended": 1}
    assert counted(lan, "plan-list") == {"ended": 3}
    assert counted(lan, "plan-list", course="running") == {"running": 0, "ended": 3}
    assert counted(lan, "province-list") == {"province": 27, "city": 7}


@pytest.mark.parametrize("name", ["agreement-list", "plan-list", "unit-list", "province-list"])
def test_a_count_opens_a_list_of_that_many_rows_that_keeps_the_rest_and_begins_at_its_start(lan, name):
    factories.plan()
    counts = lan.get(reverse(name), {"sort": "name", "q": "", "page": 2}).context["counts"]

    assert counts.query_of_all == "?sort=name&q="
    assert counts.total == counts.found == sum(one.count for one in counts.each) > 0
    for one in counts.each[:3]:
        shown = lan.get(f"{reverse(name)}{one.query}&size=100").context
        assert (len(shown["rows"]), shown["page"].paginator.count) == (one.count, one.count)
        assert [other.value for other in shown["counts"].each if other.is_chosen] == [one.value]


# Order


def test_agreements_are_sorted_by_stage_as_a_paper_lives_and_units_by_kind_as_they_rank(lan):
    for stage, year in (("concluded", 2030), ("signed", 2020), ("drafting", 2030), ("signed", 2030)):
        factories.agreement(stage=stage, ends_on=dt.date(year, 1, 1))

    stages = [row.stands_as for row in listed(lan, "agreement-list", sort="stage")]
    kinds = [row.kind for row in listed(lan, "unit-list", sort="kind", size=100)]

    assert stages == ["drafting", "signed", "ended", "concluded"]
    assert [row.stands_as for row in listed(lan, "agreement-list", sort="-stage")] == stages[::-1]
    assert kinds == sorted(kinds, key=Unit.Kind.values.index)
    assert len(set(kinds)) > 3


def test_a_row_of_an_agreement_is_drawn_once_and_anew_for_other_facts_names_or_language(lan):
    """Phú Yên is a part of Đắk Lắk today."""
    agreement_rows._drawn.cache_clear()
    made = factories.agreement(("68", "54"))

    def draws(address="/thoa-thuan/"):
        return "agreements/listed_agreement.html" in {one.name for one in lan.get(address).templates}

    assert (draws(), draws()) == (True, False)
    for change in ({"title": "Tên khác"}, {"ends_on": dt.date(2024, 12, 31)}, {"stage": "concluded"}):
        Agreement.objects.filter(pk=made.pk).update(**change)
        assert (draws(), draws()) == (True, False), change
    factories.task(factories.plan(made))
    assert (draws(), draws("/thoa-thuan/?ten=hien-nay"), draws()) == (True, True, False)
    User.objects.update(language="en")
    assert (draws(), draws()) == (True, False)
