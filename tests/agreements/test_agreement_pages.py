"""Agreements, plans and units on screen: names then and now, the line in time, the appendix as printed."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from agreements.chain import genealogy
from agreements.models import Agreement, ResultFigure
from agreements.permissions import visible_agreements
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def lan(client_for):
    return client_for(factories.lan())


def page_at(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


def chain():
    """Lào Cai and Yên Bái: 2006 → 2011 → 2021, and the memorandum of 2023 under the last."""
    days = [(2006, 2, 26), (2011, 5, 1), (2021, 4, 17)]
    renewed = None
    for day in days:
        signed_on = dt.date(*day)
        renewed = factories.agreement(
            ("10", "15"), signed_on=signed_on, renews=renewed, title=f"Bản {day[0]}", ends_on=None
        )
    return factories.agreement(
        ("10", "15"), signed_on=dt.date(2023, 3, 1), parent=renewed, title="Bản 2023", kind="memorandum"
    )


# Queries


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_of_agreements_costs_the_same_queries(lan, django_assert_num_queries, item_count):
    for _ in range(item_count):
        factories.plan(factories.agreement(("79", "60", "68")))

    with django_assert_num_queries(11):
        response = lan.get(reverse("agreement-list"))

    assert len(response.context["page"].object_list) == item_count
    assert response.content.decode().count("tỉnh Bình Thuận (nay là tỉnh Lâm Đồng)") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_of_an_agreement_costs_the_same_queries(lan, django_assert_num_queries, item_count):
    made = factories.agreement()
    for _ in range(item_count):
        factories.agreement(renews=Agreement.objects.order_by("pk").last())
        factories.task(factories.plan(made))
        factories.document(made)
        whole = ResultFigure.objects.create(
            agreement=made, label="Dự án", measure="dự án", year=2023, value=5
        )
        ResultFigure.objects.create(
            agreement=made, label="Đã xong", measure="dự án", year=2023, value=5, whole=whole
        )

    with django_assert_num_queries(12):
        response = lan.get(reverse("agreement-detail", args=[made.pk]))

    assert len(response.context["plans"]) == len(response.context["documents"]) == item_count
    assert response.content.decode().count("Đã xong") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_of_plans_costs_the_same_queries(lan, django_assert_num_queries, item_count):
    for _ in range(item_count):
        factories.plan()

    with django_assert_num_queries(9):
        response = lan.get(reverse("plan-list"))

    assert len(response.context["page"].object_list) == item_count
    assert response.content.decode().count("Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_of_a_plan_costs_the_same_queries(lan, django_assert_num_queries, item_count):
    plan = factories.plan()
    for _ in range(item_count):
        factories.task(plan, timeframe="Hàng năm", partners=["Sở Y tế"])

    with django_assert_num_queries(10):
        page = page_at(lan, "plan-detail", plan.pk)

    assert page.count("Tổ chức hội nghị") == item_count


@pytest.mark.parametrize("size", [25, 100])
def test_the_list_of_units_costs_the_same_queries(lan, django_assert_num_queries, size):
    factories.task()
    with django_assert_num_queries(11):
        response = lan.get(reverse("unit-list"), {"size": size})

    assert 25 <= len(response.context["page"].object_list) <= size


# The agreement


def test_parties_stand_under_the_name_they_signed_with_and_that_of_today(lan):
    made = factories.agreement(("60", "68"), signed_on=dt.date(2012, 12, 10))
    page = page_at(lan, "agreement-detail", made.pk)

    table = page[page.index("parties-head") : page.index("line-head")]
    rows = re.findall(r"<b>(.*?)</b></td>\s*<td[^>]*>(.*?)</td>", table)
    assert rows == [("tỉnh Bình Thuận", "tỉnh Lâm Đồng"), ("tỉnh Lâm Đồng", "giữ nguyên tên gọi")]
    assert "tỉnh Bình Thuận, tỉnh Lâm Đồng nay đã hợp nhất thành tỉnh Lâm Đồng." in page


def test_what_becomes_of_three_pairs_of_merged_provinces_is_asked_once(lan):
    made = factories.agreement(
        ("68", "60", "56", "58", "54", "66"), signed_on=dt.date(2012, 12, 10), starts_on=None
    )
    page = page_at(lan, "agreement-detail", made.pk)

    assert page.count("nay đã hợp nhất thành") == 3
    assert page.count("Bộ phận tổng hợp xem xét") == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        ("2023-01-01", "2025-12-31", "01/01/2023 – 31/12/2025"),
        ("2012-12-10", None, "từ ngày 10/12/2012, không ghi ngày hết hiệu lực"),
        (None, "2025-12-31", "đến ngày 31/12/2025"),
        (None, None, "<dd>chưa xác định"),
    ],
)
def test_what_is_not_known_of_its_validity_is_said_in_words(lan, starts_on, ends_on, said):
    made = factories.agreement(starts_on=starts_on, ends_on=ends_on)

    assert said in page_at(lan, "agreement-detail", made.pk)


def test_the_line_in_time_is_in_the_order_of_signing_from_every_member():
    last = chain()
    everything = Agreement.objects.all()

    for member in everything:
        line = genealogy(member, everything)
        assert [station.title for station in line] == ["Bản 2006", "Bản 2011", "Bản 2021", "Bản 2023"]
        assert [station.title for station in line if station.current] == [member.title]
    assert genealogy(last, everything)[-1].url == ""


def test_the_line_in_time_stands_on_the_page(client_for):
    last = chain()
    of_lao_cai = client_for(factories.person("seo", "staff", factories.unit("Sở Y tế", "15")))
    page = page_at(of_lao_cai, "agreement-detail", last.pk)

    places = [page.index(f"Bản {year}", page.index("line-head")) for year in (2006, 2011, 2021, 2023)]
    assert places == sorted(places)


def test_what_is_still_being_drafted_comes_last():
    made = factories.agreement(title="Đã ký")
    for title in ("Dự thảo một", "Dự thảo hai"):
        Agreement.objects.create(title=title, stage="drafting", renews=made)

    line = [station.title for station in genealogy(made, Agreement.objects.all())]

    assert line == ["Đã ký", "Dự thảo một", "Dự thảo hai"]


def test_members_that_the_person_may_not_see_are_left_out():
    framework = factories.agreement(
        ("79", "66"), signed_on=dt.date(2020, 1, 1), title="Khung, không có Lâm Đồng"
    )
    ours = factories.agreement(parent=framework, title="Của Lâm Đồng")
    sister = factories.agreement(parent=framework, title="Cũng của Lâm Đồng", signed_on=dt.date(2023, 1, 1))

    line = genealogy(ours, visible_agreements(factories.lan()))

    assert [station.title for station in line] == ["Của Lâm Đồng", sister.title]


@pytest.mark.parametrize("partner", ["binh thuan", "Bình Thuận", "lam dong"])
def test_agreements_are_found_by_a_partner_then_or_now(lan, partner):
    made = factories.agreement(("60", "79"), signed_on=dt.date(2012, 12, 10))
    factories.agreement(("79", "66"))

    rows = lan.get(reverse("agreement-list"), {"partner": partner}).context["page"].object_list

    assert list(rows) == [made]


@pytest.mark.parametrize("words", ["1606/KH-UBND", "1606 / kh ubnd", "1606/kh", "trien khai"])
def test_a_plan_is_found_by_its_number_in_any_spelling_and_by_words(lan, words):
    made = factories.plan(number="1606/KH-UBND", title="Kế hoạch triển khai")
    factories.plan(title="Thông báo khác")

    assert list(lan.get(reverse("plan-list"), {"q": words}).context["page"].object_list) == [made]


def test_a_unit_is_found_under_a_former_name(lan):
    rows = lan.get(reverse("unit-list"), {"q": "ke hoach va dau tu"}).context["page"].object_list

    assert "Sở Tài chính" in [unit.name for unit in rows]


# The plan


def test_the_plan_page_is_the_appendix_with_its_order_numbering_and_headings_once(lan):
    plan = factories.plan()
    printed = [
        ("I", "Nông nghiệp", "1", "Kết nối cung cầu"),
        ("I", "Nông nghiệp", "3", "Trồng rừng"),
        ("II", "Du lịch", "1", "Tuần văn hóa"),
        ("II", "Du lịch", "", "Quảng bá chung"),
        ("", "", "2", "Không thuộc mục nào"),
    ]
    for section, heading, ordinal, content in printed:
        factories.task(plan, section=section, heading=heading, ordinal=ordinal, content=content)
    page = page_at(lan, "plan-detail", plan.pk)
    table = page[page.index("table-appendix") :]

    assert re.findall(r'scope="rowgroup"[^>]*>(.*?)<', table) == ["I. Nông nghiệp", "II. Du lịch"]
    cells = re.findall(
        r'<td class="col-no" data-label="[^"]*">(\d*)</td>\s*<td class="card-title"><a [^>]*>(.*?)</a>', table
    )
    assert cells == [(ordinal, content) for _section, _heading, ordinal, content in printed]


def test_every_period_of_a_yearly_task_shows_its_assessment(lan):
    plan = factories.plan()
    factories.task(plan, timeframe="Các năm 2023, 2024, 2025")
    page = page_at(lan, "plan-detail", plan.pk)

    assert re.findall(r'standing__period">(.*?)<', page) == ["31/12/2023", "31/12/2024", "31/12/2025"]
    assert page.count("tone-bad") == 1


def test_the_page_of_a_plan_leads_to_its_rows_in_the_list_of_tasks(lan):
    plan = factories.task(timeframe="Các năm 2024, 2025").plan
    address = f"/nhiem-vu/?plan={plan.pk}"

    assert f'href="{address}"' in page_at(lan, "plan-detail", plan.pk)
    assert len(lan.get(address).context["rows"]) == 2


def test_an_empty_plan_says_what_to_do(lan):
    page = page_at(lan, "plan-detail", factories.plan().pk)

    assert "table-appendix" not in page
    assert "/quan-tri/tasks/importbatch/add/?plan=" in page


def test_only_the_secretariat_is_offered_the_import(client_for):
    plan = factories.plan()

    assert "importbatch" not in page_at(client_for(factories.minh()), "plan-detail", plan.pk)


@pytest.mark.parametrize(
    ("seen", "offered"),
    [
        ("agreement-list", "/quan-tri/agreements/agreement/add/"),
        ("plan-list", "/quan-tri/agreements/plan/add/"),
        ("agreement-detail", "/quan-tri/agreements/agreement/{agreement}/change/"),
        ("agreement-detail", "/quan-tri/agreements/plan/add/?agreement={agreement}"),
        ("plan-detail", "/quan-tri/agreements/plan/{plan}/change/"),
    ],
)
def test_lan_enters_and_edits_papers_from_the_pages_on_which_she_looks_for_them(client_for, seen, offered):
    plan = factories.plan()
    args = {"agreement-detail": [plan.agreement_id], "plan-detail": [plan.pk]}.get(seen, [])
    address = f'href="{offered.format(agreement=plan.agreement_id, plan=plan.pk)}"'

    assert address in page_at(client_for(factories.lan()), seen, *args)
    assert address not in page_at(client_for(factories.minh()), seen, *args)


# Documents


def test_a_document_is_an_attachment_under_its_own_name(client_for):
    paper = factories.document(factories.agreement())
    address = reverse("document-file", args=[paper.pk])
    response = client_for(factories.minh()).get(address)
    content = b"".join(response.streaming_content)

    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''th%E1%BB%8Fa")
    assert content == b"%PDF-1.4 signed"
    assert client_for(factories.khang()).get(address).status_code == 404


def test_a_document_of_a_plan_stays_on_the_side_that_issued_it(client_for):
    plan = factories.plan()
    paper = factories.document(plan.agreement, plan=plan, title="Giấy của kế hoạch")
    thu = client_for(factories.person("thu", "staff", factories.unit("Sở Công Thương", "79")))

    assert thu.get(reverse("document-file", args=[paper.pk])).status_code == 404
    assert paper.title not in page_at(thu, "agreement-detail", plan.agreement_id)


def test_a_document_that_is_only_named_has_no_file_to_hand_out(lan):
    paper = factories.document(factories.agreement(), file="")

    assert lan.get(reverse("document-file", args=[paper.pk])).status_code == 404
    assert reverse("document-file", args=[paper.pk]) not in page_at(
        lan, "agreement-detail", paper.agreement_id
    )
