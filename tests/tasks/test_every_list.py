"""What the lists of tasks, agreements, plans, units and provinces have in common."""

import io
import re
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.models import Unit
from tasks.lists import LISTS as FILTERED
from tasks.models import SavedFilter
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = ("task-list", "agreement-list", "plan-list", "unit-list", "province-list")


@pytest.fixture
def window(client_for):
    """What Lan sees in her browser, with a task under an agreement."""
    factories.task()
    return client_for(factories.lan())


def part(browser, name, target, **params):
    """What htmx gets for the part of the page that it replaces."""
    headers = {"HX-Request": "true", "HX-Target": target}
    return browser.get(reverse(name), params, headers=headers)


def parts_of(response):
    """Which of its parts an answer holds."""
    page = response.content.decode()
    signs = {"page": "<html", "form": 'role="search"', "results": '<div id="results"', "told": "hx-swap-oob"}
    return [part for part, sign in signs.items() if sign in page]


@pytest.mark.any_engine
@pytest.mark.parametrize("name", LISTS)
def test_htmx_gets_the_part_that_it_replaces_and_a_browser_that_goes_back_gets_all(window, name):
    back = {"HX-Request": "true", "HX-Target": "results", "HX-History-Restore-Request": "true"}

    assert parts_of(part(window, name, "results")) == ["results", "told"]
    assert parts_of(part(window, name, "list")) == ["form", "results", "told"]
    whole = [
        part(window, name, "khong-co"),
        window.get(reverse(name), headers=back),
        window.get(reverse(name)),
    ]
    assert [parts_of(one) for one in whole] == [["page", "form", "results"]] * 3
    assert whole[-1].headers["Vary"].count("HX-Target") == 1


@pytest.mark.any_engine
@pytest.mark.parametrize("name", LISTS)
def test_the_form_works_with_and_without_script_and_what_was_found_is_told(window, name):
    page = window.get(reverse(name), {"sort": "-title", "size": 25, "q": "khong co"}).content.decode()

    [form] = re.findall(r'<form method="get".*?</form>', page, re.DOTALL)
    assert f'action="{reverse(name)}"' in form
    assert f'hx-get="{reverse(name)}"' in form
    assert 'hx-target="#results"' in form
    assert "input changed delay:400ms target:input:valid" in form
    assert '<input type="hidden" name="sort" value="-title">' in form
    assert '<input type="hidden" name="size" value="25">' in form
    assert "Tìm thấy 0 hàng." in part(window, name, "results", q="khong co").content.decode()


@pytest.mark.any_engine
def test_a_value_that_cannot_be_is_announced_beside_the_results_and_told_at_its_field(window):
    told = "Hãy nhập một ngày có thật theo dạng ngày/tháng/năm"
    wrong = {"in_force": "31/02/2026"}

    page = window.get(reverse("agreement-list"), wrong).content.decode()
    assert '<form method="get" novalidate ' in page, "the browser would keep it to itself"
    assert part(window, "agreement-list", "results", **wrong).content.decode().count(told) == 1
    assert page.count(told) == 2
    assert 'role="alert"' in page
    assert told not in part(window, "agreement-list", "results", in_force="28/02/2026").content.decode()
    assert "nhỏ hơn 1990" in part(window, "task-list", "results", year=99).content.decode()


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *((name, {"q": "ế" * 201}) for name in LISTS),
        *(("task-list", one) for one in ({"said": "ế" * 300}, {"year": "abc"}, {"lead": "9999999"})),
        ("agreement-list", {"in_force": "31/02/2026"}),
    ],
)
def test_while_a_filter_cannot_be_read_no_row_is_shown_and_the_page_says_which_it_is(window, name, wrong):
    """Lan would take the rows for those that she asked for; in the file as well."""
    [value] = wrong.values()

    page = window.get(reverse(name), {**wrong, "sort": "-title"})
    file = window.get(reverse(f"{name}-file"), wrong)

    assert page.context["page"].paginator.count == len(page.context["rows"]) == 0
    [alert] = re.findall(r'role="alert".*?</div>', page.content.decode(), re.DOTALL)
    assert "Không hiển thị hàng nào vì có điều kiện lọc không đọc được." in alert
    assert (value[:30] in alert, '<a href="?sort=-title">Bỏ điều kiện lọc này</a>' in alert) == (True, True)
    assert "Tệp Excel" not in page.content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    told = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any("Không có hàng nào vì có điều kiện lọc không đọc được:" in str(cell) for cell in told)
    assert not any("Tổ chức hội nghị" in str(cell) or "Sở Y tế" in str(cell) for cell in told)


