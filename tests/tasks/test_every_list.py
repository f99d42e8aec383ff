"""What the lists of tasks, agreements, plans, units and provinces have in common."""

import re

import pytest
from django.urls import reverse

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


@pytest.mark.parametrize("name", LISTS)
def test_the_form_works_with_and_without_script_and_what_was_found_is_told(window, name):
    page = window.get(reverse(name), {"sort": "-title", "size": 25, "q": "khong co"}).content.decode()

    [form] = re.findall(r'<form method="get".*?</form>', page, re.DOTALL)
    assert f'action="{reverse(name)}"' in form
    assert f'hx-get="{reverse(name)}"' in form
    assert 'hx-target="#results"' in form
    assert '<input type="hidden" name="sort" value="-title">' in form
    assert '<input type="hidden" name="size" value="25">' in form
    assert "Tìm thấy 0 hàng." in part(window, name, "results", q="khong co").content.decode()


def test_a_value_that_cannot_be_is_told_beside_the_results_when_only_they_are_replaced(window):
    told = "Hãy nhập ngày theo dạng ngày/tháng/năm"
    wrong = {"in_force": "31/02/2026"}

    assert part(window, "agreement-list", "results", **wrong).content.decode().count(told) == 1
    assert window.get(reverse("agreement-list"), wrong).content.decode().count(told) == 1
    assert told not in part(window, "agreement-list", "results", in_force="28/02/2026").content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_the_file_is_asked_for_with_the_filter_and_the_order_of_the_page(window, name):
    page = window.get(reverse(name), {"q": "lam dong", "sort": "-title", "page": 2}).content.decode()

    assert f'href="{reverse(f"{name}-file")}?q=lam+dong&amp;sort=-title"' in page