@pytest.mark.any_engine
@pytest.mark.parametrize("name", LISTS)
def test_a_filter_that_nothing_fits_offers_the_whole_list_and_a_whole_list_that_is_empty_what_comes_next(
    client_for, name
):
    """Khang's Cà Mau has no papers; provinces and units there are always."""
    khang = client_for(factories.khang())

    assert (
        f'<a class="btn btn-primary" href="{reverse(name)}">'
        in part(khang, name, "results", q="khong co").content.decode()
    )
    whole = part(khang, name, "results", q="").content.decode()
    assert ("Chưa có" in whole) == (name not in ("unit-list", "province-list"))


@pytest.mark.any_engine
@pytest.mark.parametrize("name", LISTS)
def test_words_longer_than_any_name_are_refused(window, name):
    page = window.get(reverse(name), {"q": "ế" * 201}).content.decode()

    assert "tối đa 200 ký tự" in page


@pytest.mark.any_engine
@pytest.mark.parametrize("name", LISTS)
def test_the_file_is_asked_for_with_the_filter_and_the_order_of_the_page(window, name):
    page = window.get(reverse(name), {"q": "lam dong", "sort": "-title", "page": 2}).content.decode()

    assert f'href="{reverse(f"{name}-file")}?q=lam+dong&amp;sort=-title"' in page


@pytest.mark.parametrize("name", LISTS)
def test_paper_and_file_say_of_which_day_the_list_is_and_how_it_is_filtered(window, name):
    day = timezone.localdate().strftime("%d/%m/%Y")

    def told(**params):
        file = b"".join(window.get(reverse(f"{name}-file"), params).streaming_content)
        line = openpyxl.load_workbook(io.BytesIO(file)).active["A2"].value
        page = part(window, name, "results", **params).content.decode()
        assert f'<p class="d-none d-print-block">{line}</p>' in page
        return line

    assert told() == f"Tính đến ngày {day}. Toàn bộ danh sách."
    assert re.fullmatch(rf"Tính đến ngày {day}\. Lọc theo: [^;]+: lam dong\.", told(q="lam dong"))


# Saved filters


def new_unit():
    office = factories.unit("Văn phòng UBND tỉnh")
    made = Unit.objects.create(key="so-moi", province=office.province, name="Sở Mới", valid_from="2026-01-01")
    Unit.objects.filter(pk=made.pk).update(current_heir=made)
    return made


def new_partner():
    factories.agreement(("66", "68"))
    return factories.province("66")


# List → a filter of it, and how a row comes into it.
FILTERS = {
    "task-list": ({"year": "2024"}, lambda: factories.occurrence(factories.task())),
    "agreement-list": ({"kind": "agreement"}, factories.agreement),
    "plan-list": ({"kind": "plan"}, factories.plan),
    "unit-list": ({"kind": "department"}, new_unit),
    "province-list": ({"with_agreements": "on"}, new_partner),
}


def saved_on(browser, name, **values):
    """What the browser saves of the filter, as the list offers it."""
    query, _new = FILTERS[name]
    offered = f"{reverse(f'{name}-filter')}?{urlencode(query)}"
    assert f'href="{offered}"' in browser.get(reverse(name), query).content.decode()
    answer = browser.post(offered, {"name": "Của tôi"} | values)
    assert answer.url == f"{reverse(name)}?{urlencode(query)}"
    return SavedFilter.objects.latest("pk")


def shelf(browser, name, **params):
    return browser.get(reverse(name), params).context["shelf"]


@pytest.mark.any_engine
def test_every_list_keeps_its_own_filters_and_a_name_is_free_again_on_another(window):
    made = {name: saved_on(window, name) for name in LISTS}

    assert {name: [one.pk for one in shelf(window, name).saved] for name in LISTS} == {
        name: [saved.pk] for name, saved in made.items()
    }
    assert [saved.of_list for saved in made.values()] == list(SavedFilter.List.values) == list(FILTERED)
    answer = window.post(f"{reverse('plan-list-filter')}?kind=yearly", {"name": "Của tôi"})
    assert "Đã có một bộ lọc mang tên này." in answer.content.decode()


SORTS = {
    "task-list": "lead",
    "agreement-list": "title",
    "plan-list": "-agreement",
    "unit-list": "-name",
    "province-list": "code",
}


@pytest.mark.any_engine
@pytest.mark.parametrize("name", LISTS)
def test_a_filter_is_kept_with_the_order_of_its_rows(window, name):
    query, _new = FILTERS[name]
    asked = f"{urlencode(query)}&sort={SORTS[name]}"

    answer = window.post(f"{reverse(f'{name}-filter')}?{asked}", {"name": "Đã sắp xếp"})

    assert answer.url == f"{reverse(name)}?{asked}"
    page = window.get(answer.url)
    assert page.context["order"].param == SORTS[name]
    assert page.context["shelf"].opened == SavedFilter.objects.get()


@pytest.mark.parametrize("name", LISTS)
def test_what_came_into_a_saved_filter_since_the_last_look_is_marked_as_new(window, name):
    saved = saved_on(window, name)
    query, come = FILTERS[name]
    assert "không có mục mới" in window.get(reverse(name), query).content.decode()

    made = come()
    page = window.get(reverse(name), query)

    assert (page.context["shelf"].opened, page.context["shelf"].new) == (saved, {made.pk})
    assert "1 mục mới" in page.content.decode()
    assert (
        len(
            re.findall(
                r'<td class="card-title"><[^>]+><svg[^>]+>.*?</svg>\s*<span>mới<', page.content.decode()
            )
        )
        == 1
    )
    beside = part(window, name, "results", **query).content.decode()
    assert re.search(
        r'<nav class="saved no-print" id="saved" hx-swap-oob="true".*?aria-current="true">Của tôi<',
        beside,
        re.DOTALL,
    )
    assert window.post(reverse("filter-seen", args=[saved.pk])).url == page.wsgi_request.get_full_path()
    assert shelf(window, name, **query).new == frozenset()


@pytest.mark.any_engine
@pytest.mark.parametrize("name", ["agreement-list", "province-list"])
def test_a_filter_of_any_list_is_shared_renamed_and_deleted(window, client_for, name):
    office = factories.unit("Văn phòng UBND tỉnh")
    saved = saved_on(window, name, unit=office.pk)
    of_tam = client_for(factories.person("tam", "auditor", office))
    address = f"{reverse(name)}?{saved.query}"

    assert [one.name for one in shelf(of_tam, name).saved] == ["Của tôi"]
    assert of_tam.get(reverse("filter-change", args=[saved.pk])).status_code == 404
    assert window.post(reverse("filter-change", args=[saved.pk]), {"name": "Tên khác"}).url == address
    assert shelf(of_tam, name).saved == []
    assert f'href="{address}"' in window.get(reverse("filter-delete", args=[saved.pk])).content.decode()
    assert window.post(reverse("filter-delete", args=[saved.pk])).url == reverse(name)
    assert shelf(window, name).saved == []


def test_the_database_knows_the_lists(window):
    saved = saved_on(window, "task-list")

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.filter(pk=saved.pk).update(of_list="reports")


# An opened filter: what Lan's page costs with all that a list can show.
QUERIES = {"task-list": 11, "agreement-list": 12, "plan-list": 10, "unit-list": 12, "province-list": 12}


@pytest.mark.any_engine
@pytest.mark.parametrize("sort", ["", "-overdue"])
@pytest.mark.parametrize("name", LISTS)
def test_an_opened_filter_costs_the_same_queries_for_one_row_and_for_three(
    window, name, sort, django_assert_num_queries
):
    query, come = FILTERS[name]
    saved_on(window, name)

    query = query | {"sort": sort}

    with django_assert_num_queries(QUERIES[name]):
        first = shelf(window, name, **query)
    for _more in range(1 if name in ("unit-list", "province-list") else 2):
        come()
    with django_assert_num_queries(QUERIES[name]):
        second = shelf(window, name, **query)

    assert len(second.new) > len(first.new) == 0
